import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { loggedBody, readArguments } from './arguments.ts';
import { bytesOf, parseBody } from './bodies.ts';
import type { Fault } from './faults.ts';
import type { Fields } from './fields.ts';
import { app } from './methods/app.ts';
import { chat } from './methods/chat.ts';
import { conversations } from './methods/conversations.ts';
import type { Done, Method } from './methods/method.ts';
import { people } from './methods/people.ts';
import { views } from './methods/views.ts';
import type { RateLimit } from './rate-limit.ts';
import { Refusal } from './refusal.ts';
import { TEAM } from './seed.ts';
import type { Slack } from './slack.ts';

const METHODS: Record<string, Method> = { ...app, ...chat, ...conversations, ...people, ...views };

export interface Tokens {
  bot: string;
  app: string;
}

/** What an answer is before a fault spoils it. */
interface Outcome {
  body: Fields;
  stored: string | null;
  person?: string;
  error: string | null;
}

/** `POST /api/<method>`. */
export function createWebApi(slack: Slack, tokens: Tokens, rate: RateLimit, more: Record<string, Method>) {
  const methods = { ...METHODS, ...more };

  const run = (name: string, token: string, given: Fields): Outcome => {
    const method = methods[name];
    try {
      if (!method) throw new Refusal('unknown_method', { req_method: name });
      checkToken(slack, tokens, token, method);
      const needed = method.scopes(given, slack);
      const missing = needed.filter((one) => !slack.settings.scopes.includes(one));
      if (method.token !== 'app' && missing.length > 0) {
        throw new Refusal('missing_scope', { needed: missing.join(','), provided: slack.settings.scopes.join(',') });
      }
      // Bolt's client names the workspace of a delivery in every call that it makes for it (measured).
      const { token: _inBody, team_id: team, ...args } = given;
      if (team !== undefined && team !== TEAM.id) throw new Refusal('team_not_found');
      const done: Done = method.run(readArguments(args, method.args), slack);
      return {
        body: { ok: true, ...done.body },
        stored: done.stored ?? null,
        ...(done.person === undefined ? {} : { person: done.person }),
        error: null,
      };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { body: { ok: false, error: error.code, ...error.more }, stored: null, error: error.code };
    }
  };

  return async (name: string, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const ended = slack.wire.begin();
    response.once('close', ended);
    const given = parseBody(request.headers['content-type'] ?? '', await bytesOf(request));
    const body = loggedBody(given, methods[name]?.args ?? {});
    const token = bearer(request) ?? (typeof given['token'] === 'string' ? given['token'] : '');
    const log = (status: number, { stored, person, error }: Pick<Outcome, 'stored' | 'person' | 'error'>) => {
      const made = stored === null ? {} : { message: stored };
      const refused = error === null ? {} : { error };
      slack.wire.append({
        method: 'POST',
        path: `/api/${name}`,
        body,
        status,
        stored: stored !== null,
        ...made,
        ...(person === undefined ? {} : { person }),
        ...refused,
      });
    };
    const nothing = { stored: null, error: null };

    const channel = typeof given['channel'] === 'string' ? given['channel'] : null;
    const fault = slack.faults.isOut() ? OUTAGE : slack.faults.take(name, channel);
    if (fault && isBefore(fault)) {
      if (fault.mode === 'slow') await sleep(fault.ms);
      else {
        const error = fault.mode === 'refuse' ? fault.code : fault.mode === 'rate_limit' ? 'ratelimited' : null;
        log(statusOf(fault), { ...nothing, error });
        return answerFault(response, fault);
      }
    }
    const wait = rate.secondsToWait(name, channel);
    if (wait !== null) {
      log(429, { ...nothing, error: 'ratelimited' });
      return answer(response, 429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(wait) });
    }
    const outcome = run(name, token, given);
    log(fault && !isBefore(fault) ? statusOf(fault) : 200, outcome);
    if (fault && !isBefore(fault)) return answerFault(response, fault);
    answer(response, 200, outcome.body, {
      'x-oauth-scopes': slack.settings.scopes.join(','),
      'x-accepted-oauth-scopes': (methods[name]?.scopes(given, slack) ?? []).join(','),
    });
  };
}

function checkToken(slack: Slack, tokens: Tokens, token: string, method: Method): void {
  if (token === '') throw new Refusal('not_authed');
  if (token !== tokens.bot && token !== tokens.app) throw new Refusal('invalid_auth');
  if (slack.settings.tokenError !== null) throw new Refusal(slack.settings.tokenError);
  const kind = token === tokens.bot ? 'bot' : 'app';
  if (method.token !== 'either' && method.token !== kind) throw new Refusal('not_allowed_token_type');
}

function bearer(request: IncomingMessage): string | undefined {
  return /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
}

/** Nothing answers but whoever stands before it. */
export const OUTAGE: Fault = { methods: ['*'], mode: 'http_error', times: null, channel: null, code: '', seconds: 0, status: 503, ms: 0 };

/** Whether it strikes before anything is done. */
export function isBefore({ mode }: Fault): boolean {
  return mode === 'refuse' || mode === 'rate_limit' || mode === 'http_error' || mode === 'hang' || mode === 'cut' || mode === 'slow';
}

export function statusOf({ mode, status }: Fault): number {
  if (mode === 'hang' || mode === 'hang_after' || mode === 'cut' || mode === 'cut_after') return 0;
  return mode === 'rate_limit' ? 429 : mode === 'http_error' ? status : 200;
}

export function answerFault(response: ServerResponse, { mode, code, seconds, status }: Fault): void {
  switch (mode) {
    case 'hang':
    case 'hang_after':
    case 'slow':
      return;
    case 'cut':
    case 'cut_after':
      return void response.destroy();
    case 'refuse':
      return answer(response, 200, { ok: false, error: code });
    case 'rate_limit':
      return answer(response, 429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(seconds) });
    case 'http_error':
      return answer(response, status, { ok: false, error: 'service_unavailable' });
    case 'internal_error_after':
      return answer(response, 200, { ok: false, error: 'internal_error' });
    case 'malformed':
      response.writeHead(200, { 'content-type': 'application/json' });
      return void response.end('{"ok":true,"ts":');
  }
}

export function answer(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}
