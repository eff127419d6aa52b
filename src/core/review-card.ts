import { approvalsMissing, approvers } from './approvals.ts';
import type { Action, Card, CardPart } from './card.ts';
import {
  answerPart,
  approvedAt,
  type CardView,
  channelOf,
  differencePart,
  heldBack,
  isCurrent,
  sentence,
  stillToReview,
  term,
} from './card-view.ts';
import { referenceOf } from './ids.ts';
import { joinNames } from './post.ts';
import {
  afterEarlierAttempt,
  CONFIRMS,
  HANDS_IN,
  INPUTS,
  LABELS,
  named,
  newPostIn,
  NO_CHANNEL,
  OURSELVES,
  REVIEWER,
  whereRead,
} from './sentences.ts';
import type { CardRow, Draft, State } from './draft.ts';
import { fallbackAt, ranOutBecause } from './timers.ts';
import { atTime, dayAndTime } from './times.ts';

/** A reviewer's card, as the draft is now: open while their decision can count, else how it ended. */
export function reviewCard(view: CardView): Card {
  const { draft, row } = view;
  // What became of another text since is not what became of the one that they rejected.
  const state = view.rejectedByReader === null ? draft.state : 'rejected';
  const bound = { id: row.id, kind: 'card' as const, draft: draft.id, state, revision: row.revision, digest: row.digest };
  const isMine = approvers(draft).includes(row.person);
  if (isCurrent(view) && draft.state === 'awaiting_reviewer' && !isMine) return { ...bound, ...heldBack(view, openFace(view)) };
  return { ...bound, ...closedFace(view) };
}

/** One card for all reviewers who read it in their channel: it names everybody, and says “you” to nobody alone. */
export function sharedReviewCard(view: CardView): Card {
  const { draft, row } = view;
  const bound = { id: row.id, kind: 'card' as const, draft: draft.id, state: draft.state, revision: row.revision, digest: row.digest };
  const toNobodyAlone: CardView = { ...view, row: { ...row, person: NOBODY_ALONE }, rejectedByReader: null };
  return { ...bound, ...(isCurrent(view) && draft.state === 'awaiting_reviewer' ? openFace(toNobodyAlone) : closedFace(toNobodyAlone)) };
}

/** Somebody joined the channel who may not review: what stood there is taken out of their sight. */
export function withheldReviewCard(draft: Draft, row: CardRow): Card {
  const bound = { id: row.id, kind: 'card' as const, draft: draft.id, state: draft.state, revision: row.revision, digest: row.digest };
  return { ...bound, title: REVIEWER.withheld(), parts: [], actions: [] };
}

/** No platform has such a person. */
const NOBODY_ALONE = 'nobody:nobody:nobody';

/** What became of it, and which question it was: whoever reviews much has many of these. Whoever rejected the post keeps their words. */
function closedFace(view: CardView): Pick<Card, 'title' | 'parts' | 'actions'> {
  const { draft, rejectedByReader: mine } = view;
  const ended = closedTitle(view);
  const parts = [question(view, requesterOf(view)), ...proof(view)];
  if (mine === null || (draft.state === 'rejected' && isCurrent(view))) return { title: ended, parts, actions: [] };
  return { title: REVIEWER.youRejected(timeOf(view, mine.at), mine.reason), parts: [sentence(ended), ...parts], actions: [] };
}

/** By it, people ask for the proof of what they approved. Of a later post, its reviewers alone learn. */
function proof(view: CardView): CardPart[] {
  const { revision, state } = view.draft;
  const isPosted = state === 'published' || state === 'retract_failed' || state === 'retracting' || state === 'retracted';
  return revision !== null && isPosted && isCurrent(view) ? [sentence(REVIEWER.proof(referenceOf(revision.publicationId)))] : [];
}

