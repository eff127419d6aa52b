import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/core/fact.ts';
import { createReplay } from '../../src/log/replay.ts';
import { goldenEntries, upTo } from './copies.ts';
import { like, wrongWithAny, wrongWithLast } from './replaying.ts';

const ANA = like(2).actor!;
const BEN = like(7).actor!;
const CHLOE = 'c'.repeat(64);
const DRAFT = like(2).draft!;

/** A golden draft up to its answer, its edit, the requester's approval of that, and the approvals of its voided post. */
const ANSWERED = goldenEntries(2, 3);
const EDITED = goldenEntries(...upTo(9, 2));
const APPROVED_BY_ANA = goldenEntries(...upTo(11, 2));
const UNEDITED_APPROVED = goldenEntries(2, 3, 5);
const APPROVED_BY_BOTH = goldenEntries(...upTo(18, 2));

describe('an approval is found that', () => {
  const ownReview = 'is a move as reviewer by whoever asked or edited';
  const reviewBy = (actor: string): Entry => like(12, { version: 4, actor, refs: { human: ANA }, digests: like(3).digests });

  it.each([
    ['is of another post', ANSWERED, like(5, { digests: { post: '0'.repeat(64) } }), 'approves another post than the current one'],
    ['is of a post that was edited since', EDITED, like(5, { version: 6 }), 'approves another post than the current one'],
    ['is somebody else’s in the name of the requester', ANSWERED, like(5, { actor: BEN }), 'is a move as requester by somebody else'],
    ['is the requester’s own review', UNEDITED_APPROVED, reviewBy(ANA), ownReview],
    ['is a review by another account of the requester', UNEDITED_APPROVED, reviewBy(CHLOE), ownReview],
  ])('%s', (_what, before, entry, problem) => {
    expect(wrongWithLast(...before, entry)).toEqual([problem]);
  });

  it('is of a post that its person was never shown, though others were', () => {
    const unseen = 'approves a post that its log does not say was shown to this person';
    const problems = (...indices: number[]): string[] => {
      const replay = createReplay();
      return goldenEntries(...indices).flatMap((entry) => replay.take(entry));
    };
    expect(problems(2, 3, 5)).toEqual([unseen]);
    expect(problems(2, 3, 4, 5)).toEqual([]);
    expect(problems(2, 3, 4, 5, 6, 7, 8, 9, 10, 12)).toEqual([unseen]);
    expect(problems(2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)).toEqual([]);
  });

  it('is a review by whoever last edited, until the agent writes anew', () => {
    const editedByChloe = [...goldenEntries(2, 3, 5, 7), like(8, { refs: { human: CHLOE } })];
    const review = { actor: CHLOE, refs: { human: CHLOE } };
    expect(wrongWithLast(...editedByChloe, like(10), like(12, review))).toEqual([ownReview]);
    const anew = [like(35, { draft: DRAFT, version: 6 }), like(3, { version: 7 }), like(5, { version: 8 })];
    expect(wrongWithLast(...editedByChloe, ...anew, like(12, { ...review, version: 9, digests: like(3).digests }))).toEqual([]);
  });
});

describe('a publication is found that begins', () => {
  const voided = (needed: number): Entry[] => [...goldenEntries(...upTo(13, 2)), like(13, { refs: { needed } })];
  const anaApproves = (to: string): Entry => like(15, { refs: { to } });
  const approves = (version: number, human: string, to: string): Entry => like(17, { version, actor: human, refs: { human, to } });
  const begins = (version: number, digests = {}): Entry => like(18, { version, digests });

  it('without its reviewers', () => {
    expect(wrongWithLast(...voided(1), anaApproves('approved'), begins(10))).toEqual(['begins to publish with 0 of 1 reviewers']);
    expect(wrongWithLast(...voided(0), anaApproves('approved'), begins(10))).toEqual([]);
  });

  it('with fewer humans than its post demands, however often and by whichever account one of them approved', () => {
    const once = [...voided(2), anaApproves('awaiting_reviewer'), approves(10, BEN, 'awaiting_reviewer')];
    const twice = { ...approves(11, BEN, 'approved'), actor: CHLOE };
    expect(wrongWithLast(...once, twice, begins(12))).toEqual(['begins to publish with 1 of 2 reviewers']);
    expect(wrongWithLast(...once, approves(11, CHLOE, 'approved'), begins(12))).toEqual([]);
  });

  it('with what was demanded when it was asked: an answer and an edit bring their own demands', () => {
    const oneOfTwo = ['begins to publish with 1 of 2 reviewers'];
    const answer = like(3, { refs: { needed: 2 } });
    const { digests } = answer;
    expect(wrongWithLast(like(2), answer, like(5), like(12, { version: 4, digests }), begins(5, digests))).toEqual(oneOfTwo);
    const edit = like(8, { refs: { needed: 2 } });
    expect(wrongWithLast(...goldenEntries(2, 3, 5, 7), edit, like(10), like(12), begins(8, edit.digests))).toEqual(oneOfTwo);
  });

  it('without the approval of whoever asked', () => {
    const review = like(15, { actor: BEN, refs: { by: 'reviewer', human: BEN, to: 'approved' } });
    const problems = wrongWithAny(...voided(1), review, begins(10));
    expect(problems).toEqual(['is a move by the reviewer, who may not make it', 'begins to publish what its requester did not approve']);
  });

  it('with another post than the current one', () => {
    expect(wrongWithLast(...APPROVED_BY_BOTH, begins(11, { post: like(3).digests.post }))).toEqual([
      'begins to publish another post than the current one',
    ]);
  });

  it.each([
    ['a void', [like(13, { version: 11 })]],
    ['an edit', [like(8, { version: 11, refs: { from: 'approved' } })]],
    ['a rejection', [like(7, { version: 11, refs: { from: 'approved' } })]],
    ['a wish for another answer', [like(35, { draft: DRAFT, version: 11, refs: { from: 'approved' } })]],
    ['another answer', [like(3, { version: 11, refs: { from: 'approved' } })]],
  ])('on approvals from before %s', (_what, between) => {
    const problems = wrongWithAny(...APPROVED_BY_BOTH, ...between, begins(12));
    expect(problems).toContain('begins to publish what its requester did not approve');
    expect(problems).toContain('begins to publish with 0 of 1 reviewers');
  });
});

describe('a showing', () => {
  const tooEarly = (role: string): string[] => [`shows a draft as to a ${role} before its requester approved it`];

  it('to anybody else is found when the requester had not approved that post', () => {
    expect(wrongWithLast(...ANSWERED, like(6))).toEqual(tooEarly('reviewer'));
    expect(wrongWithLast(...ANSWERED, like(6, { refs: { role: 'operator' } }))).toEqual(tooEarly('operator'));
    expect(wrongWithLast(...EDITED, like(11))).toEqual(tooEarly('reviewer'));
    expect(wrongWithLast(...APPROVED_BY_ANA, like(11))).toEqual([]);
  });

  it('to somebody else as if they had asked is found', () => {
    expect(wrongWithLast(...ANSWERED, like(4, { actor: BEN }))).toEqual(['shows a draft as to its requester, but to somebody else']);
  });

  it('of a post that the draft never had is found', () => {
    expect(wrongWithLast(...ANSWERED, like(9))).toEqual(['shows a post that its draft never had']);
  });

  it('of an approved post may come after the next edit, because another process may have been faster', () => {
    for (const card of [like(4), like(6)]) expect(wrongWithLast(...EDITED, card)).toEqual([]);
  });
});
