import { describe, expect, test } from 'vitest';
import type { Card } from '../../src/core/card.ts';
import type { CardView } from '../../src/core/card-view.ts';
import type { Draft } from '../../src/core/draft.ts';
import { requesterCard } from '../../src/core/requester-card.ts';
import { reviewCard } from '../../src/core/review-card.ts';
import type { DifferencePart } from '../../src/core/text.ts';
import { draftIn, draftsOf, person, readCard, viewOf } from './card-views.ts';
import { expectOwnWords, expectWellWritten } from './well-written.ts';

const [ben, chloe, olu] = [person('ben'), person('chloe'), person('olu')];
const toBen = { to: 'ben', role: 'reviewer' as const, shownTo: [ben, chloe] };
const waiting = draftIn('awaiting_reviewer');
const draft = draftIn('awaiting_requester');
const edited = draftIn('awaiting_requester', 1, ({ revision, publishing }) => revision?.number === 2 && !publishing.mayStandAlready);
const unconfirmed = (of: Draft): Draft => ({ ...of, publishing: { ...of.publishing, mayStandAlready: true } });
const withFallback = (of: Draft): Draft => ({
  ...of,
  requirements: { ...of.requirements, fallback: { afterMs: 4 * 3_600_000, from: [olu] } },
});
const titleOf = (of: Draft, view: Partial<CardView> = {}): string => requesterCard(viewOf(of, view)).title;

describe('who has seen a draft is said as it was', () => {
  test.each<[what: string, view: Partial<CardView>, title: string]>([
    ['nobody', {}, 'Draft from handbook. Only you can see it.'],
    ['the same text', { shownText: [ben, chloe], everShownTo: [ben, chloe] }, 'Draft from handbook. Only you, Ben and Chloe have seen it.'],
    ['an earlier text', { shownText: [], everShownTo: [ben] }, 'Draft from handbook. Only you can see it; Ben saw an earlier revision.'],
    [
      'one the same text, one an earlier one',
      { shownText: [ben], everShownTo: [ben, chloe] },
      'Draft from handbook. Only you and Ben have seen it; Chloe saw an earlier revision.',
    ],
  ])('%s', (_what, view, title) => {
    expect(titleOf(draft, view)).toBe(title);
  });

  test('where an earlier attempt was never confirmed, nobody is told that only they can see it or that nothing was posted', () => {
    const faces = [0, 1, 2]
      .flatMap(draftsOf)
      .flatMap((of): Card[] => [
        requesterCard(viewOf(unconfirmed(of), { failure: null })),
        requesterCard(viewOf(unconfirmed(of), { failure: null, shownTo: [ben, chloe] })),
        reviewCard(viewOf(unconfirmed(of), toBen)),
      ]);
    const said = faces.filter(({ state }) => state !== 'awaiting_agent').flatMap((card) => (card.revision === null ? [] : readCard(card)));
    expect(said.filter((line) => /\bOnly (you|Ana)|nobody else|Nothing was posted|stays private|without posting/.test(line))).toEqual([]);
    expect(titleOf(unconfirmed(draft), { shownText: [ben], everShownTo: [ben] })).toBe('Draft from handbook. You and Ben have seen it.');
    for (const card of [requesterCard(viewOf(unconfirmed(draft))), reviewCard(viewOf(unconfirmed(waiting), toBen))]) {
      expect(card.actions[0]?.confirm?.text).toMatch(/can read it\. An earlier attempt may stand there already\.$/);
    }
    expect(readCard(reviewCard(viewOf(unconfirmed(waiting), toBen)))).toContain(
      'An earlier attempt may stand in #engineering already. Slack never confirmed it: look there first.',
    );
  });
});

