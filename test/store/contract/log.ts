import { expect, it } from 'vitest';
import type { Harness } from '../harness.ts';
import { draftOf, entryOf, newId } from '../samples.ts';

export function logContract(setUp: () => Promise<Harness>): void {
  it('keeps the bytes of an entry as they are, without a position', async () => {
    const store = await (await setUp()).open();
    const draft = draftOf();
    const entry = entryOf(draft, '{"v":1}');
    const alone = { ...entryOf(null, ''), bytes: Uint8Array.from([0, 255, 128, 10]) };
    await store.transact(async (tx) => {
      await tx.entries.append(entry);
      await tx.entries.append(alone);
    });
    expect(await store.read.entries.get(entry.id)).toEqual({ ...entry, seq: expect.any(Number), index: null });
    expect(await store.read.entries.get(alone.id)).toEqual({ ...alone, seq: expect.any(Number), index: null });
    expect(await store.read.entries.get(newId('ent'))).toBeUndefined();
    expect(await store.read.entries.unsequencedCount()).toBe(2);
    expect((await store.read.entries.ofDraft(draft.id)).map((row) => row.id)).toEqual([entry.id]);
  });

  it("has entries without a position in an order in which one draft's stand as its versions do, with two processes writing", async () => {
    const harness = await setUp();
    const stores = [await harness.open(), await harness.open()];
    const drafts = Array.from({ length: 4 }, () => draftOf());
    await stores[0]!.transact(async (tx) => {
      for (const draft of drafts) await tx.drafts.insert(draft);
    });
    const VERSIONS = 12;
    const raise = async (index: number, id: (typeof drafts)[number]['id']): Promise<void> => {
      for (;;) {
        const store = stores[index]!;
        const done = await store
          .transact(async (tx) => {
            const draft = (await tx.drafts.get(id))!;
            if (draft.version === VERSIONS) return true;
            await tx.entries.append(entryOf(draft, String(draft.version + 1)));
            if (!(await tx.drafts.save({ ...draft, version: draft.version + 1 }))) throw new Error('somebody was faster');
            return false;
          })
          .catch((error: unknown) => {
            if (!(error instanceof Error && error.message === 'somebody was faster')) throw error;
            return false;
          });
        if (done) return;
      }
    };
    await Promise.all(drafts.flatMap((draft) => [raise(0, draft.id), raise(1, draft.id)]));
    const rows = await stores[0]!.read.entries.unsequenced(1_000);
    const versions = Array.from({ length: VERSIONS - 1 }, (_, n) => String(n + 2));
    for (const draft of drafts) {
      expect(rows.filter((row) => row.draft === draft.id).map((row) => Buffer.from(row.bytes).toString())).toEqual(versions);
    }
  });

  it('gives positions once, each to one entry', async () => {
    const store = await (await setUp()).open();
    await store.transact(async (tx) => {
      for (let n = 0; n < 5; n += 1) await tx.entries.append(entryOf(null, `entry ${n}`));
    });
    const waiting = await store.read.entries.unsequenced(3);
    expect(waiting).toHaveLength(3);
    await store.transact((tx) => tx.entries.place(waiting.map(({ seq }, index) => ({ seq, index }))));
    const left = await store.read.entries.unsequenced(10);
    expect(left).toHaveLength(2);
    expect(await store.read.entries.unsequencedCount()).toBe(2);
    const [first, second] = [left[0]!.seq, left[1]!.seq];
    await expect(store.transact((tx) => tx.entries.place([{ seq: first, index: 2 }]))).rejects.toThrow(/unique/i);
    await expect(store.transact((tx) => tx.entries.place([{ seq: waiting[0]!.seq, index: 3 }]))).rejects.toThrow('has a position already');
    await expect(
      store.transact((tx) =>
        tx.entries.place([
          { seq: first, index: 3 },
          { seq: 999_999, index: 4 },
        ]),
      ),
    ).rejects.toThrow('is not there');
    expect(await store.read.entries.unsequenced(10)).toEqual(left);
    await store.transact((tx) =>
      tx.entries.place([
        { seq: second, index: 3 },
        { seq: first, index: 4 },
      ]),
    );
    expect((await store.read.entries.range(0, 10)).map((row) => [row.seq, row.index])).toEqual([
      ...waiting.map(({ seq }, index) => [seq, index]),
      [second, 3],
      [first, 4],
    ]);
    expect((await store.read.entries.range(1, 2)).map((row) => row.index)).toEqual([1, 2]);
    await store.transact((tx) => tx.entries.place([]));
  });

  it('gives thousands of positions in one transaction', async () => {
    const store = await (await setUp()).open();
    await store.transact(async (tx) => {
      for (let n = 0; n < 1_100; n += 1) await tx.entries.append(entryOf(null, `entry ${n}`));
    });
    const waiting = await store.read.entries.unsequenced(2_000);
    await store.transact((tx) => tx.entries.place(waiting.map(({ seq }, index) => ({ seq, index }))));
    expect(await store.read.entries.unsequenced(10)).toEqual([]);
    expect((await store.read.entries.range(1_099, 10)).map((row) => Buffer.from(row.bytes).toString())).toEqual(['entry 1099']);
  });

  it('lets one of two sequencers have a position', async () => {
    const harness = await setUp();
    const [one, other] = [await harness.open(), await harness.open()];
    await one.transact(async (tx) => {
      await tx.entries.append(entryOf(null, 'a'));
      await tx.entries.append(entryOf(null, 'b'));
    });
    const [a, b] = await one.read.entries.unsequenced(2);
    const race = [
      one.transact((tx) => tx.entries.place([{ seq: a!.seq, index: 0 }])),
      other.transact((tx) => tx.entries.place([{ seq: b!.seq, index: 0 }])),
    ];
    const outcomes = await Promise.allSettled(race);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('keeps checkpoints by size, one of each', async () => {
    const store = await (await setUp()).open();
    expect(await store.read.checkpoints.latest()).toBeUndefined();
    const [ten, two] = [10, 2].map((size) => ({ size, note: `note ${size}\n`, frontier: Uint8Array.of(size, 0), at: size }));
    await store.transact(async (tx) => {
      await tx.checkpoints.insert(ten!);
      await tx.checkpoints.insert(two!);
    });
    expect(await store.read.checkpoints.latest()).toEqual(ten);
    expect(await store.read.checkpoints.all()).toEqual([two, ten]);
    expect([await store.read.checkpoints.get(2), await store.read.checkpoints.get(3)]).toEqual([two, undefined]);
    await expect(store.transact((tx) => tx.checkpoints.insert({ ...ten!, note: 'another' }))).rejects.toThrow(/unique/i);
  });
}
