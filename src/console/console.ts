import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Answered, OperatorsCorner } from '../app/operators-corner.ts';
import type { Logger } from '../app/ports.ts';
import { Problem, problemAnswer, statusOf } from './problem.ts';
import { ORDERS, parsed, personShape, SEE } from './shapes.ts';

const MOST_BYTES = 64 * 1024;

/**
 * The operator's corner of the playground, `/console/…`: JSON in, JSON out. It believes who somebody says they are, as everything
 * in the playground does, so it is mounted only where the playground is hosted, behind that platform's guard.
 */
export function createConsole(corner: OperatorsCorner, logger: Logger): (request: Request) => Promise<Response> {
  const app = new Hono().basePath('/console');
  app.notFound(() => problemAnswer(new Problem(404, 'NOT_FOUND', `There is nothing here. ${SEE}`)));
  app.onError((error) => {
    if (error instanceof Problem) return problemAnswer(error);
    logger.error({ error }, 'the operator’s corner could not answer');
    return problemAnswer(
      new Problem(500, 'FAILED', 'That did not work. The program’s log on the server says why; look there, then try again.'),
    );
  });
  app.use('*', async (c, next) => {
    await next();
    c.header('cache-control', 'no-store');
  });
  app.use('*', bodyLimit({ maxSize: MOST_BYTES, onError: () => tooLarge() }));

  app.get('/operators', async (c) => c.json({ operators: await corner.list() }));
  app.get('/state', async (c) => {
    const { person } = parsed(personShape, c.req.query());
    return c.json(granted(await corner.view(person)));
  });
  app.get('/switch', async (c) => {
    const { person } = parsed(personShape, c.req.query());
    return c.json({ switch: granted(await corner.killSwitch(person)) });
  });
  app.post('/verify', async (c) => {
    const { person } = parsed(personShape, await bodyOf(c));
    return c.json(granted(await corner.verify(person)));
  });
  for (const [verb, shape] of Object.entries(ORDERS)) {
    app.post(`/${verb}`, async (c) => {
      const { person, order } = parsed(shape, await bodyOf(c));
      return c.json({ message: granted(await corner.order(person, order)) });
    });
  }
  return async (request) => app.fetch(request);
}

function granted<T>(answered: Answered<T>): T {
  if (answered.ok) return answered.value;
  throw new Problem(statusOf(answered.code), answered.code, answered.message);
}

/** Only JSON is read, so that no form of another page can be taken for an order. */
async function bodyOf(c: Context): Promise<unknown> {
  const type = (c.req.header('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw new Problem(415, 'NOT_JSON', 'Send JSON, with the header Content-Type: application/json.');
  try {
    return JSON.parse(await c.req.text()) as unknown;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Problem(400, 'BAD_REQUEST', 'The body is not JSON. Send one JSON object.');
  }
}

/** What is left of the body is not read, so nothing else can come over this connection. */
function tooLarge(): Response {
  const answer = problemAnswer(new Problem(413, 'BODY_TOO_LARGE', `A request may have ${MOST_BYTES / 1024} KB. Send less.`));
  answer.headers.set('connection', 'close');
  return answer;
}