describe('who will see it then', () => {
  test('the fallback is named before the approval, and as long as it is not asked', () => {
    const card = requesterCard(viewOf(withFallback(draft), { fallback: [olu] }));
    expect(readCard(card)).toContain('If it still waits after 4 hours, Olu can see and review it as well.');
    const later = requesterCard(viewOf(withFallback(waiting), { fallback: [olu], shownTo: [ben, chloe] }));
    expect(readCard(later)).toContain('If it still waits at 18:06, Olu can see and review it as well.');
    expect(readCard(requesterCard(viewOf(withFallback(waiting), { shownTo: [ben, chloe, olu] }))).join(' ')).not.toContain('still waits');
  });

  test('that nobody could review it now is said before somebody is asked', () => {
    expect(readCard(requesterCard(viewOf(draft, { reviewers: [] })))).toContain('Nobody could review it now. Olu can add a reviewer.');
    const two = draftIn('awaiting_requester', 2);
    expect(readCard(requesterCard(viewOf(two, { reviewers: [ben] })))).toContain(
      'Only 1 person could review it now. Olu can add a reviewer.',
    );
  });

  test('a draft of a direct message says when it closes, and nothing of an approval', () => {
    const lines = readCard(requesterCard(viewOf({ ...draft, destination: null }, { channel: null, askedIn: null })));
    expect(lines).toContain('If nobody acts: it stays private. Closes tomorrow, 14:05.');
    expect(lines.join(' ')).not.toContain('unless you approve');
    expect(lines.at(-1)).toBe('[Edit] [Ask again] [Close]');
  });

  test('a draft that cannot be posted speaks of no approval either', () => {
    const unknown = { ...draft, audience: { ...draft.audience, class: 'unknown' as const, count: null } };
    expect(readCard(requesterCard(viewOf(unknown))).join(' ')).not.toContain('unless you approve');
  });

  test('why an address looks as it does is said where there is one, and nowhere else', () => {
    const withAddress = (preview: string): string[] => {
      const post = { preview, tree: { blocks: [] }, markdown: '', newPost: null };
      return readCard(requesterCard(viewOf(draft, { post }))).filter((line) => line.startsWith('Addresses'));
    };
    const said = ['Addresses are written so that nobody can click them here; in the post they are as usual.'];
    expect(withAddress('see `https[:]//wiki.acme.example`')).toEqual(said);
    expect(withAddress('see evil[.]example')).toEqual(said);
    expect(withAddress('a text that holds \\[.] itself')).toEqual([]);
    expect(withAddress('a backslash before an address: \\\\evil[.]example')).toEqual(said);
    const toOneself = {
      post: { preview: 'see evil[.]example', tree: { blocks: [] }, markdown: '', newPost: null },
      channel: null,
      askedIn: null,
    };
    expect(readCard(requesterCard(viewOf({ ...draft, destination: null }, toOneself)))).toContain(
      'Addresses are written so that nobody can click them here.',
    );
  });
});

describe('two people called Ana', () => {
  const names: Record<string, string> = { ana: 'Ana (ana)', ana2: 'Ana (ana-sales)', ben: 'Ben' };
  const name: CardView['name'] = (id) => names[id.split(':').at(-1) ?? ''] ?? id;
  const others = { name, reviewers: [person('ana2'), ben], shownTo: [person('ana2'), ben] };

  test('are told apart on the requester’s card, and on each reviewer’s', () => {
    expect(requesterCard(viewOf(draft, { ...others, shownTo: [] })).actions[0]?.label).toBe('Approve and ask Ana (ana-sales) or Ben');
    const lines = readCard(reviewCard(viewOf(waiting, { ...others, to: 'ben', role: 'reviewer' })));
    expect(lines[0]).toBe('Ana (ana) asks you to review an answer from handbook.');
    expect(lines[1]).toContain('Only Ana (ana), Ana (ana-sales) and you can see it.');
    expect(readCard(requesterCard(viewOf(waiting, others)))[1]).toContain('You, Ana (ana-sales) and Ben can see this draft.');
  });
});

describe('what changed since a reviewer last saw it', () => {
  const since = (parts: DifferencePart[]): string | undefined => {
    const card = reviewCard(viewOf(waiting, { ...toBen, difference: { since: 1, parts } }));
    return readCard(card).find((line) => /^Changed since|^The text is/.test(line));
  };

  test('is said in words where no word changed', () => {
    expect(since([])).toBe('The text is the same as on your earlier card.');
    expect(since([{ kind: 'same', text: 'all of it' }])).toBe('The text is the same as on your earlier card.');
  });

  test('is never a change that nobody can see or hear', () => {
    const spaces = since([
      { kind: 'same', text: 'one' },
      { kind: 'removed', text: ' ' },
      { kind: 'added', text: '\n' },
      { kind: 'same', text: 'two' },
    ]);
    expect(spaces).toBe('Changed since the text that you saw before: one[removed: ⟨1 space⟩] [added: ⟨1 line end⟩]two');
    expect(since([{ kind: 'added', text: '**' }])).toBe('Changed since the text that you saw before: [added: **]');
  });
});

