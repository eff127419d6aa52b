import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { jsonSchema, type LanguageModel, type ModelMessage, Output, RetryError, streamText, type ToolSet } from 'ai';
import { AgentError } from '../../agent-error.ts';
import { createFetch } from '../../fetch.ts';
import { ANSWER_SCHEMA } from './answer.ts';
import { failureOf, WHO } from './failure.ts';

/** An endpoint that speaks OpenAI's chat completions, and what it is asked for. */
export interface Endpoint {
  /** What `/chat/completions` is appended to. */
  url: URL;
  model: string;
  /** Null where the endpoint asks for none. */
  key: string | null;
  mayBePrivate: boolean;
  /** The most tokens of one answer, and the name that the endpoint has for that. */
  tokens: { most: number; as: 'max_tokens' | 'max_completion_tokens' };
  /** How it is held to the form of an answer: https://platform.openai.com/docs/api-reference/chat/create#chat-create-response_format */
  responseFormat: 'json_schema' | 'json_object' | 'none';
}

/** What a model wants called. */
export interface WantedCall {
  id: string;
  /** As the model names it. */
  name: string;
  /** JSON, or whatever else the model wrote. */
  arguments: string;
  /** False where no such tool was offered, or where its arguments are no JSON. */
  isWellFormed: boolean;
}

export interface Said {
  text: string;
  calls: WantedCall[];
  /** What it said, as it is told at the next call. */
  messages: ModelMessage[];
}

export interface CallOptions {
  system: string;
  messages: ModelMessage[];
  tools: ToolSet;
  /** Whether it must answer now, without a tool. */
  isLast: boolean;
  signal: AbortSignal;
  /** Before each request, also one that is tried again. */
  mayGoOn: () => Promise<void>;
  hear: (delta: string) => Promise<void>;
}

/** After 429 and 5xx, with what the endpoint says of waiting; https://datatracker.ietf.org/doc/html/rfc9110#field.retry-after */
const RETRIES = 2;

/** Calls the model once. Rejects with an AgentError, or as `mayGoOn` does. */
export async function callModel(endpoint: Endpoint, options: CallOptions): Promise<Said> {
  const { system, messages, tools, isLast, signal, hear } = options;
  let failed: unknown;
  const result = streamText({
    model: modelOf(endpoint, options),
    instructions: system,
    messages,
    maxOutputTokens: endpoint.tokens.most,
    maxRetries: RETRIES,
    abortSignal: signal,
    // What it wants called it does not call: whoever asked for this decides.
    ...(Object.keys(tools).length === 0 ? {} : { tools, toolChoice: isLast ? 'none' : 'auto' }),
    ...FORMS[endpoint.responseFormat],
    onError: ({ error }) => {
      failed ??= error;
    },
  });
  const said: Said = { text: '', calls: [], messages: [] };
  let finish: string = 'error';
  try {
    for await (const part of result.stream) {
      if (part.type === 'text-delta') {
        said.text += part.text;
        await hear(part.text);
      } else if (part.type === 'tool-call') said.calls.push(wantedCall(part));
      else if (part.type === 'finish') finish = part.finishReason;
    }
  } catch (error) {
    failed ??= error;
  }
  signal.throwIfAborted();
  if (failed !== undefined) throw thrown(failed);
  const wrong = wrongEnds(endpoint)[finish];
  if (wrong !== undefined) throw new AgentError(wrong);
  const { messages: all } = await result.response;
  // Without the results of calls: the package answers those that it takes for wrong by itself.
  said.messages = all.filter(({ role }) => role === 'assistant');
  return said;
}

let pieces = 0;

/**
 * Without the package's own reading of what has come so far: it parses all of it again with every few letters, and while it is at that
 * no timer fires, so that an endpoint could hold up the whole process, the kill switch included. It hands a piece of text on only when
 * this has become another, so each time it is.
 */
const unreadSoFar = { parsePartialOutput: () => Promise.resolve({ partial: String((pieces += 1)) }) };

const FORMS = {
  json_schema: { output: { ...Output.object({ schema: jsonSchema(ANSWER_SCHEMA), name: 'answer' }), ...unreadSoFar } },
  json_object: { output: { ...Output.json(), ...unreadSoFar } },
  none: {},
};

/** Nobody's failure: the run is over. */
class RunEnded extends Error {
  override readonly name = 'RunEnded';
}

function thrown(failed: unknown): unknown {
  const last = RetryError.isInstance(failed) ? failed.lastError : failed;
  return last instanceof RunEnded ? last.cause : failureOf(last);
}

function modelOf({ url, model, key, mayBePrivate, tokens, responseFormat }: Endpoint, { mayGoOn }: CallOptions): LanguageModel {
  const send = createFetch({ url, mayBePrivate, who: WHO });
  return createOpenAICompatible({
    name: 'model',
    baseURL: url.href,
    ...(key === null ? {} : { apiKey: key }),
    supportsStructuredOutputs: responseFormat === 'json_schema',
    transformRequestBody: ({ max_tokens: most, ...body }) => ({ ...body, [tokens.as]: most as number }),
    fetch: async (...asked) => {
      await mayGoOn().catch((cause: unknown) => {
        throw new RunEnded('the run is over', { cause });
      });
      const response = await send(...asked);
      const type = response.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
      if (response.ok && type !== 'text/event-stream') {
        await response.body?.cancel();
        throw new AgentError(`${WHO} answered with something that is not text/event-stream.`);
      }
      return response;
    },
  }).chatModel(model);
}

function wantedCall(part: { toolCallId: string; toolName: string; input: unknown; invalid?: boolean | undefined }): WantedCall {
  const { toolCallId: id, toolName: name, input, invalid } = part;
  return { id, name, arguments: typeof input === 'string' ? input : JSON.stringify(input), isWellFormed: invalid !== true };
}

/** By the package's names for `finish_reason`; a refusal of the model's own is a `content-filter`, too. */
function wrongEnds({ tokens }: Endpoint): Partial<Record<string, string>> {
  return {
    length: `The model’s answer is longer than \`${tokens.as}: ${tokens.most}\`.`,
    'content-filter': 'The model, or a filter of its provider, refused to answer.',
    error: `${WHO} broke off its answer.`,
    other: 'The model ended for a reason that nobody knows.',
  };
}
