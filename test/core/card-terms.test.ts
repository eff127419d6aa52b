import { describe, expect, test } from 'vitest';
import { HELD_STATES } from '../../src/core/draft.ts';
import type { PersonId } from '../../src/core/ids.ts';
import { requesterCard } from '../../src/core/requester-card.ts';
import { reviewCard } from '../../src/core/review-card.ts';
import { draftIn, person, readCard, viewOf } from './card-views.ts';

const BOTH = [person('ben'), person('chloe')];
const waiting = draftIn('awaiting_reviewer');
const toBen = { to: 'ben', role: 'reviewer', shownTo: BOTH } as const;

describe('the requester’s card', () => {
  test.each([
    [[], BOTH, 'You approved at 14:06. Ben and Chloe are being asked.'],
    [['ben'], ['chloe'], 'You approved at 14:06. You and Ben can see this draft. Chloe is being asked.'],
  ])('with cards at %j and on their way to %j it says who is asked', (shown, onTheirWay, sentence) => {
    const who = (names: string[]) => names.map((name) => (name.includes(':') ? (name as PersonId) : person(name)));
    const view = viewOf(draftIn('awaiting_reviewer'), { shownTo: who(shown), beingAsked: who(onTheirWay) });
    expect(readCard(requesterCard(view))[1]).toBe(sentence);
  });

  test.each(HELD_STATES)('while publishing is stopped, a draft in %s says so and promises nothing', (state) => {
    const stopped = 'Olu stopped publishing at 14:02: “wrong payroll answers”. This draft stays private and safe.';
    const draft = draftIn(state, 1, ({ revision }) => revision !== null);
    const cards = [
      requesterCard(viewOf(draft, { stopped })),
      reviewCard(viewOf(draft, { stopped, to: 'ben', role: 'reviewer', shownTo: BOTH })),
    ];
    expect(readCard(cards[0]!)).toContain(stopped);
    for (const { actions, parts } of cards) {
      expect(actions.map(({ verb }) => verb).filter((verb) => ['approve', 'retry', 'ask_again'].includes(verb))).toEqual([]);
      expect(JSON.stringify(parts)).not.toContain('it is posted in');
    }
  });

  test('what a decision means are the terms of the card, in the order of reading', () => {
    const { parts } = requesterCard(viewOf(draftIn('awaiting_requester')));
    const terms = parts.flatMap((part) => (part.kind === 'sentence' && part.role === 'term' ? [part.text.split(':')[0]] : []));
    expect(terms).toEqual(['Would be posted', 'Who could read it', 'Before that', 'If nobody acts']);
  });
});

describe('a reviewer’s card', () => {
  test('does not say that theirs alone is needed while another reviewer’s card is on its way', () => {
    const alone = viewOf(waiting, { to: 'ben', role: 'reviewer', shownTo: [person('ben')], beingAsked: [person('chloe')] });
    expect(readCard(reviewCard(alone))).toContain('Only Ana, Chloe and you can see it.');
    expect(readCard(reviewCard(alone)).join(' ')).toContain('the first of you decides.');
  });

  test('that is over carries the proof of what was posted, and one that they rejected stays rejected', () => {
    const posted = draftIn('published', 1, ({ last }) => last.reason === null);
    expect(readCard(reviewCard(viewOf(posted, toBen)))).toContain('Proof: cs-00000000.');
    const rejected = viewOf(posted, {
      ...toBen,
      card: { revision: 1, digest: 'before' },
      rejectedByReader: { at: posted.last.at, reason: 'no' },
    });
    expect(readCard(reviewCard(rejected)).join(' ')).not.toContain('cs-');
    expect(reviewCard(rejected).state).toBe('rejected');
  });
});
