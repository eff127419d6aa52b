/**
 * The adapter alone, against the fake Discord. The only file of these tests that loads the adapter. Its address says which way
 * interactions come: `http://127.0.0.1:<port>` over the gateway, the same with `#http` behind it by signed requests to a server that is
 * opened here.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ChatAdapter } from '#adapter';
import { createDiscordClient } from './client.ts';
import { APP_ID, BOT_TOKEN, GUILD, PUBLIC_KEY } from './fake/seed.ts';

interface DiscordOptions {
  token: string;
  applicationId: string;
  /** For interactions over HTTP; null for the gateway. */
  publicKey: string | null;
  apiUrl: string;
  internalServers: readonly string[];
  now: () => number;
  logger: Record<'info' | 'warn' | 'error', (data: object, message: string) => void>;
  onDead: (error: Error) => void;
  timeouts: { publishMs: number; otherMs: number };
}

interface AdapterModule {
  /** `requestListener` takes what Discord posts to `/discord/interactions`. */
  createDiscordAdapter(options: DiscordOptions): ChatAdapter & { requestListener?: RequestListener };
}

const { createDiscordAdapter } = (await import(new URL('../../../adapters/discord/adapter.ts', import.meta.url).href)) as AdapterModule;

export function connect(address: string, more: Partial<DiscordOptions> = {}): ChatAdapter {
  const { origin, hash } = new URL(address);
  const isHttp = hash === '#http';
  const adapter = createDiscordAdapter({
    token: BOT_TOKEN,
    applicationId: APP_ID,
    publicKey: isHttp ? PUBLIC_KEY : null,
    apiUrl: `${origin}/api`,
    internalServers: [GUILD],
    now: Date.now,
    logger: { info: ignore, warn: ignore, error: ignore },
    onDead: ignore,
    timeouts: { publishMs: 2000, otherMs: 2000 },
    ...more,
  });
  return isHttp ? behindServer(adapter, origin) : adapter;
}

/** Discord is told the address when the adapter has started, as somebody does who sets an application up. */
function behindServer(adapter: ReturnType<AdapterModule['createDiscordAdapter']>, origin: string): ChatAdapter {
  const server = createServer((request, response) => adapter.requestListener?.(request, response));
  return {
    ...adapter,
    async start(inbound) {
      await adapter.start(inbound);
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      await createDiscordClient(origin).settings({ interactionsUrl: `http://127.0.0.1:${port}/discord/interactions` });
    },
    async stop() {
      await adapter.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function ignore(): void {
  // The clauses look at what people see, not at what is logged.
}
