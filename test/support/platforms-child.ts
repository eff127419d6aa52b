/**
 * One process in which the chat platforms of many stories run, each at an address of its own: what starting a process for each would
 * cost is more than what most stories do. It prints one line of JSON with its own address. `POST /start/playground`,
 * `POST /start/slack` and `POST /start/discord` begin one, `POST /stop` ends it, as a process would end: at once, with every connection.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { startPlatform } from '../../adapters/playground/platform/server.ts';
import { BOT_TOKEN as DISCORD_TOKEN } from '../adapters/discord/fake/seed.ts';
import { startFakeDiscord } from '../adapters/discord/fake/server.ts';
import { APP_TOKEN, BOT_TOKEN, SIGNING_SECRET } from '../adapters/slack/fake/seed.ts';
import { startFakeSlack } from '../adapters/slack/fake/server.ts';

interface Platform {
  url: string;
  stop(): unknown;
}

const running = new Map<string, Platform>();

const acts: Readonly<Record<string, (body: Record<string, unknown>) => Promise<unknown>>> = {
  '/start/playground': (body) => begin(startPlatform(body as unknown as Parameters<typeof startPlatform>[0])),
  '/start/slack': () => begin(startFakeSlack({ port: 0, botToken: BOT_TOKEN, appToken: APP_TOKEN, signingSecret: SIGNING_SECRET })),
  '/start/discord': () => begin(startFakeDiscord({ port: 0, botToken: DISCORD_TOKEN })),
  '/stop': async ({ url }) => {
    const platform = running.get(String(url));
    running.delete(String(url));
    await platform?.stop();
    return {};
  },
};

async function begin(starting: Promise<Platform>): Promise<{ url: string }> {
  const platform = await starting;
  running.set(platform.url, platform);
  return { url: platform.url };
}

async function answer(request: IncomingMessage): Promise<unknown> {
  const act = acts[request.url ?? ''];
  if (act === undefined) throw new Error(`there is no ${request.url}`);
  return act((await json(request)) as Record<string, unknown>);
}

const server = createServer((request, response) => {
  answer(request).then(
    (body) => response.end(JSON.stringify(body)),
    (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.stack : String(error)),
  );
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })}\n`);
});
