/**
 * The only file that holds the token and opens sockets to Discord. It sends every request once: nothing here, and nothing beneath it,
 * sends one again.
 */
import { Client } from 'discord.js';
import type { PostRequest } from '#adapter';
import { INTENTS, TIMEOUTS, VERSION } from './config.ts';
import type { DiscordOptions } from './config.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export type Answer =
  | { kind: 'done'; body: unknown }
  /**
   * A clear no. `code` is Discord's own (https://discord.com/developers/docs/topics/opcodes-and-status-codes#json), or the status of the
   * answer where it has none: 401, 403, 404.
   */
  | { kind: 'refused'; code: number }
  | { kind: 'too_often'; retryAfterMs: number }
  /** The connection broke, time was up, or what came back cannot be read: it may have been done or not. */
  | { kind: 'unanswered'; cause: unknown };

export interface Wire {
  call(method: Method, path: string, body?: object): Promise<Answer>;
  /** Sends the stored request's body as it is: no builder stands between it and the socket. */
  publish(request: PostRequest): Promise<Answer>;
  /** Answers an interaction, or changes the answer: what is in the path is the only key that this needs. */
  answer(method: Method, path: string, body?: object): Promise<Answer>;
  /** One connection to the gateway, not open yet. It is made anew for each time that we are let in. */
  gateway(): Gateway;
}

export interface Gateway {
  client: Client;
  /** Rejects when Discord does not let us in, or does not answer. */
  open(): Promise<unknown>;
  close(): Promise<void>;
}

/** The only requests that publish: what `PostRequest.method` says, and what the approved digest holds. */
export const publishTo = (channel: string): string => `POST /channels/${channel}/messages`;
/** In a forum a post begins a thread. */
export const publishInForum = (forum: string): string => `POST /channels/${forum}/threads`;
const PUBLISH = /^POST (\/channels\/\d{1,20}\/(?:messages|threads))$/;

/** Names us, as Discord demands (https://discord.com/developers/docs/reference#user-agent). */
const USER_AGENT = 'DiscordBot (https://github.com/countersign, 1.0)';

export function createWire(options: DiscordOptions): Wire {
  const { token } = options;
  const { publishMs, otherMs } = options.timeouts ?? TIMEOUTS;
  const apiUrl = options.apiUrl.replace(/\/+$/, '');

  const send = async (method: Method, path: string, body: object | undefined, withinMs: number, isOurs = true): Promise<Answer> => {
    try {
      const headers: Record<string, string> = { 'user-agent': USER_AGENT };
      if (isOurs) headers['authorization'] = `Bot ${token}`;
      if (body !== undefined) headers['content-type'] = 'application/json';
      const given = body === undefined ? {} : { body: JSON.stringify(body) };
      // A redirect would send the request, and the token, a second time.
      const signal = AbortSignal.timeout(withinMs);
      const response = await fetch(`${apiUrl}/v${VERSION}${path}`, { method, headers, ...given, redirect: 'error', signal });
      return await read(response);
    } catch (error) {
      return { kind: 'unanswered', cause: nameOf(error) };
    }
  };

  return {
    call: (method, path, body) => send(method, path, body, otherMs),
    answer: (method, path, body) => send(method, path, body, otherMs, false),
    async publish({ method, body }) {
      const [, path] = PUBLISH.exec(method) ?? [];
      if (path === undefined) throw new Error('this request is none that publishes');
      return send('POST', path, body, publishMs);
    },
    gateway() {
      // The gateway's address is asked for once, without another try: whoever opens it knows when to try again.
      const client = new Client({
        intents: Object.keys(INTENTS) as (keyof typeof INTENTS)[],
        rest: { api: apiUrl, version: VERSION, retries: 0, timeout: otherMs, hashSweepInterval: 0, handlerSweepInterval: 0 },
      });
      return { client, open: () => client.login(token), close: () => client.destroy() };
    },
  };
}

async function read(response: Response): Promise<Answer> {
  const { status, headers } = response;
  const body: unknown = status === 204 ? null : await response.json().catch(() => undefined);
  if (status === 429) {
    const { retry_after: seconds } = (body ?? {}) as { retry_after?: unknown };
    return { kind: 'too_often', retryAfterMs: millisecondsOf(seconds ?? headers.get('retry-after')) };
  }
  if (status >= 200 && status < 300 && body !== undefined) return { kind: 'done', body };
  // 408 is a time that was up: it is as little a no as one of ours.
  if (status >= 400 && status < 500 && status !== 408) {
    const { code } = (body ?? {}) as { code?: unknown };
    return { kind: 'refused', code: typeof code === 'number' && Number.isInteger(code) && code > 0 ? code : status };
  }
  // Discord's own servers answer so when something went wrong behind them, and it may have been done.
  return { kind: 'unanswered', cause: new Error(`status ${status}`) };
}

/** An error of the network may quote the request; its names do not. */
function nameOf(error: unknown): Error {
  const { name, code } = error as { name?: unknown; code?: unknown };
  return new Error([name, code].filter((one) => typeof one === 'string').join(' ') || 'unknown');
}

function millisecondsOf(seconds: unknown): number {
  const found = Number(seconds);
  return Number.isFinite(found) && found > 0 && found < 86_400 ? Math.ceil(found * 1000) : 1000;
}
