import type { CardRow, Draft } from './draft.ts';
import type { PersonId } from './ids.ts';
import { joinNames } from './post.ts';
import { whoMustReview } from './sentences.ts';
import type { DifferencePart, Tree } from './text.ts';

/** Everything that a card of a draft says, looked up and escaped: building the card from it is pure. */
export interface CardView {
  draft: Draft;
  row: CardRow;
  now: number;
  timeZone: string;
  /** As others tell this person apart. */
  name(person: PersonId): string;
  agent: string;
  /** Where it would be posted, `#engineering`; null when it was asked in a direct message. */
  channel: string | null;
  /** Where it was asked; the same, unless the requester chose another channel. */
  askedIn: string | null;
  /** Other channels that the requester may choose, `#random`. */
  destinations: string[];
  platform: string;
  operators: string;
  question: string;
  /** The post of the current revision; null before the first answer, or after its text was erased. */
  post: { preview: string; tree: Tree; markdown: string } | null;
  /** Those who were shown the current revision as reviewers, in the order of their cards. */
  shownTo: PersonId[];
  /** Those who were ever shown a text of this draft as reviewers. */
  everShownTo: PersonId[];
  /** Those who could review it, before anybody was shown it. */
  reviewers: PersonId[];
  /** Words that a person gave: why it was rejected or closed. */
  reason: string | null;
  /** What a failed publish or run says, as a sentence. */
  failure: string | null;
  /** Since the last revision that this reviewer was shown. */
  difference: { since: number; parts: DifferencePart[] } | null;
  maxCharacters: number;
}

/** `Ben or Chloe`: whose approval is still missing. */
export function stillToReview(view: CardView): string {
  const { draft } = view;
  const needed = draft.requirements.reviewers === 'not_required' ? 0 : draft.requirements.reviewers.needed;
  const done = draft.approvals.filter((approval) => approval.role === 'reviewer');
  const isAsked = draft.state !== 'awaiting_requester' && view.shownTo.length > 0;
  const people = isAsked ? view.shownTo : view.reviewers;
  const open = people.filter((person) => !done.some((approval) => approval.person === person));
  return whoMustReview(open.map(view.name), Math.max(1, needed - done.length));
}

/** `You, Ben and Chloe`, from where `me` stands. */
export function youAnd(others: readonly string[]): string {
  return joinNames(['You', ...others]);
}

export function approvedAt(draft: Draft, role: 'requester' | 'reviewer'): number {
  return draft.approvals.findLast((approval) => approval.role === role)?.at ?? draft.last.at;
}

/** The card shows the text that is current, so its buttons can still decide something. */
export function isCurrent(view: CardView): boolean {
  return view.row.digest !== null && view.row.digest === view.draft.revision?.digest;
}
