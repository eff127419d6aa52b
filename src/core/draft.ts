import type { Audience, AudienceClass } from './audience.ts';
import type { AttemptId, CardId, ChannelId, DraftId, MessageRef, PersonId, Place, PublicationId, RevisionId, RunId } from './ids.ts';
import type { Requirements } from './requirements.ts';

/** A state says whose turn it is, or is a past participle. */
export const STATES = [
  'awaiting_agent',
  'awaiting_requester',
  'awaiting_reviewer',
  'rejected',
  'approved',
  'publishing',
  'outcome_unknown',
  'publish_failed',
  'published',
  'retracting',
  'retract_failed',
  'withdrawn',
  'expired',
  'retracted',
] as const;
export type State = (typeof STATES)[number];

/** Nothing leads out of these. */
export const FINAL_STATES: readonly State[] = ['withdrawn', 'expired', 'retracted'];

/**
 * Nobody has to act any more: from here the time runs after which the text is erased, and then the time after which the draft itself is
 * forgotten. A publication can be retracted until then.
 */
export const ENDED_STATES: readonly State[] = ['published', 'retract_failed', 'withdrawn', 'expired', 'retracted'];

/** Something can still become of a draft by itself or by somebody's decision: what operators look after. */
export const UNSETTLED_STATES: readonly State[] = STATES.filter((state) => !FINAL_STATES.includes(state) && state !== 'published');

/** It is not decided yet whether the answer is posted: what the limit of open drafts counts. */
export const TO_DECIDE_STATES: readonly State[] = UNSETTLED_STATES.filter((state) => state !== 'retracting' && state !== 'retract_failed');

/** What the kill switch holds back: a person or a send would go on with it. */
export const HELD_STATES: readonly State[] = ['awaiting_requester', 'awaiting_reviewer', 'rejected', 'approved', 'publish_failed'];

/**
 * `said`: the question stands in the place for everybody there to read, and an answer is posted in its thread. `about`: asked
 * privately about a message that stands there; the answer is posted in that message's thread. `privately`: asked by a command in the
 * place; nothing stands there, and the answer is posted in the place itself.
 */
export type AskedHow = 'said' | 'about' | 'privately';

/** What a person asked, where, and of whom. Never changes. The words of the question are erasable text, kept apart. */
export interface RequestOf {
  requester: PersonId;
  /** The account that stands for the requester's human. */
  requesterHuman: PersonId;
  agent: string;
  /** Salted digest of the question; its words are sealed as `question:<digest>`. */
  questionDigest: string;
  /** The message that asked. */
  asked: MessageRef;
  how: AskedHow;
  /** The name of the channel in which it was asked; null in a direct message. */
  askedIn: string | null;
  /** The class of readers of the place where it was asked: a destination may not be wider without a rule that says so. */
  originClass: AudienceClass;
  /** People named in the question: the only ones that a publication may notify. */
  mentions: PersonId[];
  at: number;
}

/** The text of a draft at one moment. Decisions bind to it. */
export interface Revision {
  id: RevisionId;
  /** 1, 2, 3 … within its draft. */
  number: number;
  /** The post digest `h`, in hex. */
  digest: string;
  /** Salted digest of the preview that the card shows, in hex. */
  previewDigest: string;
  publicationId: PublicationId;
  /** Null when the agent wrote it. */
  editor: PersonId | null;
  editorHuman: PersonId | null;
}

/** An approve decision that counts for the current revision. */
export interface Approval {
  person: PersonId;
  human: PersonId;
  role: 'requester' | 'reviewer';
  /** Asked because nobody else decided. */
  fallback: boolean;
  at: number;
  digest: string;
  audience: AudienceClass;
}

export interface Publishing {
  attempt: AttemptId | null;
  /** An earlier attempt ended without an answer: the text may stand in the channel already. */
  mayStandAlready: boolean;
  message: MessageRef | null;
  publishedAt: number | null;
  /** Digest of the filled request of the last attempt. */
  fillDigest: string | null;
}

export interface Draft {
  id: DraftId;
  /** Raised by one with every accepted move; saving compares and sets on it. */
  version: number;
  state: State;
  request: RequestOf;
  /** Null when it was asked in a direct message: such an answer stays with the person. */
  destination: Place | null;
  requirements: Requirements;
  requirementsDigest: string;
  /** As observed when the current post was made. */
  audience: Audience;
  revision: Revision | null;
  approvals: Approval[];
  /** The switch's epoch for this agent and channel when the last approval was given; null before. */
  approvedUnder: number | null;
  run: RunId | null;
  publishing: Publishing;
  /** Who ended or returned it last, and why, for the cards. Reasons are erasable text, kept apart under this name. */
  last: { kind: string; by: PersonId | null; code: string | null; reason: string | null; at: number };
  createdAt: number;
  /** Then it closes and stays private; silence is never taken for a yes. */
  expiresAt: number;
}

/** A card that was shown: what a button's id leads to. */
export interface CardRow {
  id: CardId;
  draft: DraftId;
  person: PersonId;
  role: 'requester' | 'reviewer' | 'operator';
  /** 0 for the card that says that the agent works. */
  revision: number;
  /** The post digest that the card shows; null on a card without a text. */
  digest: string | null;
  /** Where the platform put it; null until it is shown. */
  ref: { surface: string; message: string } | null;
  /** Null for a card in the person's own place. Reviewers may share one message in their channel: each has a row, and one leads. */
  shared: { lead: CardId; channel: ChannelId } | null;
  open: boolean;
  shownAt: number | null;
}
