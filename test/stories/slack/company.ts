import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Config, readConfig } from '../../../src/config.ts';
import type { Overrides } from '../../../src/installation.ts';
import { formatSeed, generateSeed } from '../../../src/log/signer.ts';
import { type Running, start } from '../../../src/main.ts';
import { createSlackClient, type SlackClient } from '../../adapters/slack/client.ts';
import { startSlack } from '../../support/platforms.ts';
import { APP_TOKEN, BOT_TOKEN, BOT_USER, SIGNING_SECRET } from '../../adapters/slack/fake/seed.ts';
import type { SeenMessage, Sees } from '../../adapters/slack/fake/seen/sees.ts';
import type { WireEntry } from '../../checker/wire.ts';
import { tellsAll } from '../../support/tells-all.ts';
import { putExampleHandbook } from '../../support/example-handbook.ts';
import { createTestDatabase } from '../../support/postgres.ts';
import { createShiftedClock, type ShiftedClock } from '../../support/shifted-clock.ts';
import { until } from '../../support/until.ts';
import { checkRecord } from '../record.ts';
import { SLACK_RULES } from './rules.ts';

export type Receiver = 'socket' | 'http';
export const RECEIVERS: readonly Receiver[] = ['socket', 'http'];

/** For stories in which the adapter's contract makes the two alike; `npm run test:all` tells all of them on both. */
export function storiesOver(receiver: Receiver): readonly Receiver[] {
  return tellsAll() ? RECEIVERS : [receiver];
}

export interface SlackCompanyOptions {
  receiver: Receiver;
  database?: 'sqlite' | 'postgres';
  rules?: (rules: string) => string;
  overrides?: Overrides;
  /** Settings beside a story's own. */
  environment?: Record<string, string>;
}

/** People of a company who use Slack, as they see it; everything goes through the fake Slack, outside this process. */
export interface SlackCompany {
  fake: SlackClient;
  config: Config;
  /** From which its configuration was read, for commands. */
  environment: Record<string, string>;
  clock: ShiftedClock;
  running(): Running;
  restart(): Promise<void>;
  /** `@Countersign words` in a channel or thread; resolves with its ts. */
  ask(person: string, channel: string, words: string, thread?: string): Promise<string>;
  /** Waits for a message to this person in their direct messages with us (or in `channel`) that fits; the newest. */
  told(person: string, fits: RegExp | ((message: SeenMessage) => boolean), channel?: string): Promise<SeenMessage>;
  /** Presses a button by its verb, fills in and sends the form that opens where there is one, and resolves when it is taken. */
  press(person: string, message: SeenMessage, verb: string, words?: string): Promise<void>;
  /** A command, and what the person is told after it, in words. */
  command(person: string, channel: string, text: string, holds: RegExp): Promise<string>;
  sees(person: string): Promise<Sees>;
  /** What somebody writes who has our bot's token; its ts. */
  forge(message: Record<string, unknown>): Promise<string>;
  /** Changes who is who and who is where, behind the bot's back; the checker hears how it was before. */
  world(change: Record<string, unknown>): Promise<void>;
  pass(ms: number): Promise<void>;
  /** Joins Slack's wire log with our own log, by the checker, which shares nothing with either. */
  check(): Promise<void>;
}

export const person = (name: string): string => `U0${name.toUpperCase()}`;

