import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { type Config, readConfig } from '../../../src/config.ts';
import type { Overrides } from '../../../src/installation.ts';
import { formatSeed, generateSeed } from '../../../src/log/signer.ts';
import { type Running, start } from '../../../src/main.ts';
import { createDiscordClient, type DiscordClient } from '../../adapters/discord/client.ts';
import { APP_ID, BOT_TOKEN, BOT_USER, GUILD, PUBLIC_KEY } from '../../adapters/discord/fake/seed.ts';
import type { SeenMessage, Sees } from '../../adapters/discord/fake/seen/sees.ts';
import { putExampleHandbook } from '../../support/example-handbook.ts';
import { createTestDatabase } from '../../support/postgres.ts';
import { createShiftedClock, type ShiftedClock } from '../../support/shifted-clock.ts';
import { tellsAll } from '../../support/tells-all.ts';
import { until } from '../../support/until.ts';
import type { WireEntry } from '../../checker/wire.ts';
import { startDiscord } from '../../support/platforms.ts';
import { checkRecord } from '../record.ts';
import { DISCORD_RULES } from './rules.ts';

export type Transport = 'gateway' | 'http';
export const TRANSPORTS: readonly Transport[] = ['gateway', 'http'];

/** For stories in which the adapter's contract makes the two alike; `npm run test:all` tells all of them on both. */
export function storiesOver(transport: Transport): readonly Transport[] {
  return tellsAll() ? TRANSPORTS : [transport];
}

export interface DiscordCompanyOptions {
  transport: Transport;
  database?: 'sqlite' | 'postgres';
  rules?: (rules: string) => string;
  overrides?: Overrides;
  /** Privileged intents that are switched on in the portal; those that roles and threads need, unless told. */
  intents?: string[];
  env?: Record<string, string>;
  /** How long ago all of it begins, in milliseconds; now, unless told. Commands of an operator are always typed now. */
  agoMs?: number;
}

/** People of a company who use Discord, as they see it; everything goes through the fake Discord, outside this process. */
export interface DiscordCompany {
  fake: DiscordClient;
  config: Config;
  /** That of the bot, for commands of an operator. */
  env: Record<string, string>;
  clock: ShiftedClock;
  running(): Running;
  restart(): Promise<void>;
  /** One more process of the same installation. */
  another(): Promise<Running>;
  /** `@Countersign words` in a channel or thread; resolves with its id. */
  ask(person: string, channel: string, words: string, thread?: string): Promise<string>;
  /** Waits for a message to this person in their direct messages with us (or in `channel`) that fits; the newest. */
  told(person: string, fits: RegExp | ((message: SeenMessage) => boolean), channel?: string): Promise<SeenMessage>;
  /** Presses a button by its verb, says that it is meant, fills in and sends the form that opens, and resolves when it is taken. */
  press(person: string, message: SeenMessage, verb: string, words?: string): Promise<void>;
  /** A command, and what the person is told after it, in words. */
  command(person: string, channel: string, text: string, holds: RegExp): Promise<string>;
  sees(person: string): Promise<Sees>;
  /** What somebody writes who has our bot's token; its id. */
  forge(channel: string, message: Record<string, unknown>): Promise<string>;
  /** The same as a new post in a forum. */
  forgePost(forum: string, post: Record<string, unknown>): Promise<string>;
  /** Changes who is who and who is where, behind the bot's back; the checker hears how it was before. */
  world(change: Record<string, unknown>): Promise<void>;
  pass(ms: number): Promise<void>;
  /**
   * That Discord would have taken every request as it was meant; and joins its wire log with our own log, by the checker, which shares
   * nothing with either.
   */
  check(): Promise<void>;
}

