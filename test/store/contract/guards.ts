import { expect, it } from 'vitest';
import type { Harness } from '../harness.ts';
import { ana, ben, newId } from '../samples.ts';

export function guardsContract(setUp: () => Promise<Harness>): void {
  it('lets one owner hold a lease, until it runs out by the database clock or is given back', async () => {
    const harness = await setUp();
    const [one, other] = [await harness.open(), await harness.open()];
    const acquire = (store: typeof one, owner: string) => store.transact((tx) => tx.leases.acquire('sequencer', owner, 60_000));
    const race = await Promise.all([acquire(one, 'p1'), acquire(other, 'p2')]);
    expect(race.filter(Boolean)).toHaveLength(1);
    const [holder, next] = race[0] ? ['p1', 'p2'] : ['p2', 'p1'];
    expect(await one.read.leases.holder('sequencer')).toBe(holder);
    harness.advance(40_000);
    expect(await acquire(one, holder)).toBe(true);
    harness.advance(40_000);
    expect(await acquire(one, next)).toBe(false);
    await one.transact((tx) => tx.leases.release('sequencer', next));
    expect(await one.read.leases.holder('sequencer')).toBe(holder);
    harness.advance(21_000);
    expect(await one.read.leases.holder('sequencer')).toBeUndefined();
    expect(await acquire(one, next)).toBe(true);
    expect(await one.transact((tx) => tx.leases.acquire('another', 'p9', 1))).toBe(true);
    await one.transact((tx) => tx.leases.release('sequencer', next));
    expect(await acquire(one, holder)).toBe(true);
  });

  it('knows the processes that live: those whose lease has not run out', async () => {
    const harness = await setUp();
    const store = await harness.open();
    await store.transact((tx) => tx.leases.acquire('process:p1', 'p1', 10_000));
    await store.transact((tx) => tx.leases.acquire('process:p2', 'p2', 60_000));
    await store.transact((tx) => tx.leases.acquire('sequencer', 'p3', 60_000));
    expect((await store.read.leases.living()).toSorted()).toEqual(['p1', 'p2']);
    harness.advance(20_000);
    expect(await store.read.leases.living()).toEqual(['p2']);
  });

  it('removes what killed processes have left of their leases, and no other', async () => {
    const harness = await setUp();
    const store = await harness.open();
    await store.transact((tx) => tx.leases.acquire('process:dead', 'dead', 10_000));
    await store.transact((tx) => tx.leases.acquire('sequencer', 'dead', 10_000));
    harness.advance(30_000);
    await store.transact((tx) => tx.leases.acquire('process:lives', 'lives', 60_000));
    expect(await store.transact((tx) => tx.leases.sweep(25_000))).toBe(0);
    expect(await store.transact((tx) => tx.leases.sweep(15_000))).toBe(1);
    expect(await store.read.leases.living()).toEqual(['lives']);
  });

  it('counts refused attempts for a person and draft within a window', async () => {
    const store = await (await setUp()).open();
    const [draft, other] = [newId('drf'), newId('drf')];
    const count = (person: typeof ana, about: typeof draft | null, now: number) =>
      store.transact((tx) => tx.refusals.count(person, about, now, 60_000));
    expect([await count(ana, draft, 0), await count(ana, draft, 59_999), await count(ana, draft, 30_000)]).toEqual([1, 2, 3]);
    expect([await count(ben, draft, 1), await count(ana, other, 2), await count(ana, null, 3), await count(ana, null, 4)]).toEqual([
      1, 1, 1, 2,
    ]);
    expect(await count(ana, draft, 60_000)).toBe(1);
    const close = (before: number) => store.transact((tx) => tx.refusals.close(before));
    expect(await close(3)).toEqual([
      { person: ana, draft, startedAt: 0, count: 3 },
      { person: ben, draft, startedAt: 1, count: 1 },
      { person: ana, draft: other, startedAt: 2, count: 1 },
    ]);
    expect(await close(4)).toEqual([{ person: ana, draft: null, startedAt: 3, count: 2 }]);
    expect(await close(60_000)).toEqual([]);
    expect(await close(60_001)).toHaveLength(1);
  });

  it('gives a channel one slot in an interval, across processes', async () => {
    const harness = await setUp();
    const [one, other] = [await harness.open(), await harness.open()];
    const take = (store: typeof one, channel: `${string}:${string}`) => store.transact((tx) => tx.slots.take(channel, 60_000));
    const waits = (await Promise.all([take(one, 'a:b:c'), take(other, 'a:b:c'), take(one, 'a:b:c')])).sort((a, b) => a - b);
    expect(waits[0]).toBe(0);
    for (const wait of waits.slice(1)) {
      expect(wait).toBeGreaterThan(40_000);
      expect(wait).toBeLessThanOrEqual(60_000);
    }
    expect(await take(one, 'a:b:d')).toBe(0);
    harness.advance(30_000);
    expect(await take(one, 'a:b:c')).toBeLessThanOrEqual(30_000);
    harness.advance(30_000);
    expect(await take(other, 'a:b:c')).toBe(0);
    // The clock goes back: a slot of the future holds nobody up.
    harness.advance(-3_600_000);
    expect(await take(other, 'a:b:c')).toBe(0);
    expect(await take(other, 'a:b:c')).toBeGreaterThan(0);
  });

  it('numbers the versions of the rules, each once', async () => {
    const store = await (await setUp()).open();
    expect(await store.read.rules.latest()).toBeUndefined();
    const [first, second] = [1, 2].map((version) => ({ version, digest: `digest ${version}`, at: version }));
    await store.transact(async (tx) => {
      await tx.rules.insert(second!);
      await tx.rules.insert(first!);
    });
    expect(await store.read.rules.latest()).toEqual(second);
    await expect(store.transact((tx) => tx.rules.insert({ ...second!, digest: 'other' }))).rejects.toThrow(/unique/i);
  });

  it('remembers the origin of its log, and has a clock', async () => {
    const harness = await setUp();
    const store = await harness.open();
    expect(await store.read.meta.get('origin')).toBeUndefined();
    await store.transact((tx) => tx.meta.set('origin', 'first'));
    await store.transact((tx) => tx.meta.set('origin', 'second'));
    expect(await store.read.meta.get('origin')).toBe('second');
    const before = await store.transact((tx) => tx.now());
    expect(Number.isInteger(before)).toBe(true);
    harness.advance(3_600_000);
    expect((await store.read.now()) - before).toBeGreaterThanOrEqual(3_600_000);
    expect((await store.read.now()) - before).toBeLessThan(3_660_000);
  });
}
