import { describe, expect, it } from 'vitest';
import { createSigner } from '../../src/log/signer.ts';
import { signCheckpoint } from '../../src/log/checkpoint.ts';
import { emptyFrontier, formatFrontier, nodeHash } from '../../src/log/merkle.ts';
import { verifyLog } from '../../src/log/verify.ts';
import type { Store } from '../../src/store/store.ts';
import { goldenEntries, key, signer, upTo } from './copies.ts';
import { naiveRoot } from './known-tree.ts';
import { bench, copyOfStore, heads, placed, someEntries, write } from './sequencing.ts';
import { hex, unhex, vectors } from './vectors.ts';

const LONG = 20_000;
const TOO_LATE = 'the entry did not come under a checkpoint in time';

/** Consecutive positions, and every checkpoint the root over exactly the entries before it. */
async function expectOneLog(store: Store, size: number): Promise<void> {
  const rows = await placed(store);
  expect(rows.map(({ index }) => index)).toEqual(upTo(size));
  const signed = await heads(store);
  expect(signed.at(-1)?.size ?? 0).toBe(size);
  for (const head of signed) expect(head.root).toBe(hex(naiveRoot(rows.slice(0, head.size).map(({ leafHash }) => leafHash))));
}

describe('the sequencer', () => {
  it('makes of the golden entries the golden log, and its copy verifies', async () => {
    const { store, sequencer } = await bench();
    const ids = await write(store, goldenEntries(...upTo(49)));
    await sequencer().checkpointed(ids.at(-1)!, LONG);
    await expectOneLog(store, 49);
    const { checkpoints, frontier } = { ...vectors('checkpoint'), frontier: vectors('frontier').frontiers.at(-1) };
    expect(await store.read.checkpoints.latest()).toMatchObject({ note: checkpoints.at(-1)?.note, frontier: unhex(frontier?.bytes ?? '') });
    expect(await verifyLog(await copyOfStore(store), key)).toMatchObject({ problems: [], size: 49, unsigned: 0 });
  });

  it('goes on where it left off, batch after batch, across restarts', async () => {
    const { store, sequencer } = await bench();
    const golden = goldenEntries(...upTo(49));
    for (const [from, to] of [
      [0, 1],
      [1, 2],
      [2, 9],
      [9, 48],
      [48, 49],
    ] as const) {
      const one = sequencer();
      const ids = await write(store, golden.slice(from, to));
      await one.checkpointed(ids.at(-1)!, LONG);
      await one.stop();
      await expectOneLog(store, to);
    }
    expect((await heads(store)).map(({ size }) => size)).toEqual([1, 2, 9, 48, 49]);
    expect(await verifyLog(await copyOfStore(store), key)).toMatchObject({ problems: [], size: 49 });
  });

  it('puts the entries of one draft in the order of its versions, whoever else writes meanwhile', async () => {
    const { store, open, sequencer } = await bench();
    const other = await open();
    const one = sequencer();
    const moves = goldenEntries(...upTo(29, 2)).filter(({ version }) => version !== undefined);
    const ofDraft = async (): Promise<void> => {
      for (const [nth, move] of moves.entries()) await write(nth % 2 ? store : other, [move]);
    };
    const others = async (): Promise<void> => {
      for (let round = 0; round < 30; round += 1) await write(round % 3 ? store : other, someEntries(3));
    };
    await Promise.all([ofDraft(), others()]);
    await one.stop();
    await expectOneLog(store, moves.length + 90);
    const rows = await store.read.entries.ofDraft(moves[0]!.draft!);
    expect(rows.toSorted((a, b) => a.index! - b.index!).map(({ id }) => id)).toEqual(moves.map(({ id }) => id));
  });

  it.each([
    ['with leases of their own', ['one', 'two']],
    ['when both believe that the lease is theirs', ['one', 'one']],
  ])('never forks when two run on one database, %s', async (_how, [first, second]) => {
    const { store, open, sequencer, errors } = await bench();
    const other = await open();
    const [one, two] = [sequencer({ owner: first! }), sequencer({ store: other, owner: second! })];
    const writeSome = async (to: Store, wake: () => void): Promise<void> => {
      for (let round = 0; round < 20; round += 1) {
        await write(to, someEntries(1 + (round % 4)));
        wake();
      }
    };
    await Promise.all([writeSome(store, two.wake), writeSome(other, one.wake)]);
    await Promise.all([one.stop(), two.stop()]);
    await expectOneLog(store, 100);
    expect(errors).toEqual([]);
  });

  it('leaves it to the process that holds the lease, until that process is gone', async () => {
    const { store, sequencer, advance } = await bench();
    await store.transact((tx) => tx.leases.acquire('sequencer', 'somebody else', 5_000));
    const one = sequencer();
    const [id] = await write(store, someEntries(1));
    await expect(one.checkpointed(id!, 100)).rejects.toThrow(TOO_LATE);
    await expectOneLog(store, 0);
    advance(5_000);
    await one.checkpointed(id!, LONG);
    await expectOneLog(store, 1);
  });
});

