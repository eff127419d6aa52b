import type { Draft } from './draft.ts';
import type { PersonId } from './ids.ts';
import { reviewersNeeded } from './requirements.ts';

/** Reviewers whose approval of the current text stands, in the order in which they gave it. */
export function approvers({ approvals }: Pick<Draft, 'approvals'>): PersonId[] {
  return approvals.filter((approval) => approval.role === 'reviewer').map((approval) => approval.person);
}

/** How many reviewers must still approve, besides the requester. */
export function approvalsMissing({ approvals, requirements }: Pick<Draft, 'approvals' | 'requirements'>): number {
  return Math.max(0, reviewersNeeded(requirements) - approvers({ approvals }).length);
}
