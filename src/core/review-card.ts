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
    { kind: 'question', lead: `${requester} asked:`, text: view.question },
  ];
  if (view.post) parts.push({ kind: 'answer', preview: view.post.preview, tree: view.post.tree });
  if (view.difference)
    parts.push({ kind: 'difference', lead: `Changed since revision ${view.difference.since}:`, parts: view.difference.parts });
  const approved = atTime(approvedAt(draft, 'requester'), view.now, view.timeZone);
  const edited = draft.revision?.editor === null || draft.revision === null ? '' : ` ${view.name(draft.revision.editor)} edited it.`;
  parts.push(
    {
      kind: 'sentence',
      text: `${requester} approved this text ${approved}.${edited} ${missing === 1 ? 'One more approval is needed' : `${missing} more approvals are needed`}; the first to reject ends it.`,
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

function consequence(view: CardView, missing: number): string {
  const where = `${view.channel ?? 'the channel'}, ${whereRead(view.draft.audience)}`;
  return missing === 1
    ? `If you approve, it is posted in ${where}.`
    : `If you and ${count(missing - 1, 'other')} approve, it is posted in ${where}.`;
}

function closedTitle(view: CardView, approvedByMe: boolean): string {
  const { draft } = view;
  const requester = view.name(draft.request.requester);
  const last = draft.last.by === null ? null : view.name(draft.last.by);
  const time = atTime(draft.last.at, view.now, view.timeZone);
  const channel = view.channel ?? 'the channel';
  if (!isCurrent(view)) {
    if (draft.state === 'withdrawn') return `Closed: ${requester} kept it private.`;
    return `Closed: the text changed. If ${requester} approves the new one, you get a new card.`;
  }
  switch (draft.state) {
    case 'awaiting_reviewer':
      return approvedByMe ? 'You approved this. It waits for another approval.' : 'Closed.';
    case 'awaiting_agent':
      return `Closed: ${requester} asked ${view.agent} again. If ${requester} approves the new text, you get a new card.`;
    case 'awaiting_requester':
      return `Closed: approvals for this text no longer count. If ${requester} approves it again, you get a new card.`;
    case 'rejected':
      return `Closed: ${last} rejected this ${time}: “${view.reason ?? 'the reason was erased'}”. Nothing was posted.`;
    case 'withdrawn':
      return draft.last.by === draft.request.requester ? `Closed: ${requester} kept it private.` : `Closed by ${last}. Nothing was posted.`;
    case 'expired':
      return 'Closed: nobody decided in time. Nothing was posted.';
    case 'approved':
    case 'publishing':
      return `${approvers(view)} approved this. It is being posted in ${channel}.`;
    case 'outcome_unknown':
      return `${approvers(view)} approved this. ${view.platform} did not confirm the post; it may or may not be in ${channel}.`;
    case 'publish_failed':
      return `${approvers(view)} approved this, but it could not be posted in ${channel}. ${requester} was told.`;
    case 'published':
    case 'retract_failed':
      return `Closed: ${approvers(view)} approved this. It was posted in ${channel}.`;
    case 'retracting':
    case 'retracted':
      return `Closed: it was posted in ${channel} and retracted by ${last ?? 'Countersign'}.`;
  }
}

function approvers(view: CardView): string {
  const names = view.draft.approvals
    .filter((approval) => approval.role === 'reviewer')
    .map((approval) => (approval.person === view.row.person ? 'you' : view.name(approval.person)));
  const joined = joinNames(names);
  return joined.charAt(0).toUpperCase() + joined.slice(1);
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
