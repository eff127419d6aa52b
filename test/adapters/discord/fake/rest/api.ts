import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { bytesOf, parseBody } from '../bodies.ts';
import type { Discord } from '../discord.ts';
import type { Fault } from '../faults.ts';
import { isFields } from '../fields.ts';
import { Refusal } from '../refusal.ts';
import { checkBody, isKnown } from '../schemas/check.ts';
import { app } from './app.ts';
import { channels } from './channels.ts';
import { guilds } from './guilds.ts';
import { interactions } from './interactions.ts';
import { messages } from './messages.ts';
import type { RateLimit } from './rate-limit.ts';
import type { Done, Given, Routes } from './route.ts';

const ROUTES: Routes = { ...app, ...channels, ...guilds, ...interactions, ...messages };

const PATTERNS = Object.keys(ROUTES)
  .map((route) => {
    const [method = '', path = ''] = route.split(' ');
    return { route, method, parts: path.split('/') };
  })
  // A literal part is looked at before a parameter in its place.
  .toSorted((a, b) => openParts(a.parts) - openParts(b.parts));

export const PREFIX = '/api/v10';

/** What an answer is before a fault spoils it. */
interface Outcome {
  status: number;
  body: unknown;
  done: Done;
  error: number | null;
}

/** Everything under `/api/v10`. */
export function createApi(discord: Discord, token: string, rate: RateLimit) {
  const run = (route: string | null, request: IncomingMessage, given: Given): Outcome => {
    try {
      const found = route === null ? undefined : ROUTES[route];
      if (!found || route === null) {
        given.violate('there is no row for this route');
        return { status: 404, body: { message: '404: Not Found', code: 0 }, done: {}, error: 0 };
      }
      if (found.isOfBot && (request.headers.authorization !== `Bot ${token}` || discord.settings.tokenIsReset)) throw new Refusal(0);
      for (const name of given.query.keys()) if (!found.query?.includes(name)) given.violate(`a parameter that is not known: ${name}`);
      if (given.raw === undefined) throw new Refusal(50109);
      checkBody(route, given.raw, (problem) => given.violate(problem));
      const done = found.run(given);
      return { status: done.status ?? (done.body === undefined ? 204 : 200), body: done.body, done, error: null };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { status: error.status, body: { message: error.message, code: error.code, ...error.more }, done: {}, error: error.code };
    }
  };

  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const ended = discord.wire.begin();
    response.once('close', ended);
    const method = request.method ?? 'GET';
    const path = decodeURIComponent(url.pathname.slice(PREFIX.length));
    const { route, params } = routeOf(method, path);
    const raw = await parseBody(request.headers['content-type'] ?? '', await bytesOf(request));
    const problems: string[] = [];
    const body = isFields(raw) ? raw : {};
    const given: Given = { discord, params, query: url.searchParams, body, raw, violate: (problem) => void problems.push(problem) };
    const log = (status: number, { done, error }: Pick<Outcome, 'done' | 'error'>) => {
      const isStored = done.message !== undefined && done.isOld !== true;
      const n = discord.wire.append({
        method,
        path: PREFIX + withoutToken(path, params) + url.search,
        body: raw ?? null,
        status,
        stored: isStored,
        ...(done.message === undefined ? {} : { message: done.message }),
        ...(done.person === undefined ? {} : { person: done.person }),
        ...(error === null ? {} : { error }),
      });
      for (const problem of problems) discord.violations.add({ n, route: route ?? `${method} ${path}`, problem });
    };

    const fault = discord.faults.isOut() ? OUTAGE : discord.faults.take(route ?? '', placesIn(discord, params, body));
    if (fault && isBefore(fault)) {
      if (fault.mode === 'slow') await sleep(fault.ms);
      else {
        log(statusOf(fault), { done: {}, error: fault.mode === 'refuse' ? fault.code : null });
        return answerFault(response, fault);
      }
    }
    const { waitMs, headers } = rate.take(route ?? '', params['channel_id'] ?? null);
    if (waitMs !== null) {
      log(429, { done: {}, error: null });
      return tooOften(response, waitMs / 1000, headers);
    }
    const outcome = run(route, request, given);
    log(fault && !isBefore(fault) ? statusOf(fault) : outcome.status, outcome);
    if (fault && !isBefore(fault)) return answerFault(response, fault);
    answer(response, outcome.status, outcome.body, headers);
  };
}

