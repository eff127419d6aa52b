/** The door for agents that call us. Whoever drives it, over HTTP or otherwise, gets the same rights, checks and refusals. */
import type { State } from '../../core/draft.ts';
import type { GrantVerb } from '../../core/grant.ts';
import type { DraftId, GrantId, RunId } from '../../core/ids.ts';
import type { DoorCode } from '../../core/sentences.ts';

/** An agent that has shown its secret. Nothing else makes one. */
export interface Caller {
  readonly agent: string;
  /** Of the secret that it has shown: another counts since, and nothing of this call is begun any more. */
  readonly keyId: string;
}

export type DoorReply<T> = { ok: true; value: T } | DoorRefusal;

export interface DoorRefusal {
  ok: false;
  code: DoorCode;
  /** More than the code's own sentence, where the caller's own words are what is wrong; never anybody else's. */
  detail?: string;
  retryAfterMs?: number;
}

/** Shown once: only a hash of `grant` is kept. */
export interface MadeGrant {
  grant: string;
  /** What `read` takes before there is a draft. */
  request: GrantId | DraftId;
  draft: DraftId | null;
  expiresAt: number;
  verbs: readonly GrantVerb[];
  drafts: number;
  bytes: number;
}

/** What became of a draft: nothing of people, places or text. Times are milliseconds since 1970. */
export interface DraftSeen {
  id: DraftId;
  state: State;
  /** 0 while there is no text. */
  revision: number;
  createdAt: number;
  changedAt: number;
  /** The run that waits for the agent's answer; null where none does. */
  run: RunId | null;
}

/** What the agent may know of a question: not who asks, nor where. */
export interface RequestSeen {
  id: GrantId | DraftId;
  question: string;
  wish: string | null;
  previous: string | null;
  /** Why a reviewer rejected that text. */
  rejection: string | null;
  /** What the draft went through before it, oldest first. */
  conversation: { by: 'agent' | 'requester' | 'reviewer'; text: string }[];
  thread: { from: string; text: string }[];
  maxCharacters: number;
}

/** `key`: the caller's own name for this submission; the same again has no second effect. */
interface HandedIn {
  grant: string | null;
  key: string | null;
  answer: unknown;
}

export interface AgentDoor {
  identify(secret: string | null): Promise<DoorReply<Caller>>;
  /** A grant for a code that a person was shown, or for a run that waits for this agent because a person asked it. */
  redeem(caller: Caller, by: { code: string } | { run: string }): Promise<DoorReply<MadeGrant>>;
  submit(caller: Caller, handedIn: HandedIn): Promise<DoorReply<DraftSeen>>;
  revise(caller: Caller, draft: string, handedIn: HandedIn): Promise<DoorReply<DraftSeen>>;
  withdraw(caller: Caller, draft: string, grant: string | null): Promise<DoorReply<DraftSeen>>;
  state(caller: Caller, draft: string): Promise<DoorReply<DraftSeen>>;
  /** The drafts that wait for this agent's answer, newest first. */
  waiting(caller: Caller): Promise<DoorReply<DraftSeen[]>>;
  request(caller: Caller, id: string, grant: string | null): Promise<DoorReply<RequestSeen>>;
  /** Resolves when what is under way has come to its end. */
  settled(): Promise<void>;
}

export function refused(code: DoorCode, more: Omit<DoorRefusal, 'ok' | 'code'> = {}): DoorRefusal {
  return { ok: false, code, ...more };
}

/** Takes back a transaction whose answer is no. */
export class Refused extends Error {
  readonly refusal: DoorRefusal;
  constructor(refusal: DoorRefusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}
