import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Config, readConfig } from '../../src/config.ts';
import { type Running, start } from '../../src/main.ts';
import type { Overrides } from '../../src/installation.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { type NodeProcess, startNode, until } from '../support/processes.ts';
import { createShiftedClock, type ShiftedClock } from '../support/shifted-clock.ts';
import { type Chat, createChat } from './chat.ts';
import { checkRecord } from './record.ts';

export type Database = 'sqlite' | 'postgres';

export interface CompanyOptions {
  database: Database;
  /** Changes the example rules before they are written to the company's own file. */
  rules?: (example: string) => string;
  overrides?: Overrides;
  /** The bot is started by the story itself, in processes of its own. */
  withoutBot?: boolean;
}

export interface Company extends Chat {
  clock: ShiftedClock;
  /** The environment of a bot of this company, for one that runs in a process of its own. */
  environment: Record<string, string>;
  config: Config;
  rulesFile: string;
  writeRules(change: (rules: string) => string): Promise<void>;
  platform: NodeProcess;
  bot: { restart(): Promise<void>; stop(): Promise<void>; running(): Running };
  /** Hours pass, for the bot, its database and the platform alike. */
  pass(ms: number): Promise<void>;
  /** Joins the platform's wire log with our own log, by the checker, which shares nothing with either. */
  check(): Promise<void>;
}

const TOKEN = 'a-token-of-a-playground-for-tests';

/** A company with a chat platform in a process of its own and a bot on a database of its own; checked and taken down when the test ends. */
export async function openCompany(options: CompanyOptions): Promise<Company> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-story-'));
  const clock = createShiftedClock();
  const database = options.database === 'postgres' ? await createTestDatabase() : null;
  const rulesFile = join(folder, 'countersign.yaml');
  const example = (await readFile('countersign.example.yaml', 'utf8')).replaceAll('./examples/', `${process.cwd()}/examples/`);
  await writeFile(rulesFile, options.rules?.(example) ?? example);

  const platform = startNode('adapters/playground/platform/main.ts', {
    env: { PORT: '0', PLAYGROUND_FILE: join(folder, 'playground.sqlite'), PLAYGROUND_TOKEN: TOKEN },
  });
  const { url } = await platform.jsonLine<{ url: string }>();
  const environment: Record<string, string> = {
    DATA_DIR: join(folder, 'data'),
    DATABASE_URL: database?.url ?? '',
    RULES_FILE: rulesFile,
    TIME_ZONE: 'UTC',
    LOG_LEVEL: 'silent',
    PLAYGROUND_URL: url,
    PLAYGROUND_TOKEN: TOKEN,
  };
  const config = readConfig(environment);
  const overrides: Overrides = { clock, skewMs: () => clock.ahead(), ...options.overrides };
  let running = options.withoutBot ? null : await start(config, overrides);
  const chat = createChat(url);

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
        await running?.stop();
        running = await start(config, overrides);
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
      await checkRecord({ config, url, clock, record: await chat.record() });
    },
  };

  onTestFinished(async () => {
    await company.bot.stop();
    await platform.kill();
    await database?.drop();
    await rm(folder, { recursive: true, force: true });
  });
  return company;
}

export { until };
