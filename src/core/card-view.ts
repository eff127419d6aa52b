import { approvalsMissing, approvers } from './approvals.ts';
import type { Card, CardPart, Verb } from './card.ts';
import { type CardRow, type Draft, HELD_STATES } from './draft.ts';
import type { NewPost } from './forum.ts';
import type { PersonId } from './ids.ts';
import type { Made } from './made.ts';
import { MADE, namedSpaces, ON_BOTH_CARDS, whoMustReview } from './sentences.ts';
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
  /** Null after it was erased. */
  question: string | null;
  /** The post of the current revision; null before the first answer, or after its text was erased. */
  post: { preview: string; tree: Tree; markdown: string; newPost: NewPost | null } | null;
  /** What the running agent has written so far; null where it tells nothing, and after its run. */
  partial: string | null;
  /** What the agent used for its last answer; null where nothing is known of that. */
  made: Made | null;
  /** Those who have a card of the current post as reviewers, in the order of their cards. */
  shownTo: PersonId[];
  /** Those whose card of the current post is on its way, or about to be made. */
  beingAsked: PersonId[];
  /**
   * Those who were shown the text of the current revision as reviewers, also as another revision or another post; also by a card of
   * which the platform did not say that it arrived.
   */
  shownText: PersonId[];
  /** The same for any text of this draft. */
  everShownTo: PersonId[];
  /** Those who could review it, before anybody was shown it. */
  reviewers: PersonId[];
  /** Those who are asked as well when it waits for long, and are not asked yet. */
  fallback: PersonId[];
  /** This reviewer rejected the post that their card shows: when, and their words, null after these were erased. */
  rejectedByReader: { at: number; reason: string | null } | null;
  /** Words that a person gave: why it was rejected or closed. */
  reason: string | null;
  /** What a failed publish or run says, as a sentence. */
  failure: string | null;
  /**
   * For a reviewer, since the last revision that they were shown; no part has changed when only the post around the text is new. For the
   * requester, what the agent changed when it was asked again.
   */
  difference: { since: number; parts: DifferencePart[] } | null;
  /** The rules let whoever has this card review the draft; true for its requester, false where that could not be found out. */
  mayReview: boolean;
  /** A card with a text came after this one. */
  hasCardBelow: boolean;
  /** The text that this card shows is still the draft's, whatever else of the post has changed. */
  isSameText: boolean;
  maxCharacters: number;
  /** The kill switch stops it: who, when and why, and what can be done meanwhile; null where it does not. */
  stopped: string | null;
}

/** `Ben or Chloe`: whose approval is still missing. */
export function stillToReview(view: CardView): string {
  const { draft } = view;
  const done = approvers(draft);
  const isAsked = draft.state !== 'awaiting_requester' && view.shownTo.length > 0;
  const open = (isAsked ? view.shownTo : view.reviewers).filter((person) => !done.includes(person));
  return whoMustReview(open.map(view.name), approvalsMissing(draft));
}

/** Where it would be posted, or was. */
export function channelOf(view: CardView): string {
  return view.channel ?? 'the channel';
}

/** The whole answer, and, where it holds addresses, why they look as they do; nothing after it was erased. */
export function answerPart({ post, draft, made }: CardView): CardPart[] {
  if (post === null) return [];
  const isDefused = DEFUSED.test(post.preview);
  const about = isDefused ? [sentence(ON_BOTH_CARDS.addressesDefused(draft.destination !== null))] : [];
  return [{ kind: 'answer', preview: post.preview, tree: post.tree }, ...about, ...madeWith(made)];
}

/** The model and the tools behind the answer, in the operator's words for them. */
function madeWith(made: Made | null): CardPart[] {
  if (made === null) return [];
  const tools = made.tools.map(({ tool, calls, failed }) => MADE.tool(tool, calls, failed));
  const said = [...(made.model === null ? [] : [MADE.withModel(made.model)]), ...(tools.length === 0 ? [] : [MADE.withTools(tools)])];
  return said.length === 0 ? [] : [sentence(said.join(' '))];
}

/** The marks in place of a dot or a colon; a text that holds the same itself has a backslash before it. */
const DEFUSED = /(?<!\\)(?:\\\\)*\[[.:]\]/;

/** What changed, so that it can be seen and heard. */
export function differencePart(lead: string, parts: readonly DifferencePart[]): CardPart {
  return { kind: 'difference', lead, parts: setApart(parts.map(readable)) };
}

/** What was removed and what stands there instead would be read as one word. */
function setApart(parts: readonly DifferencePart[]): DifferencePart[] {
  return parts.flatMap((part, nth) => {
    const before = parts[nth - 1];
    const touches = before?.kind === 'removed' && part.kind === 'added' && !/\s$/.test(before.text) && !/^\s/.test(part.text);
    return touches ? [{ kind: 'same' as const, text: ' ' }, part] : [part];
  });
}

function readable(part: DifferencePart): DifferencePart {
  return part.kind === 'same' || part.text.trim() !== '' ? part : { ...part, text: namedSpaces(part.text) };
}

export function sentence(text: string): CardPart {
  return { kind: 'sentence', text };
}

/** What must be in sight when somebody decides. */
export function term(text: string): CardPart {
  return { kind: 'sentence', text, role: 'term' };
}

export function approvedAt(draft: Draft, role: 'requester' | 'reviewer'): number {
  return draft.approvals.findLast((approval) => approval.role === role)?.at ?? draft.last.at;
}

/** The card shows the text that is current, so its buttons can still decide something. */
export function isCurrent(view: CardView): boolean {
  return view.row.digest !== null && view.row.digest === view.draft.revision?.digest;
}

/** What the kill switch refuses: none of these buttons is offered while it is engaged, so no card promises what cannot be. */
const STOPPED_VERBS: readonly Verb[] = ['approve', 'retry', 'ask_again'];

/** The card while publishing is stopped: it says so first, and what could be if it were not is not said. */
export function heldBack<Body extends Pick<Card, 'parts' | 'actions'>>(view: CardView, body: Body): Body {
  if (view.stopped === null || !HELD_STATES.includes(view.draft.state) || body.parts.length === 0) return body;
  const actions = body.actions.filter(({ verb }) => !STOPPED_VERBS.includes(verb));
  return { ...body, parts: [...body.parts, term(view.stopped)], actions };
}
