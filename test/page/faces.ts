import { isRefusalCode } from '../../src/app/describe-refusal.ts';
import type { Card } from '../../src/core/card.ts';
import type { CardView } from '../../src/core/card-view.ts';
import { type Draft, STATES } from '../../src/core/draft.ts';
import type { RefusalCode } from '../../src/core/errors.ts';
import { requesterCard } from '../../src/core/requester-card.ts';
import { reviewCard } from '../../src/core/review-card.ts';
import { refusalSentence, type Words } from '../../src/core/sentences.ts';
import { draftIn, person, viewOf } from '../core/card-views.ts';

/** A card as the core makes it. */
export interface Face {
  /** Whose card, and what it shows: `requester-rejected`. */
  name: string;
  card: Card;
}

const BOTH = [person('ben'), person('chloe')];
const PREVIEW = `Rotate it in the vault, then restart the staging database.

Open “vault/staging” and press *Rotate*. It takes effect within one minute.

Source: Staging runbook, “Rotating passwords” (staging.md)

Written by handbook (AI). Asked by Ana. Approved by … cs-00000000`;

const ANSWERED = ({ revision }: Draft): boolean => revision !== null;
const FIRST = ({ revision }: Draft): boolean => revision?.number === 1;
const STALE = { revision: 1, digest: 'of another text' };
/** The card that said that the agent works. */
const WORKING = { revision: 0, digest: null };

type More = Parameters<typeof viewOf>[1];

/** As in the product: a view of a draft that has an answer holds it, and why it came back or ended stands in the product's words. */
function view(draft: Draft, more: More = {}): CardView {
  const made = viewOf(draft, { platform: 'The playground', shownTo: [], failure: failureOf(draft), ...more });
  return { ...made, post: made.post && { ...made.post, preview: PREVIEW } };
}

function failureOf({ last, publishing }: Draft): string | null {
  const { code } = last;
  if (code === null || !isRefusalCode(code)) return null;
  const detail = { ...DETAILS[code], ...(publishing.mayStandAlready ? { mayStand: 1 } : {}) };
  return refusalSentence(code, {
    agent: 'handbook',
    channel: '#engineering',
    workspace: 'Acme',
    platform: 'The playground',
    requester: 'Ana',
    operators: 'Olu',
    detail,
  });
}

/** What such sentences are filled with, beside the draft. */
const DETAILS: Partial<Record<RefusalCode, Words['detail']>> = {
  AGENT_TIMED_OUT: { within: '30 seconds' },
  PUBLISH_FAILED: { why: 'I am not a member of this channel. Add Countersign there, then press “Try again”.' },
};

