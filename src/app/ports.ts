/** What the use cases need of the outside. `main.ts` plugs the real things in; nothing in `app` knows which. */
import type { ChatAdapter } from '../adapter.ts';
import type { Agent, AgentQuestion, Oversight, Told } from '../agents/agent.ts';
import type { State } from '../core/draft.ts';
import type { DraftId, EntryId, PersonId } from '../core/ids.ts';
import type { Entry, FactType } from '../core/fact.ts';
import type { Post, PostRequest } from '../core/post.ts';
import type { Requirements } from '../core/requirements.ts';
import type { RuleBook } from '../core/rule-book.ts';
import type { NewPost } from '../core/forum.ts';
import type { DifferencePart, Tree } from '../core/text.ts';
import type { Store } from '../store/store.ts';

export interface Ports {
  /** This process, in leases and claims. */
  owner: string;
  clock: Clock;
  randomBytes(count: number): Uint8Array;
  store: Store;
  adapters: ReadonlyMap<string, ChatAdapter>;
  agents: Agents;
  rules: Rules;
  log: Log;
  digests: Digests;
  secrets: Secrets;
  text: Text;
  /** The file that engages the switch when nothing else works. */
  killFile: { isPresent(): boolean };
  logger: Logger;
  meter: Meter;
  /** The IANA time zone in which times are written on cards. */
  timeZone: string;
  /** Aborted when this process is asked to stop: runs end, nothing new begins. */
  stopping: AbortSignal;
  limits: { questionCharacters: number };
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after `ms`, or at once when the signal is aborted. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface Agents {
  get(name: string): Agent | undefined;
  /** What the agent would be told; never throws. `detail` is for operators. */
  told(agent: Agent, question: AgentQuestion): Promise<{ ok: true; told: Told } | { ok: false; detail: string }>;
  /** Runs it within its time; never throws. A late answer is dropped. */
  run(
    agent: Agent,
    question: AgentQuestion,
    limits: { timeLimitMs: number; signal: AbortSignal; oversight: Oversight },
  ): Promise<RunResult>;
  /** Parses what came back against the output contract. */
  parse(output: unknown): ParsedAnswer;
}

export type RunResult =
  | { ok: true; output: unknown }
  | { ok: false; code: 'AGENT_TIMED_OUT' | 'AGENT_FAILED' | 'AGENT_ABORTED'; detail: string };

export type ParsedAnswer =
  | {
      ok: true;
      answer: { kind: 'answer'; text: string; sources: { title: string; url?: string | undefined }[] } | { kind: 'nothing_found' };
    }
  | { ok: false; code: 'AGENT_BROKE_CONTRACT'; problem: string };

export interface Rules {
  /** The rules of this process, and the number of the version that they are in the database. */
  current(): { book: RuleBook; version: number };
}

export interface Log {
  /** Canonical bytes and leaf hash of an entry. `at` is in milliseconds. */
  encode(entry: Omit<Entry, 'v' | 'log' | 'at'>, at: number): { bytes: Uint8Array; leafHash: Uint8Array };
  /** Resolves when the entry stands under a signed checkpoint that is committed; rejects when that takes longer than `withinMs`. */
  checkpointed(entry: EntryId, withinMs: number): Promise<void>;
  lag(): Promise<LogLag>;
  /** Newest first: what has no place in the log yet, then by position. */
  newest(limit: number): Promise<LogSeen>;
  /** Checks all of the stored log as of one moment, with this installation's own key. */
  verify(): Promise<LogChecked>;
}

/** How far signing lies behind writing. Times are milliseconds since 1970. */
export interface LogLag {
  /** Entries under the last checkpoint. */
  size: number;
  /** Entries under none. */
  unsigned: number;
  /** When the oldest of those was written; null when there is none, or when it cannot be read. */
  unsignedSince: number | null;
  /** Null before the first checkpoint. */
  checkpointAt: number | null;
}

export interface LogSeen {
  entries: LogEntrySeen[];
  /** Entries under the last checkpoint. */
  size: number;
  /** Entries under none. */
  unsigned: number;
  /** In hex; null before the first checkpoint, and for one that does not open with our key. */
  root: string | null;
  verifierKey: string;
}

/** What an entry says to whoever only looks on: no digest and no pseudonym. */
export interface LogEntrySeen {
  index: number | null;
  /** ISO 8601; null for an entry that cannot be read, whose type is `unreadable`. */
  at: string | null;
  type: Entry['type'] | 'unreadable';
  draft: DraftId | null;
}

export interface LogChecked {
  /** Each names what does not fit. Empty: everything fits. */
  problems: string[];
  size: number;
  /** In hex. */
  root: string;
  unsigned: number;
  texts: { checked: number; erased: number };
}

export interface Digests {
  post(post: Post): string;
  fill(request: PostRequest): string;
  requirements(requirements: Requirements): string;
  /** `kind` says what the text is: `question`, `reason`, `preview`, `text`, `output`, `wish`, `prompt`,
   * `arguments`, `result`, `evidence`. `salt` is 32 bytes in hex. */
  salted(kind: string, salt: string, text: string): string;
}

/** Of tokens that programs and people hand back to us: only hashes are kept. */
export interface Secrets {
  /** 32 bytes. */
  hash(token: string): Uint8Array;
  /** In a time that tells nothing of where they differ. */
  same(a: Uint8Array, b: Uint8Array): boolean;
}

export interface Text {
  parse(
    markdown: string,
    mentions: ReadonlyMap<PersonId, string>,
  ): { ok: true; tree: Tree } | { ok: false; code: 'TEXT_REFUSED' | 'TEXT_EMPTY'; reason: string };
  /** The tree as Markdown, for the requester's own hand. */
  print(tree: Tree): string;
  previewOfPost(post: { tree: Tree; destinationLine: string; newPost: NewPost | null; creditLine: string; notify: string[] }): string;
  /** A title for the text, as plain words on one line of at most so many UTF-16 units; never empty. */
  titleOf(tree: Tree, longest: number): string;
  differencesBetween(before: Tree, after: Tree): DifferencePart[];
  /** People's own words as visible text: no invisible characters, no live URL. */
  plain(words: string): string;
}

/** Messages are constant, data goes beside them. Draft text and secrets never do. */
export interface Logger {
  debug(data: object, message: string): void;
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
}

/** Counts for whoever watches from outside. It is handed no id, no name and no text, so it can tell none. */
export interface Meter {
  /** An accepted move, once its transaction is durable. */
  moved(move: MoveSeen): void;
  /** What a platform handed in, and what became of it: done, a refusal's code, or `failed` by an error. A delivery that comes again counts again. */
  delivered(kind: 'ask' | 'click' | 'command', became: { is: 'done' } | { is: 'refused'; code: string } | { is: 'failed' }): void;
}

export interface MoveSeen {
  fact: FactType;
  /** The state before it, and how long the draft had been there since its last move, in milliseconds. */
  from: State;
  afterMs: number;
  /** In which role: `requester`, `reviewer`, `operator`, `agent`, `system`. */
  by: string;
  /** The code that the fact carries, where it has one. */
  code: string | null;
}
