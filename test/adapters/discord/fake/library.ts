/** discord.js' own client, beside which the fake is held. */
import { Client, Events, GatewayIntentBits, Partials } from 'discord.js';
import type { ApplicationCommandDataResolvable, ClientOptions } from 'discord.js';
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
  const client = new Client({ intents: UNPRIVILEGED, partials: [Partials.Channel], rest: { api: apiUrl, retries: 0 }, ...more });
  onTestFinished(() => client.destroy());
  prepare(client);
  const { promise: isReady, resolve } = Promise.withResolvers<void>();
  client.once(Events.ClientReady, () => resolve());
  await client.login(token);
  await isReady;
  await client.application?.commands.set(COMMANDS);
  return client;
}

/** What a handler heard, in its order. */
export function ear<T>() {
  const box = createMailbox<T>((ms) => new Error(`nothing was heard within ${ms} ms`));
  return { put: (heard: T) => box.put(heard), next: () => box.take(() => true, 5000) };
}