describe('how it ended is said as it was', () => {
  const expired = (needed: number, fits: (of: Draft) => boolean): Draft =>
    draftIn('expired', needed, (of) => of.revision !== null && !of.publishing.mayStandAlready && fits(of));
  const reviewersOf = (of: Draft): number => of.approvals.filter(({ role }) => role === 'reviewer').length;

  test.each<[what: string, draft: Draft, why: string]>([
    ['nobody decided', expired(1, ({ approvals }) => approvals.length === 0), 'nobody decided'],
    ['one of two approved', expired(2, (of) => reviewersOf(of) === 1), 'too few people approved it'],
    ['rejected', expired(1, ({ last }) => last.code === 'REJECTED'), 'it was rejected, and nothing else was approved'],
    ['held back after all approvals', expired(1, (of) => reviewersOf(of) === 1), 'it was approved, but could not be posted'],
  ])('closed by time: %s', (_what, of, why) => {
    expect(titleOf(of)).toBe(`Closed without posting: ${why} before 14:05. Ask again if you still need it.`);
    expect(reviewCard(viewOf(of, toBen)).title).toBe(`Closed without posting: ${why} in time.`);
  });

  test('a post that was found later, or settled by hand, has no time at which it was posted', () => {
    const published = draftIn('published', 1, ({ last }) => last.reason === null);
    expect(titleOf(unconfirmed(published))).toMatch(/^Posted in #engineering, confirmed at 14:06\. Approved by you and /);
    const settled = requesterCard(viewOf(draftIn('published', 1, ({ last }) => last.reason !== null)));
    expect(readCard(settled).slice(0, 2)).toEqual([
      'Posted in #engineering. Approved by you and Ben. Proof: cs-00000000.',
      'Settled by Olu at 14:06: “wrong vault path”.',
    ]);
  });

  test('what waits for its turn is not yet being posted, and what is being taken away still stands', () => {
    expect(titleOf(draftIn('approved'))).toBe('Approved. It waits to be posted in #engineering.');
    const retracting = draftIn('retracting', 1, ({ last }) => last.by === person('ana'));
    expect(reviewCard(viewOf(retracting, toBen)).title).toBe('It was posted in #engineering. Ana asked at 14:06 to take it away.');
  });

  test('a reviewer reads that it moved to another channel, not that the text changed', () => {
    const card = { revision: 1, digest: 'of the post before' };
    expect(reviewCard(viewOf(edited, { ...toBen, card, isSameText: true, channel: '#random' })).title).toBe(
      'Ana chose another channel for it. If your review is needed there, you get a new card.',
    );
    expect(reviewCard(viewOf(edited, { ...toBen, card })).title).toBe('Ana changed the text. If Ana approves it, you get a new card.');
  });

  test('the second of two reviewers reads who approved, and that it is their turn', () => {
    const half = draftIn('awaiting_reviewer', 2, ({ approvals }) => approvals.some((one) => one.person === chloe));
    expect(readCard(reviewCard(viewOf(half, toBen)))).toContain(
      'Ana approved this text at 14:06. Approved so far by Chloe. One more approval is needed: yours.',
    );
  });

  test('words that were erased are not quoted', () => {
    const gone = { question: null, reason: null, post: null };
    const lines = readCard(requesterCard(viewOf(draftIn('rejected'), gone)));
    expect(lines[0]).toBe('Ben did not approve; the reason was erased. Nothing was posted.');
    expect(lines).toContain('You asked in #engineering; the question was erased when its time was over.');
  });

  test('where there was no answer, Ask again is a plain button, and says what it does', () => {
    const card = requesterCard(viewOf(draftIn('withdrawn', 1, ({ revision }) => revision === null)));
    expect(card.actions).toMatchObject([{ label: 'Ask again', input: null }]);
    expect(readCard(card)).toContain('“Ask again” asks the same question anew. To ask in other words, write a new question.');
  });
});

test('a card of very many people with very long names is whole, and no platform has to cut it', () => {
  const crowd = Array.from({ length: 60 }, (_, nth) => person(`p${nth}`));
  const name: CardView['name'] = (id) => `${'⟨U+1F499⟩'.repeat(60)} ${id}`;
  const outside = Array.from({ length: 30 }, (_, nth) => `Organisation ${nth}`);
  const audience = { ...draft.audience, class: 'external' as const, outside };
  const wide = { audience, requirements: { ...draft.requirements, widestAudience: 'external' as const } };
  const noNames = { ...audience, outside: [], workspaceName: 'x'.repeat(300) };
  const more = { name, reviewers: crowd, shownTo: crowd, destinations: crowd, channel: `#${'x'.repeat(300)}` };
  const withdrawn = draftIn('withdrawn', 1, ({ revision }) => revision !== null);
  for (const one of [draft, waiting, withdrawn, { ...draft, audience: noNames }, { ...waiting, audience: noNames }]) {
    const cards = [
      requesterCard(viewOf({ ...wide, ...one, requirements: wide.requirements }, more)),
      reviewCard(viewOf({ ...wide, ...one, requirements: wide.requirements }, { ...more, to: 'p1', role: 'reviewer' })),
    ];
    for (const { title, parts, actions } of cards) {
      for (const text of [title, ...parts.flatMap((part) => (part.kind === 'sentence' ? [part.text] : []))]) expectWellWritten(text);
      for (const { label, confirm, input } of actions) {
        expectOwnWords(label);
        expect([label.length <= 75, (confirm?.text.length ?? 0) <= 300, (input?.label.length ?? 0) <= 75]).toEqual([true, true, true]);
      }
    }
  }
});

describe('how an answer was made', () => {
  const made = {
    model: 'llama-3.3-70b',
    tools: [
      { tool: 'wiki/search', calls: 2, failed: 1 },
      { tool: 'wiki/read', calls: 1, failed: 0 },
    ],
    refused: ['shell/run” and posted it', 'wiki/delete'],
  };
  const MADE_WITH = 'Made with the model llama-3.3-70b. Looked up with wiki/search (2 calls, 1 failed) and wiki/read (1 call).';
  const REFUSED =
    'handbook also wanted “shell/run’ and posted it” and “wiki/delete”, which the rules do not allow here. Nothing was called.';

  test('is on both cards; what the agent wanted and was refused, in its own words, on its requester’s alone', () => {
    expect(readCard(requesterCard(viewOf(draft, { made })))).toEqual(expect.arrayContaining([MADE_WITH, REFUSED]));
    const reviewers = readCard(reviewCard(viewOf(waiting, { ...toBen, made })));
    expect(reviewers).toContain(MADE_WITH);
    expect(reviewers.join(' ')).not.toMatch(/shell|delete/);
  });

  test('is not spoken of where the agent used nothing besides itself', () => {
    const plain = { model: null, tools: [], refused: [] };
    expect(requesterCard(viewOf(draft, { made: plain }))).toEqual(requesterCard(viewOf(draft)));
  });

  test('is told of a run that gave no answer, too, as far as it was refused something', () => {
    const ended = draftIn('withdrawn', 1, ({ revision }) => revision === null);
    const card = requesterCard(viewOf(ended, { row: { ...viewOf(ended).row, revision: 0, digest: null }, made }));
    expect(readCard(card)).toContain(REFUSED);
  });

  test('while it works, its requester sees what it has written so far, and can only stop it', () => {
    const working = draftIn('awaiting_agent', 1, ({ revision }) => revision === null);
    const card = requesterCard(viewOf(working, { partial: 'First, open the' }));
    expect(readCard(card)).toEqual(expect.arrayContaining(['handbook has written so far, and is not done: “First, open the”', '[Stop]']));
    expect(card.actions.map(({ verb }) => verb)).toEqual(['stop']);
  });
});

describe('what the agent changed when it was asked again', () => {
  const second = draftIn('awaiting_requester', 1, ({ revision }) => revision?.number === 2);
  const shows = (parts: DifferencePart[]): string[] => readCard(requesterCard(viewOf(second, { difference: { since: 1, parts } })));
  const same = (text: string): DifferencePart => ({ kind: 'same', text });

  test('is shown below the text, as long as enough of it stayed to see the change', () => {
    const parts: DifferencePart[] = [
      same('Open the '),
      { kind: 'removed', text: 'door' },
      { kind: 'added', text: 'vault' },
      same(' first.'),
    ];
    expect(shows(parts)).toContain('Changed since revision 1: Open the [removed: door] [added: vault] first.');
  });

  test('is said where nothing changed, and where hardly anything stayed', () => {
    expect(shows([same('Open the vault.')])).toContain('handbook changed nothing: the text is that of revision 1.');
    const anew: DifferencePart[] = [
      same('a '),
      { kind: 'removed', text: 'whole text before' },
      { kind: 'added', text: 'another text now' },
    ];
    expect(shows(anew)).toContain('handbook wrote it anew: hardly anything of revision 1 is left.');
    expect(shows(anew).join(' ')).not.toContain('removed:');
  });
});
