/**
 * The only file that holds the token and opens sockets to the platform. It sends every request once: nothing here, and
 * nothing beneath it, sends one again.
 */
import type { PostRequest } from '#adapter';
import { originOf, SILENCE_MS, TIMEOUTS } from './config.ts';
import type { PlaygroundOptions } from './config.ts';

export type Operation = 'card' | 'update' | 'retract' | 'find' | 'audience' | 'person' | 'members' | 'can_post' | 'ack';

export type Answer =
  | { kind: 'answered'; status: number; body: unknown; retryAfterMs: number | null }
  /** The connection broke, time was up, or what came back cannot be read: it may have been done or not. */
  | { kind: 'unanswered'; cause: unknown };

export interface StreamEvent {
  event: string;
  data: string;
}

export interface Wire {
  call(operation: Operation, body: object): Promise<Answer>;
  /** Sends the stored request's body as it is; nothing stands between it and the socket. */
  publish(request: PostRequest): Promise<Answer>;
  /** Rejects with an UnexpectedStatus, or with what fetch says, when the stream cannot be opened. Ends when it breaks. */
  deliveries(signal: AbortSignal): Promise<AsyncGenerator<StreamEvent>>;
}

/** The one request that publishes: what `PostRequest.method` says, and what the approved digest holds. */
export const PUBLISH = 'POST /playground/bot/publish';

export class UnexpectedStatus extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`the platform answered with status ${status}`);
    this.status = status;
  }
}

export function createWire(options: PlaygroundOptions): Wire {
  const origin = originOf(options);
  const { publishMs, otherMs } = options.timeouts ?? TIMEOUTS;
  const headers = { authorization: `Bearer ${options.token}`, 'content-type': 'application/json' };

  const post = async (path: string, body: object, withinMs: number): Promise<Answer> => {
    try {
      const signal = AbortSignal.timeout(withinMs);
      // A redirect would send the request, and the token, a second time.
      const response = await fetch(origin + path, { method: 'POST', headers, body: JSON.stringify(body), redirect: 'error', signal });
      const answer = (await response.json()) as unknown;
      return { kind: 'answered', status: response.status, body: answer, retryAfterMs: millisecondsOf(response.headers.get('retry-after')) };
    } catch (cause) {
      return { kind: 'unanswered', cause };
    }
  };

  return {
    call: (operation, body) => post(`/playground/bot/${operation}`, body, otherMs),
    publish: ({ body }) => post(PUBLISH.slice('POST '.length), body, publishMs),
    async deliveries(signal) {
      const silence = new AbortController();
      const both = AbortSignal.any([signal, silence.signal]);
      const timer = setTimeout(() => silence.abort(new Error('the stream of deliveries has fallen silent')), SILENCE_MS);
      try {
        const response = await fetch(`${origin}/playground/bot/deliveries`, { headers, redirect: 'error', signal: both });
        if (!response.ok || !response.body) throw new UnexpectedStatus(response.status);
        return eventsIn(response.body, timer);
      } catch (error) {
        clearTimeout(timer);
        throw error;
      }
    },
  };
}

/** The events of a text/event-stream (HTML Living Standard, 9.2.6), as far as the platform uses it: one line of data each. */
async function* eventsIn(body: ReadableStream<Uint8Array>, silence: NodeJS.Timeout): AsyncGenerator<StreamEvent> {
  try {
    const decoder = new TextDecoder();
    let unread = '';
    for await (const chunk of body) {
      silence.refresh();
      const blocks = (unread + decoder.decode(chunk, { stream: true })).split('\n\n');
      unread = blocks.pop() ?? '';
      for (const block of blocks) {
        const lines = block.split('\n');
        const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
        const event = field('event');
        if (event !== undefined) yield { event, data: field('data') ?? '' };
      }
    }
  } finally {
    clearTimeout(silence);
  }
}

function millisecondsOf(retryAfter: string | null): number | null {
  return retryAfter !== null && /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) * 1000 : null;
}
