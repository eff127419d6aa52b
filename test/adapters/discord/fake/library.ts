/** discord.js' own client, beside which the fake is held. */
import { Client, Events, GatewayIntentBits, Partials } from 'discord.js';
import type { ApplicationCommandDataResolvable, ClientOptions, Interaction } from 'discord.js';
import { onTestFinished } from 'vitest';
import { createMailbox } from '../../../support/mailbox.ts';
import { createDiscordClient } from '../client.ts';
import { BOT_TOKEN } from './seed.ts';
import { startFakeDiscord } from './server.ts';

/** The fake in this process, where a test is about what it does and not about its being one of its own. It ends with the test. */
export async function openFake() {
  const { url, stop } = await startFakeDiscord({ port: 0, botToken: BOT_TOKEN });
  onTestFinished(() => stop());
  return createDiscordClient(url);
}

export const COMMANDS: ApplicationCommandDataResolvable[] = [
  { name: 'countersign', description: 'Drafts and the switch', options: [{ type: 3, name: 'text', description: 'drafts, queue, status' }] },
  { name: 'ask', description: 'Ask an agent', options: [{ type: 3, name: 'question', description: 'What?', required: true }] },
  { name: 'Ask an agent about this', type: 3 },
];

const UNPRIVILEGED = [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages];

/** Ready, with its commands registered; it ends with the test. */
export async function startClient(
  { apiUrl }: { apiUrl: string },
  prepare: (client: Client) => unknown = () => undefined,
  { token = BOT_TOKEN, ...more }: Partial<ClientOptions> & { token?: string } = {},
): Promise<Client> {
  const client = new Client({
    intents: UNPRIVILEGED,
    partials: [Partials.Channel],
    rest: { api: apiUrl, retries: 0 },
    allowedMentions: { parse: [] },
    ...more,
  });
  onTestFinished(() => client.destroy());
  prepare(client);
  const { promise: isReady, resolve } = Promise.withResolvers<void>();
  client.once(Events.ClientReady, () => resolve());
  await client.login(token);
  await isReady;
  await client.application?.commands.set(COMMANDS);
  return client;
}

/** A handler that fails fails the test, as an error that nobody caught. */
export function onInteraction(client: Client, handle: (interaction: Interaction) => Promise<void>): void {
  client.on(Events.InteractionCreate, (interaction) => void handle(interaction));
}

/** What a handler heard, in its order. */
export function ear<T>() {
  const box = createMailbox<T>((ms) => new Error(`nothing was heard within ${ms} ms`));
  return { put: (heard: T) => box.put(heard), next: () => box.take(() => true, 5000) };
}

export interface ApiAnswer {
  status: number;
  body: Record<string, unknown>;
  headers: Headers;
}

/** Requests to the API as they are, without a library that would mend them. */
export function asBot({ apiUrl }: { apiUrl: string }, token = BOT_TOKEN) {
  return async (method: string, path: string, body?: unknown): Promise<ApiAnswer> => {
    const headers = { authorization: `Bot ${token}`, 'content-type': 'application/json' };
    const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
    const response = await fetch(`${apiUrl}/v10${path}`, init);
    const text = await response.text();
    return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as ApiAnswer['body'], headers: response.headers };
  };
}

/** A session of the gateway without a library: what comes is put into a mailbox, in its order. */
export async function openSession({ url }: { url: string }, hello: object) {
  const frames = createMailbox<Frame>((ms) => new Error(`no such frame within ${ms} ms`));
  const socket = new WebSocket(`${url.replace('http', 'ws')}/gateway/?v=10&encoding=json`);
  const { promise: closed, resolve } = Promise.withResolvers<number>();
  socket.addEventListener('message', ({ data }) => frames.put(JSON.parse(String(data)) as Frame));
  socket.addEventListener('close', ({ code }) => resolve(code));
  onTestFinished(() => socket.close());
  await frames.take(({ op }) => op === 10, 5000);
  const send = (payload: object) => socket.send(JSON.stringify(payload));
  send(hello);
  return {
    send,
    closed,
    next: (type: string) => frames.take(({ op, t }) => t === type || String(op) === type, 5000),
  };
}

export interface Frame {
  op: number;
  t: string | null;
  s: number | null;
  d: Record<string, unknown>;
}

export const IDENTIFY = { op: 2, d: { token: BOT_TOKEN, intents: 1 | 512 | 4096, properties: {} } };
