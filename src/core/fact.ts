import type { DraftId, EntryId, PersonId, RevisionId } from './ids.ts';

/** What came out of a move, past tense: the content of one log entry. */
export const DRAFT_FACTS = [
  'draft.requested',
  'draft.answered',
  'draft.stopped',
  'draft.failed',
  'draft.approved',
  'draft.edited',
  'draft.asked_again',
  'draft.rejected',
  'draft.withdrawn',
  'draft.expired',
  'draft.voided',
  'publication.intended',
  'publication.confirmed',
  'publication.refused',
  'publication.lost',
  'publication.abandoned',
  'publication.settled',
  'publication.retried',
  'retraction.intended',
  'retraction.confirmed',
  'retraction.refused',
] as const;
export type DraftFactType = (typeof DRAFT_FACTS)[number];

/** What happened beside the life of one draft. */
export const OTHER_FACTS = [
  'log.opened',
  'rules.loaded',
  'kill.engaged',
  'kill.released',
  'attempt.refused',
  'run.started',
  'tool.called',
  'tool.answered',
  'tool.refused',
  'card.shown',
  'text.erased',
  'agent.added',
  'agent.rotated',
  'agent.revoked',
  'agent.refused',
  'grant.offered',
  'grant.made',
  'grant.used',
  'evidence.kept',
] as const;
export type OtherFactType = (typeof OTHER_FACTS)[number];

export type FactType = DraftFactType | OtherFactType;

export interface Fact {
  type: FactType;
  draft?: DraftId;
  version?: number;
  revision?: RevisionId;
  /** Whoever acted; the entry holds a pseudonym in their place. */
  actor?: PersonId;
  /** The account that stands for the actor's human: approvals are counted by it. */
  human?: PersonId;
  refs: Record<string, string | number>;
  /** Hex SHA-256 digests. */
  digests: Record<string, string>;
}

/** A leaf of the log, before its canonical bytes. `at` is ISO 8601 in UTC. Never text, names, ids of people, tokens. */
export interface Entry {
  v: 1;
  log: string;
  type: FactType;
  id: EntryId;
  at: string;
  draft?: DraftId;
  version?: number;
  revision?: RevisionId;
  /** HMAC-SHA-256(per-person key, PersonId) in hex; the key can be deleted. */
  actor?: string;
  refs: Record<string, string | number>;
  digests: Record<string, string>;
}
