import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { freePort } from '../support/ports.ts';
import { until } from '../support/until.ts';
import { type Bot, checkAfter, runCommand, startBot } from './bots.ts';
import { type Company, openCompany } from './company.ts';
import { requests, standing } from './publishing.ts';
import { settled } from './settled.ts';
import { ask, cardOf, press } from './turns.ts';

/** Long enough that no page of the database has room for it. */
const LONG = 'The vault is opened by two people. '.repeat(80);

interface Line {
  msg: string;
  error?: { code?: string; message: string };
}

/** What the program has written to its log. */
const linesOf = (bot: Bot): Line[] =>
  bot
    .output()
    .stderr.split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);

interface Sickness {
  begin(company: Company, bot: Bot): Promise<() => Promise<void> | void>;
}

const set = async (bot: Bot, pragma: string): Promise<void> => {
  bot.send({ pragma });
  await bot.message((message: { isSet?: string }) => message.isSet === pragma);
};

const SICK: [what: string, code: string, instruction: string, sickness: Sickness][] = [
  [
    'on a full disk',
    'STORE_FULL',
    'The disk of the database is full. Free some space; Countersign then goes on by itself.',
    {
      async begin(_company, bot) {
        // SQLite takes the size that the file has, and never less.
        await set(bot, 'max_page_count = 1');
        return () => set(bot, 'max_page_count = 1000000');
      },
    },
  ],
  [
    'that cannot be written',
    'STORE_READ_ONLY',
    'The database cannot be written. Look at the permissions of its file and folder, or whether this PostgreSQL is a standby.',
    {
      async begin(_company, bot) {
        await set(bot, 'query_only = on');
        return () => set(bot, 'query_only = off');
      },
    },
  ],
  [
    'that another process holds',
    'STORE_LOCKED',
    'Another process holds the database for too long. Find out which, end it, and try again.',
    {
      async begin({ config }) {
        const other = new DatabaseSync(join(config.dataDir, 'countersign.sqlite'), { timeout: 5_000 });
        other.exec('begin immediate');
        return () => {
          other.exec('rollback');
          other.close();
        };
      },
    },
  ],
];

test.each(SICK)(
  'a database %s: nothing is acknowledged and nothing published, the log says what to do, and all of it is done when it is well again',
  { timeout: 180_000 },
  async (_what, code, instruction, sickness) => {
    const company = await openCompany({ database: 'sqlite', withoutBot: true });
    const health = `http://127.0.0.1:${await freePort()}`;
    const bot = await startBot(company, { environment: { LOG_LEVEL: 'warn', HEALTH_PORT: new URL(health).port } });
    const draft = await ask(company, 'ana', 'random');
    // Until the bot has recorded that her card stands, a click on it is told to wait: that is another story.
    await settled(company);

    const heal = await sickness.begin(company, bot);
    const pressed = company.click('ana', draft, 'edit', LONG);
    const isLogged = (): boolean => linesOf(bot).some((line) => line.msg === 'a delivery was not taken' && line.error?.code === code);
    await until(isLogged, { what: `the log to say ${code}`, timeoutMs: 30_000 });
    expect(linesOf(bot).find((line) => line.error?.code === code)?.error?.message).toBe(instruction);
    expect(bot.output().stderr).not.toContain('The vault is opened');
    expect((await fetch(`${health}/livez`)).status).toBe(200);
    expect(await standing(company, 'random', draft)).toEqual([]);

    await heal();
    // On a busy machine it has missed more of what it does on time, and takes longer to be itself again.
    await until(async () => (await fetch(`${health}/readyz`)).status === 200, { what: 'it to be ready again', timeoutMs: 60_000 });
    // The platform delivers again what nobody acknowledged, and the person's click counts after all.
    expect((await pressed).status).toBe(200);
    const edited = await cardOf(company, 'ana', draft, { state: 'awaiting_requester', revision: 2 });
    await press(company, 'ana', edited, 'approve');
    await cardOf(company, 'ana', draft, { state: 'published' });
    expect(await standing(company, 'random', draft)).toHaveLength(1);
    await checkAfter(company, bot);
  },
);

test(
  'a database that is damaged under the bot: it says what to do, publishes nothing, and lives until an operator comes',
  { timeout: 180_000 },
  async () => {
    const company = await openCompany({ database: 'sqlite', withoutBot: true });
    const health = `http://127.0.0.1:${await freePort()}`;
    const bot = await startBot(company, { environment: { LOG_LEVEL: 'warn', HEALTH_PORT: new URL(health).port } });
    const draft = await ask(company, 'ana', 'random');
    await settled(company);
    await set(bot, 'wal_checkpoint(truncate)');
    await set(bot, 'shrink_memory');
    const file = await open(join(company.config.dataDir, 'countersign.sqlite'), 'r+');
    const { size } = await file.stat();
    await file.write(Buffer.alloc(size - 4096, 'ink'), 0, size - 4096, 4096);
    await file.close();

    void company.click('ana', draft, 'approve').catch(() => {});
    await until(() => linesOf(bot).some((line) => line.error?.code === 'STORE_CORRUPT'), { what: 'the log to say so', timeoutMs: 10_000 });
    expect(linesOf(bot).find((line) => line.error?.code === 'STORE_CORRUPT')?.error?.message).toBe(
      'The database is damaged. Stop Countersign, keep the files as they are, and restore a backup.',
    );
    expect((await fetch(`${health}/livez`)).status).toBe(200);
    await until(async () => (await fetch(`${health}/readyz`)).status === 503, { what: 'it to be not ready' });
    expect(await requests(company, 'publish')).toEqual([]);
    const again = await runCommand(company, 'doctor');
    expect([again.code, again.stdout + again.stderr]).toEqual([expect.any(Number), expect.stringContaining('restore a backup')]);
    await bot.kill();
  },
);
