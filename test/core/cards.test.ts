import { describe, expect, test } from 'vitest';
import type { Audience } from '../../src/core/audience.ts';
import type { Card } from '../../src/core/card.ts';
import type { CardView } from '../../src/core/card-view.ts';
import { type Draft, STATES } from '../../src/core/draft.ts';
import { requesterCard } from '../../src/core/requester-card.ts';
import { reviewCard } from '../../src/core/review-card.ts';
import { draftIn, draftsOf, person, readCard, viewOf } from './card-views.ts';
import { expectWellWritten } from './well-written.ts';

const BOTH = [person('ben'), person('chloe')];
const asked = 'You asked in #engineering: “how do I rotate the staging database password?”';
const visible = '(Your question is already visible there.)';
const external: Audience = { ...draftIn('awaiting_requester').audience, class: 'external', count: 230, outside: ['Globex'] };
const readersOf = (card: Card): string | undefined => readCard(card).find((line) => line.startsWith('Who could read it:'));
const confirmOf = (card: Card, verb = 'approve'): string | undefined => card.actions.find((one) => one.verb === verb)?.confirm?.text;

describe('the requester’s card', () => {
  test('while the agent works', () => {
    const card = requesterCard(viewOf(draftIn('awaiting_agent', 1, ({ revision }) => revision === null)));
    expect(readCard(card)).toEqual(['handbook is looking for an answer. Only you can see this.', asked, visible, '[Stop]']);
  });

  test('when there is a draft that somebody must review', () => {
    const card = requesterCard(viewOf(draftIn('awaiting_requester')));
    expect(readCard(card)).toEqual([
      'Draft from handbook. Only you can see it.',
      'Nothing is posted unless you approve it.',
      asked,
      visible,
      '[the whole answer]',
      'Would be posted: in your thread in #engineering',
      'Who could read it: 212 people at Acme',
      'Before that: you approve, then Ben or Chloe',
      'If nobody acts: it stays private. Closes tomorrow, 14:05.',
      '[Approve and ask Ben or Chloe] [Edit] [Ask again] [Keep private]',
    ]);
    expect(confirmOf(card)).toBe(
      'Ask Ben or Chloe to review the answer to “how do I rotate the staging database…”? They will see your question and this draft. If one of them approves, it is posted in #engineering, where 212 people can read it.',
    );
  });

  test('when nobody else is needed', () => {
    const card = requesterCard(viewOf(draftIn('awaiting_requester', 0)));
    expect(readCard(card)).toContain('Before that: only you approve. It is posted at once.');
    expect(card.actions.map(({ label }) => label)).toEqual(['Approve and publish now', 'Edit', 'Ask again', 'Keep private']);
    expect(confirmOf(card)).toBe(
      'Publish the answer to “how do I rotate the staging database…” now? It is posted in #engineering at once. 212 people can read it.',
    );
  });

  test.each<[needed: number, reviewers: string[], asks: string, enough: string]>([
    [1, ['ben'], 'Ask Ben to review the answer to “how do I rotate the staging database…”?', 'If they approve,'],
    [1, ['ben', 'chloe'], 'Ask Ben or Chloe to review the answer to “how do I rotate the staging database…”?', 'If one of them approves,'],
    [2, ['ben', 'chloe'], 'Ask Ben and Chloe to review the answer to “how do I rotate the staging database…”?', 'If they approve,'],
    [
      2,
      ['ben', 'chloe', 'dan'],
      'Ask Ben, Chloe and Dan to review the answer to “how do I rotate the staging database…”?',
      'If 2 of them approve,',
    ],
  ])('asks %i of %j', (needed, reviewers, asks, enough) => {
    const card = requesterCard(viewOf(draftIn('awaiting_requester', needed), { reviewers: reviewers.map(person) }));
    expect(confirmOf(card)).toContain(asks);
    expect(confirmOf(card)).toContain(enough);
  });

  test('when people outside can read the channel, and when nobody knows who can', () => {
    const draft = draftIn('awaiting_requester');
    const accepted = { ...draft.requirements, widestAudience: 'external' as const };
    const wide = requesterCard(viewOf({ ...draft, audience: external, requirements: accepted }));
    expect(readersOf(wide)).toBe('Who could read it: People outside Acme can read this channel: Globex. 230 people in all.');
    expect(confirmOf(wide)).toContain('it is posted in #engineering, where 230 people, people of Globex among them, can read it.');
    const unknown = requesterCard(viewOf({ ...draft, audience: { ...draft.audience, class: 'unknown', count: null } }));
    expect(readersOf(unknown)).toBe('Who could read it: We could not find out who can read this channel, so it cannot be posted.');
    expect(unknown.actions.map(({ label }) => label)).toEqual(['Edit', 'Ask again', 'Keep private']);
  });

  test.each<[what: string, draft: Draft, view: Partial<CardView>, title: string, buttons: string]>([
    [
      'while reviewers are asked',
      draftIn('awaiting_reviewer'),
      { shownTo: BOTH },
      'Waiting for Ben or Chloe.',
      '[Edit (takes it back)] [Keep private]',
    ],
    [
      'rejected',
      draftIn('rejected'),
      {},
      'Ben did not approve: “wrong vault path”. Nothing was posted.',
      '[Edit] [Ask again] [Keep private]',
    ],
    [
      'posted',
      draftIn('published', 1, ({ last }) => last.reason === null),
      {},
      'Posted in #engineering at 14:06. Approved by you and Ben. Proof: cs-00000000.',
      '',
    ],
    ['kept private, seen by nobody', draftIn('withdrawn', 1, byRequester), {}, 'Kept private. Only you saw it.', ''],
    [
      'kept private after it was shown',
      draftIn('withdrawn', 1, byRequester),
      { shownTo: BOTH },
      'Kept private. You, Ben and Chloe saw it; nobody else did.',
      '',
    ],
    [
      'closed by time',
      draftIn('expired', 1, ({ revision }) => revision !== null),
      {},
      'Closed without posting: nobody decided before 14:05. Ask again if you still need it.',
      '',
    ],
  ])('%s', (_what, draft, view, title, buttons) => {
    const [first, ...lines] = readCard(requesterCard(viewOf(draft, view)));
    expect(first).toBe(title);
    expect(lines.at(-1)?.startsWith('[') === true && lines.at(-1) !== '[the whole answer]' ? lines.at(-1) : '').toBe(buttons);
  });

  test('while reviewers are asked it says who sees the draft now', () => {
    const lines = readCard(requesterCard(viewOf(draftIn('awaiting_reviewer'), { shownTo: BOTH })));
    expect(lines[1]).toBe('You approved at 14:06. You, Ben and Chloe can see this draft.');
  });
});