function openFace(view: CardView): Pick<Card, 'title' | 'parts' | 'actions'> {
  const { draft } = view;
  const requester = requesterOf(view);
  const mayStand = draft.publishing.mayStandAlready;
  // Whoever is about to get it counts as somebody who has it: nobody is told that fewer can see it, or decide.
  const others = [...view.shownTo, ...view.beingAsked].filter((person) => person !== view.row.person);
  const done = approvers(draft);
  const missing = approvalsMissing(draft);
  const isShared = view.row.shared !== null;
  const whoCan = REVIEWER.canSee(named(others.map(view.name), { first: [requester], last: isShared ? [] : ['you'] }), { mayStand });
  const waiting = others.filter((person) => !done.includes(person)).length;
  const parts: CardPart[] = [
    sentence(whoCan),
    ...difference(view),
    question(view, requester),
    ...answerPart(view),
    ...(view.stopped === null ? [term(consequence(view, missing))] : []),
    ...newPost(view),
    term([approvedBy(view, requester), ...soFar(view), stillNeeded(missing, isShared ? Math.max(1, waiting) : waiting)].join(' ')),
    ...fallbackFrom(view),
    term(REVIEWER.closes(dayAndTime(draft.expiresAt, view.now, view.timeZone), { mayStand })),
    ...(mayStand ? [term(REVIEWER.earlierAttempt(channelOf(view), view.platform))] : []),
  ];
  const label = missing === 1 ? LABELS.approveAndPublish() : LABELS.approveOneOf(done.length + 1, done.length + missing);
  const title = isShared ? REVIEWER.asksHere(requester, view.agent) : REVIEWER.asks(requester, view.agent);
  return { title, parts, actions: [approve(view, label, missing), reject] };
}

function fallbackFrom(view: CardView): CardPart[] {
  const at = fallbackAt(view.draft);
  if (at === null || at <= view.now || view.fallback.length === 0) return [];
  return [term(REVIEWER.fallbackFrom(timeOf(view, at), named(view.fallback.map(view.name))))];
}

function consequence(view: CardView, missing: number): string {
  const where = `${channelOf(view)}, ${whereRead(view.draft.audience)}`;
  if (view.row.shared !== null) return REVIEWER.ifTheyApprove(stillToReview(view), missing, where);
  return missing === 1 ? REVIEWER.ifYouApprove(where) : REVIEWER.ifYouAndOthersApprove(missing - 1, where);
}

function newPost({ post, channel }: CardView): CardPart[] {
  const given = post?.newPost ?? null;
  return given === null || channel === null ? [] : [term(REVIEWER.newPost(newPostIn(given.title, channel, given.tags)))];
}

function question({ question: text, channel, askedIn }: CardView, requester: string): CardPart {
  if (text === null) return sentence(REVIEWER.askedErased(requester));
  const place = channel === askedIn ? null : (askedIn ?? NO_CHANNEL.directMessage);
  return { kind: 'question', lead: REVIEWER.asked(requester, place), text };
}

/** What changed since this reviewer last saw it: a change that cannot be seen or heard is named, and none is said to be none. */
function difference({ difference: since }: CardView): CardPart[] {
  if (since === null) return [];
  if (since.parts.every(({ kind }) => kind === 'same')) return [sentence(REVIEWER.sameText())];
  return [differencePart(REVIEWER.changedSince(), since.parts)];
}

function approvedBy(view: CardView, requester: string): string {
  const approved = REVIEWER.requesterApproved(requester, timeOf(view, approvedAt(view.draft, 'requester')));
  const editor = view.draft.revision?.editor ?? null;
  return editor === null ? approved : `${approved} ${REVIEWER.edited(view.name(editor))}`;
}

function soFar(view: CardView): string[] {
  const done = approvers(view.draft);
  return done.length === 0 ? [] : [REVIEWER.approvedSoFar(joinNames(done.map(view.name)))];
}

function stillNeeded(missing: number, others: number): string {
  if (missing > 1) return REVIEWER.moreNeeded(missing);
  return others === 0 ? REVIEWER.yoursNeeded() : REVIEWER.firstDecides();
}

