import { approvalsMissing } from './approvals.ts';
import type { Actor, Command, CommandKind, CommandOf, Composed, Effect } from './command.ts';
import type { Draft, Publishing, State } from './draft.ts';
import type { RefusalCode } from './errors.ts';
import type { Fact } from './fact.ts';
import { reviewersNeeded } from './requirements.ts';
import type { Role } from './roles.ts';

/** What a move makes of a draft, and what its fact tells besides who and from where to where. */
export interface Moved {
  draft: Draft;
  effects: Effect[];
  refs: Fact['refs'];
  digests: Fact['digests'];
}

interface By {
  actor: Actor;
  role: Role;
  at: number;
}

type Moves = { [K in CommandKind]: (draft: Draft, command: CommandOf<K>, by: By) => Moved };

const refresh: Effect = { kind: 'refresh_cards' };

/** One small function a command. It is called only when the table and the guards have allowed it. */
const MOVES: Moves = {
  answer(draft, { composed, run, outputDigest, textDigest }, by) {
    const next = { ...recompose(draft, composed), run: null, ...to('awaiting_requester', by) };
    return moved(
      next,
      [{ kind: 'show_requester' }, refresh],
      { ...demanded(next), number: composed.revision.number, run },
      { ...shown(next), output: outputDigest, requirements: next.requirementsDigest, text: textDigest },
    );
  },

  stop: (draft, _command, by) => moved({ ...draft, run: null, ...to(backFromAgent(draft), by) }, [refresh]),

  fail: (draft, { code, run }, by) =>
    moved({ ...draft, run: null, ...to(backFromAgent(draft), by, code) }, [refresh, ...noAnswer(code), ...failureAlarm(code)], {
      code,
      run,
    }),

  approve(draft, { circumstances, switchEpoch }, by) {
    if (by.actor.kind !== 'person' || draft.revision === null) throw new Error('only a person approves, and only a revision');
    const { person, human, mayReview } = by.actor;
    const role = by.role === 'requester' ? 'requester' : 'reviewer';
    const fallback = role === 'reviewer' && mayReview === 'fallback';
    const approvals = [
      ...draft.approvals,
      { person, human, role, fallback, at: by.at, digest: draft.revision.digest, audience: circumstances.audience } as const,
    ];
    const missing = approvalsMissing({ ...draft, approvals });
    const state = missing > 0 ? 'awaiting_reviewer' : 'approved';
    const effects: Effect[] = missing > 0 ? (role === 'requester' ? reviewRound(draft, by.at) : []) : [{ kind: 'publish', dueAt: by.at }];
    const refs = { audience: circumstances.audience, fallback: fallback ? 1 : 0, number: draft.revision.number };
    return moved({ ...draft, approvals, approvedUnder: switchEpoch, ...to(state, by) }, [...effects, refresh], refs, shown(draft));
  },

  edit(draft, { composed, textDigest }, by) {
    const next = { ...recompose(draft, composed), ...to('awaiting_requester', by) };
    const digests = { ...shown(next), requirements: next.requirementsDigest, text: textDigest };
    return moved(next, [{ kind: 'show_requester' }, refresh], { ...demanded(next), number: composed.revision.number }, digests);
  },

  ask_again: (draft, { run, wish, wishDigest }, by) =>
    moved(
      { ...draft, run, approvals: [], ...to('awaiting_agent', by, null, wish) },
      [{ kind: 'ask_agent', run }, { kind: 'show_requester' }, refresh],
      { run },
      wishDigest === null ? {} : { wish: wishDigest },
    ),

  reject: (draft, { reason, reasonDigest }, by) =>
    moved(
      { ...draft, approvals: [], ...to('rejected', by, null, reason) },
      [refresh, { kind: 'tell_requester', code: 'REJECTED' }],
      {},
      { reason: reasonDigest },
    ),

  withdraw(draft, { reason, reasonDigest }, by) {
    const code = WITHDRAWN_BY[by.role];
    const told: Effect[] = code === undefined ? [] : [{ kind: 'tell_requester', code }];
    return moved(
      { ...draft, run: null, ...to('withdrawn', by, null, reason) },
      [refresh, ...told],
      {},
      reasonDigest === null ? {} : { reason: reasonDigest },
    );
  },

  expire: (draft, _command, by) =>
    // Whoever reads why it closed must not read that nobody decided when somebody had.
    moved({ ...draft, run: null, ...to('expired', by, draft.state === 'rejected' ? 'REJECTED' : null) }, [
      refresh,
      { kind: 'tell_requester', code: 'EXPIRED' },
    ]),

  void(draft, { code, composed }, by) {
    const again = recompose(draft, composed);
    // What became of it after the copy was made, this database does not know.
    const mayStandAlready = again.publishing.mayStandAlready || code === 'COPY_RESTORED';
    const publishing = { ...again.publishing, mayStandAlready };
    const next = { ...again, publishing, ...to('awaiting_requester', by, code) };
    const refs = { ...demanded(next), code, number: composed.revision.number };
    return moved(next, [{ kind: 'show_requester' }, refresh], refs, { ...shown(next), requirements: next.requirementsDigest });
  },

  begin(draft, { attempt, fillDigest, epoch, rules }, by) {
    if (draft.revision === null) throw new Error('only a revision is published');
    const refs = { attempt, epoch, publication: draft.revision.publicationId, rules };
    return moved({ ...draft, publishing: { ...draft.publishing, attempt, fillDigest }, ...to('publishing', by) }, [], refs, {
      fill: fillDigest,
      post: draft.revision.digest,
    });
  },

  confirm(draft, { message }, by) {
    if (draft.state === 'retracting') {
      return moved({ ...draft, ...to('retracted', by, null, null, draft.last.by) }, [
        refresh,
        { kind: 'tell_requester', code: 'RETRACTED' },
      ]);
    }
    return published(draft, message, by, { attempt: draft.publishing.attempt ?? '' });
  },

  refuse(draft, { code, platformCode }, by) {
    if (draft.state === 'retracting') {
      const told: Effect[] = [
        refresh,
        { kind: 'tell_requester', code: 'RETRACT_FAILED' },
        { kind: 'tell_operators', code: 'RETRACT_FAILED' },
      ];
      return moved({ ...draft, ...to('retract_failed', by, code) }, told, { code, platform: platformCode });
    }
    // After an unknown outcome even an absence is no proof: a person who tries again is told that it may appear twice.
    const mayStandAlready = draft.publishing.mayStandAlready || draft.state === 'outcome_unknown';
    return moved(
      { ...draft, publishing: { ...draft.publishing, mayStandAlready }, ...to('publish_failed', by, code, platformCode) },
      [refresh, { kind: 'tell_requester', code }, { kind: 'tell_operators', code }],
      { attempt: draft.publishing.attempt ?? '', code, platform: platformCode },
    );
  },

  lose: (draft, _command, by) =>
    moved(
      { ...draft, publishing: { ...draft.publishing, mayStandAlready: true }, ...to('outcome_unknown', by, 'OUTCOME_UNKNOWN') },
      [refresh, { kind: 'find' }, { kind: 'tell_requester', code: 'OUTCOME_UNKNOWN' }, { kind: 'tell_operators', code: 'OUTCOME_UNKNOWN' }],
      { attempt: draft.publishing.attempt ?? '' },
    ),

  abandon: (draft, { retryInMs }, by) =>
    moved({ ...draft, ...to('approved', by) }, [{ kind: 'publish', dueAt: by.at + retryInMs }], {
      attempt: draft.publishing.attempt ?? '',
    }),

  settle(draft, { outcome, message, reason, reasonDigest }, by) {
    const told: Effect[] = [refresh, { kind: 'tell_requester', code: 'SETTLED' }];
    const digests = { reason: reasonDigest };
    if (outcome === 'published') {
      const next = published(draft, message, by, { outcome });
      return { ...next, draft: { ...next.draft, last: { ...next.draft.last, reason } }, effects: told, digests };
    }
    return moved({ ...draft, ...to('publish_failed', by, 'NOT_FOUND_THERE', reason) }, told, { outcome }, digests);
  },

  retry: (draft, _command, by) => moved({ ...draft, ...to('approved', by) }, [{ kind: 'publish', dueAt: by.at }, refresh]),

  retract: (draft, _command, by) => moved({ ...draft, ...to('retracting', by) }, [{ kind: 'retract' }, refresh]),
};

