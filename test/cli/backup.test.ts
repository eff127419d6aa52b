import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeAll, describe, expect, test } from 'vitest';
import { tellsAll } from '../support/tells-all.ts';
import { ask, press, QUESTION } from '../stories/turns.ts';
import { createInstallation, type Installation, run, withHistory } from './command-line.ts';
import { changeDatabase } from './tampering.ts';

const manyDrafts = (rules: string): string => rules.replace('asks: 20/hour, open_drafts: 10', 'asks: 200/hour, open_drafts: 200');
const databaseOf = ({ folder }: Installation): string => join(folder, 'data/countersign.sqlite');
const anchorOf = ({ folder }: Installation): string => join(folder, 'data/anchor');
const entriesIn = (note: string): number => Number(note.split('\n')[1]);

test.runIf(tellsAll())(
  'a backup that is made while fifty drafts move is whole, is restored engaged, and says what is lost since',
  { timeout: 180_000 },
  async () => {
    const installation = await createInstallation(manyDrafts);
    const backup = join(installation.folder, 'backup.sqlite');
    const bot = await installation.start();
    await press(bot.chat, 'ana', await ask(bot.chat, 'ana', 'random'), 'approve');
    const moving = Promise.all(Array.from({ length: 50 }, () => bot.chat.say('dan', 'random', QUESTION)));
    const made = await installation.countersign('backup', backup);
    await moving;
    expect([made.code, made.stderr]).toEqual([0, '']);
    expect(made.stdout).toMatch(
      /backup\.sqlite holds \d+ entries under a signed checkpoint(, and \d+ that wait for one)?\.\nRoot: [0-9a-f]{64}\n/,
    );
    expect((await stat(backup)).mode & 0o777).toBe(0o600);
    expect(existsSync(`${backup}-wal`)).toBe(false);

    const later = await ask(bot.chat, 'ana', 'random');
    await press(bot.chat, 'ana', later, 'approve');
    await bot.chat.card('ana', { draft: later.draft ?? null, state: 'published' });
    const whileItRuns = await installation.countersign('restore', backup);
    expect([whileItRuns.code, whileItRuns.stderr]).toEqual([
      1,
      'A bot, or another program, has the database open. Stop every process, then try again. Nothing was done.\n',
    ]);
    await bot.stop();
    const anchor = await readFile(anchorOf(installation), 'utf8');

    const restored = await installation.countersign('restore', backup);
    expect([restored.code, restored.stderr]).toEqual([0, '']);
    const [, here, signed, lost] =
      /It holds (\d+) entries under a signed checkpoint\. (\d+) were signed here: (\d+) are lost, and whatever they stood for\./.exec(
        restored.stdout,
      ) ?? [];
    expect([Number(signed), Number(lost)]).toEqual([entriesIn(anchor), entriesIn(anchor) - Number(here)]);
    const [aside = ''] = /\S+replaced-\S+Z/.exec(restored.stdout) ?? [];
    expect(await readdir(aside)).toEqual(['countersign.sqlite']);
    const [before = ''] = /\S+anchor\.before-\S+Z/.exec(restored.stdout) ?? [];
    expect(await readFile(before, 'utf8')).toBe(anchor);

    const verified = await installation.countersign('verify', '--anchor', before);
    expect(verified.stderr).toMatch(
      /^✗ your anchor has \d+ entries, this log only \d+: entries are missing, or an old copy was restored\n$/,
    );
    expect((await installation.countersign('verify')).code).toBe(0);
    expect((await installation.countersign('doctor')).stdout).toContain('✗ The switch is engaged for: all.');
    const again = await installation.startHere();
    await again.chat.say('dan', 'random', QUESTION);
    await again.chat.notice('dan', /stopped publishing at \d\d:\d\d: “restored a backup”/);
    await again.stop();
  },
);

