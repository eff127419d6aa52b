import type { Action, Card, CardPart } from './card.ts';
import { approvedAt, type CardView, isCurrent } from './card-view.ts';
import { joinNames } from './post.ts';
import { whereRead } from './sentences.ts';
import { atTime, count, dayAndTime } from './times.ts';

/** A reviewer's card, as the draft is now: open while their decision can count, else how it ended. */
export function reviewCard(view: CardView): Card {
  const { draft, row } = view;
  const bound = { id: row.id, kind: 'card' as const, draft: draft.id, state: draft.state, revision: row.revision, digest: row.digest };
  const mine = draft.approvals.find((approval) => approval.role === 'reviewer' && approval.person === row.person);
  if (isCurrent(view) && draft.state === 'awaiting_reviewer' && !mine) return { ...bound, ...openFace(view) };
  return { ...bound, title: closedTitle(view, mine !== undefined), parts: [], actions: [] };
}

function openFace(view: CardView): Pick<Card, 'title' | 'parts' | 'actions'> {
  const { draft } = view;
  const requester = view.name(draft.request.requester);
  const others = view.shownTo.filter((person) => person !== view.row.person).map(view.name);
  const needed = draft.requirements.reviewers === 'not_required' ? 0 : draft.requirements.reviewers.needed;
  const done = draft.approvals.filter((approval) => approval.role === 'reviewer').length;
  const missing = Math.max(1, needed - done);
  const parts: CardPart[] = [
    { kind: 'sentence', text: `Only ${joinNames([requester, ...others, 'you'])} can see it. ${consequence(view, missing)}` },
    {
      kind: 'question',
      lead: view.channel === view.askedIn ? `${requester} asked:` : `${requester} asked in ${view.askedIn ?? 'a direct message'}:`,
      text: view.question,
    },
  ];
  if (view.post) parts.push({ kind: 'answer', preview: view.post.preview, tree: view.post.tree });
  if (view.difference)
    parts.push({ kind: 'difference', lead: `Changed since revision ${view.difference.since}:`, parts: view.difference.parts });
  const approved = atTime(approvedAt(draft, 'requester'), view.now, view.timeZone);
  const edited = draft.revision?.editor === null || draft.revision === null ? '' : ` ${view.name(draft.revision.editor)} edited it.`;
  parts.push(
    {
      kind: 'sentence',
      text: `${requester} approved this text ${approved}.${edited} ${stillNeeded(missing, others.length)}`,
    },
    { kind: 'sentence', text: `If nobody acts: it stays private. Closes ${dayAndTime(draft.expiresAt, view.now, view.timeZone)}.` },
  );
  const label = missing === 1 ? 'Approve and publish' : `Approve (${done + 1} of ${needed})`;
  return {
    title: `${requester} asks you to review an answer from ${view.agent}.`,
    parts,
    actions: [approve(view, label, missing), reject],
  };
}

function stillNeeded(missing: number, others: number): string {
  if (missing > 1) return `${count(missing, 'more approval')} are needed; the first to reject ends it.`;
  return others === 0 ? 'One more approval is needed: yours.' : 'One more approval is needed; the first of you decides.';
}

function consequence(view: CardView, missing: number): string {
  const where = `${view.channel ?? 'the channel'}, ${whereRead(view.draft.audience)}`;
  return missing === 1
    ? `If you approve, it is posted in ${where}.`
    : `If you and ${count(missing - 1, 'other')} approve, it is posted in ${where}.`;
}

function closedTitle(view: CardView, approvedByMe: boolean): string {
  const { draft } = view;
  const requester = view.name(draft.request.requester);
  const isMine = draft.last.by === view.row.person;
  const last = draft.last.by === null ? 'Countersign' : isMine ? 'you' : view.name(draft.last.by);
  const time = atTime(draft.last.at, view.now, view.timeZone);
  const channel = view.channel ?? 'the channel';
  if (!isCurrent(view) && draft.state !== 'withdrawn') return replacedTitle(view, requester);
  switch (draft.state) {
    case 'awaiting_reviewer':
      return approvedByMe ? 'You approved this. It waits for another approval.' : 'Closed. Nothing was posted.';
    case 'awaiting_agent':
      return `${requester} asked ${view.agent} again. If ${requester} approves the new text, you get a new card.`;
    case 'awaiting_requester':
      return noLongerCounts(requester);
    case 'rejected':
      return `${isMine ? 'You' : last} rejected this ${time}: “${view.reason ?? 'the reason was erased'}”. Nothing was posted.`;
    case 'withdrawn':
      return draft.last.by === draft.request.requester ? `${requester} kept it private.` : `Closed by ${last}. Nothing was posted.`;
    case 'expired':
      return 'Closed without posting: nobody decided in time.';
    case 'approved':
    case 'publishing':
      return `${approvers(view)} approved this. It is being posted in ${channel}.`;
    case 'outcome_unknown':
      return `${approvers(view)} approved this. ${view.platform} did not confirm the post; it may or may not be in ${channel}.`;
    case 'publish_failed':
      return `${approvers(view)} approved this, but it could not be posted in ${channel}. ${requester} was told.`;
    case 'published':
    case 'retract_failed':
      return `${approvers(view)} approved this ${atTime(approvedAt(draft, 'reviewer'), view.now, view.timeZone)}. It was posted in ${channel}.`;
    case 'retracting':
    case 'retracted':
      return `It was posted in ${channel}, and retracted by ${last} ${time}.`;
  }
}

function approvers(view: CardView): string {
  const reviewers = view.draft.approvals.filter((approval) => approval.role === 'reviewer').map((approval) => approval.person);
  return joinNames(reviewers.map((person, nth) => (person === view.row.person ? (nth === 0 ? 'You' : 'you') : view.name(person))));
}

/** Why another post took the place of the one that this card shows. */
function replacedTitle(view: CardView, requester: string): string {
  const { revision } = view.draft;
  if (revision === null || revision.number === view.row.revision) return noLongerCounts(requester);
  const changed = revision.editor === null ? `${requester} asked ${view.agent} again` : `${requester} changed the text`;
  return `${changed}. If ${requester} approves it, you get a new card.`;
}

function noLongerCounts(requester: string): string {
  return `Approvals for this text no longer count. If ${requester} approves it again, you get a new card.`;
}

function approve(view: CardView, label: string, missing: number): Action {
  const where = `${view.channel ?? 'the channel'}, ${whereRead(view.draft.audience)}`;
  const text =
    missing === 1
      ? `Publish it? It is posted in ${where}.`
      : `Approve it? After ${count(missing - 1, 'more approval')} it is posted in ${where}.`;
  return {
    verb: 'approve',
    label,
    tone: 'primary',
    confirm: { text, ok: missing === 1 ? 'Approve and publish' : 'Approve', cancel: 'Not yet' },
    input: null,
  };
}

const reject: Action = {
  verb: 'reject',
  label: 'Reject…',
  tone: 'danger',
  confirm: null,
  input: { label: 'Why? The person who asked reads this.', initial: '', maxCharacters: 500 },
};
