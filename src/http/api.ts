import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { JSONValue } from 'hono/utils/types';
import { answerJsonSchema } from '../agents/contract.ts';
import type { AgentDoor, Caller, DoorRefusal, DoorReply } from '../app/door/door.ts';
import type { Logger } from '../app/ports.ts';
import { ROUTES } from './api-routes.ts';
import { draftBody, grantBody, requestBody } from './api-shapes.ts';
import { boundedBody } from './bounded-body.ts';
import { sendThrough } from './mcp/send.ts';
import { createDoorServer } from './mcp/server.ts';
import { createMcpEndpoint } from './mcp/sessions.ts';
import { createNameCheck } from './names.ts';
import { problem, problemOf, type ProblemCode } from './problem.ts';

type Env = { Variables: { caller: Caller } };

const MOST_BYTES = 256 * 1024;

/** The door over HTTP: who calls is found out here and nowhere else, and everything else is asked of the door. */
export function createApi({ door, names, logger }: { door: AgentDoor; names: readonly string[]; logger: Logger }): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({
    // What is wrong with a body is said by its paths: nothing that was sent is quoted.
    defaultHook: (result, c) => (result.success ? undefined : wrongBody(c, result.error.issues)),
  });
  const isOwnName = createNameCheck(names);

  app.use('*', async (c, next) => {
    if (!isOwnName(c.req.header('host'), c.req.header('origin'))) return problem('NAME_REFUSED');
    await next();
    c.header('cache-control', 'no-store');
    c.header('x-content-type-options', 'nosniff');
  });
  app.use('*', async (c, next) => {
    const bounded = await boundedBody(c.req.raw, MOST_BYTES);
    if (bounded === null) return problem('TOO_LARGE');
    c.req.raw = bounded;
    await next();
  });
  app.notFound(() => problem('NO_SUCH_PATH'));
  app.onError((error) => {
    if (error instanceof Denied) return error.response;
    if (error instanceof HTTPException) return problem(CODE_OF[error.status] ?? 'BAD_REQUEST');
    logger.error({ error }, 'a call of an agent could not be answered');
    return problem('FAILED');
  });

  app.get('/v1/openapi.json', (c) => c.json(withPatterns(app.getOpenAPI31Document(ABOUT))));
  app.use('/v1/*', async (c, next) => {
    const known = await door.identify(bearerIn(c.req.header('authorization')));
    if (!known.ok) return problemOf(known);
    c.set('caller', known.value);
    await next();
  });

  app.openapi(ROUTES['POST /v1/grants'], async (c) =>
    c.json(grantBody(given(await door.redeem(c.get('caller'), c.req.valid('json')))), 201),
  );
  app.openapi(ROUTES['GET /v1/runs'], async (c) => c.json({ drafts: given(await door.waiting(c.get('caller'))).map(draftBody) }, 200));
  app.openapi(ROUTES['POST /v1/drafts'], async (c) => {
    const draft = given(await door.submit(c.get('caller'), { ...beside(c), answer: c.req.valid('json') }));
    return c.json(draftBody(draft), 201, { location: `/v1/drafts/${draft.id}` });
  });
  app.openapi(ROUTES['GET /v1/drafts/{id}'], async (c) =>
    c.json(draftBody(given(await door.state(c.get('caller'), c.req.valid('param').id))), 200),
  );
  app.openapi(ROUTES['DELETE /v1/drafts/{id}'], async (c) =>
    c.json(draftBody(given(await door.withdraw(c.get('caller'), c.req.valid('param').id, beside(c).grant))), 200),
  );
  app.openapi(ROUTES['POST /v1/drafts/{id}/revisions'], async (c) => {
    const draft = given(await door.revise(c.get('caller'), c.req.valid('param').id, { ...beside(c), answer: c.req.valid('json') }));
    return c.json(draftBody(draft), 201, { location: `/v1/drafts/${draft.id}` });
  });
  app.openapi(ROUTES['GET /v1/requests/{id}'], async (c) => {
    const request = given(await door.request(c.get('caller'), c.req.valid('param').id, beside(c).grant));
    return c.json({ ...requestBody(request), answer: answerJsonSchema() as Record<string, JSONValue> }, 200);
  });

  const mcp = createMcpEndpoint(
    (secret) => createDoorServer(sendThrough((path, init) => app.request(path, inner(init, names)), secret)),
    (error) => logger.debug({ error }, 'a request of an MCP client was refused'),
    () => performance.now(),
  );
  app.on(['POST', 'GET', 'DELETE'], '/mcp', async (c) => {
    const secret = bearerIn(c.req.header('authorization'));
    const known = await door.identify(secret);
    return known.ok ? mcp.answer({ request: c.req.raw, agent: known.value.agent, secret: secret ?? '' }) : problemOf(known);
  });

  for (const [path, allowed] of methodsByPath())
    app.all(path, () => problem('METHOD_NOT_ALLOWED', { headers: { allow: allowed.join(', ') } }));
  app.openAPIRegistry.registerComponent('securitySchemes', 'secret', {
    type: 'http',
    scheme: 'bearer',
    description: 'Your own secret, csa_…',
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'grant', { type: 'apiKey', in: 'header', name: 'Countersign-Grant' });
  return app;
}