describe('a backup', () => {
  let history: Installation;
  let backup: string;

  beforeAll(async () => {
    history = (await withHistory()).installation;
    backup = join(history.folder, 'backup.sqlite');
    const { code, stderr } = await history.countersign('backup', backup);
    if (code !== 0) throw new Error(stderr);
  });

  test('never takes the place of a file that is there', async () => {
    const file = join(history.folder, 'precious');
    await writeFile(file, 'mine');
    const { code, stdout, stderr } = await history.countersign('backup', file);
    expect([code, stdout, stderr]).toEqual([1, '', `${file} is there already. Nothing was written; name another file.\n`]);
    expect(await readFile(file, 'utf8')).toBe('mine');
    expect((await history.countersign('backup', join(history.folder, 'nowhere/b'))).stderr).toMatch(/cannot be written \(ENOENT\)/);
  });

  test('of a database that was changed by hand is not called good', async () => {
    const copy = await history.copy();
    changeDatabase(copy, (database) => database.exec("UPDATE entries SET bytes = x'00' WHERE idx = 3"));
    const { code, stderr } = await copy.countersign('backup', join(copy.folder, 'other.sqlite'));
    expect(code).toBe(1);
    expect(stderr).toMatch(/✗ entry 3: its bytes are not those that were hashed\n(.*\n)*.*Do not rely on it/);
  });

  test('is for SQLite; PostgreSQL has tools of its own', async () => {
    const env = { ...history.env, DATABASE_URL: 'postgres://countersign@127.0.0.1:1/countersign' };
    for (const args of [
      ['backup', 'x'],
      ['restore', 'x'],
    ]) {
      const { code, stderr } = await run('src/cli.ts', args, env);
      expect(code).toBe(2);
      expect(stderr).toContain('pg_dump --format=custom');
    }
  });

  test.each<[what: string, spoil: (copy: Installation, file: string) => Promise<void> | void, says: RegExp, code: number]>([
    ['is not there', (_copy, file) => rm(file), /^There is no file \S+ Nothing was done\.\n$/, 1],
    [
      'is of a newer schema',
      (_copy, file) => changeFile(file, "UPDATE meta SET value = '99' WHERE name = 'schema'"),
      /^The database was written by a newer Countersign\./,
      3,
    ],
    [
      'was changed',
      (_copy, file) => changeFile(file, "UPDATE entries SET bytes = x'00' WHERE idx = 3"),
      /✗ entry 3: .*\n(.*\n)*\S+ is damaged or was changed\. Nothing was done\.\n$/,
      1,
    ],
    ['is no database', (_copy, file) => writeFile(file, 'a shopping list '.repeat(1000)), /^The database is damaged\./, 3],
    [
      'needs other keys than there are',
      async ({ folder }) => {
        await rm(join(folder, 'data/data.key'));
      },
      /^DATA_KEY of that backup must be there first\. Nothing was done\.\n$/,
      3,
    ],
    [
      'needs another DATA_KEY',
      async ({ folder }) => {
        const file = join(folder, 'data/data.key');
        await chmod(file, 0o600);
        await writeFile(file, `${Buffer.alloc(32, 9).toString('base64')}\n`);
      },
      /^DATA_KEY is not the key that this database was made with\./,
      3,
    ],
  ])('that %s is not restored, and nothing changes', async (_what, spoil, says, code) => {
    const copy = await history.copy();
    const file = join(copy.folder, 'backup.sqlite');
    await spoil(copy, file);
    const before = [await readFile(databaseOf(copy)), await readFile(anchorOf(copy))];
    const restored = await copy.countersign('restore', file);
    expect(restored.stderr).toMatch(says);
    expect(restored.code).toBe(code);
    expect([await readFile(databaseOf(copy)), await readFile(anchorOf(copy))]).toEqual(before);
    expect((await readdir(join(copy.folder, 'data'))).filter((name) => /restoring|replaced|before/.test(name))).toEqual([]);
  });

  test('of another installation is restored only when somebody says so', async () => {
    const [here, there] = [await history.copy(), await createInstallation()];
    await (await there.startHere()).stop();
    for (const key of ['data.key', 'log.key']) await copyFile(join(there.folder, 'data', key), join(here.folder, 'data', key));
    const foreign = join(here.folder, 'foreign.sqlite');
    await there.countersign('backup', foreign);
    const refused = await here.countersign('restore', foreign);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(
      /^That is a database of another installation: its log is countersign\/\w+, the one here countersign\/\w+\./,
    );
    const meant = await here.countersign('restore', foreign, '--another-log');
    expect([meant.code, meant.stderr]).toEqual([0, '']);
    expect(meant.stdout).toContain('It is another log than the one that was signed here.');
    expect((await here.countersign('verify')).code).toBe(0);
  });

  test('is restored where there is no database at all, on a machine that never saw one', async () => {
    const fresh = await createInstallation();
    await mkdir(join(fresh.folder, 'data'));
    for (const key of ['data.key', 'log.key']) await copyFile(join(history.folder, 'data', key), join(fresh.folder, 'data', key));
    const { code, stdout } = await fresh.countersign('restore', backup, '--reason', 'the old machine burnt down');
    expect(code).toBe(0);
    expect(stdout).toContain('No anchor was here, so nobody can tell what is lost.');
    expect((await fresh.countersign('verify')).code).toBe(0);
    expect((await fresh.countersign('doctor')).stdout).toContain('✓ The database goes on from the anchor');
  });

  test('that somebody puts under the bot while it is down is not started: it says what to do, and nothing is sent', async () => {
    const installation = await history.copy();
    const bot = await installation.start();
    await press(bot.chat, 'ana', await ask(bot.chat, 'ana', 'random'), 'approve');
    await bot.chat.posted('dan', 'random');
    await bot.stop();
    await copyFile(backup, databaseOf(installation));
    const { code, stdout, stderr } = await run('src/main.ts', [], { ...installation.env, LOG_LEVEL: 'silent', PORT: '0' });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^This database is an older copy: .* run: npm run countersign -- restore --in-place\n$/);
    const doctor = await installation.countersign('doctor');
    expect(doctor.stdout).toContain('✗ This database is an older copy:');
    expect(doctor.code).toBe(1);
  });

  test('takes either a file or a copy that stands in place', async () => {
    for (const args of [[], ['x', '--in-place']]) {
      const { code, stderr } = await history.countersign('restore', ...args);
      expect([code, stderr.split('\n')[0]]).toEqual([2, 'Name a backup, or say --in-place: one of the two.']);
    }
  });
});