/** Whoever takes somebody's draft away says so. */
const WITHDRAWN_BY: Partial<Record<Role, string>> = { operator: 'WITHDRAWN_BY_OPERATOR', agent: 'WITHDRAWN_BY_AGENT' };

export function apply(draft: Draft, command: Command, actor: Actor, role: Role, at: number): Moved {
  const make = MOVES[command.kind] as (draft: Draft, command: Command, by: By) => Moved;
  return make(draft, command, { actor, role, at });
}

function moved(draft: Draft, effects: Effect[], refs: Fact['refs'] = {}, digests: Fact['digests'] = {}): Moved {
  return { draft, effects, refs, digests };
}

/** The next state, and who brought it about: what the cards say of it. */
function to(
  state: State,
  by: By,
  code: string | null = null,
  reason: string | null = null,
  person?: Draft['last']['by'],
): Pick<Draft, 'state' | 'last'> {
  const who = person ?? (by.actor.kind === 'person' ? by.actor.person : null);
  return { state, last: { kind: state, by: who, code, reason, at: by.at } };
}

/** A new post starts without approvals and without a publication. What may stand in the channel already still may. */
function recompose(draft: Draft, { destination, revision, audience, requirements, requirementsDigest }: Composed): Draft {
  const publishing: Publishing = { ...draft.publishing, attempt: null, fillDigest: null };
  return { ...draft, destination, revision, audience, requirements, requirementsDigest, approvals: [], publishing };
}

