import { expect, it } from 'vitest';
import { startNode } from '../../support/processes.ts';
import { gate, type Harness } from '../harness.ts';
import { draftOf, entryOf, newId } from '../samples.ts';

export function transactContract(setUp: () => Promise<Harness>): void {
  it('saves works that arrive together with few commits, and answers each', async () => {
    const harness = await setUp();
    const store = await harness.open();
    const works = Array.from({ length: 100 }, (_, n) =>
      store.transact(async (tx) => {
        await tx.deliveries.put(`d${n}`, String(n), n);
        return n;
      }),
    );
    expect(await Promise.all(works)).toEqual(Array.from({ length: 100 }, (_, n) => n));
    expect(harness.commits).toEqual([64, 36]);
    for (let n = 0; n < 3; n += 1) await store.transact((tx) => tx.deliveries.put(`alone${n}`, '', n));
    expect(harness.commits).toEqual([64, 36, 1, 1, 1]);
  });

  it('reads of one moment in a snapshot, while others go on writing', async () => {
    const store = await (await setUp()).open();
    await store.transact((tx) => tx.deliveries.put('before', 'x', 1));
    const seen = await store.snapshot(async (tables) => {
      const first = await tables.deliveries.get('before');
      await store.transact((tx) => tx.deliveries.put('meanwhile', 'x', 1));
      return [first, await tables.deliveries.get('meanwhile')];
    });
    expect(seen).toEqual(['x', undefined]);
    expect(await store.read.deliveries.get('meanwhile')).toBe('x');
  });

  it('takes back a work that throws, alone, and lets the works before and after it stand', async () => {
    const harness = await setUp();
    const store = await harness.open();
    const outcomes = await Promise.allSettled([
      store.transact((tx) => tx.deliveries.put('before', 'x', 1)),
      store.transact(async (tx) => {
        await tx.deliveries.put('failing', 'x', 1);
        throw new RangeError('changed my mind');
      }),
      store.transact(async (tx) => [
        await tx.deliveries.get('before'),
        await tx.deliveries.get('failing'),
        await tx.deliveries.put('after', 'x', 1),
      ]),
    ]);
    expect(outcomes).toEqual([
      { status: 'fulfilled', value: true },
      { status: 'rejected', reason: new RangeError('changed my mind') },
      { status: 'fulfilled', value: ['x', undefined, true] },
    ]);
    expect(await Promise.all(['before', 'failing', 'after'].map((id) => store.read.deliveries.get(id)))).toEqual(['x', undefined, 'x']);
    expect(harness.commits).toEqual([2]);
  });

  it('takes back a work whose statement the database refuses, alone', async () => {
    const store = await (await setUp()).open();
    const draft = draftOf();
    const outcomes = await Promise.allSettled([
      store.transact((tx) => tx.drafts.insert(draft)),
      store.transact(async (tx) => {
        await tx.deliveries.put('second', 'x', 1);
        await tx.drafts.insert(draft);
      }),
      store.transact((tx) => tx.entries.append(entryOf(draft, 'third'))),
      store.transact((tx) => tx.drafts.insert(draft)),
    ]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected']);
    expect(await store.read.deliveries.get('second')).toBeUndefined();
    expect(await store.read.entries.ofDraft(draft.id)).toHaveLength(1);
  });

  it('commits nothing when every work of a group throws', async () => {
    const harness = await setUp();
    const store = await harness.open();
    const fail = (id: string) =>
      store.transact(async (tx) => {
        await tx.deliveries.put(id, 'x', 1);
        throw new Error('no');
      });
    await Promise.allSettled([fail('a'), fail('b')]);
    expect(harness.commits).toEqual([]);
    expect(await store.read.deliveries.get('b')).toBeUndefined();
  });

  it('shows a reader nothing that is not committed', async () => {
    const store = await (await setUp()).open();
    const [written, seen] = [gate(), gate()];
    const work = store.transact(async (tx) => {
      await tx.deliveries.put('d', 'x', 1);
      written.open();
      await seen.opened;
    });
    await written.opened;
    expect(await store.read.deliveries.get('d')).toBeUndefined();
    seen.open();
    await work;
    expect(await store.read.deliveries.get('d')).toBe('x');
  });

  it('takes no write of a work that has settled', async () => {
    const store = await (await setUp()).open();
    const kept = await store.transact(async (tx) => ({ tx }));
    await expect(kept.tx.deliveries.put('late', 'x', 1)).rejects.toThrow('after it had settled');
    await expect(kept.tx.deliveries.get('late')).rejects.toThrow('after it had settled');
    expect(await store.read.deliveries.get('late')).toBeUndefined();
  });

  it('refuses the outer database within a work, instead of waiting for itself for ever', async () => {
    const store = await (await setUp()).open();
    await expect(store.transact(() => store.transact(async () => 1))).rejects.toThrow('its own tables only');
    await expect(store.transact(() => store.read.now())).rejects.toThrow('its own tables only');
    const after = await store.transact(async () => () => store.transact(async () => 2));
    expect(await after()).toBe(2);
  });

  it('finishes what was asked before it closes, and takes nothing afterwards', async () => {
    const harness = await setUp();
    const store = await harness.open();
    const works = Array.from({ length: 70 }, (_, n) => store.transact((tx) => tx.deliveries.put(`d${n}`, 'x', 1)));
    await store.close();
    expect(await Promise.all(works)).toHaveLength(70);
    await expect(store.transact(async () => 1)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    const again = await harness.open();
    expect(await again.read.deliveries.get('d69')).toBe('x');
  });

  it('has kept everything that was answered when the process is killed at once', async () => {
    const harness = await setUp();
    const store = await harness.open();
    const child = startNode('test/store/writer-child.ts', { env: { ADDRESS: JSON.stringify(harness.address) } });
    const answered: string[] = [];
    while (answered.length < 5) answered.push((await child.jsonLine<{ saved: string }>((line) => 'saved' in line)).saved);
    await child.kill('SIGKILL');
    for (const id of answered) expect(await store.read.deliveries.get(id)).toBe('x'.repeat(2_000));
    // And nothing by halves: each work wrote two rows.
    const rows = await Promise.all(
      Array.from({ length: 200 }, (_, n) => Promise.all(['', '-twin'].map((end) => store.read.deliveries.get(`w${n}${end}`)))),
    );
    for (const [one, twin] of rows) expect(one).toBe(twin);
    expect(await store.transact((tx) => tx.deliveries.put(newId('ent'), 'x', 1))).toBe(true);
  });
}
