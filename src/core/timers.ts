import type { Draft, State } from './draft.ts';

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
