import type { Card, CardPart } from '../../src/core/card.ts';
import type { CardView } from '../../src/core/card-view.ts';
import type { CardRow, Draft, State } from '../../src/core/draft.ts';
import type { PersonId } from '../../src/core/ids.ts';
import { AT, opened, walk } from './lifecycle-walk.ts';

const NAMES: Record<string, string> = { ana: 'Ana', ana2: 'Ana (2)', ben: 'Ben', chloe: 'Chloe', dan: 'Dan', olu: 'Olu' };
export const person = (name: string): PersonId => `playground:acme:${name}`;
const HOUR_MS = 3_600_000;

/** A draft of each kind that the walk reaches with `needed` reviewers: real ones, made by the table itself. */
export function draftsOf(needed: number): Draft[] {
  const known = reached.get(needed);
  if (known) return known;
  const first = opened(needed);
  const drafts = new Map([[kindOf(first), first]]);
  for (const { after } of walk(needed)) if (after !== null) drafts.set(kindOf(after), drafts.get(kindOf(after)) ?? after);
  reached.set(needed, [...drafts.values()]);
  return [...drafts.values()];
}

const reached = new Map<number, Draft[]>();

/** Two drafts of one kind have the same cards, but for numbers and times. */
function kindOf({ state, revision, approvals, last, publishing }: Draft): string {
  const approved = approvals.map((approval) => approval.person);
  return JSON.stringify([state, revision?.number, revision?.editor, approved, last.by, last.code, last.reason, publishing.mayStandAlready]);
}

/** The first draft of the walk in this state that fits. */
export function draftIn(state: State, needed = 1, fits: (draft: Draft) => boolean = () => true): Draft {
  const found = draftsOf(needed).find((draft) => draft.state === state && fits(draft));
  if (found === undefined) throw new Error(`the walk reaches no such draft in ${state}`);
  return { ...found, audience: { ...found.audience, count: 212 }, expiresAt: AT + 24 * HOUR_MS };
}

type Shown = Partial<CardView> & { to?: string; role?: CardRow['role']; card?: Partial<CardRow> };

/** What a card of this draft is made of, seen five minutes after the last thing happened. */
export function viewOf(draft: Draft, { to = 'ana', role = 'requester', card = {}, ...more }: Shown = {}): CardView {
  const row: CardRow = {
    id: 'crd_00000000000000000000000001',
    draft: draft.id,
    person: person(to),
    role,
    revision: draft.revision?.number ?? 0,
    digest: draft.revision?.digest ?? null,
    ref: null,
    shared: null,
    open: true,
    shownAt: null,
    ...card,
  };
  const tree = { blocks: [] };
  return {
    draft,
    row,
    now: draft.last.at + 5 * 60_000,
    timeZone: 'UTC',
    name: (id) => NAMES[id.split(':').at(-1) ?? ''] ?? id,
    agent: 'handbook',
    channel: '#engineering',
    askedIn: '#engineering',
    destinations: [],
    platform: 'Slack',
    operators: 'Olu',
    question: 'how do I rotate the staging database password?',
    post: draft.revision === null ? null : { preview: '[the whole answer]', tree, markdown: 'the answer', newPost: null },
    partial: null,
    made: null,
    shownTo: [],
    beingAsked: [],
    shownText: more.shownTo ?? [],
    everShownTo: more.shownTo ?? [],
    reviewers: [person('ben'), person('chloe')],
    fallback: [],
    rejectedByReader: null,
    reason: draft.last.reason?.startsWith('reason:') === true ? 'wrong vault path' : null,
    failure: draft.last.code === null ? null : 'Something happened. Nothing was posted.',
    difference: null,
    isSameText: false,
    mayReview: true,
    hasCardBelow: false,
    maxCharacters: 3000,
    stopped: null,
    ...more,
  };
}

/** The card as a person reads it: lines, and the buttons in brackets. */
export function readCard(card: Card): string[] {
  const buttons = card.actions.map((action) => `[${action.label}]`).join(' ');
  return [card.title, ...card.parts.map(textOf), ...(buttons === '' ? [] : [buttons])];
}

function textOf(part: CardPart): string {
  switch (part.kind) {
    case 'sentence':
      return part.text;
    case 'question':
    case 'partial':
      return `${part.lead} “${part.text}”`;
    case 'answer':
      return part.preview;
    case 'difference':
      return `${part.lead} ${part.parts.map(({ kind, text }) => (kind === 'same' ? text : `[${kind}: ${text}]`)).join('')}`;
  }
}
