import { isWider } from './audience.ts';
import type { Action, Card, CardPart } from './card.ts';
import { approvedAt, type CardView, isCurrent, stillToReview, youAnd } from './card-view.ts';
import type { State } from './draft.ts';
import { referenceOf } from './ids.ts';
import { joinNames } from './post.ts';
import { reviewersNeeded } from './requirements.ts';
import { readersOf, readersThere } from './sentences.ts';
import { atTime, clockTime, dayAndTime } from './times.ts';

/** No platform shows a longer button (Slack: 75). */
const MOST_LABEL = 75;

type Body = Pick<Card, 'title' | 'parts' | 'actions'>;
type Face = (view: CardView) => Body;

/** The requester's card, as the draft is now. */
export function requesterCard(view: CardView): Card {
  const { draft, row } = view;
  const body = row.revision === 0 ? workingFace(view) : isCurrent(view) ? FACES[draft.state](view) : replacedFace();
  const bound = row.revision === 0 ? { revision: null, digest: null } : { revision: row.revision, digest: row.digest };
  return { id: row.id, kind: 'card', draft: draft.id, state: draft.state, ...bound, ...body };
}

/** One face for each state, so that a forgotten state does not compile. */
const FACES: Record<State, Face> = {
  awaiting_agent: (view) =>
    face(`You asked ${view.agent} again.`, [sentence('Earlier approvals no longer count. The new answer comes below.'), ...content(view)]),

  awaiting_requester: draftFace,

  awaiting_reviewer: (view) =>
    face(
      `Waiting for ${stillToReview(view)}.`,
      [
        sentence(`You approved ${atTime(approvedAt(view.draft, 'requester'), view.now, view.timeZone)}. ${canSee(view)}`),
        ...approvalsSoFar(view),
        ...content(view),
        sentence(`If nobody acts: it stays private. Closes ${closes(view)}.`),
      ],
      [edit(view, 'Edit (takes it back)'), keepPrivate],
    ),

  rejected: (view) =>
    face(`${who(view)} did not approve: “${view.reason ?? 'the reason was erased'}”. Nothing was posted.`, content(view), [
      edit(view),
      askAgain,
      keepPrivate,
    ]),

  approved: (view) => face(`Approved. It is being posted in ${view.channel ?? 'the channel'}.`, content(view), [keepPrivate]),

  publishing: (view) => face(`Approved. It is being posted in ${view.channel ?? 'the channel'}.`, content(view)),

  outcome_unknown: (view) => face(view.failure ?? 'The platform did not confirm the post.', content(view)),

  publish_failed: (view) => face(view.failure ?? 'The post failed.', content(view), [tryAgain(view), edit(view), keepPrivate]),

  published: (view) => {
    const { draft } = view;
    const reviewers = draft.approvals.filter((approval) => approval.role === 'reviewer').map((approval) => view.name(approval.person));
    const time = atTime(draft.publishing.publishedAt ?? draft.last.at, view.now, view.timeZone);
    return face(
      `Posted in ${view.channel ?? 'the channel'} ${time}. Approved by ${joinNames(['you', ...reviewers])}. Proof: ${reference(view)}.`,
      [...settledBy(view), ...content(view)],
    );
  },

  retracting: (view) => face(`It is being taken away from ${view.channel ?? 'the channel'}.`, content(view)),

  retract_failed: (view) => face(view.failure ?? 'It could not be taken away and is still there.', content(view), [retract]),

  retracted: (view) =>
    face(
      `Retracted by ${who(view)} ${atTime(view.draft.last.at, view.now, view.timeZone)}. It no longer stands in ${view.channel ?? 'the channel'}.`,
      content(view),
    ),

  withdrawn: (view) => {
    const { draft } = view;
    const seen = `${whoSaw(view)}${mayStand(view)}`;
    const byOperator = draft.last.by !== null && draft.last.by !== draft.request.requester;
    return face(
      byOperator ? `Closed by ${who(view)}: “${view.reason ?? 'the reason was erased'}”. ${seen}` : `Kept private. ${seen}`,
      content(view),
    );
  },

  expired: (view) =>
    face(
      `Closed without posting: nobody decided before ${clockTime(view.draft.expiresAt, view.timeZone)}. Ask again if you still need it.${mayStand(view)}`,
      content(view),
    ),
};

