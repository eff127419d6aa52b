/** The door of the platform: who may knock at all, and the form of every no. */
import type { HttpBindings } from '@hono/node-server';
import type { Context, Hono, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { z } from 'zod';
import { Problem } from './problem.ts';

export interface Env {
  Bindings: HttpBindings;
  /** What the bot sent, for the wire log. */
  Variables: { body: unknown };
}

/** Nothing here runs that is not a file of ours, and nothing here is shown inside another page. */
export const SAFE_HEADERS: Record<string, string> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
};

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;

/**
 * A page of another origin can send requests to this machine, and by a name of its own that leads here (DNS rebinding)
 * it could read the answers. The `Host` stops the second, the `Origin` the first; browsers set both, no page can.
 */
export function onlyFromHere(): MiddlewareHandler<Env> {
  return async (c, next) => {
    for (const [name, value] of Object.entries(SAFE_HEADERS)) c.header(name, value);
    const host = c.req.header('host') ?? '';
    if (!LOOPBACK.test(host)) {
      throw new Problem(403, 'FOREIGN_HOST', 'The playground answers only to localhost, 127.0.0.1 and [::1]. Use one of these names.');
    }
    const origin = c.req.header('origin');
    if (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`) {
      throw new Problem(403, 'FOREIGN_ORIGIN', 'Another web page may not use the playground. Open the page of the playground itself.');
    }
    await next();
  };
}

/** Only JSON is read, so that no form of another page can be taken for a request. */
export function onlyJson(mostBytes: number): MiddlewareHandler<Env> {
  const limit = bodyLimit({
    maxSize: mostBytes,
    onError: () => {
      throw new Problem(413, 'BODY_TOO_LARGE', `A request may have ${mostBytes / 1024} KB. Send less.`);
    },
  });
  return async (c, next) => {
    if (c.req.method !== 'POST') return next();
    const type = (c.req.header('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase();
    if (type !== 'application/json') throw new Problem(415, 'NOT_JSON', 'Send JSON, with the header Content-Type: application/json.');
    return limit(c, next);
  };
}

/** Undefined when it is not JSON; null is JSON. */
export async function jsonOf(c: Context): Promise<unknown> {
  try {
    return JSON.parse(await c.req.text()) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export function parsed<Shape extends z.ZodType>(shape: Shape, value: unknown): z.infer<Shape> {
  if (value === undefined) throw new Problem(400, 'BAD_REQUEST', 'The body is not JSON. Send one JSON object.');
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue?.path.length ? `"${issue.path.map(String).join('.')}"` : 'The body';
  throw new Problem(
    400,
    'BAD_REQUEST',
    `${where} is not as it must be: ${issue?.message ?? 'wrong form'}. See adapters/playground/README.md.`,
  );
}

export function answerProblems(app: Hono<Env>): void {
  app.notFound((c) => problemAnswer(c, new Problem(404, 'NOT_FOUND', 'There is nothing here. See adapters/playground/README.md.')));
  app.onError((error, c) => {
    if (error instanceof Problem) return problemAnswer(c, error);
    process.stderr.write(`${JSON.stringify({ error: error.stack ?? error.message })}\n`);
    return problemAnswer(c, new Problem(500, 'BROKEN', 'The playground failed. Its terminal says why; please start it again.'));
  });
}

function problemAnswer(c: Context, { status, code, message, retryAfter }: Problem): Response {
  // What is left of a body that is too large is not read, so nothing else can come over this connection.
  if (status === 413) c.header('connection', 'close');
  if (retryAfter !== null) c.header('retry-after', String(retryAfter));
  return c.json({ code, message }, status);
}
