import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Ran } from '../support/run-command.ts';
import { temporaryFolder } from '../support/folders.ts';
import { createInstallation, type History, type Installation, withHistory } from './command-line.ts';
import { changeDatabase, entriesOf } from './tampering.ts';

let history: History;
let installation: Installation;
let folder: string;
/** The export, line by line, and the key that somebody pinned when the log began. */
let lines: string[];
let key: string;
let size: number;

beforeAll(async () => {
  history = await withHistory();
  installation = history.installation;
  folder = await temporaryFolder();
  size = entriesOf(installation).length;
  const exported = await installation.countersign('export');
  lines = exported.stdout.trimEnd().split('\n');
  key = (JSON.parse(lines[0] ?? '') as { verifierKey: string }).verifierKey;
});

/** Elsewhere: an auditor has the file and the key, and no installation. */
async function verifyElsewhere(content: string, ...args: string[]): Promise<Ran> {
  const file = join(await temporaryFolder(), 'export.jsonl');
  await writeFile(file, content);
  const nowhere = await createInstallation();
  return nowhere.countersign('verify', file, '--key', key, ...args);
}

const text = (changed = lines): string => `${changed.join('\n')}\n`;
const checkpoints = (of: Installation): string[] =>
  changeDatabase(of, (database) =>
    database
      .prepare('SELECT note FROM checkpoints ORDER BY size')
      .all()
      .map((row) => String(row.note)),
  );

async function fileOf(name: string, content: string): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

describe('an export', () => {
  test('is entries in order and every checkpoint, as JSON lines, without a word that anybody wrote', () => {
    const kinds = lines.map((line) => (JSON.parse(line) as { kind: string }).kind);
    expect(kinds.filter((kind) => kind === 'entry')).toHaveLength(size);
    expect([...new Set(kinds)]).toEqual(['log', 'entry', 'checkpoint']);
    expect(text()).not.toContain('rotate');
    expect(text()).not.toContain('acme:ana');
  });

  test('discloses names, posts and answers only when it is asked to', async () => {
    const { code, stdout } = await installation.countersign('export', '--disclose');
    expect(code).toBe(0);
    expect(stdout.startsWith(text())).toBe(true);
    const disclosed = stdout
      .slice(text().length)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(new Set(disclosed.map(({ kind }) => kind))).toEqual(new Set(['person', 'draft', 'requirements', 'post', 'output', 'approver']));
    const people = disclosed.filter(({ kind }) => kind === 'person').map(({ person }) => person);
    expect(people).toEqual(expect.arrayContaining(['playground:acme:ana', 'playground:acme:dan']));
    for (const word of ['acme db rotate', history.published.reference]) expect(stdout).toContain(word);
  });

  test('fits the pinned key, whether it is given or in a file, also where there is no installation', async () => {
    const { code, stdout, stderr } = await verifyElsewhere(text());
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(new RegExp(`^Everything fits\\.\nRoot: [0-9a-f]{64}\ncomplete up to ${size}; compare with your anchor\n$`));
    const pinned = await fileOf('pinned.key', `${key}\n`);
    expect((await installation.countersign('verify', await fileOf('export.jsonl', text()), '--key', pinned)).code).toBe(0);
  });

  test('does not fit another key', async () => {
    const other = await createInstallation();
    const { stdout } = await other.countersign('migrate');
    expect(stdout).toMatch(/^The sqlite database is up to date\. Its log is countersign\/[0-9A-Z]{26}\.\n$/);
    const otherKey = /Pin this key to verify the log elsewhere: (\S+)/.exec((await other.countersign('doctor')).stdout)?.[1] ?? '';
    const found = await installation.countersign('verify', '--key', otherKey);
    expect(found.stderr).toContain(`✗ none of the ${checkpoints(installation).length} checkpoints is one of the pinned key`);
    expect(found.code).toBe(1);
  });

  test.each<[what: string, change: () => string, found: RegExp]>([
    ['one letter of an entry', () => text(lines.map((line, nth) => (nth === 5 ? line.replace('T', 'U') : line))), /✗ entr/],
    ['an entry that was left out', () => text(lines.filter((_, nth) => nth !== 5)), /✗ entry 5: it stands where entry 4 should/],
    [
      'an entry that stands twice',
      () => text(lines.flatMap((line, nth) => (nth === 5 ? [line, line] : [line]))),
      /✗ entry 4: it stands where/,
    ],
    [
      'an end that was cut off',
      () => text(lines.filter((line) => !line.includes(`"index":${size - 1},`))),
      /✗ a checkpoint signs \d+ entries, but only \d+ are here: the log was cut short/,
    ],
    ['half a line', () => text().slice(0, 700), /^Line \d+ is no JSON object: this is not an export, or it was cut\.\n$/],
    ['nothing at all', () => '', /^This is not an export: the first line of one names its log\.\n$/],
    ['something else', () => 'null\n', /^Line 1 is no JSON object/],
  ])('shows %s', async (_what, change, found) => {
    const { code, stdout, stderr } = await verifyElsewhere(change());
    expect(stderr).toMatch(found);
    expect(stdout).not.toContain('Everything fits');
    expect(code).toBe(1);
  });
});