/** A card that is brought up to date calls nobody, so the requester is told. Who cannot be reached has no card yet: it says why. */
function noAnswer(code: RefusalCode): Effect[] {
  return code === 'NO_PRIVATE_SURFACE' ? [] : [{ kind: 'tell_requester', code: 'NO_ANSWER' }];
}

/** What an agent did wrong is the operators' business too; that it found nothing or was stopped is not. */
function failureAlarm(code: RefusalCode): Effect[] {
  const alarming: readonly RefusalCode[] = ['AGENT_BROKE_CONTRACT', 'AGENT_FAILED', 'ANSWER_REFUSED', 'NO_PRIVATE_SURFACE'];
  return alarming.includes(code) ? [{ kind: 'tell_operators', code }] : [];
}

function backFromAgent(draft: Draft): State {
  return draft.revision === null ? 'withdrawn' : 'awaiting_requester';
}

/** What the post of this text demands, so that whoever reads the log can count the approvals against it. */
function demanded(draft: Draft): { needed: number } {
  return { needed: reviewersNeeded(draft.requirements) };
}

function shown(draft: Draft): Fact['digests'] {
  if (draft.revision === null) throw new Error('there is no revision to speak of');
  return { post: draft.revision.digest, preview: draft.revision.previewDigest };
}

/** Reviewers are asked now, reminded once at half time, and joined by the fallback when nobody decided. */
function reviewRound(draft: Draft, at: number): Effect[] {
  const effects: Effect[] = [
    { kind: 'show_reviewers', fallback: false, dueAt: at },
    { kind: 'remind_reviewers', dueAt: at + Math.floor((draft.expiresAt - at) / 2) },
  ];
  const fallback = draft.requirements.fallback;
  return fallback === null ? effects : [...effects, { kind: 'show_reviewers', fallback: true, dueAt: at + fallback.afterMs }];
}

function published(draft: Draft, message: Draft['publishing']['message'], by: By, refs: Fact['refs']): Moved {
  const effects: Effect[] = [refresh, { kind: 'tell_requester', code: 'PUBLISHED' }];
  return moved({ ...draft, publishing: { ...draft.publishing, message, publishedAt: by.at }, ...to('published', by) }, effects, {
    ...refs,
    ...(message ? { message: message.message } : {}),
  });
}
