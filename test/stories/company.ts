import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Config, readConfig } from '../../src/config.ts';
import { openPlaygroundToken } from '../../src/keys.ts';
import { type Running, start } from '../../src/main.ts';
import type { Overrides } from '../../src/installation.ts';
import { putExampleHandbook } from '../support/example-handbook.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { until } from '../support/processes.ts';
import { createShiftedClock, type ShiftedClock } from '../support/shifted-clock.ts';
import { type Chat, createChat } from './chat.ts';
import { type RemotePlatform, startPlayground } from '../support/platforms.ts';
import { checkRecord } from './record.ts';

export type Database = 'sqlite' | 'postgres';

export interface CompanyOptions {
  database: Database;
  /** Changes the example rules before they are written to the company's own file. */
  rules?: (example: string) => string;
  overrides?: Overrides;
  /** Settings beside or instead of a story's own. */
  environment?: Record<string, string>;
  /** The bot is started by the story itself, in processes of its own. */
  withoutBot?: boolean;
  /** The bot hosts the chat platform itself, as `npm start` does: both run in the test's process, and both stop with the bot. */
  hosted?: boolean;
}

export interface Company extends Chat {
  clock: ShiftedClock;
  /** The environment of a bot of this company, for one that runs in a process of its own. */
  environment: Record<string, string>;
  config: Config;
  rulesFile: string;
  writeRules(change: (rules: string) => string): Promise<void>;
  /** Null when the bot hosts the platform. */
  platform: RemotePlatform | null;
  /** Hosted, a restart takes the platform with it, and it is at the same address afterwards. */
  bot: { restart(): Promise<void>; stop(): Promise<void>; running(): Running };
  /** Hours pass, for the bot, its database and the platform alike. */
  pass(ms: number): Promise<void>;
  /** Joins the platform's wire log with our own log, by the checker, which shares nothing with either. */
  check(): Promise<void>;
}

const TOKEN = 'a-token-of-a-playground-for-tests';

/**
 * A company with a chat platform outside this process (or hosted) and a bot on a database of its own; checked and taken down when
 * the test ends.
 */
export async function openCompany(options: CompanyOptions): Promise<Company> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-story-'));
  const clock = createShiftedClock();
  const database = options.database === 'postgres' ? await createTestDatabase() : null;
  const rulesFile = join(folder, 'countersign.yaml');
  const example = await readFile('countersign.example.yaml', 'utf8');
  await putExampleHandbook(folder);
  await writeFile(rulesFile, options.rules?.(example) ?? example);

  const platform = options.hosted ? null : await startPlayground({ file: join(folder, 'playground.sqlite'), token: TOKEN, port: 0 });
  const environment: Record<string, string> = {
    DATA_DIR: join(folder, 'data'),
    DATABASE_URL: database?.url ?? '',
    RULES_FILE: rulesFile,
    TIME_ZONE: 'UTC',
    LOG_LEVEL: 'silent',
    ...(platform === null ? { PORT: '0' } : { PLAYGROUND_URL: platform.url, PLAYGROUND_TOKEN: TOKEN }),
    ...options.environment,
  };
  const overrides: Overrides = { clock, skewMs: () => clock.ahead(), ...options.overrides };
  let running = options.withoutBot ? null : await start(readConfig(environment), overrides);
  const url = environment.PLAYGROUND_URL ?? running?.url;
  if (url === undefined) throw new Error('a company whose bot hosts the platform has no platform without a bot');
  if (platform === null) environment.PORT = new URL(url).port;
  const config = readConfig(environment);
  const chat = createChat(url);

  async function resume(): Promise<void> {
    running = await start(config, overrides);
    // A platform that starts again goes by the machine's clock.
    if (platform === null && clock.ahead() > 0) await chat.fault({ clock: { aheadMs: clock.ahead() } });
  }

  /** A hosted platform stopped with the bot: another one reads its record, from the same file and at the same address. */
  async function record(): ReturnType<Chat['record']> {
    if (platform !== null) return chat.record();
    const file = join(config.dataDir, 'playground.sqlite');
    const reader = await startPlayground({ file, token: openPlaygroundToken(config), port: config.port });
    try {
      return await chat.record();
    } finally {
      await reader.kill();
    }
  }

  const company: Company = {
    ...chat,
    clock,
    environment,
    config,
    rulesFile,
    platform,
    writeRules: async (change) => writeFile(rulesFile, change(await readFile(rulesFile, 'utf8'))),
    bot: {
      async stop() {
        await running?.stop();
        running = null;
      },
      async restart() {
        await company.bot.stop();
        await resume();
      },
      running() {
        if (running === null) throw new Error('no bot runs in this story now');
        return running;
      },
    },
    async pass(ms) {
      await chat.post('/playground/api/faults', { clock: { aheadMs: clock.ahead() + ms } });
      clock.advance(ms);
    },
    async check() {
      await company.bot.stop();
      await checkRecord({ config, url, clock, record: await record() });
    },
  };

  onTestFinished(async () => {
    await company.bot.stop();
    await database?.drop();
    await rm(folder, { recursive: true, force: true });
  });
  return company;
}

export { until };