function closedTitle(view: CardView): string {
  const { draft, platform } = view;
  const requester = requesterOf(view);
  const mayStand = draft.publishing.mayStandAlready;
  const channel = channelOf(view);
  const isMine = draft.last.by === view.row.person;
  const [You, you] = isMine ? ['You', 'you'] : [lastBy(view), lastBy(view)];
  const time = timeOf(view, draft.last.at);
  if (!isCurrent(view) && !isKnownToAll(draft.state)) return replacedTitle(view, requester);
  switch (draft.state) {
    case 'awaiting_reviewer':
      return REVIEWER.youApproved();
    case 'awaiting_agent':
      return REVIEWER.askedAgain(requester, view.agent, view.mayReview);
    case 'awaiting_requester':
      return REVIEWER.noLongerCounts(requester, view.mayReview);
    case 'rejected':
      return REVIEWER.rejected(You, time, view.reason, { mayStand });
    case 'withdrawn':
      if (draft.last.by === null) return REVIEWER.takenBack(view.agent, { mayStand });
      return draft.last.by === draft.request.requester ? REVIEWER.keptPrivate(requester) : REVIEWER.closedBy(lastBy(view), { mayStand });
    case 'expired':
      return REVIEWER.ranOut(ranOutBecause(draft), { mayStand });
    case 'approved':
      return REVIEWER.approved(whoApproved(view), channel);
    case 'publishing':
      return REVIEWER.publishing(whoApproved(view), channel);
    case 'outcome_unknown':
      return REVIEWER.unconfirmed(whoApproved(view), platform, channel);
    case 'publish_failed':
      return mayStand ? REVIEWER.unconfirmed(whoApproved(view), platform, channel) : REVIEWER.failed(whoApproved(view), channel, requester);
    case 'published':
    case 'retract_failed':
      return REVIEWER.published(whoApproved(view), timeOf(view, approvedAt(draft, 'reviewer')), channel);
    case 'retracting':
      return REVIEWER.retracting(channel, You, time);
    case 'retracted':
      return REVIEWER.retracted(channel, you, time);
  }
}

/** `You and Ben`: whoever reads it comes first. */
function whoApproved(view: CardView): string {
  const reviewers = approvers(view.draft);
  const others = reviewers.filter((person) => person !== view.row.person).map(view.name);
  return joinNames(others.length < reviewers.length ? ['You', ...others] : others);
}

/** These say nothing of a post, so they are said to whoever was shown an earlier one, too. */
function isKnownToAll(state: State): boolean {
  return state === 'withdrawn' || state === 'expired';
}

/** Why another post took the place of the one that this card shows, and what became of that where nobody waits any more. */
function replacedTitle(view: CardView, requester: string): string {
  const { revision, state } = view.draft;
  if (state === 'published' || state === 'retracting' || state === 'retract_failed') return REVIEWER.laterPosted(view.isSameText);
  if (state === 'retracted') return REVIEWER.laterRetracted(view.isSameText);
  if (revision === null || revision.number === view.row.revision) return REVIEWER.noLongerCounts(requester, view.mayReview);
  // An edit may change nothing, and what was moved may have been moved back.
  if (view.isSameText)
    return view.channel === view.askedIn ? REVIEWER.noLongerCounts(requester, view.mayReview) : REVIEWER.moved(requester);
  return revision.editor === null
    ? REVIEWER.answeredAgain(requester, view.agent, view.mayReview)
    : REVIEWER.changed(requester, view.mayReview);
}

function requesterOf(view: CardView): string {
  return view.name(view.draft.request.requester);
}

function lastBy(view: CardView): string {
  return view.draft.last.by === null ? OURSELVES : view.name(view.draft.last.by);
}

function timeOf(view: CardView, at: number): string {
  return atTime(at, view.now, view.timeZone);
}

function approve(view: CardView, label: string, missing: number): Action {
  const where = whereRead(view.draft.audience);
  const confirm =
    missing === 1
      ? CONFIRMS.approveAndPublish(view.question, channelOf(view), where)
      : CONFIRMS.approve(view.question, missing - 1, channelOf(view), where);
  const { mayStandAlready } = view.draft.publishing;
  return { verb: 'approve', label, tone: 'primary', confirm: afterEarlierAttempt(confirm, mayStandAlready), input: null };
}

const reject: Action = {
  verb: 'reject',
  label: LABELS.reject(),
  tone: 'danger',
  confirm: null,
  input: { label: INPUTS.reject(), initial: '', maxCharacters: 500, isNeeded: true, ok: HANDS_IN.reject },
};
