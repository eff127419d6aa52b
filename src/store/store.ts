/**
 * The port to the database. One contract suite (`test/store/contract.ts`) runs on every implementation.
 * Times are milliseconds since 1970. JSON of drafts holds no text: whatever people or agents wrote is sealed under `texts`.
 */
import type { CardRow, Draft, State } from '../core/draft.ts';
import type { AttemptId, CardId, ChannelId, DraftId, EffectId, EntryId, MessageRef, PersonId, RunId } from '../core/ids.ts';
import type { AttemptRow, CheckpointRow, EffectKind, EffectRow, EntryRow, KillRow, RefusalWindow, RuleVersionRow, RunRow } from './rows.ts';
import type { Agents, Grants, Submissions } from './agents-store.ts';

export type * from './rows.ts';
export type * from './agents-store.ts';

export interface Store {
  readonly kind: 'sqlite' | 'postgres';
  /**
   * Runs `work` in a durable transaction, together with whatever else is waiting (group commit): each work in a savepoint of its
   * own, one commit for all. Resolves after the commit is durable. A work that throws is rolled back alone and rejects alone.
   * Works may be run again after a deadlock or a failed commit, so they do nothing but read and write through `tx`.
   */
  transact<T>(work: (tx: Tables) => Promise<T>): Promise<T>;
  /** Reads what is committed, outside any transaction. */
  readonly read: ReadTables;
  /** Reads of one moment, however long they take: for what must fit together, as a log and its drafts. */
  snapshot<T>(work: (tables: ReadTables) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface Tables {
  /** The database's clock. */
  now(): Promise<number>;
  drafts: Drafts;
  texts: Texts;
  people: People;
  entries: Entries;
  checkpoints: Checkpoints;
  effects: Effects;
  cards: Cards;
  channelCards: ChannelCards;
  runs: Runs;
  attempts: Attempts;
  deliveries: Deliveries;
  kill: Kill;
  rules: RuleVersions;
  leases: Leases;
  refusals: Refusals;
  slots: Slots;
  agents: Agents;
  grants: Grants;
  submissions: Submissions;
  meta: Meta;
}

/** The methods that only read; each table's are named here once. */
export interface ReadTables {
  now(): Promise<number>;
  drafts: Pick<Drafts, 'get' | 'list' | 'toReview' | 'due' | 'ended' | 'counts' | 'tally' | 'byPublication'>;
  texts: Pick<Texts, 'get' | 'some' | 'ofDraft' | 'isErased'>;
  people: Pick<People, 'known'>;
  entries: Pick<Entries, 'get' | 'range' | 'ofDraft' | 'unsequenced' | 'unsequencedCount'>;
  checkpoints: Pick<Checkpoints, 'latest' | 'get' | 'all'>;
  effects: Pick<Effects, 'nextDueAt' | 'total' | 'dueCount'>;
  cards: Pick<Cards, 'get' | 'ofDraft'>;
  channelCards: Pick<ChannelCards, 'has'>;
  runs: Pick<Runs, 'get'>;
  attempts: Pick<Attempts, 'get' | 'overdue' | 'ofDraft'>;
  deliveries: Pick<Deliveries, 'get'>;
  kill: Pick<Kill, 'all'>;
  rules: Pick<RuleVersions, 'latest'>;
  leases: Pick<Leases, 'holder' | 'living'>;
  agents: Pick<Agents, 'get' | 'byKey' | 'all'>;
  grants: Pick<Grants, 'byToken'>;
  submissions: Pick<Submissions, 'get'>;
  meta: Pick<Meta, 'get'>;
}

export interface Drafts {
  get(id: DraftId): Promise<Draft | undefined>;
  /** Reads it and keeps it as it is until the transaction ends: for what is logged beside its moves and must stand before the next one. */
  hold(id: DraftId): Promise<Draft | undefined>;
  insert(draft: Draft): Promise<void>;
  /** Compare and set: saves only over version `draft.version - 1`. False when somebody was faster. */
  save(draft: Draft): Promise<boolean>;
  /** Newest first. `after` is the id of the last one of the page before. */
  list(filter: DraftFilter): Promise<Draft[]>;
  /** Drafts whose current post waits for this person, who has its card as a reviewer and has not approved it. Newest first. */
  toReview(reviewer: PersonId, limit: number): Promise<Draft[]>;
  /** Drafts whose time is over (`nextDueAt` of `core/timers.ts`), longest due first. */
  due(now: number, limit: number): Promise<Draft[]>;
  /** Drafts that ended before `before` and whose text is not erased yet. */
  ended(before: number, limit: number): Promise<Draft[]>;
  /**
   * Forgets drafts that ended before `before` and whose text is erased, longest ended first, with everything but their entries: cards,
   * runs, attempts, effects. Gives back which.
   */
  forget(before: number, limit: number): Promise<DraftId[]>;
  /** What the limits for each person ask. `asked` holds the times of the requests since `since`, oldest first. */
  counts(requester: PersonId, since: number): Promise<{ asked: number[]; open: number }>;
  /** How many drafts are in each of these states; a state without one is left out. */
  tally(states: readonly State[]): Promise<Partial<Record<State, number>>>;
  /** The draft of a publication's message or of its short reference (`cs-…`), or of the short reference of a request (`rq-…`). */
  byPublication(sought: { message: MessageRef } | { reference: string }): Promise<Draft | undefined>;
}

export interface DraftFilter {
  states?: readonly State[];
  requester?: PersonId;
  agent?: string;
  channel?: ChannelId;
  after?: DraftId;
  limit: number;
}

/** AES-256-GCM under a key of the draft's own, itself wrapped by the operator's DATA_KEY. */
export interface Texts {
  put(draft: DraftId, name: string, text: string): Promise<void>;
  /** Undefined when there is none of that name, or when it was erased. */
  get(draft: DraftId, name: string): Promise<string | undefined>;
  /** As many `get` at once; those that there are, by their names. */
  some(draft: DraftId, names: readonly string[]): Promise<Map<string, string>>;
  /** All that there are, each opened when it is asked for: for whoever checks every one of them. */
  ofDraft(draft: DraftId): Promise<{ open(name: string): string | undefined }>;
  /** Deletes the draft's key: nothing of its text can be read again. */
  erase(draft: DraftId): Promise<void>;
  isErased(draft: DraftId): Promise<boolean>;
}

export interface People {
  /** The person's pseudonym in the log, in hex; their key is made at first use. */
  pseudonym(person: PersonId): Promise<string>;
  /** Everyone who has a key, with the pseudonym: for those who may open the log (`export --disclose`). */
  known(): Promise<{ person: PersonId; pseudonym: string }[]>;
}

export interface Entries {
  append(entry: { id: EntryId; draft: DraftId | null; bytes: Uint8Array; leafHash: Uint8Array }): Promise<void>;
  get(id: EntryId): Promise<EntryRow | undefined>;
  /** By position: from `from`, at most `limit`. */
  range(from: number, limit: number): Promise<EntryRow[]>;
  ofDraft(draft: DraftId): Promise<EntryRow[]>;
  /** Committed entries without a position, in an order in which one draft's stand as its versions do. */
  unsequenced(limit: number): Promise<EntryRow[]>;
  unsequencedCount(): Promise<number>;
  /** Gives positions; a position or an entry that is taken makes the transaction fail. */
  place(placed: { seq: number; index: number }[]): Promise<void>;
}

export interface Checkpoints {
  latest(): Promise<CheckpointRow | undefined>;
  insert(checkpoint: CheckpointRow): Promise<void>;
  /** The one of exactly this size. */
  get(size: number): Promise<CheckpointRow | undefined>;
  /** By size, oldest first. */
  all(): Promise<CheckpointRow[]>;
}

export interface Effects {
  add(effect: Pick<EffectRow, 'id' | 'kind' | 'key' | 'draft' | 'payload' | 'dueAt'>): Promise<void>;
  /** The same for one that is due, and takes it as `claim` would. Undefined when it is being carried out, or this owner has no lease. */
  addAndTake(effect: Parameters<Effects['add']>[0], owner: string, now: number): Promise<EffectRow | undefined>;
  /** Takes this one as `claim` would, if it is due and nobody holds it. */
  take(id: EffectId, owner: string, now: number): Promise<EffectRow | undefined>;
  /**
   * Takes due effects that no living process holds, oldest first, and counts the attempt. A process lives as long as it holds the
   * lease `process:<owner>`: without it this takes nothing. Nor does it take any of the kind `without`.
   */
  claim(owner: string, now: number, limit: number, without?: EffectKind | null): Promise<EffectRow[]>;
  /** Done: gone, or due again at once when it was added again meanwhile. `lost`: this owner holds it no more. */
  complete(effect: EffectRow, owner: string): Promise<'gone' | 'again' | 'lost'>;
  /** Not yet: given back, due at `dueAt`. `countsAttempt: false` takes the counted attempt back. */
  postpone(effect: EffectRow, owner: string, dueAt: number, countsAttempt: boolean): Promise<boolean>;
  /** Makes due at `now` what nobody holds and is due after it, at `until` at the latest; not what waits for reviewers to take their time. */
  hasten(now: number, until: number): Promise<number>;
  /** Of those that no living process holds; null when there is none. Asked at every wake-up, so it must not grow with how many there are. */
  nextDueAt(): Promise<number | null>;
  /** Due and not due yet. Counts every row. */
  total(): Promise<number>;
  /** How many are due, those that are being carried out included. */
  dueCount(now: number): Promise<number>;
}

export interface Cards {
  get(id: CardId): Promise<CardRow | undefined>;
  insert(card: CardRow): Promise<void>;
  save(card: CardRow): Promise<void>;
  /** Oldest first. */
  ofDraft(draft: DraftId): Promise<CardRow[]>;
}

/** A change of a message that stands: it is written down as a send is, under the message that it changes. */
export type EditOf = `edit:${string}`;

/**
 * What we put into channels in which several people read it: cards of reviewers who are asked together, and alarms. One row for each send,
 * written before it, so that whatever else our own bot writes there is known to be forged.
 */
export interface ChannelCards {
  /** Before the send. Gives back what names it. */
  add(sent: { card: CardId | EditOf; channel: ChannelId; sentAt: number }): Promise<number>;
  /** The platform says which message it became. Gives back another message that had claimed this send, which therefore is not ours. */
  answered(send: number, message: string): Promise<string | null>;
  /** The platform says that nothing came of it. */
  refused(send: number): Promise<void>;
  has(channel: ChannelId, message: string): Promise<boolean>;
  /**
   * A message that carries the id of this card: true when a send of it within this time has no message yet, which is then this one.
   * Each send has one.
   */
  claim(of: { card: CardId | EditOf; channel: ChannelId; sentFrom: number; sentUntil: number }, message: string): Promise<boolean>;
  /** Forgets those before `before`; gives back how many. */
  sweep(before: number): Promise<number>;
}

export interface Runs {
  insert(run: RunRow): Promise<void>;
  get(id: RunId): Promise<RunRow | undefined>;
  /** Compare and set: true only for the first start. */
  start(id: RunId, owner: string, startedAt: number, deadlineAt: number): Promise<boolean>;
}

export interface Attempts {
  insert(attempt: AttemptRow): Promise<void>;
  get(id: AttemptId): Promise<AttemptRow | undefined>;
  ofDraft(draft: DraftId): Promise<AttemptRow[]>;
  /**
   * One compare-and-set: the owner is `owner`, it is not started and not ended, the deadline is ahead by the database's clock.
   * The caller holds the kill row for share in the same transaction.
   */
  start(id: AttemptId, owner: string): Promise<boolean>;
  end(id: AttemptId): Promise<void>;
  noteAbsence(id: AttemptId, at: number): Promise<void>;
  /** Not ended, and past the deadline by the database's clock. */
  overdue(limit: number): Promise<AttemptRow[]>;
  /** Started and not ended, in the drafts of these scopes: what is in flight. */
  inFlight(): Promise<AttemptRow[]>;
}

/** What a delivery caused, kept under its id: the same delivery again gets the same answer and no effect. */
export interface Deliveries {
  get(id: string): Promise<string | undefined>;
  /** False when it is there already; then nothing was written. */
  put(id: string, reply: string, at: number): Promise<boolean>;
  /** Forgets those before `before`. */
  sweep(before: number): Promise<number>;
}

export interface Kill {
  all(): Promise<KillRow[]>;
  /** Locks the switch (PostgreSQL: `FOR SHARE` or `FOR UPDATE` on its one lock row; SQLite: the transaction is the lock) and reads every row. */
  lock(mode: 'share' | 'exclusive'): Promise<KillRow[]>;
  set(row: KillRow): Promise<void>;
}

export interface RuleVersions {
  latest(): Promise<RuleVersionRow | undefined>;
  insert(row: RuleVersionRow): Promise<void>;
}

export interface Leases {
  /** Takes or prolongs it; false while another owner holds it. By the database's clock. */
  acquire(name: string, owner: string, ttlMs: number): Promise<boolean>;
  release(name: string, owner: string): Promise<void>;
  holder(name: string): Promise<string | undefined>;
  /** Removes the leases of processes that ran out so long ago; gives back how many. */
  sweep(longerThanMs: number): Promise<number>;
  /** The processes that run on this database: owners of a living lease `process:<owner>`. */
  living(): Promise<string[]>;
}

/** Counts refused attempts for a person and draft within a minute. */
export interface Refusals {
  /** Counts one and returns the count within the running window (the first is 1). */
  count(person: PersonId, draft: DraftId | null, now: number, windowMs: number): Promise<number>;
  /** Removes and returns the windows that began before `before`. */
  close(before: number): Promise<RefusalWindow[]>;
}

/** One post a channel in `intervalMs`, across processes. */
export interface Slots {
  /** 0: the slot is yours. Otherwise how long to wait, in milliseconds, and nothing was taken. */
  take(channel: ChannelId, intervalMs: number): Promise<number>;
}

/** `restored_at`: when an older copy was last put in this database's place, in milliseconds. */
export interface Meta {
  get(name: 'origin' | 'schema' | 'restored_at'): Promise<string | undefined>;
  set(name: 'origin' | 'restored_at', value: string): Promise<void>;
}