/** A company on the fake Discord with a bot on a database of its own; checked and taken down when the test ends. */
export async function openDiscordCompany(options: DiscordCompanyOptions): Promise<DiscordCompany> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-discord-'));
  const clock = createShiftedClock();
  const database = options.database === 'postgres' ? await createTestDatabase() : null;
  const rulesFile = join(folder, 'countersign.yaml');
  await putExampleHandbook(folder);
  await writeFile(rulesFile, options.rules?.(DISCORD_RULES) ?? DISCORD_RULES);
  const discord = await startDiscord();
  const fake = createDiscordClient(discord.url);
  await fake.settings({ privilegedIntents: options.intents ?? ['GUILD_MEMBERS', 'MESSAGE_CONTENT'] });
  const env: Record<string, string> = {
    DATA_DIR: join(folder, 'data'),
    DATABASE_URL: database?.url ?? '',
    RULES_FILE: rulesFile,
    TIME_ZONE: 'UTC',
    LOG_LEVEL: 'silent',
    DATA_KEY: randomBytes(32).toString('base64'),
    LOG_KEY: formatSeed(generateSeed()).trim(),
    PORT: '0',
    DISCORD_TOKEN: BOT_TOKEN,
    DISCORD_APPLICATION_ID: APP_ID,
    DISCORD_API_URL: fake.apiUrl,
    DISCORD_INTERNAL_SERVERS: GUILD,
    ...(options.transport === 'http' ? { DISCORD_PUBLIC_KEY: PUBLIC_KEY } : {}),
    ...options.env,
  };
  clock.advance(-(options.agoMs ?? 0));
  await fake.clock(clock.ahead());
  const config = readConfig(env);
  const overrides: Overrides = { clock, skewMs: () => clock.ahead(), ...options.overrides };
  let running: Running | null = null;
  const others: Running[] = [];
  const worlds: unknown[] = [];

  async function resume(): Promise<void> {
    running = await start(config, overrides);
    if (options.transport === 'http') await fake.settings({ interactionsUrl: `${running.url}/discord/interactions` });
  }

  async function stop(): Promise<void> {
    await running?.stop();
    running = null;
    for (const other of others.splice(0)) await other.stop();
  }

  const find = async (
    who: string,
    fits: RegExp | ((message: SeenMessage) => boolean),
    channel?: string,
  ): Promise<SeenMessage | undefined> => {
    const { channels } = await fake.sees(who);
    const places = channels.filter(({ id, name, kind }) =>
      channel === undefined ? kind === 'direct' : name === channel || id === channel,
    );
    return places.flatMap(({ messages }) => messages).findLast((one) => (typeof fits === 'function' ? fits(one) : fits.test(one.text)));
  };

  const buttonOn = (message: SeenMessage, begins: string): string => {
    const found = message.buttons.find(({ custom_id }) => custom_id.startsWith(begins));
    if (!found) throw new Error(`there is no ${begins} on: ${message.text}`);
    return found.custom_id;
  };

  const forged = async (path: string, body: Record<string, unknown>): Promise<string> => {
    const headers = { authorization: `Bot ${BOT_TOKEN}`, 'content-type': 'application/json' };
    const answer = await fetch(`${fake.apiUrl}/v10/channels/${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ allowed_mentions: { parse: [] }, ...body }),
    });
    const { id } = (await answer.json()) as { id?: string };
    if (!answer.ok || id === undefined) throw new Error('the forged message was not taken');
    return id;
  };

  const company: DiscordCompany = {
    fake,
    config,
    env,
    clock,
    running() {
      if (running === null) throw new Error('no bot runs in this story now');
      return running;
    },
    async restart() {
      await stop();
      await resume();
    },
    async another() {
      const other = await start(config, overrides);
      others.push(other);
      return other;
    },
    ask: (who, channel, words, thread) =>
      fake.say(who, channel, words, { mentions: [BOT_USER], ...(thread === undefined ? {} : { thread }) }),
    told: (who, fits, channel) =>
      until(() => find(who, fits, channel), { what: `${who} reads ${String(fits)} ${channel ?? 'privately'}`, timeoutMs: 30_000 }).catch(
        async (error: unknown) => {
          throw new Error(`${String(error)}\n${who} sees:\n${(await fake.sees(who)).text}\n${JSON.stringify(await fake.violations())}`);
        },
      ),
    async press(who, message, verb, words) {
      const before = idsIn(await fake.sees(who));
      const pressed = await fake.click(who, message.id, buttonOn(message, `cs:${verb}:`));
      if (pressed.outcome !== 'acked') throw new Error(`the press was not taken: ${JSON.stringify(pressed)}`);
      const { channels, modals } = await fake.sees(who);
      const asked = channels
        .flatMap(({ messages }) => messages)
        .find((one) => !before.includes(one.id) && one.buttons.some(({ custom_id }) => custom_id.startsWith(`cs:yes:${verb}:`)));
      if (asked) {
        const confirmed = await fake.click(who, asked.id, buttonOn(asked, `cs:yes:${verb}:`));
        if (confirmed.outcome !== 'acked') throw new Error(`the press was not taken: ${JSON.stringify(confirmed)}`);
      }
      if (words === undefined) return;
      const form = modals.find(({ id }) => !before.includes(id));
      if (!form) throw new Error(`no form opened for ${verb}`);
      const sent = await fake.submit(who, form.id, { 'cs:text': words });
      if (sent.outcome !== 'acked') throw new Error(`the form was not taken: ${JSON.stringify(sent)}`);
    },
    async command(who, channel, text, holds) {
      const before = idsIn(await fake.sees(who));
      await fake.command(who, channel, text);
      const answer = await until(
        async () =>
          (await fake.sees(who)).channels
            .flatMap(({ messages }) => messages)
            .find((one) => !before.includes(one.id) && holds.test(one.text)),
        { what: `${who} reads ${String(holds)}`, timeoutMs: 10_000 },
      ).catch(async (error: unknown) => {
        throw new Error(`${String(error)}\n${(await fake.sees(who)).text}`);
      });
      return answer.text;
    },
    sees: (who) => fake.sees(who),
    forge: (channel, message) => forged(`${channel}/messages`, message),
    forgePost: (forum, post) => forged(`${forum}/threads`, post),
    async world(change) {
      worlds.push({ ...(await fake.readWorld()), until: new Date(clock.now()).toISOString() });
      await fake.world(change);
    },
    async pass(ms) {
      await fake.clock(clock.ahead() + ms);
      clock.advance(ms);
    },
    async check() {
      await stop();
      expect(await fake.violations()).toEqual([]);
      worlds.push(await fake.readWorld());
      const wire = (await fake.wire()) as WireEntry[];
      await checkRecord({ config, url: fake.url, clock, record: { wire, world: worlds } });
    },
  };

  onTestFinished(async () => {
    await stop();
    await database?.drop();
    await rm(folder, { recursive: true, force: true });
  });
  await resume();
  return company;
}

function idsIn({ channels, modals }: Sees): string[] {
  return [...channels.flatMap(({ messages }) => messages.map(({ id }) => id)), ...modals.map(({ id }) => id)];
}
