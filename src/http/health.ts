import { Hono } from 'hono';
import type { Logger } from '../app/ports.ts';
import type { Measures } from '../app/measures.ts';
import type { Readiness } from '../app/readiness.ts';
import { CONTENT_TYPE, exposition, type Family } from './exposition.ts';
import { installationFamilies } from './installation-measures.ts';

/** What can be asked of the part that runs, once it does. */
export interface Looks {
  readiness(): Promise<Readiness>;
  measures(): Promise<Measures>;
}

export interface Health {
  fetch(request: Request): Response | Promise<Response>;
  /** From here on it may be ready. */
  open(looks: Looks): void;
  /** Not ready any more, from this moment and for good. */
  close(): void;
}

/** A scraper waits ten seconds unless told; without an answer it would have nothing of this process either. */
const ANSWER_WITHIN_MS = 3_000;

/**
 * `/livez`: the event loop turns. `/readyz`: whether questions and clicks should come here now, each check by name. `/metrics`:
 * Prometheus. For machines: no ids, no names, no texts, and no secret to ask.
 */
export function createHealth({ logger, counted }: { logger: Logger; counted: () => Family[] }): Health {
  let state: 'starting' | 'running' | 'stopping' = 'starting';
  let looks: Looks | null = null;

  async function measures(): Promise<Measures | null> {
    if (looks === null) return null;
    const asked = looks.measures();
    try {
      return await within(ANSWER_WITHIN_MS, asked);
    } catch (error) {
      logger.debug({ error }, 'the numbers for the metrics could not be read');
      return null;
    }
  }

  const app = new Hono();
  app.use('*', async (c, next) => {
    await next();
    c.header('cache-control', 'no-store');
    c.header('x-content-type-options', 'nosniff');
  });
  app.notFound((c) => c.json({ code: 'NOT_FOUND', message: 'There is nothing here but /livez, /readyz and /metrics.' }, 404));
  app.onError((error, c) => {
    logger.error({ error }, 'a question about health could not be answered');
    return c.json({ code: 'FAILED', message: 'That did not work. The program’s log says why.' }, 500);
  });
  app.get('/livez', (c) => c.json({ state }));
  app.get('/readyz', async (c) => {
    const found = state === 'running' && looks !== null ? await looks.readiness() : null;
    // Asked again afterwards: it may have begun to stop while the checks were looking.
    const isReady = state === 'running' && found !== null && Object.values(found).every(Boolean);
    const checks = Object.fromEntries(Object.entries(found ?? {}).map(([check, isWell]) => [check, isWell ? 'ok' : 'failed']));
    return c.json({ state, checks }, isReady ? 200 : 503);
  });
  app.get('/metrics', async (c) => {
    const families = [...counted(), ...(state === 'running' ? installationFamilies(await measures()) : [])];
    return c.text(exposition(families), 200, { 'content-type': CONTENT_TYPE });
  });

  return {
    fetch: (request) => app.fetch(request),
    open(to) {
      if (state === 'stopping') return;
      looks = to;
      state = 'running';
    },
    close() {
      state = 'stopping';
    },
  };
}

async function within<T>(ms: number, asked: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('no answer in time')), ms);
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}
