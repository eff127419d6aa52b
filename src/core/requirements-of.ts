import type { ChannelId } from './ids.ts';
import type { Requirements } from './requirements.ts';
import type { ChannelRule } from './rule-book.ts';

/** What a rule demands of one request whose answer would be published in `destination`. */
export function requirementsOf(rule: ChannelRule, destination: ChannelId): Requirements {
  return { v: 1, destination, reviewers: rule.reviewers, widestAudience: rule.widestAudience, fallback: rule.fallback };
}

/** An answer to a direct message stays with the person: it can be published nowhere, and needs nobody for that. */
export const DIRECT_REQUIREMENTS: Requirements = {
  v: 1,
  destination: null,
  reviewers: 'not_required',
  widestAudience: 'requester',
  fallback: null,
};