describe('your anchor', () => {
  test('of the same size, or an older one, fits', async () => {
    const [first = '', ...more] = checkpoints(installation);
    for (const anchor of [first, more.at(-1) ?? '']) {
      const { code, stderr } = await installation.countersign('verify', '--anchor', await fileOf('anchor', anchor));
      expect([code, stderr]).toEqual([0, '']);
    }
  });

  test('makes a log that is shorter an error: an old copy was restored', async () => {
    const later = await installation.copy();
    const { chat, stop } = await later.startHere();
    await chat.say('ana', 'lobby', '@handbook hello');
    await chat.notice('ana', 'no rule covers it');
    await stop();
    const anchor = await fileOf('later', checkpoints(later).at(-1) ?? '');
    const { code, stderr } = await installation.countersign('verify', '--anchor', anchor);
    expect(stderr).toBe(`✗ your anchor has ${size + 1} entries, this log only ${size}: entries are missing, or an old copy was restored\n`);
    expect(code).toBe(1);
    expect((await verifyElsewhere(text(), '--anchor', anchor)).code).toBe(1);
  });

  test('that is none is said so', async () => {
    const none = await installation.countersign('verify', '--anchor', await fileOf('none', 'complete up to 3\n'));
    expect(none.stderr).toMatch(/^✗ the anchor is not a checkpoint of the pinned key: /);
    expect(none.code).toBe(1);
    const missing = await installation.countersign('verify', '--anchor', join(folder, 'missing'));
    expect([missing.code, missing.stderr]).toEqual([3, `${join(folder, 'missing')} cannot be read (ENOENT).\n`]);
  });
});

describe('the proof of one publication', () => {
  test('shows to whoever pinned the key that its intent is in the log', async () => {
    const { code, stdout } = await installation.countersign('export', '--proof', history.published.reference);
    expect([code, stdout.startsWith('c2sp.org/tlog-proof@v1\n')]).toEqual([0, true]);
    const proof = await fileOf('post.tlog-proof', stdout);
    const shown = await (await createInstallation()).countersign('verify', proof, '--key', key);
    expect(shown.stdout).toMatch(
      new RegExp(`^Entry \\d+ of ${size}: publication\\.intended, .*, post [0-9a-f]{64}\\. It is in the log\\.\n$`),
    );
    expect(shown.code).toBe(0);

    const [head, extra = '', ...rest] = stdout.split('\n');
    const changed = [head, extra.replace(/[A-Z]/, (letter) => (letter === 'A' ? 'B' : 'A')), ...rest].join('\n');
    const forged = await installation.countersign('verify', await fileOf('forged.tlog-proof', changed), '--key', key);
    expect(forged.stderr).toMatch(/^✗ This proof shows nothing: .*\.\n$/);
    expect([forged.code, forged.stdout]).toEqual([1, '']);
  });

  test('of what was never published is refused', async () => {
    const { code, stderr } = await installation.countersign('export', '--proof', 'cs-00000000');
    expect([code, stderr]).toEqual([1, 'There is no publication cs-00000000. Its reference stands under the post: cs-…\n']);
  });
});

test('the log as static files has its checkpoint, its tiles and its entries', async () => {
  const tiles = join(folder, 'tiles');
  const { code, stdout } = await installation.countersign('export', '--tiles', tiles);
  expect([code, stdout]).toEqual([0, `3 files are in ${tiles}.\n`]);
  expect(await readFile(join(tiles, 'checkpoint'), 'utf8')).toBe(checkpoints(installation).at(-1));
  expect((await readFile(join(tiles, `tile/0/000.p/${size}`))).length).toBe(32 * size);
  expect(await readdir(join(tiles, 'tile'))).toEqual(['0', 'entries']);
});
