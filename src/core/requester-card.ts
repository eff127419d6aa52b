import { approvers } from './approvals.ts';
import { isWider } from './audience.ts';
import { changes, partial, refusedTools } from './agent-parts.ts';
import type { Action, Card, CardPart } from './card.ts';
import { answerPart, approvedAt, type CardView, channelOf, heldBack, isCurrent, sentence, stillToReview, term } from './card-view.ts';
import type { State } from './draft.ts';
import { referenceOf } from './ids.ts';
import { joinNames } from './post.ts';
import { approve, askAfresh, askAgain, close, edit, keepPrivate, move, retract, stop, tryAgain } from './requester-buttons.ts';
import { reviewersNeeded } from './requirements.ts';
import { named, newPostIn, OURSELVES, readersOf, REQUESTER, type SawBefore } from './sentences.ts';
import { fallbackAt, ranOutBecause } from './timers.ts';
import { atTime, clockTime, dayAndTime, duration } from './times.ts';

type Body = Pick<Card, 'title' | 'parts' | 'actions'>;
type Face = (view: CardView) => Body;

/** The requester's card, as the draft is now. */
export function requesterCard(view: CardView): Card {
  const { draft, row } = view;
  const body =
    row.revision === 0 ? workingFace(view) : isCurrent(view) ? heldBack(view, FACES[draft.state](view)) : face(REQUESTER.replaced(), []);
  const bound =
    row.revision === 0
      ? { revision: null, digest: null, state: isOver(view) ? null : draft.state }
      : { revision: row.revision, digest: row.digest, state: draft.state };
  return { id: row.id, kind: 'card', draft: draft.id, ...bound, ...body };
}

/** The card of a run that is over, while its draft goes on with a card of its own: it says nothing of the draft any more. */
function isOver({ draft, row }: CardView): boolean {
  return draft.revision !== null && !(row.open && draft.state === 'awaiting_agent');
}

/** One face for each state, so that a forgotten state does not compile. */
const FACES: Record<State, Face> = {
  awaiting_agent: (view) => face(REQUESTER.askedAgain(view.agent), [sentence(REQUESTER.askedAgainMeans()), ...content(view)]),

  awaiting_requester: draftFace,

  awaiting_reviewer: (view) =>
    face(
      REQUESTER.waiting(stillToReview(view)),
      [
        sentence(REQUESTER.youApproved(timeOf(view, approvedAt(view.draft, 'requester')), canSee(view))),
        ...approvalsSoFar(view),
        ...content(view),
        ...fallbackFrom(view),
        term(REQUESTER.closes(closes(view), publishing(view))),
        ...earlierAttempt(view),
      ],
      [edit(view, 'editTakesBack'), keepPrivate],
    ),

  rejected: (view) =>
    face(
      REQUESTER.rejected(who(view), view.reason, publishing(view)),
      [...content(view), ...earlierAttempt(view)],
      [edit(view), askAgain, keepPrivate],
    ),

  approved: (view) => face(REQUESTER.approved(channelOf(view)), content(view), [keepPrivate]),

  publishing: (view) => face(REQUESTER.publishing(channelOf(view)), content(view)),

  outcome_unknown: (view) => face(view.failure ?? REQUESTER.unconfirmed(), content(view)),

  publish_failed: (view) =>
    face(view.failure ?? REQUESTER.failed(), [...settledBy(view), ...content(view)], [tryAgain(view), edit(view), keepPrivate]),

  published: (view) => {
    const names = joinNames(['you', ...approvers(view.draft).map(view.name)]);
    return face(REQUESTER.published(channelOf(view), whenPosted(view), names, reference(view)), [...settledBy(view), ...content(view)]);
  },

  retracting: (view) => face(REQUESTER.retracting(channelOf(view)), content(view)),

  retract_failed: (view) => face(view.failure ?? REQUESTER.stillThere(), content(view), [retract(view)]),

  retracted: (view) => face(REQUESTER.retracted(who(view), timeOf(view, view.draft.last.at), channelOf(view)), content(view)),

  withdrawn: (view) => {
    const { last, request } = view.draft;
    const seen = [whoSaw(view), mayStand(view) ?? []].flat().join(' ');
    const byOperator = last.by !== null && last.by !== request.requester;
    if (isTakenBack(view)) return face(REQUESTER.takenBack(view.agent, seen), content(view));
    const byYou = view.draft.destination === null ? REQUESTER.closed(seen) : REQUESTER.keptPrivate(seen);
    return face(byOperator ? REQUESTER.closedBy(who(view), view.reason, seen) : byYou, content(view));
  },

  expired: (view) => {
    const time = clockTime(view.draft.expiresAt, view.timeZone);
    return face(REQUESTER.ranOut(ranOutBecause(view.draft), time, mayStand(view)), content(view));
  },
};

