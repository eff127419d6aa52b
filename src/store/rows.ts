/** What the tables of the store hold, as the rest of the program reads and writes it. Times are milliseconds since 1970. */
import type { AttemptId, DraftId, EffectId, EntryId, GrantId, PersonId, RunId } from '../core/ids.ts';

export interface EntryRow {
  /** The order in which entries were written; has gaps, and says nothing of the log's order. */
  seq: number;
  id: EntryId;
  draft: DraftId | null;
  bytes: Uint8Array;
  leafHash: Uint8Array;
  /** The position in the log; null until the sequencer gave one. */
  index: number | null;
}

export interface CheckpointRow {
  size: number;
  /** The signed note. */
  note: string;
  /** The roots of the complete subtrees, for appending. */
  frontier: Uint8Array;
  at: number;
}

export type EffectKind =
  | 'ask_agent'
  | 'show_card'
  | 'show_reviewers'
  | 'remind_reviewers'
  | 'update_card'
  | 'tell'
  | 'publish'
  | 'find'
  | 'retract';

export interface EffectRow {
  id: EffectId;
  kind: EffectKind;
  /** One effect of a key at a time: adding it again while it runs makes it run once more afterwards. */
  key: string;
  draft: DraftId | null;
  /** What it needs besides the draft; never an agent's text. */
  payload: Record<string, string | number | boolean | null>;
  dueAt: number;
  /** How often it was claimed. */
  attempts: number;
  /** Rises when it is added again. */
  generation: number;
}

export interface RunRow {
  id: RunId;
  draft: DraftId;
  agent: string;
  /** The process that runs it; null before it started. */
  owner: string | null;
  startedAt: number | null;
  deadlineAt: number | null;
}

export interface AttemptRow {
  id: AttemptId;
  draft: DraftId;
  owner: string;
  /** The intent entry that must stand under a checkpoint before the start. */
  intent: EntryId;
  /** By the database's clock. */
  deadlineAt: number;
  startedAt: number | null;
  ended: boolean;
  /** What `find` learnt: complete reads that did not see it. */
  absentReads: number;
  lastAbsentAt: number | null;
}

/** `all`, `agent:<name>` or `channel:<channel id>`. */
export type KillScope = 'all' | `agent:${string}` | `channel:${string}`;

export interface KillRow {
  scope: KillScope;
  engaged: boolean;
  /** Rises with every engage and release. */
  epoch: number;
  by: PersonId | null;
  /** Quoted words of the operator. */
  reason: string;
  at: number;
}

export interface RuleVersionRow {
  version: number;
  digest: string;
  at: number;
}

export interface RefusalWindow {
  person: PersonId;
  draft: DraftId | null;
  startedAt: number;
  count: number;
}

/** An agent that calls us. Its secret is `csa_<keyId>_…`; only a hash of it is here. */
export interface AgentRow {
  name: string;
  keyId: string;
  secretHash: Uint8Array;
  createdAt: number;
  rotatedAt: number | null;
  /** From then on its secret counts no more. */
  revokedAt: number | null;
}

/** What one agent may do for one person, until `expiresAt`: an offer while only its code is known, a grant once that was redeemed. */
export interface GrantRow {
  id: GrantId;
  agent: string;
  requester: PersonId;
  /** Where it was asked, as JSON. */
  asked: string;
  /** The person's own words. */
  question: string;
  /** Separated by spaces. */
  verbs: string;
  draftsLeft: number;
  bytesLeft: number;
  /** The switch's epoch for this agent and channel when it was made. */
  epoch: number;
  /** The one draft that it is for, and its run; null: for drafts of this person and place. */
  draft: DraftId | null;
  run: RunId | null;
  createdAt: number;
  expiresAt: number;
}

/** What an agent handed in under one of its keys: once, however often it is sent. */
export interface SubmissionRow {
  agent: string;
  key: string;
  /** Of what was sent: the same key with another body is an error. */
  digest: string;
  /** The process that carries it out. */
  owner: string;
  draft: DraftId;
  run: RunId;
  /** JSON; null while it is under way. */
  reply: string | null;
  at: number;
}
