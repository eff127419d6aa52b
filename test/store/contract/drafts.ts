import { expect, it } from 'vitest';
import { STATES } from '../../../src/core/draft.ts';
import { referenceOf, requestReferenceOf } from '../../../src/core/ids.ts';
import type { Harness } from '../harness.ts';
import { ana, attemptOf, ben, cardOf, draftOf, effectOf, entryOf, newId, revisionOf } from '../samples.ts';

export function draftsContract(setUp: () => Promise<Harness>): void {
  it('gives back a draft exactly as it was saved', async () => {
    const store = await (await setUp()).open();
    const draft = draftOf({ revision: revisionOf(), audience: { ...draftOf().audience, channelName: 'caf\u00e9 \0 \u{1f600} "x"' } });
    await store.transact((tx) => tx.drafts.insert(draft));
    expect(await store.read.drafts.get(draft.id)).toEqual(draft);
    expect(await store.read.drafts.get(newId('drf'))).toBeUndefined();
  });

  it('saves a draft only over the version before it, and never over nothing', async () => {
    const store = await (await setUp()).open();
    const draft = draftOf();
    await store.transact((tx) => tx.drafts.insert(draft));
    const second = { ...draft, version: 2, state: 'awaiting_requester' } as const;
    expect(await store.transact((tx) => tx.drafts.save(second))).toBe(true);
    expect(await store.transact((tx) => tx.drafts.save({ ...draft, version: 2, state: 'withdrawn' }))).toBe(false);
    expect(await store.transact((tx) => tx.drafts.save({ ...draft, version: 4, state: 'withdrawn' }))).toBe(false);
    expect(await store.transact((tx) => tx.drafts.save({ ...draftOf(), version: 2 }))).toBe(false);
    expect(await store.read.drafts.get(draft.id)).toEqual(second);
  });

  it('lets exactly one of two processes save the same next version', async () => {
    const harness = await setUp();
    const [one, other] = [await harness.open(), await harness.open()];
    const drafts = Array.from({ length: 20 }, () => draftOf());
    await one.transact(async (tx) => {
      for (const draft of drafts) await tx.drafts.insert(draft);
    });
    const race = drafts.flatMap((draft) => [one, other].map((store) => store.transact((tx) => tx.drafts.save({ ...draft, version: 2 }))));
    const won = await Promise.all(race);
    drafts.forEach((_, index) => expect(won.slice(index * 2, index * 2 + 2).filter(Boolean)).toHaveLength(1));
  });

  it('counts the drafts in each of the states that are asked for', async () => {
    const store = await (await setUp()).open();
    await store.transact(async (tx) => {
      for (const state of ['approved', 'approved', 'published', 'withdrawn'] as const) await tx.drafts.insert(draftOf({ state }));
    });
    expect(await store.read.drafts.tally(['approved', 'published', 'rejected'])).toEqual({ approved: 2, published: 1 });
    expect(await store.read.drafts.tally([])).toEqual({});
  });

  it('lists drafts newest first, page by page, by state, requester, agent and channel', async () => {
    const store = await (await setUp()).open();
    // Two of one instant: the pages must neither lose nor repeat one.
    const drafts = [1, 2, 2, 3, 4].map((createdAt) => draftOf({ createdAt }));
    const bens = draftOf({
      createdAt: 5,
      request: { ...draftOf().request, requester: ben, agent: 'oracle' },
      state: 'published',
      destination: null,
    });
    await store.transact(async (tx) => {
      for (const draft of [...drafts, bens]) await tx.drafts.insert(draft);
    });
    const { drafts: read } = store.read;
    const ids = async (filter: Parameters<typeof read.list>[0]) => (await read.list(filter)).map((draft) => draft.id);
    const newestFirst = [bens, ...drafts].sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1)).map((draft) => draft.id);
    expect(await ids({ limit: 10 })).toEqual(newestFirst);
    const paged = [];
    for (let page = await ids({ limit: 2 }); page.length > 0; page = await ids({ limit: 2, after: page.at(-1)! })) paged.push(...page);
    expect(paged).toEqual(newestFirst);
    expect(await ids({ limit: 10, after: newId('drf') })).toEqual([]);
    expect(await ids({ limit: 10, states: ['published', 'expired'] })).toEqual([bens.id]);
    expect(await ids({ limit: 10, states: [] })).toEqual([]);
    expect(await ids({ limit: 10, states: [...STATES, 'published'] })).toEqual(newestFirst);
    expect(await ids({ limit: 1, states: STATES, after: newestFirst[0]! })).toEqual([newestFirst[1]]);
    expect(await ids({ limit: 10, requester: ben })).toEqual([bens.id]);
    expect(await ids({ limit: 10, agent: 'oracle' })).toEqual([bens.id]);
    expect(await ids({ limit: 10, channel: 'playground:acme:engineering' })).toEqual(newestFirst.slice(1));
    expect(await ids({ limit: 10, channel: 'playground:acme:random' })).toEqual([]);
  });

  it('tells which drafts are due, longest due first, and forgets those that time does nothing to', async () => {
    const store = await (await setUp()).open();
    const [late, early, future] = [draftOf({ expiresAt: 300 }), draftOf({ expiresAt: 200 }), draftOf({ expiresAt: 301 })];
    const published = draftOf({ expiresAt: 100, state: 'published' });
    await store.transact(async (tx) => {
      for (const draft of [late, early, future, published]) await tx.drafts.insert(draft);
    });
    const due = async (limit: number) => (await store.read.drafts.due(300, limit)).map((draft) => draft.id);
    expect(await due(10)).toEqual([early.id, late.id]);
    expect(await due(1)).toEqual([early.id]);
    await store.transact((tx) => tx.drafts.save({ ...early, version: 2, state: 'expired' }));
    expect(await due(10)).toEqual([late.id]);
  });

  it('tells which drafts ended long ago and still have their text', async () => {
    const store = await (await setUp()).open();
    const at = (time: number) => ({ ...draftOf().last, at: time });
    const [withdrawn, published] = [draftOf({ state: 'withdrawn', last: at(20) }), draftOf({ state: 'published', last: at(10) })];
    const [open, recent] = [draftOf({ state: 'rejected', last: at(5) }), draftOf({ state: 'expired', last: at(30) })];
    await store.transact(async (tx) => {
      for (const draft of [withdrawn, published, open, recent]) await tx.drafts.insert(draft);
    });
    const ended = async () => (await store.read.drafts.ended(30, 10)).map((draft) => draft.id);
    expect(await ended()).toEqual([published.id, withdrawn.id]);
    await store.transact((tx) => tx.texts.erase(published.id));
    expect(await ended()).toEqual([withdrawn.id]);
  });

  it('forgets drafts that ended long ago and whose text is erased, longest ended first, with all that hangs on them', async () => {
    const store = await (await setUp()).open();
    const at = (time: number) => ({ ...draftOf().last, at: time });
    const [old, older] = [draftOf({ state: 'expired', last: at(20) }), draftOf({ state: 'published', last: at(10) })];
    const kept = [
      draftOf({ state: 'withdrawn', last: at(5) }),
      draftOf({ state: 'retracting', last: at(5) }),
      draftOf({ state: 'published', last: at(30) }),
    ] as const;
    const [unerased] = kept;
    const card = cardOf({ draft: old.id });
    const run = { id: newId('run'), draft: old.id, agent: 'handbook', owner: null, startedAt: null, deadlineAt: null };
    const attempt = attemptOf({ draft: older.id });
    await store.transact(async (tx) => {
      for (const draft of [old, older, ...kept]) {
        await tx.drafts.insert(draft);
        await tx.texts.put(draft.id, 'question', 'how?');
        await tx.entries.append({ ...entryOf(draft, draft.id) });
        await tx.effects.add(effectOf({ key: draft.id, draft: draft.id }));
        if (draft !== unerased) await tx.texts.erase(draft.id);
      }
      await tx.cards.insert(card);
      await tx.runs.insert(run);
      await tx.attempts.insert(attempt);
    });
    const forget = (limit: number) => store.transact((tx) => tx.drafts.forget(30, limit));
    expect(await forget(1)).toEqual([older.id]);
    expect(await store.read.attempts.get(attempt.id)).toBeUndefined();
    expect(await store.read.cards.get(card.id)).toEqual(card);
    expect(await forget(10)).toEqual([old.id]);
    expect(await forget(10)).toEqual([]);
    expect([await store.read.cards.get(card.id), await store.read.runs.get(run.id)]).toEqual([undefined, undefined]);
    expect((await store.read.drafts.list({ limit: 10 })).map(({ id }) => id).toSorted()).toEqual(kept.map(({ id }) => id).toSorted());
    expect(await store.read.effects.total()).toBe(kept.length);
    expect(await store.read.texts.get(unerased.id, 'question')).toBe('how?');
    // The log keeps what it knows.
    expect(await store.read.entries.ofDraft(older.id)).toHaveLength(1);
  });

  it("counts a person's requests since a time, and their drafts that still wait for somebody, over all their accounts", async () => {
    const store = await (await setUp()).open();
    const { request } = draftOf();
    const alt = 'slack:T1:U1';
    await store.transact(async (tx) => {
      await tx.drafts.insert(draftOf({ createdAt: 30, state: 'outcome_unknown' }));
      await tx.drafts.insert(draftOf({ createdAt: 10, state: 'published' }));
      await tx.drafts.insert(
        draftOf({ createdAt: 20, state: 'awaiting_agent', request: { ...request, requester: alt, requesterHuman: ana } }),
      );
      await tx.drafts.insert(
        draftOf({ createdAt: 25, state: 'awaiting_agent', request: { ...request, requester: ben, requesterHuman: ben } }),
      );
    });
    expect(await store.read.drafts.counts(ana, 20)).toEqual({ asked: [20, 30], open: 2 });
    expect(await store.read.drafts.counts(alt, 0)).toEqual({ asked: [20], open: 1 });
    expect(await store.read.drafts.counts('slack:T1:U9', 0)).toEqual({ asked: [], open: 0 });
  });

  it('finds the draft of a message and of a short reference', async () => {
    const store = await (await setUp()).open();
    const message = { platform: 'slack', workspace: 'T1', channel: 'C1', thread: null, message: '17.1' };
    const publishing = { ...draftOf().publishing, message };
    const revision = revisionOf();
    const draft = draftOf({ state: 'published', revision, publishing, createdAt: 1 });
    // The same short reference, by chance: the one that stands in a channel is meant.
    const twin = draftOf({
      revision: revisionOf({ publicationId: `${revision.publicationId.slice(0, 13)}${'0'.repeat(17)}` as never }),
      createdAt: 2,
    });
    await store.transact(async (tx) => {
      await tx.drafts.insert(draft);
      await tx.drafts.insert(twin);
    });
    const { drafts } = store.read;
    expect((await drafts.byPublication({ message: { ...message, thread: 'x' } }))?.id).toBe(draft.id);
    expect(await drafts.byPublication({ message: { ...message, channel: 'C2' } })).toBeUndefined();
    expect(await drafts.byPublication({ message: { ...message, workspace: 'T1:C1', channel: '' } })).toBeUndefined();
    expect((await drafts.byPublication({ reference: referenceOf(revision.publicationId) }))?.id).toBe(draft.id);
    expect(await drafts.byPublication({ reference: 'cs-00000000' })).toBeUndefined();
    expect((await drafts.byPublication({ reference: requestReferenceOf(twin.id) }))?.id).toBe(twin.id);
    expect(await drafts.byPublication({ reference: requestReferenceOf(newId('drf')) })).toBeUndefined();
    await store.transact((tx) => tx.drafts.save({ ...twin, version: 2, publishing: draft.publishing }));
    expect((await drafts.byPublication({ reference: referenceOf(revision.publicationId) }))?.id).toBe(twin.id);
  });
}