describe('an entry that is waited for', () => {
  it('has its position under a checkpoint that every process can read when the wait is over', async () => {
    const { store, open, sequencer } = await bench();
    const other = await open();
    const one = sequencer();
    for (let round = 0; round < 10; round += 1) {
      const [id] = await write(store, someEntries(1));
      await one.checkpointed(id!, LONG);
      const { index } = (await other.read.entries.get(id!))!;
      expect(index).toBe(round);
      expect((await other.read.checkpoints.latest())?.size).toBeGreaterThan(round);
    }
  });

  it('is waited for no longer than was asked, and not at all when it is not there', async () => {
    const { store, sequencer } = await bench();
    const one = sequencer();
    const [absent] = someEntries(1);
    const since = performance.now();
    await expect(one.checkpointed(absent!.id, 60)).rejects.toThrow(TOO_LATE);
    expect(performance.now() - since).toBeLessThan(5_000);
    await expect(one.checkpointed(absent!.id, 0)).rejects.toThrow(TOO_LATE);
    const [id] = await write(store, someEntries(1));
    await one.checkpointed(id!, LONG);
    await one.checkpointed(id!, 0);
  });

  it('is given up when the process is asked to stop', async () => {
    const { sequencer } = await bench();
    const one = sequencer();
    const waiting = one.checkpointed(someEntries(1)[0]!.id, LONG).catch((error: unknown) => error);
    await one.stop();
    expect(await waiting).toMatchObject({ message: TOO_LATE });
  });
});

describe('an orderly stop', () => {
  it('leaves nothing unsigned, however much was written just before', async () => {
    const { store, sequencer } = await bench();
    const one = sequencer();
    await write(store, someEntries(2_300));
    await one.stop();
    expect(await store.read.entries.unsequenced(1)).toEqual([]);
    await expectOneLog(store, 2_300);
  });

  it('hands the lease on at once', async () => {
    const { store, sequencer } = await bench();
    const one = sequencer();
    const [id] = await write(store, someEntries(1));
    await one.checkpointed(id!, LONG);
    expect(await store.read.leases.holder('sequencer')).toBe('one');
    await one.stop();
    expect(await store.read.leases.holder('sequencer')).toBeUndefined();
  });
});

describe('a database that was changed by hand', () => {
  const stranger = createSigner(signer.name, new Uint8Array(32).fill(9));
  const node = new Uint8Array(32).fill(1);
  const forged = formatFrontier({ size: 3, nodes: [node, node] });
  const foreign = new TextDecoder().decode(signCheckpoint({ origin: signer.name, size: 3, root: nodeHash(node, node) }, stranger));
  const taken = { message: expect.stringMatching(/unique/i) };

  it.each<[string, string, (string | Uint8Array)[], object]>([
    ['whose frontier was replaced', 'update checkpoints set frontier = ? where size = 3', [forged], { code: 'BAD_FRONTIER' }],
    [
      'whose frontier is of another size',
      'update checkpoints set frontier = ?',
      [formatFrontier(emptyFrontier())],
      { code: 'BAD_FRONTIER' },
    ],
    ['whose frontier is nonsense', 'update checkpoints set frontier = ?', [Uint8Array.of(1, 2)], { code: 'UNKNOWN_VERSION' }],
    ['signed by another key', 'update checkpoints set frontier = ?, note = ?', [forged, foreign], { code: 'NO_KNOWN_SIGNATURE' }],
    ['whose newest checkpoint is gone', 'delete from checkpoints where size = 3', [], taken],
    ['whose checkpoints are gone', 'delete from checkpoints', [], taken],
  ])('is not signed on: %s', async (_what, statement, values, refused) => {
    const { store, sequencer, errors, sql } = await bench();
    const one = sequencer();
    for (const entry of someEntries(3)) await one.checkpointed((await write(store, [entry]))[0]!, LONG);
    sql(statement, ...values);
    const before = await store.read.checkpoints.all();
    const [next] = await write(store, someEntries(1));
    await expect(one.checkpointed(next!, 100)).rejects.toThrow(TOO_LATE);
    await one.stop();
    expect(errors.length).toBeGreaterThan(0);
    for (const error of errors) expect(error).toMatchObject(refused);
    expect(await store.read.checkpoints.all()).toEqual(before);
    expect(await placed(store)).toHaveLength(3);
  });

  it('is signed on again once it is as it was', async () => {
    const { store, sequencer, errors, sql } = await bench();
    const one = sequencer();
    await one.checkpointed((await write(store, someEntries(1)))[0]!, LONG);
    const { frontier } = (await store.read.checkpoints.latest())!;
    sql('update checkpoints set frontier = ?', forged);
    const [next] = await write(store, someEntries(1));
    await expect(one.checkpointed(next!, 50)).rejects.toThrow(TOO_LATE);
    sql('update checkpoints set frontier = ?', frontier);
    await one.checkpointed(next!, LONG);
    expect(errors.length).toBeGreaterThan(0);
    await expectOneLog(store, 2);
  });
});
