import { expect, it, onTestFinished } from 'vitest';
import { takingStore, type Takes } from '../../src/app/taking-store.ts';
import { createSqliteStore } from '../../src/store/kysely-store.ts';
import type { EffectRow, Store } from '../../src/store/store.ts';
import { DATA_KEY } from '../store/harness.ts';
import { effectOf } from '../store/samples.ts';

const clock = { now: () => 100, sleep: () => Promise.resolve() };

/** A worker that begins nothing, with room for so many. */
async function opened(room: number): Promise<{ inner: Store; store: Store; heard: { taken: string[]; back: string[]; woken: number } }> {
  const inner = await createSqliteStore({ file: ':memory:', now: clock.now, dataKey: DATA_KEY });
  onTestFinished(() => inner.close());
  await inner.transact((tx) => tx.leases.acquire('process:p1', 'p1', 60_000));
  const heard = { taken: [] as string[], back: [] as string[], woken: 0 };
  const keys = (effects: readonly EffectRow[]): string[] => effects.map(({ key }) => key);
  const takes: Takes = {
    room: () => room - heard.taken.length,
    take: (effects) => void heard.taken.push(...keys(effects)),
    giveBack: (effects) => void heard.back.push(...keys(effects)),
    wake: () => void (heard.woken += 1),
  };
  return { inner, store: takingStore(inner, takes, { owner: 'p1', clock }), heard };
}

it('a transaction hands what it made due to the worker after its commit, and leaves what is for later', async () => {
  const { store, heard } = await opened(10);
  await store.transact(async (tx) => {
    await tx.effects.add(effectOf({ key: 'now', dueAt: 100 }));
    await tx.effects.add(effectOf({ key: 'later', dueAt: 101 }));
    expect(heard.taken).toEqual([]);
  });
  expect(heard).toEqual({ taken: ['now'], back: [], woken: 0 });
});

it('what the worker has no room for stays for whoever looks next, also when many transactions ask at once', async () => {
  const { inner, store, heard } = await opened(2);
  await Promise.all(['a', 'b', 'c'].map((key) => store.transact((tx) => tx.effects.add(effectOf({ key, dueAt: 100 })))));
  expect(heard).toEqual({ taken: ['a', 'b'], back: [], woken: 1 });
  expect((await inner.transact((tx) => tx.effects.claim('p1', 100, 10))).map(({ key }) => key)).toEqual(['c']);
});

it('what a transaction took that was not saved is given back and not carried out', async () => {
  const { store, heard } = await opened(10);
  const broken = store.transact(async (tx) => {
    await tx.effects.add(effectOf({ key: 'lost', dueAt: 100 }));
    throw new Error('broken off');
  });
  await expect(broken).rejects.toThrow('broken off');
  expect(heard).toEqual({ taken: [], back: ['lost'], woken: 0 });
});

it('an effect that was added again while it was carried out is carried out again, without anybody looking for it', async () => {
  const { inner, store, heard } = await opened(10);
  await inner.transact((tx) => tx.effects.add(effectOf({ key: 'twice', dueAt: 1 })));
  const [effect] = await inner.transact((tx) => tx.effects.claim('p1', 100, 1));
  await store.transact((tx) => tx.effects.add(effectOf({ key: 'twice', dueAt: 100 })));
  expect(heard.taken).toEqual([]);
  await store.transact((tx) => tx.effects.complete(effect!, 'p1'));
  expect(heard.taken).toEqual(['twice']);
});
