import type { Audience, AudienceClass } from './audience.ts';
import type { AttemptId, MessageRef, PersonId, Place, RunId } from './ids.ts';
import type { Requirements } from './requirements.ts';
import type { Revision } from './draft.ts';
import type { RefusalCode } from './errors.ts';

/** Who acts, as the platform verified it; what they may do here is asked afresh for every command. */
export type Actor =
  | { kind: 'person'; person: PersonId; human: PersonId; mayReview: 'no' | 'reviewer' | 'fallback'; mayOperate: boolean }
  /** `run` is null when it speaks of a draft for which it is not working now. */
  | { kind: 'agent'; run: RunId | null }
  | { kind: 'system' };

/** What a decision rests on, asked now. */
export interface Circumstances {
  /** The kill switch is engaged for this draft's agent or channel, or for everything. */
  engaged: boolean;
  /** Null when no rule covers the destination any more. */
  requirements: Requirements | null;
  audience: AudienceClass;
  /** The organisations outside ours that read it now. */
  outside: readonly string[];
  /** The requester is one of us, and could post there themselves. */
  requesterCanPost: boolean;
  /**
   * Where it would begin a new post, or its rule says so: whether that can be made, and with the tags that it was composed with. `fits`
   * for every other post.
   */
  newPost: 'fits' | 'changed' | 'impossible';
  /** Which of those who approved as reviewers may still review. */
  stillReviewers: readonly PersonId[];
}

/** The post of a revision: made anew with every new text, and when what it rests on changed. */
export interface Composed {
  /** Where it would be posted: the place of the request, unless the requester chose another that its rule lists. */
  destination: Place | null;
  revision: Revision;
  audience: Audience;
  requirements: Requirements;
  requirementsDigest: string;
}

/** What the person saw when they decided: the card's revision and digest. */
export interface Seen {
  revision: number;
  digest: string | null;
}

export type Command =
  | { kind: 'answer'; run: RunId; composed: Composed; outputDigest: string; textDigest: string; engaged: boolean }
  | { kind: 'stop' }
  | { kind: 'fail'; run: RunId; code: RefusalCode }
  | { kind: 'approve'; seen: Seen; circumstances: Circumstances; switchEpoch: number }
  | { kind: 'edit'; seen: Seen; composed: Composed; textDigest: string }
  | { kind: 'ask_again'; seen: Seen; run: RunId; wish: string | null; wishDigest: string | null; engaged: boolean }
  | { kind: 'reject'; seen: Seen; reason: string; reasonDigest: string }
  | { kind: 'withdraw'; reason: string | null; reasonDigest: string | null }
  | { kind: 'expire' }
  | { kind: 'void'; of: string; code: RefusalCode; composed: Composed }
  | {
      kind: 'begin';
      attempt: AttemptId;
      fillDigest: string;
      epoch: number;
      switchEpoch: number;
      rules: number;
      circumstances: Circumstances;
    }
  | { kind: 'confirm'; attempt: AttemptId | null; message: MessageRef | null }
  | { kind: 'refuse'; attempt: AttemptId | null; code: RefusalCode; platformCode: string }
  | { kind: 'lose'; attempt: AttemptId }
  | { kind: 'abandon'; attempt: AttemptId; retryInMs: number }
  | {
      kind: 'settle';
      /** The draft's version when somebody looked. */
      version: number;
      outcome: 'published' | 'publish_failed';
      message: MessageRef | null;
      reason: string;
      reasonDigest: string;
    }
  | { kind: 'retry'; seen: Seen; engaged: boolean }
  | { kind: 'retract' };

export type CommandKind = Command['kind'];
export type CommandOf<K extends CommandKind> = Extract<Command, { kind: K }>;

/** What the outside must now do: saved with the draft first, carried out afterwards. */
export type Effect =
  | { kind: 'ask_agent'; run: RunId }
  | { kind: 'show_requester' }
  | { kind: 'show_reviewers'; fallback: boolean; dueAt: number }
  | { kind: 'remind_reviewers'; dueAt: number }
  | { kind: 'refresh_cards' }
  | { kind: 'tell_requester'; code: string }
  | { kind: 'tell_operators'; code: string }
  | { kind: 'publish'; dueAt: number }
  | { kind: 'find' }
  | { kind: 'retract' };
