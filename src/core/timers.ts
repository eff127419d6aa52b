import { approvalsMissing, approvers } from './approvals.ts';
import type { Draft, State } from './draft.ts';

/**
 * Absence counts only this long after the deadline of an attempt, and only when it is seen twice this far apart: a paused process may
 * still send. In milliseconds.
 */
export const LOOKING = { quietMs: 120_000, betweenMs: 60_000 } as const;
/** How long an unconfirmed post is looked for where the platform answers, in milliseconds: what people are told. */
export const LOOKS_FOR_MS = LOOKING.quietMs + LOOKING.betweenMs;

/** States in which a draft closes when its time is over: nobody's silence is ever taken for a yes. */
const EXPIRING_STATES: readonly State[] = [
  'awaiting_agent',
  'awaiting_requester',
  'awaiting_reviewer',
  'rejected',
  'approved',
  'publish_failed',
];

/** When this draft closes by itself, in milliseconds; null when time does nothing to it. */
export function nextDueAt(draft: Draft): number | null {
  return EXPIRING_STATES.includes(draft.state) ? draft.expiresAt : null;
}

/** When the fallback reviewers are asked as well; null when the rule names none or nobody waits for reviewers. */
export function fallbackAt(draft: Draft): number | null {
  const asked = draft.approvals.find((approval) => approval.role === 'requester');
  if (draft.state !== 'awaiting_reviewer' || !asked || draft.requirements.fallback === null) return null;
  return asked.at + draft.requirements.fallback.afterMs;
}

/** Why a draft that expired was not posted in time, so that nobody is told that nobody decided when somebody did. */
export function ranOutBecause(draft: Draft): 'undecided' | 'too_few' | 'rejected' | 'approved' {
  if (draft.last.code === 'REJECTED') return 'rejected';
  const byReviewers = approvers(draft).length;
  if (draft.approvals.length > byReviewers && approvalsMissing(draft) === 0) return 'approved';
  return byReviewers > 0 ? 'too_few' : 'undecided';
}
