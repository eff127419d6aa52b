/**
 * The adapter alone, against the fake Slack. The only file of these tests that loads the adapter. Its address says over which receiver:
 * `http://127.0.0.1:<port>` by Socket Mode, the same with `#http` behind it by signed requests to a server that is opened here.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ChatAdapter } from '#adapter';
import { createSlackClient } from './client.ts';
import { APP_TOKEN, BOT_TOKEN, SIGNING_SECRET } from './fake/seed.ts';

interface SlackOptions {
  botToken: string;
  /** For Socket Mode; null for requests over HTTP. */
  appToken: string | null;
  /** For requests over HTTP; null for Socket Mode. */
  signingSecret: string | null;
  apiUrl: string;
  now: () => number;
  logger: Record<'info' | 'warn' | 'error', (data: object, message: string) => void>;
  timeouts: { publishMs: number; otherMs: number };
}

interface AdapterModule {
  /** `requestListener` takes what Slack posts to `/slack/events`. */
  createSlackAdapter(options: SlackOptions): ChatAdapter & { requestListener?: RequestListener };
}

const { createSlackAdapter } = (await import(new URL('../../../adapters/slack/adapter.ts', import.meta.url).href)) as AdapterModule;

export function connect(address: string): ChatAdapter {
  const { origin, hash } = new URL(address);
  const isHttp = hash === '#http';
  const adapter = createSlackAdapter({
    botToken: BOT_TOKEN,
    appToken: isHttp ? null : APP_TOKEN,
    signingSecret: isHttp ? SIGNING_SECRET : null,
    apiUrl: `${origin}/api/`,
    now: Date.now,
    logger: { info: ignore, warn: ignore, error: ignore },
    timeouts: { publishMs: 2000, otherMs: 2000 },
  });
  return isHttp ? behindServer(adapter, origin) : adapter;
}

/** Slack is told the address when the adapter has started, as somebody does who sets an app up. */
function behindServer(adapter: ReturnType<AdapterModule['createSlackAdapter']>, origin: string): ChatAdapter {
  const server = createServer((request, response) => adapter.requestListener?.(request, response));
  return {
    ...adapter,
    async start(inbound) {
      await adapter.start(inbound);
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      await createSlackClient(origin).settings({ requestUrl: `http://127.0.0.1:${port}/slack/events` });
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
