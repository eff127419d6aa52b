/** The part of the store's port that is about agents that call us. */
import type { GrantId, PersonId } from '../core/ids.ts';
import type { AgentRow, GrantRow, SubmissionRow } from './rows.ts';

export interface Agents {
  /** Adds it, or puts it in the place of the one of that name. */
  put(agent: AgentRow): Promise<void>;
  get(name: string): Promise<AgentRow | undefined>;
  byKey(keyId: string): Promise<AgentRow | undefined>;
  /** By name. */
  all(): Promise<AgentRow[]>;
  /** False where there is none of that name whose secret counts. */
  revoke(name: string, at: number): Promise<boolean>;
}

export interface Grants {
  insert(grant: GrantRow, secret: { codeHash: string | null; tokenHash: string | null }): Promise<void>;
  byToken(tokenHash: string): Promise<GrantRow | undefined>;
  /** Compare and set: the first who has this agent's code, in its time, gets the grant, and the code is gone. */
  redeem(codeHash: string, agent: string, made: { tokenHash: string; now: number; expiresAt: number }): Promise<GrantRow | undefined>;
  /** False, and nothing is spent, where less is left. */
  spend(id: GrantId, spent: { drafts: number; bytes: number }): Promise<boolean>;
  /** Codes that this person was shown for this agent and that nobody has used: the newest alone counts. */
  dropOffers(requester: PersonId, agent: string): Promise<void>;
  /** All of this agent's: those that it has, and codes that were not used yet. */
  dropOf(agent: string): Promise<void>;
  /** Forgets those that expired before `before`, with their words. */
  sweep(before: number): Promise<number>;
}

export interface Submissions {
  get(agent: string, key: string): Promise<SubmissionRow | undefined>;
  /** False when there is one under this key; then nothing was written. */
  put(row: SubmissionRow): Promise<boolean>;
  /** Compare and set: one process carries on what another left. */
  takeOver(agent: string, key: string, owner: { from: string; to: string }): Promise<boolean>;
  /** False when it has an answer already, which stays. */
  answer(agent: string, key: string, reply: string): Promise<boolean>;
  /** Forgets those before `before`. */
  sweep(before: number): Promise<number>;
}