describe('a reviewer’s card', () => {
  const waiting = draftIn('awaiting_reviewer');
  const toBen = { to: 'ben', role: 'reviewer', shownTo: BOTH } as const;
  const ASKED = 'Ana asked: “how do I rotate the staging database password?”';

  test('asks for a decision about the whole text', () => {
    const difference = { since: 1, parts: [{ kind: 'removed', text: 'old' } as const, { kind: 'added', text: 'new' } as const] };
    const card = reviewCard(viewOf(waiting, { ...toBen, difference }));
    expect(readCard(card)).toEqual([
      'Ana asks you to review an answer from handbook.',
      'Only Ana, Chloe and you can see it.',
      'Changed since the text that you saw before: [removed: old] [added: new]',
      'Ana asked: “how do I rotate the staging database password?”',
      '[the whole answer]',
      'If you approve, it is posted in #engineering, where 212 people at Acme can read it.',
      'Ana approved this text at 14:06. One more approval is needed; the first of you decides.',
      'If nobody acts: it stays private. Closes tomorrow, 14:05.',
      '[Approve and publish] [Reject…]',
    ]);
  });

  test('with two needed the first approval publishes nothing, and says so', () => {
    const card = reviewCard(viewOf(draftIn('awaiting_reviewer', 2), toBen));
    expect(card.actions.map(({ label }) => label)).toEqual(['Approve (1 of 2)', 'Reject…']);
    expect(readCard(card)).toContain(
      'If you and one other reviewer approve, it is posted in #engineering, where 212 people at Acme can read it.',
    );
    expect(confirmOf(card)).toBe(
      'Approve the answer to “how do I rotate the staging database…”? After 1 more approval it is posted in #engineering, where 212 people at Acme can read it.',
    );
  });

  test.each<[what: string, draft: Draft, title: string, role?: Partial<Parameters<typeof viewOf>[1]>]>([
    [
      'published',
      draftIn('published', 1, ({ last }) => last.reason === null),
      'Ben approved this at 14:06. It was posted in #engineering.',
    ],
    ['rejected', draftIn('rejected'), 'Ben rejected this at 14:06: “wrong vault path”. Nothing was posted.'],
    ['kept private', draftIn('withdrawn', 1, byRequester), 'Ana kept it private.'],
    [
      'changed',
      draftIn('awaiting_requester', 1, ({ revision }) => revision?.number === 2 && revision.editor !== null),
      'Ana changed the text. If Ana approves it, you get a new card.',
      { card: { revision: 1, digest: 'of the text before' } },
    ],
    [
      'void',
      draftIn('awaiting_requester', 1, ({ revision, last }) => revision?.number === 1 && last.code === 'RULE_CHANGED'),
      'Approvals for this text no longer count. If Ana approves it again, you get a new card.',
      { card: { revision: 1, digest: 'of the post before' } },
    ],
  ])('says how it ended: %s', (_what, draft, title, more = {}) => {
    const card = reviewCard(viewOf(draft, { ...toBen, to: 'chloe', ...more }));
    expect(readCard(card).slice(0, 2)).toEqual([title, ASKED]);
  });

  const rejectedByReader = { at: waiting.last.at, reason: 'wrong vault path' };
  const before = { card: { revision: 1, digest: 'of the text before' } };
  test.each<[what: string, draft: Draft, view: Parameters<typeof viewOf>[1], lines: string[]]>([
    ['expired', draftIn('expired', 1, ({ revision }) => revision !== null), before, ['Closed without posting: nobody decided in time.']],
    ['posted', draftIn('published'), before, ['A later text was posted.']],
    ['posted, the same text', draftIn('published'), { ...before, isSameText: true }, ['It was approved again, and posted.']],
    ['retracted', draftIn('retracted'), before, ['A later text was posted, and retracted.']],
    [
      'kept private after Ben rejected it',
      draftIn('withdrawn', 1, byRequester),
      { rejectedByReader },
      ['You rejected this at 14:06: “wrong vault path”.', 'Ana kept it private.'],
    ],
    [
      'posted with another text than Ben rejected',
      draftIn('published'),
      { ...before, rejectedByReader: { ...rejectedByReader, reason: null } },
      ['You rejected this at 14:06; the reason was erased.', 'A later text was posted.'],
    ],
  ])('says what became of a draft that has moved on: %s', (_what, draft, view, lines) => {
    expect(readCard(reviewCard(viewOf(draft, { ...toBen, ...view })))).toEqual([...lines, ASKED]);
  });

  test('says who is asked as well when it waits for long', () => {
    const fallback = { afterMs: 4 * 3_600_000, from: [person('olu')] };
    const draft = { ...waiting, requirements: { ...waiting.requirements, fallback } };
    expect(readCard(reviewCard(viewOf(draft, { ...toBen, fallback: [person('olu')] })))).toContain(
      'If it still waits at 18:06, Olu can see and review it as well.',
    );
  });

  test('speaks to whoever decided', () => {
    expect(reviewCard(viewOf(draftIn('rejected'), toBen)).title).toBe(
      'You rejected this at 14:06: “wrong vault path”. Nothing was posted.',
    );
    const posted = draftIn('published', 1, ({ last }) => last.reason === null);
    expect(reviewCard(viewOf(posted, toBen)).title).toBe('You approved this at 14:06. It was posted in #engineering.');
  });
});

