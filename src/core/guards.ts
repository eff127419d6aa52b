import { isWider } from './audience.ts';
import type { Actor, Circumstances, Command, CommandKind, CommandOf, Seen } from './command.ts';
import type { Draft } from './draft.ts';
import { type Refusal, refusal } from './errors.ts';
import { compareRequirements, reviewersNeeded } from './requirements.ts';
import { askedOrWrittenBy } from './roles.ts';
import { NOT_NOW_BECAUSE } from './sentences.ts';

type Guards = { [K in CommandKind]: (draft: Draft, command: CommandOf<K>, actor: Actor, at: number) => Refusal | null };

const none = (): null => null;

/** Why a command that the table allows is refused all the same. Order matters: what is stale is said before what is forbidden. */
const GUARDS: Guards = {
  answer: (draft, command) => ofThisRun(draft, command.run) ?? engaged(command.engaged),
  fail: (draft, command) => ofThisRun(draft, command.run),
  approve: (draft, command, actor) =>
    stale(draft, command.seen) ??
    engaged(command.circumstances.engaged) ??
    alreadyApproved(draft, actor) ??
    publishable(draft, command.circumstances),
  edit: (draft, command) => stale(draft, command.seen),
  ask_again: (draft, command) => stale(draft, command.seen) ?? engaged(command.engaged),
  reject: (draft, command) => stale(draft, command.seen),
  expire: (draft, _command, _actor, at) => (at < draft.expiresAt ? refusal('NOT_NOW') : null),
  begin: (draft, command) =>
    engaged(command.circumstances.engaged) ??
    switchMoved(draft, command.switchEpoch) ??
    publishable(draft, command.circumstances) ??
    enoughApprovals(draft, command.circumstances),
  retry: (draft, command) => stale(draft, command.seen) ?? engaged(command.engaged),
  confirm: (draft, command) => ofThisAttempt(draft, command.attempt),
  refuse: (draft, command) => ofThisAttempt(draft, command.attempt),
  lose: (draft, command) => ofThisAttempt(draft, command.attempt),
  abandon: (draft, command) => ofThisAttempt(draft, command.attempt),
  stop: none,
  withdraw: (draft, command, actor) => {
    // What a person has written over is theirs.
    if (actor.kind === 'agent') return command.reason === null && !draft.revision?.editor ? null : refusal('NOT_NOW');
    return command.reason === null && actor.kind === 'person' && actor.person !== draft.request.requester ? refusal('REASON_NEEDED') : null;
  },
  // Somebody may have moved it on meanwhile: it voids the post it speaks of, and no other.
  void: (draft, command) => (draft.revision?.digest === command.of ? null : refusal('NOT_NOW')),
  // Whoever looked speaks of what was there then, not of an attempt that somebody has made since.
  settle: (draft, { version }) => (draft.version === version ? null : refusal('NOT_NOW', { what: NOT_NOW_BECAUSE.movedOn() })),
  retract: none,
};

export function guard(draft: Draft, command: Command, actor: Actor, at: number): Refusal | null {
  const check = GUARDS[command.kind] as (draft: Draft, command: Command, actor: Actor, at: number) => Refusal | null;
  return check(draft, command, actor, at);
}

function ofThisRun(draft: Draft, run: string): Refusal | null {
  return draft.run === run ? null : refusal('NOT_NOW');
}

/** A process that was paused speaks of its own attempt, never of the one that somebody else began meanwhile. */
function ofThisAttempt(draft: Draft, attempt: string | null): Refusal | null {
  if (draft.state === 'retracting') return null;
  return draft.publishing.attempt === attempt ? null : refusal('NOT_NOW');
}

/** The switch was engaged, or released, since the last approval: releasing publishes nothing by itself, however late a begin comes. */
function switchMoved(draft: Draft, switchEpoch: number): Refusal | null {
  return draft.approvedUnder === switchEpoch ? null : refusal('SWITCH_RELEASED');
}

function engaged(isEngaged: boolean): Refusal | null {
  return isEngaged ? refusal('ENGAGED') : null;
}

/** A decision counts for the text that was seen and for nothing else. */
function stale(draft: Draft, seen: Seen): Refusal | null {
  const current = draft.revision;
  return current === null || current.number !== seen.revision || current.digest !== seen.digest ? refusal('STALE') : null;
}

function alreadyApproved(draft: Draft, actor: Actor): Refusal | null {
  if (actor.kind !== 'person') return null;
  return draft.approvals.some((approval) => approval.human === actor.human) ? refusal('ALREADY_DECIDED') : null;
}

/** Whether the post may be made at all as things stand: asked at every approval and again at begin. */
function publishable(draft: Draft, now: Circumstances): Refusal | null {
  if (draft.destination === null) return refusal('NO_DESTINATION');
  if (now.requirements === null) return refusal('RULE_GONE');
  if (compareRequirements(draft.requirements, now.requirements) === 'stricter') return refusal('RULE_CHANGED');
  // Neither what is known now nor what the card said may be unknown.
  if (now.audience === 'unknown' || draft.audience.class === 'unknown') return refusal('AUDIENCE_UNKNOWN');
  if (isWider(now.audience, draft.requirements.widestAudience)) return refusal('AUDIENCE_TOO_WIDE');
  // Fewer read it again, but the post was made for those: nobody approves a post that says more than the rule accepts.
  if (isWider(draft.audience.class, draft.requirements.widestAudience)) return refusal('AUDIENCE_TOO_WIDE');
  const isJoined = now.audience === 'external' && now.outside.some((one) => !draft.audience.outside.includes(one));
  if (isJoined || isWider(now.audience, draft.audience.class)) return refusal('AUDIENCE_WIDENED');
  if (now.newPost === 'impossible') return refusal('NO_NEW_POST');
  if (now.newPost === 'changed') return refusal('RULE_CHANGED');
  if (!now.requesterCanPost) return refusal('CANNOT_POST_THERE');
  return null;
}

/**
 * The approvals that hold now, for this digest and this audience, counted by distinct human. Both what was demanded when
 * the post was made and what is demanded now must be met, so loosening a rule never lowers the bar of a draft under way.
 */
function enoughApprovals(draft: Draft, now: Circumstances): Refusal | null {
  const holding = draft.approvals.filter(
    (approval) => approval.digest === draft.revision?.digest && !isWider(now.audience, approval.audience),
  );
  if (!holding.some((approval) => approval.role === 'requester' && approval.person === draft.request.requester)) {
    return refusal('AUDIENCE_WIDENED');
  }
  const reviewers = new Set(
    holding
      .filter((approval) => approval.role === 'reviewer' && now.stillReviewers.includes(approval.person))
      .map((approval) => approval.human)
      .filter((human) => !askedOrWrittenBy(draft, human)),
  );
  const needed = Math.max(reviewersNeeded(draft.requirements), now.requirements ? reviewersNeeded(now.requirements) : 0);
  return reviewers.size >= needed ? null : refusal('REVIEWER_CHANGED');
}
