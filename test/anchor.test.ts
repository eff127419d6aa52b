import { mkdir, mkdtemp, readdir, readFile, rm, rmdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { type Anchor, OldCopyError, startAnchor } from '../src/anchor.ts';
import { signer } from './log/copies.ts';
import { type Bench, bench, someEntries, write } from './log/sequencing.ts';
import { until } from './support/until.ts';

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const clock = { now: () => Date.now(), sleep: (ms: number, signal?: AbortSignal) => sleep(ms, undefined, { signal }).catch(() => {}) };

interface Kept extends Bench {
  file: string;
  openAnchor(): Promise<Anchor>;
  /** Signs another entry, with this anchor beside the sequencer; resolves with the checkpoint. */
  sign(anchor: Anchor): Promise<string>;
}

async function keeping(): Promise<Kept> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-anchor-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const made = await bench();
  const file = join(folder, 'anchor');
  return {
    ...made,
    file,
    async openAnchor() {
      const anchor = await startAnchor({ file, store: made.store, signer, clock, logger: quiet });
      onTestFinished(() => anchor.stop());
      return anchor;
    },
    async sign(anchor) {
      const sequencer = made.sequencer({ anchor });
      const [entry] = await write(made.store, someEntries(1));
      await sequencer.checkpointed(entry!, 5_000);
      await sequencer.stop();
      return (await made.store.read.checkpoints.latest())!.note;
    },
  };
}

test('the newest checkpoint stands in the file once it was asked for, and within seconds when nobody asks', async () => {
  const { file, openAnchor, sign } = await keeping();
  const anchor = await openAnchor();
  const first = await sign(anchor);
  await Promise.all([anchor.keep(), anchor.keep(), anchor.keep()]);
  expect(await readFile(file, 'utf8')).toBe(first);
  const second = await sign(anchor);
  await until(async () => (await readFile(file, 'utf8')) === second, { what: 'the file to follow' });
  const third = await sign(anchor);
  await anchor.stop();
  expect(await readFile(file, 'utf8')).toBe(third);
});

test('a database that loses entries under a running process is found out before a send, and the file stays', async () => {
  const { file, openAnchor, sign, sql } = await keeping();
  const anchor = await openAnchor();
  await sign(anchor);
  const newest = await sign(anchor);
  await anchor.keep();
  sql('DELETE FROM checkpoints WHERE size = 2');
  sql('UPDATE entries SET idx = NULL WHERE idx = 1');
  await expect(anchor.keep()).rejects.toThrow(OldCopyError);
  expect(await readFile(file, 'utf8')).toBe(newest);
  await expect(openAnchor()).rejects.toThrow('This database is an older copy: 2 entries were signed here, and it holds 1 of them.');
});

test('two processes that share the file never get in each other’s way', async () => {
  const { file, store, openAnchor, sign } = await keeping();
  const [one, other] = [await openAnchor(), await openAnchor()];
  for (let round = 0; round < 5; round += 1) {
    await sign(one);
    await Promise.all([one.keep(), other.keep()]);
    expect(await readFile(file, 'utf8')).toBe((await store.read.checkpoints.latest())?.note);
  }
});

test('what another process signed is taken over into the file of this one', async () => {
  const { file, openAnchor, sign } = await keeping();
  const [one, other] = [await openAnchor(), await openAnchor()];
  await sign(one);
  const newest = await sign(one);
  await other.keep();
  expect(await readFile(file, 'utf8')).toBe(newest);
  await other.demandContinued({ latest: async () => ({ size: 2, note: newest }), get: async () => undefined });
});

test('a file that cannot be written is said at the start, and later nothing counts as kept', async () => {
  const { file, store, openAnchor, sign } = await keeping();
  const nowhere = startAnchor({ file: join(file, 'in/no/folder'), store, signer, clock, logger: quiet });
  await expect(nowhere).rejects.toThrow(/^The folder of the anchor .* cannot be written \(ENO(ENT|TDIR)\)\..*ANCHOR_FILE\.$/);
  const anchor = await openAnchor();
  await sign(anchor);
  await mkdir(file);
  await expect(anchor.keep()).rejects.toThrow(/EISDIR/);
  await rmdir(file);
  await anchor.keep();
  expect(await readdir(dirname(file))).toEqual(['anchor']);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});