function draftFace(view: CardView): Body {
  const { draft, agent, channel } = view;
  const why = view.failure === null ? [] : [sentence(view.failure)];
  const isEdited = draft.revision !== null && draft.revision.editor !== null;
  const title = REQUESTER.draft(agent, isEdited, sawBefore(view), publishing(view));
  const closing = term(REQUESTER.closes(closes(view), publishing(view)));
  if (draft.destination === null || channel === null) {
    return face(
      title,
      [...why, ...content(view), ...changes(view), term(REQUESTER.staysWithYou()), closing],
      [edit(view), askAgain, close],
    );
  }
  const isTooWide = isWider(draft.audience.class, draft.requirements.widestAudience);
  const parts = [
    ...why,
    ...(isTooWide ? [] : [sentence(REQUESTER.unlessYouApprove())]),
    ...content(view),
    ...changes(view),
    term(where(view, channel)),
    term(REQUESTER.whoCouldRead(readersOf(draft.audience))),
    ...(isTooWide ? [term(whyNot(view, channel))] : beforeThat(view)),
    closing,
    ...(draft.last.code === 'COPY_RESTORED' ? [] : earlierAttempt(view)),
  ];
  const first = isTooWide ? [] : [approve(view)];
  const elsewhere = view.destinations.length > 0 ? [move(view)] : [];
  return face(title, parts, [...first, edit(view), askAgain, ...elsewhere, keepPrivate]);
}

function where(view: CardView, channel: string): string {
  const newPost = view.post?.newPost ?? null;
  if (newPost !== null) return REQUESTER.newPost(newPostIn(newPost.title, channel, newPost.tags), isElsewhere(view));
  return isElsewhere(view) ? REQUESTER.elsewhere(channel) : REQUESTER.whereItWasAsked(view.draft.request.how, channel);
}

/** Who must approve before it is posted, and who else will see it then. */
function beforeThat(view: CardView): CardPart[] {
  const { requirements } = view.draft;
  const needed = reviewersNeeded(requirements);
  if (needed === 0) return [term(REQUESTER.beforeThatOnlyYou())];
  const able = view.reviewers.length;
  const tooFew = able + view.fallback.length < needed ? [term(REQUESTER.tooFewReviewers(able, view.operators))] : [];
  const after = requirements.fallback?.afterMs ?? 0;
  const others = view.fallback.length === 0 ? [] : [term(REQUESTER.fallbackAfter(duration(after), fallbackNames(view)))];
  return [term(REQUESTER.beforeThat(stillToReview(view))), ...tooFew, ...others];
}

function fallbackFrom(view: CardView): CardPart[] {
  const at = fallbackAt(view.draft);
  return at === null || at <= view.now || view.fallback.length === 0
    ? []
    : [term(REQUESTER.fallbackFrom(timeOf(view, at), fallbackNames(view)))];
}

function fallbackNames(view: CardView): string {
  return named(view.fallback.map(view.name));
}

/** The post was made for readers whom the rule does not accept: only one that is made anew can be approved. */
function whyNot({ draft }: CardView, channel: string): string {
  return draft.audience.class === 'unknown' ? REQUESTER.readersUnknown() : REQUESTER.tooManyReaders(channel);
}

/** While the agent works, and what became of it when it gave no answer. */
function workingFace(view: CardView): Body {
  const { draft, row, agent } = view;
  if (row.open && draft.state === 'awaiting_agent') return face(REQUESTER.working(agent), [...question(view), ...partial(view)], [stop]);
  if (isOver(view)) return face(workingOver(view), []);
  if (draft.state !== 'withdrawn') return unanswered(view, REQUESTER.closedUnanswered());
  if (draft.last.by === draft.request.requester) return unanswered(view, REQUESTER.stopped(agent));
  if (isTakenBack(view)) return unanswered(view, REQUESTER.takenBackUnanswered(agent));
  return unanswered(view, view.failure ?? REQUESTER.closedUnansweredBy(who(view), view.reason));
}

