import { Client, type jsonSchemaValidator, StreamableHTTPClientTransport, type Transport } from '@modelcontextprotocol/client';
import type { Program } from '../connectors/command/run-program.ts';
import { createFetch } from '../fetch.ts';
import { resultText } from './result-text.ts';
import { createStdioTransport } from './stdio.ts';

export type Reached = { at: 'url'; url: URL; key: string | null; mayBePrivate: boolean } | { at: 'program'; program: Program };

/** A tool as its server describes it: all of it is a stranger's word. */
export interface Listed {
  name: string;
  description: string;
  /** A JSON Schema of its arguments. */
  parameters: Record<string, unknown>;
}

export interface Connection {
  tools: Listed[];
  call(tool: string, given: Record<string, unknown>, signal: AbortSignal): Promise<string>;
  close(): Promise<void>;
}

/** Pages of the list of tools, at most. */
const MOST_PAGES = 20;
/** How long a server may take to hear that its session is over. */
const GOODBYE_MS = 500;

/** Connects to a server of tools for one run, and asks what it has. Each request has the time limit. */
export async function connect(reached: Reached, timeLimitMs: number, signal: AbortSignal): Promise<Connection> {
  const transport = unasked(reached.at === 'program' ? createStdioTransport(reached.program) : httpTransport(reached));
  // It may ask us for nothing: no sampling, no questions to people, no folders. Which of the protocol's two ages it is of is found out by
  // asking, but of a program: some end when they are asked what they do not know.
  const client = new Client(
    { name: 'countersign', version: '1' },
    {
      capabilities: {},
      jsonSchemaValidator: UNCHECKED,
      versionNegotiation: { mode: reached.at === 'url' ? 'auto' : 'legacy' },
      inputRequired: { autoFulfill: false },
    },
  );
  const within = (cause: AbortSignal) => ({ signal: cause, timeout: timeLimitMs, maxTotalTimeout: timeLimitMs });
  const close = async (): Promise<void> => {
    if (transport instanceof StreamableHTTPClientTransport && !signal.aborted) await saidGoodbye(transport);
    await client.close();
  };
  try {
    await client.connect(transport, within(signal));
    const tools = await listed(client, within(signal));
    return {
      tools,
      close,
      async call(name, given, cause) {
        return resultText(await client.callTool({ name, arguments: given }, within(cause)));
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * What a server asks is not heard, so it is not answered either: the client would answer each ping by itself, over HTTP with a connection
 * of its own, and a server could have thousands of them opened. Answers and notifications come through.
 */
function unasked<T extends Transport>(transport: T): T {
  let heard: Transport['onmessage'];
  Object.defineProperty(transport, 'onmessage', {
    get: () => heard,
    set(hear: Transport['onmessage']) {
      heard = hear && ((message, extra) => ('method' in message && 'id' in message ? undefined : hear(message, extra)));
    },
  });
  return transport;
}

/** What a server promises of its results is nothing to us; and a schema of a stranger's is not compiled into code. */
const UNCHECKED: jsonSchemaValidator = {
  getValidator: () => (input) => ({ valid: true, data: input as never, errorMessage: undefined }),
};

function httpTransport({ url, key, mayBePrivate }: Extract<Reached, { at: 'url' }>): StreamableHTTPClientTransport {
  return new StreamableHTTPClientTransport(url, {
    fetch: createFetch({ url, mayBePrivate, who: 'The tool server’s address' }),
    // Left to `fetch`, and ours follows none.
    redirectPolicy: 'follow',
    requestInit: { headers: key === null ? {} : { authorization: `Bearer ${key}` } },
    // A run is short: what broke off has failed.
    reconnectionOptions: { maxRetries: 0, initialReconnectionDelay: 1_000, maxReconnectionDelay: 1_000, reconnectionDelayGrowFactor: 1 },
  });
}

async function listed(client: Client, within: object): Promise<Listed[]> {
  const tools: Listed[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const found = await client.listTools(cursor === undefined ? {} : { cursor }, within);
    for (const { name, description, inputSchema } of found.tools)
      tools.push({ name, description: description ?? '', parameters: inputSchema });
    cursor = found.nextCursor;
    if (cursor === undefined) break;
  }
  return tools;
}

/** Sessions of servers that keep some. One that does not listen is left alone. */
async function saidGoodbye(transport: StreamableHTTPClientTransport): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, GOODBYE_MS);
  await Promise.race([transport.terminateSession().catch(() => {}), promise]);
  clearTimeout(timer);
}
