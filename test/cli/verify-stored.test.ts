import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { beforeAll, describe, expect, test } from 'vitest';
import { type History, withHistory } from './command-line.ts';
import { changeByte, changeDatabase, entriesOf } from './tampering.ts';

let history: History;
let size = 0;

beforeAll(async () => {
  history = await withHistory();
  size = entriesOf(history.installation).length;
});

test('says of an honest log that everything fits, and how far that goes', async () => {
  const { code, stdout, stderr } = await history.installation.countersign('verify');
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^Texts that fit their digests: \d+\. Erased: 0\.\n/);
  expect(stdout).toContain('Checked with this installation’s own key; whoever holds it could have signed anything.');
  expect(stdout).toMatch(new RegExp(`\nEverything fits\\.\nRoot: [0-9a-f]{64}\ncomplete up to ${size}; compare with your anchor\n$`));
});

test('finds the change of a single byte, whether it is the first, one in the middle or the last of an entry, and names the entry', async () => {
  const entries = entriesOf(history.installation);
  const sample = [0, Math.floor(size / 2), size - 1].flatMap((entry) => {
    const { length } = entries[entry]?.bytes ?? [];
    return [0, Math.floor(length / 2), length - 1].map((at) => ({ entry, at }));
  });
  expect(sample).toHaveLength(9);
  const found = await Promise.all(
    sample.map(async ({ entry, at }) => {
      const copy = await history.installation.copy();
      changeByte(copy, entry, at);
      return { entry, at, ...(await copy.countersign('verify')) };
    }),
  );
  for (const { entry, at, code, stdout, stderr } of found) {
    expect([entry, at, code]).toEqual([entry, at, 1]);
    expect(stderr).toContain(`✗ entry ${entry}: its bytes are not those that were hashed\n`);
    expect(stdout).not.toContain('Everything fits');
  }
});

describe('finds it when somebody', () => {
  const waiting = (): string => history.waiting.draft;

  test.each<[what: string, change: (database: DatabaseSync) => unknown, found: () => RegExp]>([
    [
      'changes an entry and its hash with it',
      (database) => {
        const { bytes } = database.prepare('SELECT bytes FROM entries WHERE idx = 3').get() as unknown as { bytes: Uint8Array };
        const other = Buffer.from(
          Buffer.from(bytes)
            .toString('utf8')
            .replace(/"at":"\d/, '"at":"1'),
        );
        const leaf = createHash('sha256').update(Buffer.of(0)).update(other).digest();
        return database.prepare('UPDATE entries SET bytes = ?, leaf_hash = ? WHERE idx = 3').run(other, leaf);
      },
      () => /✗ entries \d+ to \d+: they do not give the root that was signed for them/,
    ],
    [
      'takes an entry away',
      (database) => database.exec('DELETE FROM entries WHERE idx = 4'),
      () => /✗ entry 5: it stands where entry 4 should/,
    ],
    [
      'cuts the end of the log off',
      (database) => database.exec('DELETE FROM entries WHERE idx >= (SELECT max(idx) FROM entries)'),
      () => new RegExp(`✗ a checkpoint signs ${size} entries, but only ${size - 1} are here: the log was cut short`),
    ],
    [
      'exchanges two entries',
      (database) =>
        database.exec(
          'UPDATE entries SET idx = -1 WHERE idx = 6; UPDATE entries SET idx = 6 WHERE idx = 7; UPDATE entries SET idx = 7 WHERE idx = -1',
        ),
      () => /✗ entries \d+ to \d+: they do not give the root that was signed for them/,
    ],
    [
      'signs another head',
      (database) => database.exec("UPDATE checkpoints SET note = replace(note, 'countersign/', 'counterfeit/') WHERE size = 1"),
      () => /✗ checkpoint 1 of \d+ is not one of the pinned key/,
    ],
    [
      'changes the state of a draft',
      (database) =>
        database.prepare('UPDATE drafts SET body = replace(body, \'"awaiting_reviewer"\', \'"approved"\') WHERE id = ?').run(waiting()),
      () =>
        new RegExp(`✗ draft ${waiting()} is approved \\(version 3\\) in the database, but awaiting_reviewer \\(version 3\\) by its facts`),
    ],
    [
      'takes a draft away',
      (database) => database.prepare('DELETE FROM drafts WHERE id = ?').run(waiting()),
      () => new RegExp(`✗ draft ${waiting()} stands in the log, but not in the database`),
    ],
    [
      'changes a byte of a sealed text',
      (database) => {
        const post = "SELECT sealed, name FROM texts WHERE draft = ? AND name LIKE 'post:%'";
        const { sealed, name } = database.prepare(post).get(waiting()) as unknown as { sealed: Uint8Array; name: string };
        const changed = Uint8Array.from(sealed);
        changed[40] = (changed[40] ?? 0) ^ 1;
        return database.prepare('UPDATE texts SET sealed = ? WHERE draft = ? AND name = ?').run(changed, waiting(), name);
      },
      () => /✗ entry \d+: the stored post is not the one that was logged/,
    ],
    [
      'takes a sealed text away',
      (database) => database.prepare("DELETE FROM texts WHERE draft = ? AND name LIKE 'question:%'").run(waiting()),
      () => /✗ entry \d+: its question cannot be read, and the log does not say that it was erased/,
    ],
    [
      'deletes the key of a draft, as if it had been erased',
      (database) => database.prepare('UPDATE draft_keys SET wrapped = NULL WHERE draft = ?').run(waiting()),
      () => /✗ entry \d+: its question cannot be read, and the log does not say that it was erased/,
    ],
  ])('%s', async (_what, change, found) => {
    const copy = await history.installation.copy();
    changeDatabase(copy, change);
    const { code, stdout, stderr } = await copy.countersign('verify');
    expect(stderr).toMatch(found());
    expect(stdout).toMatch(/\nProblems: [1-9]\d*\.\n/);
    expect(code).toBe(1);
  });
});

test('tells what no checkpoint covers yet, which is normal for a moment', async () => {
  const copy = await history.installation.copy();
  expect((await copy.countersign('engage', '--reason', 'a test')).code).toBe(0);
  const { code, stdout } = await copy.countersign('verify');
  expect(stdout).toContain('Not yet under a checkpoint: 1.\n');
  expect(stdout).toContain(`complete up to ${size}; compare with your anchor`);
  expect(code).toBe(0);
});