/** A company on the fake Slack with a bot on a database of its own; checked and taken down when the test ends. */
export async function openSlackCompany(options: SlackCompanyOptions): Promise<SlackCompany> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-slack-'));
  const clock = createShiftedClock();
  const database = options.database === 'postgres' ? await createTestDatabase() : null;
  const rulesFile = join(folder, 'countersign.yaml');
  await putExampleHandbook(folder);
  await writeFile(rulesFile, options.rules?.(SLACK_RULES) ?? SLACK_RULES);
  const slack = await startSlack();
  const fake = createSlackClient(slack.url);
  await fake.settings({
    subscriptions: ['app_mention', 'message.im', 'message.mpim', 'message.channels', 'message.groups', 'app_home_opened'],
  });
  const environment: Record<string, string> = {
    DATA_DIR: join(folder, 'data'),
    DATABASE_URL: database?.url ?? '',
    RULES_FILE: rulesFile,
    TIME_ZONE: 'UTC',
    LOG_LEVEL: 'silent',
    DATA_KEY: randomBytes(32).toString('base64'),
    LOG_KEY: formatSeed(generateSeed()).trim(),
    PORT: '0',
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_API_URL: fake.apiUrl,
    ...(options.receiver === 'socket' ? { SLACK_APP_TOKEN: APP_TOKEN } : { SLACK_SIGNING_SECRET: SIGNING_SECRET }),
    ...options.environment,
  };
  const config = readConfig(environment);
  const overrides: Overrides = { clock, skewMs: () => clock.ahead(), ...options.overrides };
  const worlds: unknown[] = [];
  let running: Running | null = null;

  async function resume(): Promise<void> {
    running = await start(config, overrides);
    if (options.receiver === 'http') await fake.settings({ requestUrl: `${running.url}/slack/events` });
  }

  async function stop(): Promise<void> {
    await running?.stop();
    running = null;
  }

  const find = async (
    who: string,
    fits: RegExp | ((message: SeenMessage) => boolean),
    channel?: string,
  ): Promise<SeenMessage | undefined> => {
    const { channels } = await fake.sees(person(who));
    const place = channels.find(({ name, kind }) => (channel === undefined ? kind === 'im' : name === channel));
    return place?.messages.findLast((one) => (typeof fits === 'function' ? fits(one) : fits.test(one.text)));
  };

  const company: SlackCompany = {
    fake,
    config,
    environment,
    clock,
    running() {
      if (running === null) throw new Error('no bot runs in this story now');
      return running;
    },
    async restart() {
      await stop();
      await resume();
    },
    ask: (who, channel, words, thread) =>
      fake.say(person(who), channel, words, { mentions: [BOT_USER], ...(thread === undefined ? {} : { thread }) }),
    told: (who, fits, channel) =>
      until(() => find(who, fits, channel), { what: `${who} reads ${String(fits)} ${channel ?? 'privately'}`, timeoutMs: 30_000 }).catch(
        async (error: unknown) => {
          throw new Error(`${String(error)}\n${who} sees:\n${(await fake.sees(person(who))).text}`);
        },
      ),
    async press(who, message, verb, words) {
      const before = (await fake.sees(person(who))).modals.map(({ id }) => id);
      const pressed = await fake.click(person(who), message.ts, `cs:${verb}`);
      if (pressed.outcome !== 'acked') throw new Error(`the press was not taken: ${JSON.stringify(pressed)}`);
      if (words === undefined) return;
      const form = await until(async () => (await fake.sees(person(who))).modals.find(({ id }) => !before.includes(id)), {
        what: `a form for ${verb}`,
      });
      const sent = await fake.submit(person(who), form.id, { 'cs:input': { 'cs:text': words } });
      if (sent.outcome !== 'acked' || Object.keys(sent.errors ?? {}).length > 0)
        throw new Error(`the form was not taken: ${JSON.stringify(sent)}`);
    },
    async command(who, channel, text, holds) {
      const before = (await fake.sees(person(who))).channels.flatMap(({ messages }) => messages.map(({ ts }) => ts));
      await fake.command(person(who), channel, text);
      const answer = await until(
        async () =>
          (await fake.sees(person(who))).channels
            .flatMap(({ messages }) => messages)
            .find((one) => !before.includes(one.ts) && holds.test(one.text)),
        { what: `${who} reads ${String(holds)}`, timeoutMs: 10_000 },
      ).catch(async (error: unknown) => {
        throw new Error(`${String(error)}\n${(await fake.sees(person(who))).text}`);
      });
      return answer.text;
    },
    sees: (who) => fake.sees(person(who)),
    async forge(message) {
      const headers = { authorization: `Bearer ${BOT_TOKEN}`, 'content-type': 'application/json; charset=utf-8' };
      const answer = await fetch(`${fake.apiUrl}chat.postMessage`, { method: 'POST', headers, body: JSON.stringify(message) });
      const { ok, ts, error } = (await answer.json()) as { ok: boolean; ts?: string; error?: string };
      if (!ok || ts === undefined) throw new Error(`the forged message was not taken: ${error}`);
      return ts;
    },
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