/** The face of this name, for a test that shows one card. */
export function face(name: string): Card {
  const found = [...requesterFaces(), ...reviewerFaces()].find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no card ${name}`);
  return found.card;
}

/** Every card that a requester can have: one for each state, and the forms that differ within a state. */
export function requesterFaces(): Face[] {
  const draft = draftIn('awaiting_requester', 1, FIRST);
  const wide = { ...draft.audience, class: 'external' as const, count: 230, outside: ['Globex'] };
  const mine = ({ last, revision }: Draft): boolean => last.by === person('ana') && revision !== null;
  const byOperator = ({ last, revision }: Draft): boolean => last.by === person('olu') && last.reason !== null && revision !== null;
  const noText = ({ revision }: Draft): boolean => revision === null;
  const plain: [name: string, draft: Draft, more?: More][] = [
    ['working', draftIn('awaiting_agent', 1, noText)],
    ['asked-again', draftIn('awaiting_agent', 1, ANSWERED)],
    ['answered', draft, { card: WORKING, hasCardBelow: true }],
    ['draft', draft],
    ['draft-without-review', draftIn('awaiting_requester', 0, FIRST)],
    ['draft-for-two-reviewers', draftIn('awaiting_requester', 2, FIRST)],
    ['draft-edited', draftIn('awaiting_requester', 1, ({ revision }) => revision?.editor === person('ana'))],
    ['draft-for-people-outside', { ...draft, audience: wide, requirements: { ...draft.requirements, widestAudience: 'external' } }],
    ['draft-for-nobody-knows-whom', { ...draft, audience: { ...draft.audience, class: 'unknown', count: null } }],
    ['draft-in-direct-messages', { ...draft, destination: null }, { channel: null, askedIn: null }],
    ['draft-after-a-changed-rule', draftIn('awaiting_requester', 1, ({ last }) => last.code === 'RULE_CHANGED')],
    ['waiting', draftIn('awaiting_reviewer'), { shownTo: BOTH }],
    ['waiting-for-the-second', draftIn('awaiting_reviewer', 2, reviewed), { shownTo: BOTH }],
    ['rejected', draftIn('rejected'), { shownTo: BOTH }],
    ['approved', draftIn('approved'), { shownTo: BOTH }],
    ['publishing', draftIn('publishing'), { shownTo: BOTH }],
    ['outcome-unknown', draftIn('outcome_unknown'), { shownTo: BOTH }],
    ['publish-failed', draftIn('publish_failed'), { shownTo: BOTH }],
    ['published', draftIn('published', 1, ({ last }) => last.reason === null), { shownTo: BOTH }],
    ['retracting', draftIn('retracting'), { shownTo: BOTH }],
    ['retract-failed', draftIn('retract_failed'), { shownTo: BOTH }],
    ['retracted', draftIn('retracted'), { shownTo: BOTH }],
    ['kept-private', draftIn('withdrawn', 1, mine)],
    ['kept-private-after-review', draftIn('withdrawn', 1, mine), { shownTo: BOTH }],
    ['closed-by-an-operator', draftIn('withdrawn', 1, byOperator)],
    ['expired', draftIn('expired', 1, ANSWERED)],
    ['stopped', draftIn('withdrawn', 1, noText)],
    ['no-answer', draftIn('withdrawn', 1, (one) => noText(one) && one.last.code === 'AGENT_TIMED_OUT')],
    ['rejected-text-erased', draftIn('rejected'), { post: null, question: null, reason: null }],
    ['replaced', draft, { card: STALE }],
  ];
  return plain.map(([name, one, more]) => ({ name: `requester-${name}`, card: requesterCard(view(one, more)) }));
}

/** Every card that a reviewer can have. */
export function reviewerFaces(): Face[] {
  const waiting = draftIn('awaiting_reviewer');
  const changed = draftIn('awaiting_requester', 1, ({ revision }) => revision?.number === 2 && revision.editor !== null);
  const over = STATES.filter((state) => !['awaiting_agent', 'awaiting_requester', 'awaiting_reviewer'].includes(state));
  const plain: [name: string, draft: Draft, more?: More][] = [
    ['asks', waiting],
    ['asks-and-shows-what-changed', waiting, { difference: DIFFERENCE }],
    ['asks-the-first-of-two', draftIn('awaiting_reviewer', 2, (draft) => !reviewed(draft))],
    ['asks-the-second-of-two', draftIn('awaiting_reviewer', 2, reviewedBy('chloe'))],
    ['approved-by-you-the-first-of-two', draftIn('awaiting_reviewer', 2, reviewedBy('ben'))],
    ['changed-by-the-requester', changed, { card: { revision: 1, digest: 'of the text before' } }],
    ...over.map((state): [string, Draft] => [state.replaceAll('_', '-'), draftIn(state, 1, ANSWERED)]),
  ];
  return plain.map(([name, one, more]) => ({
    name: `reviewer-${name}`,
    card: reviewCard(view(one, { to: 'ben', role: 'reviewer', shownTo: BOTH, ...more })),
  }));
}

const DIFFERENCE: CardView['difference'] = {
  since: 1,
  parts: [
    { kind: 'same', text: 'Rotate it in the vault, then ' },
    { kind: 'removed', text: 'wait for a minute' },
    { kind: 'added', text: 'restart the staging database' },
    { kind: 'same', text: '.' },
  ],
};

function reviewed({ approvals }: Draft): boolean {
  return approvals.some(({ role }) => role === 'reviewer');
}

function reviewedBy(name: string): (draft: Draft) => boolean {
  return ({ approvals }) => approvals.some((approval) => approval.role === 'reviewer' && approval.person === person(name));
}
