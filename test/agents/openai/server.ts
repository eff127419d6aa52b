/**
 * An endpoint that speaks OpenAI's chat completions, written from the published API
 * (https://platform.openai.com/docs/api-reference/chat/create and …/chat/streaming), over real HTTP. What it says is a test's script.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setImmediate as breathe } from 'node:timers/promises';
import { serving } from '../serving.ts';

/** What it says to one request. */
export type Saying =
  | { status: number; headers?: Record<string, string>; body?: string }
  | { type: string; body: string }
  /** The `content` in these parts; waits where a promise stands. */
  | { text: (string | Promise<unknown>)[]; finish?: string | null; after?: string }
  | { refusal: string }
  | { calls: { name: string; arguments: string }[] }
  /** Lines as they are, and the end of the connection without the end of the answer. */
  | { raw: string; isCut?: boolean };

/** A request, as far as tests look at it. */
export interface Heard {
  authorization: string | undefined;
  url: string;
  body: {
    model: string;
    stream: boolean;
    max_tokens?: number;
    max_completion_tokens?: number;
    messages: { role: string; content: string; tool_call_id?: string; tool_calls?: { id: string; function: { name: string } }[] }[];
    response_format?: { type: string; json_schema?: { strict: boolean; schema: object } };
    tools?: { type: string; function: { name: string; description: string; parameters: object } }[];
    tool_choice?: string;
  };
}

/** By the question, so that two can be answered at once; the count is of requests in the same conversation, from 1. */
export type Script = (question: string, count: number, heard: Heard) => Saying | Promise<Saying>;

export interface FakeEndpoint {
  /** What a rule's `url:` says. */
  url: string;
  heard: Heard[];
}

export async function startEndpoint(script: Script): Promise<FakeEndpoint> {
  const heard: Heard[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let sent = '';
    for await (const piece of request.setEncoding('utf8') as AsyncIterable<string>) sent += piece;
    if (request.method !== 'POST' || request.url !== '/v1/chat/completions') return void response.writeHead(404).end();
    const body = JSON.parse(sent) as Heard['body'];
    const one = { authorization: request.headers.authorization, url: request.url, body };
    heard.push(one);
    const asked = JSON.parse(body.messages.find(({ role }) => role === 'user')?.content ?? '{}') as { question: string };
    const count = body.messages.filter(({ role }) => role === 'assistant').length + 1;
    const saying = await script(asked.question, count, one);
    if ('status' in saying) return void response.writeHead(saying.status, saying.headers).end(saying.body);
    if ('type' in saying) return void response.writeHead(200, { 'content-type': saying.type }).end(saying.body);
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    if ('raw' in saying) {
      response.write(saying.raw);
      if (saying.isCut !== true) return void response.end();
      await breathe();
      return void response.destroy();
    }
    for (const part of partsOf(saying)) {
      if (part instanceof Promise) await part;
      else response.write(part);
    }
    response.end();
  };
  const url = await serving((request, response) => void answer(request, response));
  return { url: `${url}v1`, heard };
}

function* partsOf(saying: Extract<Saying, object>): Generator<string | Promise<unknown>> {
  yield chunk({ role: 'assistant', content: '' });
  if ('refusal' in saying) {
    yield chunk({ refusal: saying.refusal });
    yield chunk({}, 'stop');
  } else if ('calls' in saying) {
    for (const [index, call] of saying.calls.entries()) {
      yield chunk({ tool_calls: [{ index, id: `call_${index}`, type: 'function', function: { name: call.name, arguments: '' } }] });
      // Arguments come in pieces.
      for (const piece of call.arguments.match(/[\s\S]{1,8}/g) ?? [])
        yield chunk({ tool_calls: [{ index, function: { arguments: piece } }] });
    }
    yield chunk({}, 'tool_calls');
  } else if ('text' in saying) {
    for (const part of saying.text) yield typeof part === 'string' ? chunk({ content: part }) : part;
    if (saying.finish !== null) yield chunk({}, saying.finish ?? 'stop');
    if (saying.after !== undefined) yield saying.after;
  }
  yield 'data: [DONE]\n\n';
}

/** One event of the stream. */
export function chunk(delta: object, finish: string | null = null): string {
  const whole = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1_700_000_000, model: 'small-1' };
  return `data: ${JSON.stringify({ ...whole, choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
}

/** What a model answers that keeps to the form. */
export function answering(text: string, more: object = {}): Saying {
  const whole = JSON.stringify({ kind: 'answer', audience: 'requester_only', text, sources: [], ...more });
  // In pieces, as tokens come.
  return { text: whole.match(/[\s\S]{1,12}/g) ?? [] };
}