function openParts(parts: string[]): number {
  return parts.filter((one) => one.startsWith('{')).length;
}

function routeOf(method: string, path: string): { route: string | null; params: Record<string, string> } {
  const parts = path.split('/');
  for (const pattern of PATTERNS) {
    const fits = pattern.method === method && pattern.parts.length === parts.length;
    if (!fits || !pattern.parts.every((part, index) => part.startsWith('{') || part === parts[index])) continue;
    const named = pattern.parts.flatMap((part, index) => (part.startsWith('{') ? [[part.slice(1, -1), parts[index] ?? ''] as const] : []));
    return { route: isKnown(pattern.route) ? pattern.route : null, params: Object.fromEntries(named) };
  }
  return { route: null, params: {} };
}

/** The token of an interaction is a secret. */
function withoutToken(path: string, params: Record<string, string>): string {
  const secret = params['interaction_token'] ?? params['webhook_token'];
  return secret === undefined ? path : path.replace(secret, '{token}');
}

/** What a fault may name: the channel, the person whose direct conversation it is, or whether it is one. */
function placesIn({ world }: Discord, params: Record<string, string>, body: object): string[] {
  const channel = world.channel(params['channel_id'] ?? '');
  const recipient = (body as Record<string, unknown>)['recipient_id'];
  const inside = channel?.guild === null ? ['direct', ...channel.people] : channel ? ['server', channel.name, channel.parent ?? ''] : [];
  return [...Object.values(params), ...inside, ...(typeof recipient === 'string' ? [recipient] : [])];
}

/** Nothing answers but whoever stands before it. */
const OUTAGE: Fault = { routes: ['*'], mode: 'http_error', times: null, channel: null, code: 0, seconds: 0, status: 503, ms: 0 };

/** Whether it strikes before anything is done. */
function isBefore({ mode }: Fault): boolean {
  return ['refuse', 'rate_limit', 'http_error', 'hang', 'cut', 'slow'].includes(mode);
}

function statusOf({ mode, status, code }: Fault): number {
  if (['hang', 'hang_after', 'cut', 'cut_after'].includes(mode)) return 0;
  if (mode === 'refuse') return new Refusal(code).status;
  return mode === 'rate_limit' ? 429 : mode === 'http_error' ? status : mode === 'internal_error_after' ? 500 : 200;
}

function answerFault(response: ServerResponse, { mode, code, seconds, status }: Fault): void {
  switch (mode) {
    case 'hang':
    case 'hang_after':
    case 'slow':
      return;
    case 'cut':
    case 'cut_after':
      return void response.destroy();
    case 'refuse': {
      const refusal = new Refusal(code);
      return answer(response, refusal.status, { message: refusal.message, code });
    }
    case 'rate_limit':
      return tooOften(response, seconds, {});
    case 'http_error':
      return answer(response, status, { message: `${status}: Service Unavailable`, code: 0 });
    case 'internal_error_after':
      return answer(response, 500, { message: '500: Internal Server Error', code: 0 });
    case 'malformed':
      response.writeHead(200, { 'content-type': 'application/json' });
      return void response.end('{"id":"1","content":');
  }
}

function tooOften(response: ServerResponse, seconds: number, headers: Record<string, string>): void {
  const body = { message: 'You are being rate limited.', retry_after: seconds, global: false };
  answer(response, 429, body, { ...headers, 'retry-after': String(Math.ceil(seconds)), 'x-ratelimit-scope': 'user' });
}

export function answer(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  if (status === 204) return void response.writeHead(204, headers).end();
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body ?? null));
}
