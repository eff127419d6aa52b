/** The playground's platform, and its people's API. */
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { createMailbox } from '../../support/mailbox.ts';
import { startPlayground } from '../../support/platforms.ts';
import { startNode } from '../../support/processes.ts';
import { TOKEN } from './connect.ts';

export interface SeenMessage {
  id: string;
  from: string;
  name: string;
  text: string;
  at: string;
  thread: string | null;
  kind: string;
  actions: { id: string; label: string }[];
  [more: string]: unknown;
}

export interface View {
  channels: { id: string; name: string; audience: string; messages: SeenMessage[] }[];
  direct: SeenMessage[];
}

export interface WireEntry {
  n: number;
  at: string;
  method: string;
  path: string;
  body: Record<string, unknown> | null;
  status: number;
  stored: boolean;
  message?: string;
}

export interface Answer {
  status: number;
  body: Record<string, unknown>;
  headers: Headers;
}

/** In the process in which the platforms of all tests run, and in memory. */
export async function startPlatform() {
  const { url, kill } = await startPlayground({ file: ':memory:', token: TOKEN, port: 0 });
  return { ...createClient(url), stop: kill };
}

/** As a process of its own, which a test can stop and kill. */
export async function startPlatformProcess(env: Record<string, string> = {}) {
  const started = startNode('adapters/playground/platform/main.ts', {
    env: { PORT: '0', PLAYGROUND_FILE: ':memory:', PLAYGROUND_TOKEN: TOKEN, ...env },
  });
  const { url } = await started.jsonLine<{ url: string }>((line) => 'url' in line);
  return { ...createClient(url), process: started };
}

function createClient(url: string) {
  const send = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> => {
    const json = { 'content-type': 'application/json', ...headers };
    const init =
      body === undefined ? { method, headers } : { method, headers: json, body: typeof body === 'string' ? body : JSON.stringify(body) };
    const response = await fetch(url + path, init);
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json');
    return { status: response.status, body: (isJson ? JSON.parse(text) : { text }) as Answer['body'], headers: response.headers };
  };
  const api = (method: string, path: string, body?: unknown) => send(method, `/playground/api${path}`, body);
  const needed = async (answer: Promise<Answer>): Promise<Answer['body']> => {
    const { status, body } = await answer;
    if (status >= 300) throw new Error(`the playground answered with ${status}: ${JSON.stringify(body)}`);
    return body;
  };

  return {
    url,
    send,
    api,
    bot: (operation: string, body: unknown, token = TOKEN) =>
      send('POST', `/playground/bot/${operation}`, body, { authorization: `Bearer ${token}` }),
    say: async (person: string, channel: string, text: string, thread: string | null = null) =>
      (await needed(api('POST', '/say', { person: id(person), channel, thread, text })))['message'] as string,
    click: (person: string, message: string, action: string, more: object = {}) =>
      api('POST', '/click', { person: id(person), message, action, ...more }),
    view: async (person: string) => (await needed(api('GET', `/view?person=${id(person)}`))) as unknown as View,
    faults: (faults: object) => needed(api('POST', '/faults', faults)),
    world: (change: object) => needed(api('POST', '/world', change)),
    wire: async (after = 0) => (await needed(api('GET', `/wire?after=${after}`))) as unknown as WireEntry[],
    events: (person: string) => listen(`${url}/playground/api/events?person=${id(person)}`),
    /** The bot's stream, without an adapter. */
    deliveries: () => listen(`${url}/playground/bot/deliveries`, { authorization: `Bearer ${TOKEN}` }),
  };
}

/** `ana` for short. */
export function id(name: string): string {
  return name.includes(':') ? name : `playground:acme:${name}`;
}

export interface StreamedEvent {
  event: string;
  data: Record<string, unknown>;
}

/** A stream of events until the end of the test; everything that came over it, byte for byte, is in `all()`. */
async function listen(url: string, headers: Record<string, string> = {}) {
  const ending = new AbortController();
  const response = await fetch(url, { headers, signal: ending.signal });
  if (!response.ok || !response.body) throw new Error(`the stream answered with ${response.status}`);
  const events = createMailbox<StreamedEvent>((ms) => new Error(`no such event within ${ms} ms`));
  let all = '';
  const reading = (async () => {
    let unread = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body as ReadableStream<Uint8Array>) {
      const text = decoder.decode(chunk, { stream: true });
      all += text;
      const blocks = (unread + text).split('\n\n');
      unread = blocks.pop() ?? '';
      for (const block of blocks) {
        const [, event, data] = /^event: (.*)\ndata: (.*)$/.exec(block) ?? [];
        if (event !== undefined && data !== undefined) events.put({ event, data: JSON.parse(data) as StreamedEvent['data'] });
      }
    }
  })();
  // How it ended is told to whoever asks by `closed`.
  const closed = reading.catch(() => undefined);
  const close = async () => {
    ending.abort();
    await Promise.race([closed, sleep(1_000, undefined, { ref: false })]);
  };
  onTestFinished(close);
  return {
    all: () => all,
    next: (matches: (one: StreamedEvent) => boolean = () => true, ms = 5_000) => events.take(matches, ms),
    closed,
    close,
  };
}
