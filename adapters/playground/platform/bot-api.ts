import { createHash, timingSafeEqual } from 'node:crypto';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono } from 'hono';
import type { Context, MiddlewareHandler } from 'hono';
import { botOperations } from './bot-operations.ts';
import { jsonOf, onlyJson, parsed, SAFE_HEADERS } from './guard.ts';
import type { Env } from './guard.ts';
import type { Platform } from './platform.ts';
import { Problem } from './problem.ts';
import type { Mode, OperationName } from './shapes.ts';
import { openStream } from './streams.ts';

const MOST_BYTES = 1024 * 1024;
/** Stands in the wire log where the platform gave none. */
const NO_ANSWER = 0;

/** What the bot reaches with its token: a stream of deliveries, and the operations. Every request is in the wire log. */
export function botApi(platform: Platform, token: string): Hono<Env> {
  const api = new Hono<Env>();
  const { database, deliveries, faults, wireLog } = platform;

  const logged: MiddlewareHandler<Env> = async (c, next) => {
    await next();
    const status = c.error instanceof Problem ? c.error.status : 500;
    if (c.error) wireLog.append({ ...requestOf(c), body: c.get('body'), status, message: null });
  };
  const onlyTheBot: MiddlewareHandler<Env> = async (c, next) => {
    if (!isToken(c.req.header('authorization') ?? '', token)) {
      throw new Problem(401, 'WRONG_TOKEN', 'This is not the token of the bot. Set the same PLAYGROUND_TOKEN on both sides.');
    }
    await next();
  };
  api.use('*', logged, onlyTheBot, onlyJson(MOST_BYTES));

  api.get('/deliveries', (c) => {
    wireLog.append({ ...requestOf(c), body: null, status: 200, message: null });
    deliveries.connect(openStream(c.env.outgoing, SAFE_HEADERS));
    return RESPONSE_ALREADY_SENT;
  });

  api.post('/:operation', async (c) => {
    const name = c.req.param('operation');
    const operation = Object.hasOwn(botOperations, name) ? botOperations[name] : undefined;
    if (!operation) throw new Problem(404, 'NOT_FOUND', `There is no such operation. There are: ${Object.keys(botOperations).join(', ')}.`);
    const body = await jsonOf(c);
    c.set('body', body);

    const fault = faults.take(name as OperationName);
    if (fault?.mode === 'rate_limit') throw new Problem(429, fault.code, fault.message, fault.retryAfter);
    if (fault?.mode === 'refuse') throw new Problem(403, fault.code, fault.message);
    if (fault?.mode === 'hang' || fault?.mode === 'cut_before') {
      wireLog.append({ ...requestOf(c), body, status: NO_ANSWER, message: null });
      return giveNoAnswer(c, fault.mode);
    }

    const checked = parsed(operation.shape, body);
    const isSilent = fault?.mode === 'hang_after' || fault?.mode === 'cut_after';
    const done = database.inTransaction(() => {
      const result = operation.run(platform, checked);
      wireLog.append({ ...requestOf(c), body, status: isSilent ? NO_ANSWER : result.status, message: result.stored ?? null });
      return result;
    });
    done.afterwards?.();
    if (fault?.mode === 'duplicate') faults.set({ operation: 'delivery', mode: 'duplicate' });
    return isSilent ? giveNoAnswer(c, fault.mode) : c.json(done.answer as object, done.status);
  });
  return api;
}

/** Gives no answer: breaks the connection, or says nothing until the other side has given up. */
async function giveNoAnswer(c: Context<Env>, mode: Mode): Promise<Response> {
  const { incoming, outgoing } = c.env;
  if (mode === 'cut_before' || mode === 'cut_after') incoming.socket.destroy();
  else await new Promise((resolve) => outgoing.on('close', resolve));
  return RESPONSE_ALREADY_SENT;
}

function requestOf(c: Context<Env>): { method: string; path: string } {
  return { method: c.req.method, path: c.req.path };
}

/** In constant time; the digests make both sides equally long. */
function isToken(authorization: string, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(authorization), digest(`Bearer ${token}`));
}
