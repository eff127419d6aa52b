import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { expect } from 'vitest';
import { type Ran, runHere } from '../support/run-command.ts';
import { type NodeProcess, startNode } from '../support/processes.ts';
import type { Company } from './company.ts';
import type { PlaceName } from './steps.ts';

export interface Bot extends NodeProcess {
  /** Resolves when it has come to its place. */
  passed(): Promise<void>;
  /** Wakes one that waits at its place. */
  goOn(): void;
}

interface BotOptions {
  at?: PlaceName;
  /** What it does there: end by SIGKILL, or wait until it is told to go on. */
  andThen?: 'die' | 'wait';
  environment?: Record<string, string>;
}

/** Where Node keeps what it made of the sources: a process that finds it there starts in half the time. */
const COMPILED = fileURLToPath(new URL('../../node_modules/.cache/countersign-compiled', import.meta.url));

/** A bot of this company in a process of its own; resolves when it listens to the platform. */
export async function startBot(company: Company, { at, andThen = 'die', environment = {} }: BotOptions = {}): Promise<Bot> {
  const place: Record<string, string> = at === undefined ? {} : { AT_STEP: at, THEN: andThen };
  const env = {
    ...company.environment,
    NODE_COMPILE_CACHE: COMPILED,
    AHEAD_MS: String(company.clock.ahead()),
    ...place,
    ...environment,
  };
  const bot = startNode('test/stories/bot-child.ts', { env });
  await bot.message((message: { ready?: true }) => message.ready === true);
  return {
    ...bot,
    async passed() {
      await bot.message((message: { passed?: string }) => message.passed === at);
    },
    goOn: () => bot.send({ goOn: true }),
  };
}

/** Stops it at a moment at which it holds no lock of the database: everybody else would wait for it. */
export async function standStill(company: Company, bot: Bot): Promise<void> {
  do {
    bot.resume();
    await bot.pause();
  } while (await isInTransaction(company.config));
}

/** Asked while nothing else works on the database. */
async function isInTransaction({ databaseUrl, dataDir }: Company['config']): Promise<boolean> {
  if (databaseUrl === null) return isLocked(join(dataDir, 'countersign.sqlite'));
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const others = "datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'";
    const { rowCount } = await client.query(`select from pg_stat_activity where xact_start is not null and ${others}`);
    return rowCount !== 0;
  } finally {
    await client.end();
  }
}

function isLocked(file: string): boolean {
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec('begin immediate; rollback');
    return false;
  } catch {
    return true;
  } finally {
    database.close();
  }
}

/** Hours pass, for the platform, for the bot in this process if there is one, and for these. One that stands still learns of it when it wakes. */
export async function pass(company: Company, ms: number, ...bots: Bot[]): Promise<void> {
  await company.pass(ms);
  const aheadMs = company.clock.ahead();
  for (const bot of bots) bot.send({ advanceMs: ms });
  await Promise.all(bots.map((bot) => bot.message((message: { aheadMs?: number }) => message.aheadMs === aheadMs)));
}

/** An orderly stop: what they were about is at its end before they end. Then the record is checked. */
export async function checkAfter(company: Company, ...bots: Bot[]): Promise<void> {
  const exits = await Promise.all(bots.map((bot) => bot.kill('SIGTERM')));
  expect(exits.map(({ code }) => code)).toEqual(bots.map(() => 0));
  await company.check();
}

/** `npm run countersign -- …` at this company's server. */
export function runCommand(company: Company, ...args: string[]): Promise<Ran> {
  return runHere(args, company.environment);
}
