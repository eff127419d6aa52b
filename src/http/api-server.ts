import type { AgentDoor } from '../app/door/door.ts';
import type { Logger } from '../app/ports.ts';
import { createApi } from './api.ts';
import { listen } from './server.ts';

export interface ApiServer {
  /** Null where nobody asked for a door. */
  url: string | null;
  stop(): Promise<void>;
}

/** Listens on API_PORT for agents that call us, until it is stopped. */
export async function startApi(
  { port, host, names }: { port: number | null; host: string; names: readonly string[] },
  door: AgentDoor,
  logger: Logger,
): Promise<ApiServer> {
  if (port === null) return { url: null, stop: () => Promise.resolve() };
  const app = createApi({ door, names, logger });
  return listen((request) => app.fetch(request), { host, port }, { port: 'API_PORT', host: 'API_HOST' });
}