/** A tool calls /v1 within this process, by a name of ours. */
function inner(init: RequestInit, names: readonly string[]): RequestInit {
  const headers = new Headers(init.headers);
  headers.set('host', names[0] ?? '');
  return { ...init, headers };
}

const ABOUT = {
  openapi: '3.1.0',
  info: {
    title: 'Countersign: the door for agents that call us',
    version: '1',
    description: 'What is handed in becomes a private draft of the person who made the grant. Nothing here approves or publishes.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [{ url: '/' }],
};

/** The generator writes a pattern's flag behind it, `…$/u`, which then fits nothing; every pattern of a JSON Schema has that flag. */
function withPatterns<D>(document: D): D {
  const plain = (key: string, value: unknown): unknown =>
    key === 'pattern' && typeof value === 'string' ? value.replace(/\/u$/, '') : value;
  return JSON.parse(JSON.stringify(document), plain) as D;
}

const CODE_OF: Partial<Record<number, ProblemCode>> = { 400: 'BAD_REQUEST', 413: 'TOO_LARGE', 415: 'NOT_JSON' };

function bearerIn(header: string | undefined): string | null {
  return /^Bearer (\S+)$/i.exec(header ?? '')?.[1] ?? null;
}

function beside(c: Context<Env>): { grant: string | null; key: string | null } {
  return { grant: c.req.header('countersign-grant') ?? null, key: c.req.header('idempotency-key') ?? null };
}

/** A refusal of the door on its way to whoever called. */
class Denied extends Error {
  readonly response: Response;
  constructor(refusal: DoorRefusal) {
    super(refusal.code);
    this.response = problemOf(refusal);
  }
}

function given<T>(reply: DoorReply<T>): T {
  if (!reply.ok) throw new Denied(reply);
  return reply.value;
}

/** An answer that is none is the contract's business; anything else is a request of another form. */
function wrongBody(c: Context, issues: readonly { path: PropertyKey[] }[]): Response {
  const isAnswer = c.req.path !== '/v1/grants';
  const paths = [...new Set(issues.map(({ path }) => path.map((part) => (typeof part === 'number' ? '…' : String(part))).join('.')))];
  const where = paths.map((path) => path || 'the body').slice(0, 10);
  const detail = `Not in the agreed form: ${where.join(', ')}.`;
  return problem(isAnswer ? 'AGENT_BROKE_CONTRACT' : 'BAD_REQUEST', { detail });
}

function methodsByPath(): Map<string, string[]> {
  const found = new Map<string, string[]>([
    ['/v1/openapi.json', ['GET']],
    ['/mcp', ['POST', 'GET', 'DELETE']],
  ]);
  for (const { method, getRoutingPath } of Object.values(ROUTES)) {
    const path = getRoutingPath();
    found.set(path, [...(found.get(path) ?? []), method.toUpperCase()]);
  }
  return found;
}