describe('every card in every state', () => {
  const stale = { revision: 1, digest: 'of another text' };
  const shown = [{ shownTo: [] }, { shownTo: BOTH }, { post: null, reason: null }];
  const everyCard = (draft: Draft, more: Partial<CardView>): CardView[] => [
    viewOf(draft, more),
    viewOf(draft, { ...more, card: stale }),
    viewOf(draft, { ...more, card: { revision: 0, digest: null } }),
    viewOf(draft, { ...more, card: { revision: 0, digest: null, open: false } }),
  ];
  /** Asked in a direct message: nobody approves such a draft. */
  const direct = draftsOf(0)
    .filter(({ approvals, publishing }) => approvals.length === 0 && publishing.attempt === null && !publishing.mayStandAlready)
    .map((draft) => ({ ...draft, destination: null }));
  const requesters = [
    ...[0, 1, 2].flatMap(draftsOf).flatMap((draft) => shown.flatMap((more) => everyCard(draft, more))),
    ...direct.flatMap((draft) => everyCard(draft, { channel: null, askedIn: null })),
  ];
  const reviewers = [1, 2]
    .flatMap(draftsOf)
    .flatMap((draft) =>
      shown.flatMap((more) => [
        viewOf({ ...draft, audience: external }, { ...more, to: 'ben', role: 'reviewer' }),
        viewOf(draft, { ...more, to: 'chloe', role: 'reviewer' }),
        viewOf(draft, { ...more, to: 'chloe', role: 'reviewer', card: stale }),
      ]),
    );
  const faces = [
    ...requesters.map((view) => ({ view, card: requesterCard(view) })),
    ...reviewers.map((view) => ({ view, card: reviewCard(view) })),
  ];

  test('is there', () => {
    expect(new Set(faces.flatMap(({ card }) => card.state ?? []))).toEqual(new Set(STATES));
    expect(faces.length).toBeGreaterThan(1000);
  });

  test('is whole sentences', () => {
    const said = new Set<string>();
    for (const { card } of faces) {
      said.add(card.title);
      for (const part of card.parts) if (part.kind === 'sentence') said.add(part.text);
      for (const { confirm } of card.actions) if (confirm) said.add(confirm.text);
    }
    expect(said.size).toBeGreaterThan(50);
    for (const text of said) expectWellWritten(text);
  });

  test('is bound to the text that it shows, and a text that is not the current one has no button', () => {
    const showing = faces.filter(({ card }) => card.parts.some((part) => part.kind === 'answer'));
    for (const { view, card } of showing) {
      expect([card.revision, card.digest]).toEqual([view.draft.revision?.number, view.draft.revision?.digest]);
    }
    expect(faces.filter(({ view, card }) => view.row.digest === stale.digest && card.actions.length > 0)).toEqual([]);
  });

  test('offers nobody what the table would refuse them', () => {
    const allowed = (card: Card): string[] => card.actions.map(({ verb }) => verb);
    for (const { view, card } of faces) {
      if (view.row.role === 'reviewer' && card.actions.length > 0) expect(allowed(card)).toEqual(['approve', 'reject']);
      if (['published', 'publishing', 'expired', 'retracted', 'retracting'].includes(view.draft.state) && view.row.revision > 0) {
        expect(card.actions).toEqual([]);
      }
    }
  });
});

function byRequester({ last, revision }: Draft): boolean {
  return last.by === person('ana') && revision !== null && last.kind === 'withdrawn';
}