/** The draft has a card: below this one where the agent answered, and above where it did not. */
function workingOver(view: CardView): string {
  const { agent, draft, failure } = view;
  const isJustNow = draft.state === 'awaiting_requester';
  if (view.hasCardBelow) {
    const hasAnswered = isJustNow && draft.last.by === null && draft.last.code === null;
    return hasAnswered ? REQUESTER.answered(agent) : REQUESTER.workingOver(agent);
  }
  if (isJustNow && draft.last.code !== null && failure !== null) return failure;
  return isJustNow && draft.last.by === draft.request.requester ? REQUESTER.stoppedAgain(agent) : REQUESTER.workingOverAbove(agent);
}

/** By the agent that handed it in: nobody else withdraws without a name, and what failed has a code. */
function isTakenBack({ draft }: CardView): boolean {
  return draft.state === 'withdrawn' && draft.last.by === null && draft.last.code === null;
}

function unanswered(view: CardView, title: string): Body {
  return face(title, [...question(view), ...refusedTools(view), sentence(REQUESTER.askAfreshMeans())], [askAfresh]);
}

function content(view: CardView): CardPart[] {
  if (view.post === null) return [...question(view), sentence(REQUESTER.textErased())];
  return [...question(view), ...answerPart(view), ...refusedTools(view)];
}

function question({ askedIn, question: text, draft }: CardView): CardPart[] {
  if (text === null) return [sentence(REQUESTER.askedErased(askedIn))];
  const asked: CardPart = { kind: 'question', lead: REQUESTER.asked(askedIn), text };
  return askedIn === null
    ? [asked]
    : [asked, sentence(draft.request.how === 'said' ? REQUESTER.questionVisible() : REQUESTER.questionPrivate())];
}

function approvalsSoFar(view: CardView): CardPart[] {
  const done = approvers(view.draft);
  return done.length === 0 ? [] : [sentence(REQUESTER.approvedSoFar(joinNames(done.map(view.name))))];
}

function settledBy(view: CardView): CardPart[] {
  const { last } = view.draft;
  return last.reason === null || last.by === null ? [] : [sentence(REQUESTER.settled(who(view), timeOf(view, last.at), view.reason))];
}

/** When an operator or a search found out that it stands there, nobody knows when it was posted. */
function whenPosted(view: CardView): string {
  const { last, publishing: post } = view.draft;
  if (last.reason !== null) return '';
  return `${post.mayStandAlready ? ', confirmed' : ''} ${timeOf(view, post.publishedAt ?? last.at)}`;
}

function canSee(view: CardView): string {
  const asked = view.beingAsked.map(view.name);
  const areAsked = asked.length === 0 ? [] : [REQUESTER.beingAsked(named(asked), asked.length)];
  if (view.shownTo.length > 0) return [REQUESTER.canSee(named(view.shownTo.map(view.name), { first: ['You'] })), ...areAsked].join(' ');
  return areAsked[0] ?? REQUESTER.notShownYet(publishing(view));
}

function sawBefore(view: CardView): SawBefore {
  const earlier = view.everShownTo.filter((person) => !view.shownText.includes(person));
  return {
    text: view.shownText.length === 0 ? null : named(view.shownText.map(view.name), { first: ['you'] }),
    revision: earlier.length === 0 ? null : named(earlier.map(view.name)),
  };
}

function whoSaw(view: CardView): string {
  if (view.everShownTo.length === 0) return REQUESTER.onlyYouSaw(publishing(view));
  return REQUESTER.theySaw(named(view.everShownTo.map(view.name), { first: ['You'] }), publishing(view));
}

function mayStand(view: CardView): string | null {
  return publishing(view).mayStand ? REQUESTER.mayStand(channelOf(view), view.platform) : null;
}

function earlierAttempt(view: CardView): CardPart[] {
  return publishing(view).mayStand ? [term(REQUESTER.earlierAttempt(channelOf(view), view.platform))] : [];
}

function publishing({ draft }: CardView): { mayStand: boolean } {
  return { mayStand: draft.publishing.mayStandAlready };
}

function who(view: CardView): string {
  const { by } = view.draft.last;
  if (by === null) return OURSELVES;
  return by === view.row.person ? 'you' : view.name(by);
}

function reference(view: CardView): string {
  return view.draft.revision === null ? '' : referenceOf(view.draft.revision.publicationId);
}

function isElsewhere(view: CardView): boolean {
  return view.channel !== view.askedIn;
}

function timeOf(view: CardView, at: number): string {
  return atTime(at, view.now, view.timeZone);
}

function closes(view: CardView): string {
  return dayAndTime(view.draft.expiresAt, view.now, view.timeZone);
}

function face(title: string, parts: CardPart[], actions: Action[] = []): Body {
  return { title, parts, actions };
}
