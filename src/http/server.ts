import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';

export interface RunningServer {
  url: string;
  stop(): Promise<void>;
}

/** Listens on the port of this setting until it is stopped. */
export function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  { host, port }: { host: string; port: number },
  names: Names,
): Promise<RunningServer> {
  const server = createAdaptorServer({ fetch, overrideGlobalObjects: false }) as Server;
  return open(server, { host, port }, names);
}

/** Listens on PORT, for platforms that deliver over HTTP, until it is stopped: `/slack/…` is Slack's. */
export function listenForDeliveries(
  takers: ReadonlyMap<string, RequestListener>,
  { host, port }: { host: string; port: number },
): Promise<RunningServer> {
  const take: RequestListener = (request, response) => {
    const [, platform = ''] = (request.url ?? '').split('/', 2);
    const taker = takers.get(platform);
    if (taker === undefined) response.writeHead(404).end();
    else taker(request, response);
  };
  return open(createServer(take), { host, port }, { port: 'PORT', host: 'HOST' });
}

/** The settings that say where. */
interface Names {
  port: string;
  host: string;
}

async function open(server: Server, { host, port }: { host: string; port: number }, names: Names): Promise<RunningServer> {
  const { promise: listening, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', (error: NodeJS.ErrnoException) => {
    const instruction = INSTRUCTIONS[error.code ?? ''];
    reject(instruction === undefined ? error : new Error(instruction({ port, host }, names), { cause: error }));
  });
  server.listen(port, host, resolve);
  await listening;
  const { address, port: actual, family } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${actual}`,
    async stop() {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
}

const INSTRUCTIONS: Record<string, (at: { port: number; host: string }, names: Names) => string> = {
  EADDRINUSE: ({ port }, names) => `Port ${port} is in use. Stop the program that holds it, or choose another: ${names.port}=${port + 1}`,
  EADDRNOTAVAIL: ({ host }, names) => `${host} is not an address of this machine. Correct ${names.host}.`,
  EACCES: ({ port }, names) => `This user may not listen on port ${port}. Choose one above 1023 in ${names.port}.`,
};