test('an anchor of another log keeps the bot from starting, and says how to begin anew', async () => {
  const installation = await createInstallation();
  await (await installation.startHere()).stop();
  await writeFile(anchorOf(installation), 'something else\n');
  const { code, stderr } = await run('src/main.ts', [], { ...installation.env, LOG_LEVEL: 'silent', PORT: '0' });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^This database holds another log than the one that was signed here.* move \S+anchor away\.\n$/);
});

test('the anchor covers every post before it is sent', async () => {
  const installation = await createInstallation();
  const bot = await installation.start();
  await press(bot.chat, 'ana', await ask(bot.chat, 'ana', 'random'), 'approve');
  await bot.chat.posted('dan', 'random');
  const anchored = entriesIn(await readFile(anchorOf(installation), 'utf8'));
  const intent = changeDatabase(installation, (database) =>
    database.prepare('SELECT idx FROM entries WHERE cast(bytes as text) LIKE \'%"type":"publication.intended"%\'').get(),
  )?.['idx'];
  expect(intent).toBeLessThan(anchored);
  await bot.stop();
  expect((await stat(anchorOf(installation))).mode & 0o777).toBe(0o600);
});

function changeFile(file: string, statement: string): void {
  const database = new DatabaseSync(file);
  database.exec(statement);
  database.close();
}