function whoSaw(view: CardView): string {
  if (view.everShownTo.length === 0) return view.draft.publishing.mayStandAlready ? 'No reviewer saw it.' : 'Only you saw it.';
  return `${youAnd(view.everShownTo.map(view.name))} saw it${view.draft.publishing.mayStandAlready ? '.' : '; nobody else did.'}`;
}

/** Nobody ever confirmed an earlier attempt, so nothing may be said of who can read it. */
function mayStand(view: CardView): string {
  return view.draft.publishing.mayStandAlready
    ? ` But it may stand in ${view.channel ?? 'the channel'}: the platform never confirmed it. Look there.`
    : '';
}

function draftFace(view: CardView): Body {
  const { draft } = view;
  const needsReview = draft.requirements.reviewers !== 'not_required';
  const isTooWide = isWider(draft.audience.class, draft.requirements.widestAudience);
  const reviewers = stillToReview(view);
  const why = view.failure === null ? [] : [sentence(view.failure)];
  const edited = draft.revision?.editor === null || draft.revision === null ? '' : ' Edited by you.';
  const parts = [...why, sentence('Nothing is posted unless you approve it.'), ...content(view)];
  if (draft.destination === null || view.channel === null) {
    parts.push(sentence('You asked this in a direct message, so the answer stays with you. To publish an answer, ask in its channel.'));
    return face(`Draft from ${view.agent}.${edited} Only you can see it.`, parts, [edit(view), askAgain, keepPrivate]);
  }
  parts.push(
    sentence(
      isElsewhere(view) ? `Would be posted: in ${view.channel}, not where you asked` : `Would be posted: in your thread in ${view.channel}`,
    ),
    sentence(`Who could read it: ${readersOf(draft.audience)}`),
    sentence(isTooWide ? whyNot(view) : beforeThat(needsReview, reviewers)),
    sentence(`If nobody acts: it stays private. Closes ${closes(view)}.`),
  );
  if (draft.publishing.mayStandAlready) {
    parts.push(sentence(`An earlier text of this draft may already stand in ${view.channel}: the platform never confirmed it.`));
  }
  const seenBefore =
    view.everShownTo.length === 0
      ? 'Only you can see it.'
      : `Only you can see it now; ${joinNames(view.everShownTo.map(view.name))} saw it before.`;
  const actions = isTooWide ? [] : [approve(view, needsReview, reviewers)];
  const elsewhere = view.destinations.length > 0 ? [move(view)] : [];
  return face(`Draft from ${view.agent}.${edited} ${seenBefore}`, parts, [...actions, edit(view), askAgain, ...elsewhere, keepPrivate]);
}

function beforeThat(needsReview: boolean, reviewers: string): string {
  return needsReview ? `Before that: you approve, then ${reviewers}` : 'Before that: only you approve. It is posted at once.';
}

/** The post was made for readers whom the rule does not accept: only one that is made anew can be approved. */
function whyNot({ draft, channel }: CardView): string {
  if (draft.audience.class === 'unknown') return 'Edit it or ask again when that is known.';
  return `The rule of ${channel} accepts fewer readers, so it cannot be posted there. Edit it or ask again when that has changed.`;
}

/** While the agent works, and what became of it when it gave no answer. */
function workingFace(view: CardView): Body {
  const { draft, row } = view;
  if (row.open && draft.state === 'awaiting_agent') {
    return face(`${view.agent} is looking for an answer. Only you can see this.`, question(view), [stop]);
  }
  if (draft.revision !== null) {
    const why = draft.last.code === null ? null : view.failure;
    return face(why ?? `${view.agent} is done with this. The newest card is below.`, []);
  }
  if (draft.state === 'withdrawn' && draft.last.by === draft.request.requester) {
    return face(`You stopped ${view.agent}. Nothing was posted.`, question(view), [askAgain]);
  }
  if (draft.state === 'withdrawn')
    return face(view.failure ?? `Closed by ${who(view)}: “${view.reason ?? 'the reason was erased'}”.`, question(view), [askAgain]);
  return face('Closed without an answer. Ask again if you still need it.', question(view));
}

function replacedFace(): Body {
  return face('This text is no longer the newest. The newest card is below.', []);
}

function content(view: CardView): CardPart[] {
  if (view.post === null) return [...question(view), sentence('The text of this draft was erased when its time was over.')];
  return [...question(view), { kind: 'answer', preview: view.post.preview, tree: view.post.tree }];
}

