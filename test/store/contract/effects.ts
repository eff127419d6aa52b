import { expect, it } from 'vitest';
import type { EffectRow, Store } from '../../../src/store/store.ts';
import type { Harness } from '../harness.ts';
import { effectOf, newId } from '../samples.ts';

const MINUTE = 60_000;

/** A process that lives for a minute of the database's clock. */
async function live(store: Store, owner: string): Promise<void> {
  expect(await store.transact((tx) => tx.leases.acquire(`process:${owner}`, owner, MINUTE))).toBe(true);
}

export function effectsContract(setUp: () => Promise<Harness>): void {
  const claim = (store: Store, owner: string, now: number, limit = 10) => store.transact((tx) => tx.effects.claim(owner, now, limit));

  it('hands out due effects once, oldest first, and counts the attempt', async () => {
    const store = await (await setUp()).open();
    await live(store, 'p1');
    const draft = newId('drf');
    const early = effectOf({ dueAt: 10, draft, payload: { code: 'X', n: 1, yes: true, none: null } });
    const [late, future] = [effectOf({ dueAt: 20 }), effectOf({ dueAt: 31 })];
    await store.transact(async (tx) => {
      for (const effect of [future, late, early]) await tx.effects.add(effect);
    });
    expect([await store.read.effects.total(), await store.read.effects.nextDueAt()]).toEqual([3, 10]);
    expect(await claim(store, 'p1', 30)).toEqual([
      { ...early, attempts: 1, generation: 1 },
      { ...late, attempts: 1, generation: 1 },
    ]);
    expect(await claim(store, 'p1', 30)).toEqual([]);
    // Those that somebody holds are due all the same.
    expect([await store.read.effects.dueCount(19), await store.read.effects.dueCount(30), await store.read.effects.dueCount(31)]).toEqual([
      1, 2, 3,
    ]);
    expect([await store.read.effects.total(), await store.read.effects.nextDueAt()]).toEqual([3, 31]);
    expect((await claim(store, 'p1', 31, 1)).map((effect) => effect.id)).toEqual([future.id]);
    expect([await store.read.effects.total(), await store.read.effects.nextDueAt()]).toEqual([3, null]);
  });

  it('leaves one kind of effects where they are when it is told to', async () => {
    const store = await (await setUp()).open();
    await live(store, 'p1');
    const [run, card] = [effectOf({ kind: 'ask_agent', dueAt: 10 }), effectOf({ kind: 'show_card', dueAt: 20 })];
    await store.transact(async (tx) => {
      for (const effect of [run, card]) await tx.effects.add(effect);
    });
    const without = (kind: 'ask_agent' | null) => store.transact((tx) => tx.effects.claim('p1', 30, 1, kind));
    expect((await without('ask_agent')).map(({ id }) => id)).toEqual([card.id]);
    expect(await without('ask_agent')).toEqual([]);
    expect((await without(null)).map(({ id }) => id)).toEqual([run.id]);
  });

  it('is done with an effect when it is complete, for its owner only', async () => {
    const store = await (await setUp()).open();
    await live(store, 'p1');
    await store.transact((tx) => tx.effects.add(effectOf()));
    const [effect] = await claim(store, 'p1', 0);
    expect(await store.transact((tx) => tx.effects.complete(effect!, 'p2'))).toBe('lost');
    expect(await store.transact((tx) => tx.effects.complete(effect!, 'p1'))).toBe('gone');
    expect(await store.transact((tx) => tx.effects.complete(effect!, 'p1'))).toBe('lost');
    expect([await store.read.effects.total(), await store.read.effects.nextDueAt()]).toEqual([0, null]);
  });

  it('keeps one effect of a key, with the earlier time and the newer payload', async () => {
    const store = await (await setUp()).open();
    await live(store, 'p1');
    const first = effectOf({ key: 'update:1', dueAt: 20 });
    await store.transact(async (tx) => {
      await tx.effects.add(first);
      await tx.effects.add(effectOf({ key: 'update:1', dueAt: 10, payload: { code: 'A' } }));
      await tx.effects.add(effectOf({ key: 'update:1', dueAt: 30, payload: { code: 'B' } }));
    });
    expect(await claim(store, 'p1', 10)).toEqual([{ ...first, dueAt: 10, payload: { code: 'B' }, attempts: 1, generation: 3 }]);
  });

  it('runs an effect once more when it is added again while it runs', async () => {
    const store = await (await setUp()).open();
    await live(store, 'p1');
    await store.transact((tx) => tx.effects.add(effectOf({ key: 'update:1', dueAt: 5 })));
    const [running] = await claim(store, 'p1', 10);
    await store.transact((tx) => tx.effects.add(effectOf({ key: 'update:1', dueAt: 10 })));
    expect(await claim(store, 'p1', 10)).toEqual([]);
    expect(await store.transact((tx) => tx.effects.complete(running!, 'p1'))).toBe('again');
    const [again] = await claim(store, 'p1', 10);
    expect(again).toMatchObject({ id: running!.id, attempts: 1, generation: 2 });
    expect(await store.transact((tx) => tx.effects.complete(again!, 'p1'))).toBe('gone');
    expect(await store.read.effects.total()).toBe(0);
  });

  it('makes an effect that is added again for later, while it runs, come up then and not at once', async () => {
    const store = await (await setUp()).open();
    await live(store, 'p1');
    await store.transact((tx) => tx.effects.add(effectOf({ key: 'publish:1', dueAt: 5 })));
    const [running] = await claim(store, 'p1', 10);
    await store.transact((tx) => tx.effects.add(effectOf({ key: 'publish:1', dueAt: 500 })));
    expect(await store.transact((tx) => tx.effects.complete(running!, 'p1'))).toBe('again');
    expect(await claim(store, 'p1', 499)).toEqual([]);
    expect(await claim(store, 'p1', 500)).toHaveLength(1);
  });

  it('gives an effect back for later, with or without counting the attempt', async () => {
    const store = await (await setUp()).open();
    await live(store, 'p1');
    await store.transact((tx) => tx.effects.add(effectOf()));
    const [first] = await claim(store, 'p1', 0);
    expect(await store.transact((tx) => tx.effects.postpone(first!, 'p2', 50, true))).toBe(false);
    expect(await store.transact((tx) => tx.effects.postpone(first!, 'p1', 50, true))).toBe(true);
    expect(await store.transact((tx) => tx.effects.postpone(first!, 'p1', 50, true))).toBe(false);
    expect(await claim(store, 'p1', 49)).toEqual([]);
    const [second] = await claim(store, 'p1', 50);
    expect(second).toMatchObject({ dueAt: 50, attempts: 2 });
    await store.transact((tx) => tx.effects.postpone(second!, 'p1', 60, false));
    expect((await claim(store, 'p1', 60))[0]).toMatchObject({ attempts: 2 });
  });

  it('does not put off an effect that was added again meanwhile for an earlier time', async () => {
    const store = await (await setUp()).open();
    await live(store, 'p1');
    await store.transact((tx) => tx.effects.add(effectOf({ key: 'k', dueAt: 5 })));
    const [running] = await claim(store, 'p1', 10);
    await store.transact((tx) => tx.effects.add(effectOf({ key: 'k', dueAt: 12 })));
    await store.transact((tx) => tx.effects.postpone(running!, 'p1', 1_000, true));
    expect(await claim(store, 'p1', 12)).toHaveLength(1);
  });

  it('never hands one effect to two living processes, however they race', async () => {
    const harness = await setUp();
    const [one, other] = [await harness.open(), await harness.open()];
    await live(one, 'p1');
    await live(one, 'p2');
    const effects = Array.from({ length: 60 }, (_, n) => effectOf({ dueAt: n }));
    await one.transact(async (tx) => {
      for (const effect of effects) await tx.effects.add(effect);
    });
    const seen: string[] = [];
    const work = async (store: Store, owner: string): Promise<void> => {
      for (let taken = await claim(store, owner, 100, 3); taken.length > 0; taken = await claim(store, owner, 100, 3)) {
        seen.push(...taken.map((effect) => effect.id));
      }
    };
    await Promise.all([work(one, 'p1'), work(one, 'p1'), work(other, 'p2'), work(other, 'p2')]);
    expect([...seen].sort()).toEqual(effects.map((effect) => effect.id).sort());
  });

  it('makes due at once what a clock that was set back would keep waiting, and not what is meant to wait for long', async () => {
    const store = await (await setUp()).open();
    const put = (key: string, dueAt: number, kind: EffectRow['kind'] = 'show_card') =>
      store.transact((tx) => tx.effects.add(effectOf({ key, dueAt, kind })));
    await put('past', 50);
    await put('soon', 120);
    await put('later', 201);
    await put('reminder', 130, 'remind_reviewers');
    await put('fallback', 130, 'show_reviewers');
    await store.transact((tx) => tx.leases.acquire('process:p1', 'p1', 60_000));
    expect(await store.transact((tx) => tx.effects.hasten(100, 200))).toBe(1);
    const due = await store.transact((tx) => tx.effects.claim('p1', 100, 10));
    expect(due.map(({ key, dueAt }) => [key, dueAt])).toEqual([
      ['past', 50],
      ['soon', 100],
    ]);
    expect(await store.transact((tx) => tx.effects.hasten(10, 150))).toBe(0);
    expect(await store.read.effects.nextDueAt()).toBe(130);
  });

  it('takes an effect in the transaction that makes it, unless it is being carried out or the process has no lease', async () => {
    const store = await (await setUp()).open();
    const take = (effect: EffectRow | ReturnType<typeof effectOf>) => store.transact((tx) => tx.effects.addAndTake(effect, 'p1', 10));
    const [unled, effect, waiting] = [effectOf({ dueAt: 10 }), effectOf({ key: 'k', dueAt: 10 }), effectOf({ key: 'w', dueAt: 500 })];
    expect(await take(unled)).toBeUndefined();
    await live(store, 'p1');
    const taken = await take(effect);
    expect(taken).toEqual({ ...effect, attempts: 1, generation: 1 });
    // Added again while it is carried out: it runs once more afterwards, and is nobody's until then.
    expect(await take(effectOf({ key: 'k', dueAt: 10 }))).toBeUndefined();
    expect(await store.transact((tx) => tx.effects.take(effect.id, 'p1', 10))).toBeUndefined();
    expect(await store.transact((tx) => tx.effects.complete(taken!, 'p1'))).toBe('again');
    expect(await store.transact((tx) => tx.effects.take(effect.id, 'p1', 9))).toBeUndefined();
    expect(await store.transact((tx) => tx.effects.take(effect.id, 'p1', 10))).toEqual({ ...effect, attempts: 1, generation: 2 });
    // One that waited for its time is wanted at once.
    await store.transact((tx) => tx.effects.add(waiting));
    expect(await take(effectOf({ key: 'w', dueAt: 10, payload: { code: 'B' } }))).toMatchObject({ id: waiting.id, dueAt: 10, attempts: 1 });
    expect((await claim(store, 'p1', 10)).map(({ id }) => id)).toEqual([unled.id]);
  });

  it("hands a dead process's effects to the next one, and hears no more of the dead", async () => {
    const harness = await setUp();
    const [one, other] = [await harness.open(), await harness.open()];
    await live(one, 'p1');
    await one.transact((tx) => tx.effects.add(effectOf()));
    const [lost] = await claim(one, 'p1', 0);
    harness.advance(MINUTE / 2);
    await live(other, 'p2');
    expect(await claim(other, 'p2', 0)).toEqual([]);
    harness.advance(MINUTE / 2 + 1_000);
    expect(await other.read.effects.nextDueAt()).toBe(0);
    // Its lease has run out: what it took now would be taken from it again.
    expect(await claim(one, 'p1', 0)).toEqual([]);
    const [taken] = await claim(other, 'p2', 0);
    expect(taken).toMatchObject({ id: lost!.id, attempts: 2 });
    expect(await one.transact((tx) => tx.effects.complete(lost!, 'p1'))).toBe('lost');
    expect(await one.transact((tx) => tx.effects.postpone(lost!, 'p1', 9, true))).toBe(false);
    expect(await other.transact((tx) => tx.effects.complete(taken!, 'p2'))).toBe('gone');
  });
}
