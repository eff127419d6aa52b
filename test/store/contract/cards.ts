import { expect, it } from 'vitest';
import type { Harness } from '../harness.ts';
import { ben, cardOf, newId } from '../samples.ts';

export function cardsContract(setUp: () => Promise<Harness>): void {
  it('keeps cards as they are, oldest first', async () => {
    const store = await (await setUp()).open();
    const draft = newId('drf');
    const shown = cardOf({
      draft,
      person: ben,
      role: 'reviewer',
      revision: 2,
      digest: 'ab',
      ref: { surface: 's', message: 'm' },
      open: false,
      shownAt: 9,
    });
    const waiting = cardOf({ draft });
    await store.transact(async (tx) => {
      await tx.cards.insert(shown);
      await tx.cards.insert(waiting);
      await tx.cards.insert(cardOf());
    });
    expect(await store.read.cards.get(shown.id)).toEqual(shown);
    expect(await store.read.cards.get(newId('crd'))).toBeUndefined();
    expect(await store.read.cards.ofDraft(draft)).toEqual([shown, waiting]);
    const later = { ...waiting, revision: 1, digest: 'cd', ref: { surface: 's2', message: 'm2' }, shownAt: 11 };
    await store.transact((tx) => tx.cards.save(later));
    expect(await store.read.cards.ofDraft(draft)).toEqual([shown, later]);
    await expect(store.transact((tx) => tx.cards.save(cardOf()))).rejects.toThrow('no such card');
  });

  it('has one message for each card that was sent into a channel, whoever says first which, and forgets it when it is swept', async () => {
    const harness = await setUp();
    const [one, other] = [await harness.open(), await harness.open()];
    const [card, channel] = [newId('crd'), 'slack:T1:C1'] as const;
    const sentAt = (at: number) => ({ card, channel, sentFrom: at, sentUntil: at });
    const send = (at: number) => one.transact((tx) => tx.channelCards.add({ card, channel, sentAt: at }));
    const first = await send(10);
    expect(await one.read.channelCards.has(channel, 'm1')).toBe(false);
    expect(await one.transact((tx) => tx.channelCards.answered(first, 'm1'))).toBeNull();
    expect(await one.read.channelCards.has(channel, 'm1')).toBe(true);
    expect(await one.read.channelCards.has('slack:T1:C2', 'm1')).toBe(false);
    expect(await one.transact((tx) => tx.channelCards.claim(sentAt(10), 'm2'))).toBe(false);

    const second = await send(20);
    await one.transact((tx) => tx.channelCards.refused(first));
    for (const not of [sentAt(19), sentAt(21), { ...sentAt(20), card: newId('crd') }, { ...sentAt(20), channel: 'slack:T1:C2' as const }])
      expect(await one.transact((tx) => tx.channelCards.claim(not, 'm2'))).toBe(false);
    const claims = await Promise.all(
      [one, other].map((store, nth) => store.transact((tx) => tx.channelCards.claim(sentAt(20), `m${nth + 2}`))),
    );
    expect(claims.filter(Boolean)).toHaveLength(1);
    const claimed = claims[0] ? 'm2' : 'm3';
    expect(await one.transact((tx) => tx.channelCards.answered(second, claimed))).toBeNull();
    expect(await one.transact((tx) => tx.channelCards.answered(second, 'm4'))).toBe(claimed);
    expect(await one.read.channelCards.has(channel, claimed)).toBe(false);
    expect(await one.read.channelCards.has(channel, 'm4')).toBe(true);

    const third = await send(30);
    await one.transact((tx) => tx.channelCards.refused(third));
    expect(await one.transact((tx) => tx.channelCards.claim(sentAt(30), 'm5'))).toBe(false);
    expect(await one.transact((tx) => tx.channelCards.sweep(20))).toBe(1);
    expect(await one.read.channelCards.has(channel, 'm1')).toBe(false);
    expect(await one.read.channelCards.has(channel, 'm4')).toBe(true);
  });

  it('starts an agent run once', async () => {
    const harness = await setUp();
    const [one, other] = [await harness.open(), await harness.open()];
    const run = { id: newId('run'), draft: newId('drf'), agent: 'handbook', owner: null, startedAt: null, deadlineAt: null };
    await one.transact((tx) => tx.runs.insert(run));
    expect(await one.read.runs.get(run.id)).toEqual(run);
    expect(await one.read.runs.get(newId('run'))).toBeUndefined();
    const started = await Promise.all([
      one.transact((tx) => tx.runs.start(run.id, 'p1', 5, 9)),
      other.transact((tx) => tx.runs.start(run.id, 'p2', 6, 10)),
    ]);
    expect(started.filter(Boolean)).toHaveLength(1);
    const winner = started[0] ? { owner: 'p1', startedAt: 5, deadlineAt: 9 } : { owner: 'p2', startedAt: 6, deadlineAt: 10 };
    expect(await one.read.runs.get(run.id)).toEqual({ ...run, ...winner });
  });

  it('knows a delivery again, in every process, until it is swept', async () => {
    const harness = await setUp();
    const [one, other] = [await harness.open(), await harness.open()];
    const put = await Promise.all([
      one.transact((tx) => tx.deliveries.put('d1', 'first', 10)),
      other.transact((tx) => tx.deliveries.put('d1', 'second', 10)),
    ]);
    expect(put.filter(Boolean)).toHaveLength(1);
    expect(await one.read.deliveries.get('d1')).toBe(put[0] ? 'first' : 'second');
    expect(await one.read.deliveries.get('d2')).toBeUndefined();
    await one.transact((tx) => tx.deliveries.put('d2', '{}', 11));
    expect(await one.transact((tx) => tx.deliveries.sweep(11))).toBe(1);
    expect(await one.read.deliveries.get('d1')).toBeUndefined();
    expect(await one.read.deliveries.get('d2')).toBe('{}');
  });
}
