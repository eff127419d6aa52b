import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/core/fact.ts';
import { createReplay } from '../../src/log/replay.ts';
import { goldenEntries, upTo } from './copies.ts';
import { histories, like, takeSeen, wrongWithAny, wrongWithLast } from './replaying.ts';
import { vectors } from './vectors.ts';

/** A golden draft up to its answer, to the start of its first publication, and to its retraction. */
const ANSWERED = goldenEntries(2, 3);
const BEGUN = goldenEntries(...upTo(19, 2));
const RETRACTING = goldenEntries(...upTo(29, 2), 43);

describe('replaying the facts', () => {
  it('of the golden log finds nothing wrong, and each draft where a person reads it to be', () => {
    const replay = createReplay();
    expect(goldenEntries(...upTo(49)).flatMap((entry) => replay.take(entry))).toEqual([]);
    expect(replay.drafts.get('drf_N0CMC683F4Z21XJZ7Q04HGQRXM')).toMatchObject({
      state: 'retracted',
      version: 25,
      needed: 1,
      editor: like(2).actor,
      post: like(13).digests.post,
      erased: true,
    });
    expect(replay.drafts.get('drf_BQ7XB3046D4339Q1VQH208E8RR')).toMatchObject({
      state: 'expired',
      version: 5,
      editor: null,
      erased: false,
    });
  });

  it.each([0, 1, 2])(
    'of every history that the lifecycle can write finds the state of its draft and nothing wrong, with %i reviewers',
    (needed) => {
      let count = 0;
      for (const { entries, draft } of histories(needed)) {
        const replay = createReplay();
        expect(entries.flatMap((entry) => takeSeen(replay, entry))).toEqual([]);
        const { state, version, attempt } = replay.drafts.get(draft.id) ?? {};
        expect({ state, version }).toEqual({ state: draft.state, version: draft.version });
        if (draft.publishing.attempt !== null) expect(attempt).toBe(draft.publishing.attempt);
        count += 1;
      }
      expect(count).toBeGreaterThan(100);
    },
  );
});

describe('a move is found that', () => {
  const notAMove = (from: string, to: string): string => `moves its draft from ${from} to ${to}, which is not a move that exists`;

  it.each([
    ['skips a version', like(5, { version: 4 }), 'is version 4 of its draft, after version 2'],
    ['repeats a version', like(5, { version: 2 }), 'is version 2 of its draft, after version 2'],
    ['starts from another state', like(7, { version: 3 }), 'moves its draft from awaiting_reviewer, but the draft was awaiting_requester'],
    ['leads where its command never leads', like(5, { refs: { to: 'published' } }), notAMove('awaiting_requester', 'published')],
    [
      'is not a move of its state',
      like(22, { version: 3, refs: { from: 'awaiting_requester' } }),
      notAMove('awaiting_requester', 'publish_failed'),
    ],
    ['asks a second time', like(2, { version: 3, refs: { from: 'awaiting_requester' } }), notAMove('awaiting_requester', 'awaiting_agent')],
    ['comes from nowhere', like(5, { refs: { from: 'none' } }), notAMove('none', 'awaiting_reviewer')],
    ['is made by a role that may not make it', like(5, { refs: { by: 'operator' } }), 'is a move by the operator, who may not make it'],
  ])('%s', (_what, entry, problem) => {
    expect(wrongWithLast(...ANSWERED, entry)).toContain(problem);
  });

  it('calls a publication a retraction, or a retraction a publication', () => {
    const retracted = like(46, { version: 12, refs: { from: 'publishing', to: 'published' } });
    expect(wrongWithLast(...BEGUN, retracted)).toEqual([notAMove('publishing', 'published')]);
    const confirmed = like(28, { version: 23, refs: { from: 'retracting', to: 'retracted' } });
    expect(wrongWithLast(...RETRACTING, confirmed)).toEqual([notAMove('retracting', 'retracted')]);
  });

  it('follows an end', () => {
    const [withdrawn, again] = [like(30), like(30, { version: 3, refs: { from: 'withdrawn' } })];
    expect(wrongWithLast(like(29), withdrawn, again)).toEqual([notAMove('withdrawn', 'withdrawn')]);
  });

  it('is the first of its draft without being its beginning', () => {
    const missing = 'is the first entry of its draft, but no draft begins there: earlier entries are missing';
    expect(wrongWithLast(like(3))).toEqual([missing]);
    expect(wrongWithLast(like(3, { version: 1 }))).toEqual([missing]);
    expect(wrongWithLast(like(2, { version: 2 }))).toEqual([missing]);
    for (const refs of [{ from: 'expired' }, { to: 'approved' }, { by: 'operator' }])
      expect(wrongWithLast(like(2, { refs }))).toEqual(['begins a draft as no draft begins']);
  });

  it('speaks of the outcome of another attempt than was begun', () => {
    for (const outcome of [19, 21, 25, 28]) {
      expect(wrongWithLast(...BEGUN, like(outcome, { version: 12, refs: { attempt: 'att_00000000000000000000000000' } }))).toEqual([
        'is the outcome of another attempt than was begun',
      ]);
    }
  });

  it('is named once: what follows is judged by what it says of itself', () => {
    const entries = [...goldenEntries(...upTo(7, 2)), ...goldenEntries(...upTo(29, 8))];
    expect(wrongWithAny(...entries)).toEqual([
      'is version 5 of its draft, after version 3',
      'moves its draft from rejected, but the draft was awaiting_reviewer',
    ]);
  });
});

describe('what happens beside the life of a draft', () => {
  it('must be about a draft that there is, unless it was an attempt that was refused', () => {
    for (const index of [4, 48]) expect(wrongWithLast(like(index))).toEqual(['speaks of a draft that the log does not know']);
    for (const index of [0, 1, 39, 40, 42]) expect(wrongWithLast(like(index))).toEqual([]);
  });

  it('moves nothing', () => {
    const replay = createReplay();
    for (const entry of ANSWERED) replay.take(entry);
    const before = structuredClone([...replay.drafts.values()]);
    for (const entry of [like(39), like(40, { draft: ANSWERED[0]!.draft! }), like(4)]) replay.take(entry);
    expect([...replay.drafts.values()].map((draft) => ({ ...draft, shown: new Set() }))).toEqual(before);
  });
});

describe('the runs of agents', () => {
  const [started, called, answered, refused] = vectors('entries').later.map(({ bytes }) => JSON.parse(bytes) as Entry);
  const [requested, answer] = [like(2), like(3)];
  const other = { refs: { ...started!.refs, run: 'run_00000000000000000000000000' } };

  it('are followed from the question to the tools and on to the answer', () => {
    expect(wrongWithAny(requested, started!, called!, answered!, refused!, answer)).toEqual([]);
  });

  it.each([
    [
      'starts another run than its draft waits for',
      [requested, { ...started!, ...other }],
      'starts a run that its draft does not wait for',
    ],
    ['starts one run twice', [requested, started!, started!], 'starts a run a second time'],
    ['calls a tool in a run that was never started', [requested, called!], 'speaks of a run that was not started'],
    ['calls a tool after the answer', [requested, started!, answer, called!], 'calls a tool in a run that was over'],
    ['tells the outcome of no call', [requested, started!, answered!], 'is the outcome of a call that was never made'],
    ['tells it twice', [requested, started!, called!, answered!, answered!], 'is the outcome of a call that was never made'],
  ])('are not what a log says that %s', (_what, entries, problem) => {
    expect(wrongWithLast(...entries)).toEqual([problem]);
  });
});
