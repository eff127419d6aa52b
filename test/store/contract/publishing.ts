import { expect, it } from 'vitest';
import type { KillRow } from '../../../src/store/store.ts';
import type { Harness } from '../harness.ts';
import { ana, attemptOf, newId } from '../samples.ts';

export function publishingContract(setUp: () => Promise<Harness>): void {
  it('starts an attempt once, by its owner, and notes when by the database clock', async () => {
    const harness = await setUp();
    const [one, other] = [await harness.open(), await harness.open()];
    const now = await one.read.now();
    const attempt = attemptOf({ deadlineAt: now + 60_000 });
    await one.transact((tx) => tx.attempts.insert(attempt));
    expect(await one.read.attempts.get(attempt.id)).toEqual(attempt);
    expect(await other.transact((tx) => tx.attempts.start(attempt.id, 'p2'))).toBe(false);
    const race = await Promise.all([one, other].map((store) => store.transact((tx) => tx.attempts.start(attempt.id, 'p1'))));
    expect(race.filter(Boolean)).toHaveLength(1);
    const started = await one.read.attempts.get(attempt.id);
    expect(started?.startedAt).toBeGreaterThanOrEqual(now);
    expect(started?.startedAt).toBeLessThan(now + 60_000);
    expect(await one.transact((tx) => tx.attempts.inFlight())).toEqual([started]);
  });

  it('starts no attempt at or after its deadline, whatever the process believes the time to be', async () => {
    const harness = await setUp();
    const store = await harness.open();
    const now = await store.read.now();
    const attempt = attemptOf({ deadlineAt: now + 60_000 });
    await store.transact((tx) => tx.attempts.insert(attempt));
    expect(await store.read.attempts.overdue(10)).toEqual([]);
    harness.advance(60_000);
    expect(await store.transact((tx) => tx.attempts.start(attempt.id, 'p1'))).toBe(false);
    expect(await store.read.attempts.overdue(10)).toEqual([attempt]);
  });

  it('starts no attempt that has ended, and forgets it as overdue and in flight', async () => {
    const harness = await setUp();
    const store = await harness.open();
    const now = await store.read.now();
    const [ended, running] = [attemptOf({ deadlineAt: now + 60_000 }), attemptOf({ deadlineAt: now + 50_000 })];
    await store.transact(async (tx) => {
      await tx.attempts.insert(ended);
      await tx.attempts.insert(running);
      await tx.attempts.start(running.id, 'p1');
      await tx.attempts.end(ended.id);
    });
    expect(await store.transact((tx) => tx.attempts.start(ended.id, 'p1'))).toBe(false);
    expect((await store.transact((tx) => tx.attempts.inFlight())).map((attempt) => attempt.id)).toEqual([running.id]);
    harness.advance(120_000);
    expect((await store.read.attempts.overdue(10)).map((attempt) => attempt.id)).toEqual([running.id]);
    await store.transact((tx) => tx.attempts.end(running.id));
    expect(await store.read.attempts.overdue(10)).toEqual([]);
    expect(await store.transact((tx) => tx.attempts.inFlight())).toEqual([]);
  });

  it("keeps a draft's attempts in their order, with what find has learnt", async () => {
    const store = await (await setUp()).open();
    const draft = newId('drf');
    const [first, second] = [attemptOf({ draft, deadlineAt: 9 }), attemptOf({ draft, deadlineAt: 3 })];
    await store.transact(async (tx) => {
      await tx.attempts.insert(first);
      await tx.attempts.insert(second);
      await tx.attempts.noteAbsence(first.id, 100);
      await tx.attempts.noteAbsence(first.id, 200);
    });
    expect(await store.read.attempts.ofDraft(draft)).toEqual([{ ...first, absentReads: 2, lastAbsentAt: 200 }, second]);
    expect((await store.read.attempts.overdue(1)).map((attempt) => attempt.id)).toEqual([second.id]);
  });

  it('keeps the kill switch by scope', async () => {
    const store = await (await setUp()).open();
    const all: KillRow = { scope: 'all', engaged: true, epoch: 1, by: ana, reason: 'looks "wrong"', at: 5 };
    const agent: KillRow = { scope: 'agent:handbook', engaged: true, epoch: 1, by: null, reason: 'kill file', at: 6 };
    expect(await store.read.kill.all()).toEqual([]);
    await store.transact(async (tx) => {
      expect(await tx.kill.lock('exclusive')).toEqual([]);
      await tx.kill.set(all);
      await tx.kill.set(agent);
      expect(await tx.kill.lock('exclusive')).toEqual([agent, all]);
    });
    const released = { ...all, engaged: false, epoch: 2 };
    await store.transact((tx) => tx.kill.set(released));
    expect(await store.transact((tx) => tx.kill.lock('share'))).toEqual([agent, released]);
    expect(await store.read.kill.all()).toEqual([agent, released]);
  });
}
