import type { Actor, Command, CommandKind, Effect } from './command.ts';
import type { Draft, State } from './draft.ts';
import { type Refusal, refusal } from './errors.ts';
import type { DraftFactType, Fact } from './fact.ts';
import { guard } from './guards.ts';
import { apply } from './moves.ts';
import { type Role, rolesOf } from './roles.ts';

/** One cell of the table: what a command leads to in a state, and by whom. More than one `to`: `moves.ts` decides which. */
export interface Move {
  by: readonly Role[];
  to: readonly State[];
}

const move = (by: Role | readonly Role[], ...to: State[]): Move => ({ by: typeof by === 'string' ? [by] : by, to });

const withdraw = move(['requester', 'operator', 'agent'], 'withdrawn');
const expire = move('system', 'expired');
const edit = move('requester', 'awaiting_requester');
const ask_again = move('requester', 'awaiting_agent');
const reject = move('reviewer', 'rejected');
const voided = move('system', 'awaiting_requester');
const retract = move(['requester', 'reviewer', 'operator'], 'retracting');

/**
 * The life of a draft: in each state, the commands that count, by whom, and what they lead to. What is not in the table is refused.
 *
 * People's commands have the names of their buttons (`withdraw` is *Keep private*; an agent that handed a draft in may take it back). The system's are: `void`, when what an approval
 * rested on changed, so the draft goes back to the requester; `begin`, an attempt to publish, which ends by `confirm` (the platform says
 * yes), `refuse` (a clear no), `lose` (no answer: the post may or may not be there) or `abandon` (it was never sent). A retraction ends by
 * the first two. `settle`: an operator looked, and says what is there.
 */
export const LIFECYCLE: Record<State, Partial<Record<CommandKind, Move>>> = {
  awaiting_agent: {
    answer: move('agent', 'awaiting_requester'),
    stop: move('requester', 'awaiting_requester', 'withdrawn'),
    fail: move('system', 'awaiting_requester', 'withdrawn'),
    withdraw,
    expire,
  },
  awaiting_requester: {
    approve: move('requester', 'awaiting_reviewer', 'approved'),
    edit,
    ask_again,
    void: voided,
    withdraw,
    expire,
  },
  awaiting_reviewer: {
    approve: move('reviewer', 'awaiting_reviewer', 'approved'),
    reject,
    edit,
    ask_again,
    void: voided,
    withdraw,
    expire,
  },
  rejected: { edit, ask_again, withdraw, expire },
  approved: { begin: move('system', 'publishing'), void: voided, reject, withdraw, expire },
  publishing: {
    confirm: move('system', 'published'),
    refuse: move('system', 'publish_failed'),
    lose: move('system', 'outcome_unknown'),
    abandon: move('system', 'approved'),
  },
  outcome_unknown: {
    confirm: move('system', 'published'),
    refuse: move('system', 'publish_failed'),
    settle: move('operator', 'published', 'publish_failed'),
  },
  // A confirmation that comes after it was given up is the truth all the same.
  publish_failed: { retry: move('requester', 'approved'), confirm: move('system', 'published'), edit, withdraw, expire },
  published: { retract },
  retracting: { confirm: move('system', 'retracted'), refuse: move('system', 'retract_failed') },
  retract_failed: { retract },
  withdrawn: {},
  expired: {},
  retracted: {},
};

/** Who could ever give a command, whatever the state: whoever is none of these learns nothing of the state. */
const EVER = Object.values(LIFECYCLE).reduce<Record<string, Set<Role>>>((ever, moves) => {
  for (const [command, { by }] of Object.entries(moves)) ever[command] = new Set([...(ever[command] ?? []), ...by]);
  return ever;
}, {});

export type Outcome = { ok: true; draft: Draft; fact: Fact; effects: Effect[] } | { ok: false; refusal: Refusal };

/** What becomes of a draft: pure, and the only place in which its state changes. `at` is in milliseconds. */
export function transition(draft: Draft, command: Command, actor: Actor, at: number): Outcome {
  const roles = rolesOf(draft, actor);
  if (!roles.some((role) => EVER[command.kind]?.has(role))) return { ok: false, refusal: refusal('NOT_YOURS') };
  const allowed = LIFECYCLE[draft.state][command.kind];
  if (!allowed) return { ok: false, refusal: refusal(lateOr(draft, command)) };
  const by = allowed.by.find((one) => roles.includes(one));
  // Theirs at another time: a double click, or a reviewer's card that lies behind the draft.
  if (by === undefined) return { ok: false, refusal: refusal(lateOr(draft, command)) };
  const no = guard(draft, command, actor, at);
  if (no) return { ok: false, refusal: no };

  const moved = apply(draft, command, actor, by, at);
  if (!allowed.to.includes(moved.draft.state))
    throw new Error(`the table has no ${command.kind} from ${draft.state} to ${moved.draft.state}`);
  const next = { ...moved.draft, version: draft.version + 1 };
  return { ok: true, draft: next, fact: factOf(draft, next, command, actor, by, moved), effects: moved.effects };
}

/** The fact of each command; a confirm or refuse while a publication is taken away speaks of the retraction. */
export const FACT_OF: Record<CommandKind, DraftFactType> = {
  answer: 'draft.answered',
  stop: 'draft.stopped',
  fail: 'draft.failed',
  approve: 'draft.approved',
  edit: 'draft.edited',
  ask_again: 'draft.asked_again',
  reject: 'draft.rejected',
  withdraw: 'draft.withdrawn',
  expire: 'draft.expired',
  void: 'draft.voided',
  begin: 'publication.intended',
  confirm: 'publication.confirmed',
  refuse: 'publication.refused',
  lose: 'publication.lost',
  abandon: 'publication.abandoned',
  settle: 'publication.settled',
  retry: 'publication.retried',
  retract: 'retraction.intended',
};

function factOf(
  before: Draft,
  after: Draft,
  command: Command,
  actor: Actor,
  by: Role,
  moved: { refs: Fact['refs']; digests: Fact['digests'] },
): Fact {
  const type =
    before.state === 'retracting' ? (command.kind === 'confirm' ? 'retraction.confirmed' : 'retraction.refused') : FACT_OF[command.kind];
  return {
    type,
    draft: after.id,
    version: after.version,
    ...(after.revision ? { revision: after.revision.id } : {}),
    ...(actor.kind === 'person' ? { actor: actor.person, human: actor.human } : {}),
    refs: { from: before.state, to: after.state, by, ...moved.refs },
    digests: moved.digests,
  };
}

/** A person whose card lies behind the draft is told that somebody decided; a late machine is told that it is not its turn. */
function lateOr(draft: Draft, command: Command): 'ALREADY_DECIDED' | 'STALE' | 'NOT_NOW' {
  if ('seen' in command && draft.revision !== null && command.seen.digest !== draft.revision.digest) return 'STALE';
  return 'seen' in command || command.kind === 'withdraw' || command.kind === 'stop' ? 'ALREADY_DECIDED' : 'NOT_NOW';
}
