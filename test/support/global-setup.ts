/**
 * What one run needs once: a PostgreSQL, the process in which chat platforms run, the process that checks what stories left behind. Each
 * is started by the first test that asks for it, so that a run of one file that needs none starts none. Tests live in processes of their
 * own and ask over loopback HTTP; `desk.ts` does it for them.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres-server.ts';
import { startNode } from './processes.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Answers a GET of a service's name with its URL, or with status 500 and the reason why there is none. */
    desk: string;
  }
}

export type Service = 'postgres' | 'platforms' | 'checker';

interface Started {
  url: string;
  stop(): Promise<unknown>;
}

const START: Readonly<Record<Service, () => Promise<Started>>> = {
  postgres: startPostgres,
  platforms: () => startServer('test/support/platforms-child.ts'),
  checker: () => startServer('test/checker/checker-child.ts'),
};

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const starting = new Map<string, Promise<Started>>();
  const desk = createServer((request, response) => {
    const name = (request.url ?? '/').slice(1) as Service;
    const service = starting.get(name) ?? START[name]();
    starting.set(name, service);
    service.then(
      ({ url }) => response.end(url),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  }).listen(0, '127.0.0.1');
  await once(desk, 'listening');
  project.provide('desk', `http://127.0.0.1:${(desk.address() as AddressInfo).port}/`);
  return async () => {
    desk.close();
    desk.closeAllConnections();
    // A start that failed was told to the tests that asked for it.
    await Promise.all([...starting.values()].map(async (one) => (await one.catch(() => undefined))?.stop()));
  };
}

/** A process that prints its address as a line of JSON when it is ready. */
async function startServer(script: string): Promise<Started> {
  const started = startNode(script);
  const { url } = await started.jsonLine<{ url: string }>();
  return { url, stop: () => started.kill() };
}