function question(view: CardView): CardPart[] {
  const where = view.askedIn === null ? '' : ` in ${view.askedIn}`;
  const parts: CardPart[] = [{ kind: 'question', lead: `You asked${where}:`, text: view.question }];
  return view.askedIn === null ? parts : [...parts, sentence('(Your question is already visible there.)')];
}

function approvalsSoFar(view: CardView): CardPart[] {
  const done = view.draft.approvals.filter((approval) => approval.role === 'reviewer');
  return done.length === 0 ? [] : [sentence(`Approved so far by ${joinNames(done.map((approval) => view.name(approval.person)))}.`)];
}

function settledBy(view: CardView): CardPart[] {
  return view.reason === null ? [] : [sentence(`Settled by hand: “${view.reason}”.`)];
}

function canSee(view: CardView): string {
  if (view.shownTo.length === 0) return 'Only you can see this draft until they get their cards.';
  return `${youAnd(view.shownTo.map(view.name))} can see this draft.`;
}

function who(view: CardView): string {
  return view.draft.last.by === null ? 'Countersign' : view.name(view.draft.last.by);
}

function reference(view: CardView): string {
  return view.draft.revision === null ? '' : referenceOf(view.draft.revision.publicationId);
}

function closes(view: CardView): string {
  return dayAndTime(view.draft.expiresAt, view.now, view.timeZone);
}

function face(title: string, parts: CardPart[], actions: Action[] = []): Body {
  return { title, parts, actions };
}

function sentence(text: string): CardPart {
  return { kind: 'sentence', text };
}

function approve(view: CardView, needsReview: boolean, reviewers: string): Action {
  const readers = readersThere(view.draft.audience);
  if (!needsReview) {
    const read = `${readers.charAt(0).toUpperCase()}${readers.slice(1)} can read it.`;
    const confirm = { text: `Publish now? It is posted in ${view.channel} at once. ${read}`, ok: 'Publish now', cancel: 'Not yet' };
    return { verb: 'approve', label: 'Approve and publish now', tone: 'primary', confirm, input: null };
  }
  const posted = `it is posted in ${view.channel}, where ${readers} can read it.`;
  const confirm = {
    text: `Ask ${reviewers} to review? They will see your question and this draft. ${ifEnough(view)}, ${posted}`,
    ok: 'Ask for review',
    cancel: 'Not yet',
  };
  const label = `Approve and ask ${reviewers}`;
  return {
    verb: 'approve',
    label: label.length <= MOST_LABEL ? label : 'Approve and ask for review',
    tone: 'primary',
    confirm,
    input: null,
  };
}

function ifEnough(view: CardView): string {
  const needed = reviewersNeeded(view.draft.requirements);
  if (view.reviewers.length > 0 && view.reviewers.length <= needed) return 'If they approve';
  return needed === 1 ? 'If one of them approves' : `If ${needed} of them approve`;
}

function tryAgain(view: CardView): Action {
  const twice = view.draft.publishing.mayStandAlready;
  const confirm = twice
    ? {
        text: `It may already stand in ${view.channel}: look there first. If it does, trying again posts it twice.`,
        ok: 'Try again all the same',
        cancel: 'Not yet',
      }
    : null;
  return { verb: 'retry', label: 'Try again', tone: 'primary', confirm, input: null };
}

function edit(view: CardView, label = 'Edit'): Action {
  const input = { label: 'The answer, in Markdown', initial: view.post?.markdown ?? '', maxCharacters: view.maxCharacters };
  return { verb: 'edit', label, tone: 'plain', confirm: null, input };
}

function isElsewhere(view: CardView): boolean {
  return view.channel !== view.askedIn;
}

function move(view: CardView): Action {
  const label = `Where instead? Write one of: ${view.destinations.join(', ')}`;
  return {
    verb: 'move',
    label: 'Post elsewhere…',
    tone: 'plain',
    confirm: null,
    input: { label, initial: view.destinations[0] ?? '', maxCharacters: 200 },
  };
}

const askAgain: Action = {
  verb: 'ask_again',
  label: 'Ask again',
  tone: 'plain',
  confirm: null,
  input: { label: 'What should be different? (may be left empty)', initial: '', maxCharacters: 1000 },
};
const keepPrivate: Action = { verb: 'withdraw', label: 'Keep private', tone: 'plain', confirm: null, input: null };
const stop: Action = { verb: 'stop', label: 'Stop', tone: 'plain', confirm: null, input: null };
const retract: Action = { verb: 'retract', label: 'Retract', tone: 'danger', confirm: null, input: null };
