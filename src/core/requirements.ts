import type { AudienceClass } from './audience.ts';
import type { ChannelId, PersonId } from './ids.ts';

/** A person's id, or the id of a group of the platform; what it means now is asked of the adapter's `members`. */
export type PeopleRef = PersonId;

/**
 * `not_required` must be chosen. An empty `from` is not a way to say it: nobody could review.
 * `from` is sorted and without duplicates.
 */
export type Reviewers = 'not_required' | { from: PeopleRef[]; needed: number };

/** What the rules demand of one request. Its digest goes into the post, so an approval is bound to it. */
export interface Requirements {
  v: 1;
  /** Null when the answer can be published nowhere (asked in a direct message). */
  destination: ChannelId | null;
  reviewers: Reviewers;
  /** The widest audience that the rule accepts. */
  widestAudience: AudienceClass;
  /** Who is asked as well when nobody decided for `afterMs`; recorded as such. */
  fallback: { afterMs: number; from: PeopleRef[] } | null;
}

/**
 * How today's requirements stand to those that an approval was given under. Only `stricter` voids: more people needed,
 * people struck from the list or made to wait longer, a narrower limit on the audience. A looser rule changes nothing for a draft that is
 * under way: its approvals stay bound to what was demanded when the requester was asked.
 */
export function compareRequirements(given: Requirements, now: Requirements): 'same' | 'looser' | 'stricter' {
  if (JSON.stringify(given) === JSON.stringify(now)) return 'same';
  if (given.destination !== now.destination) return 'stricter';
  if (narrower(now.widestAudience, given.widestAudience)) return 'stricter';
  if (given.reviewers === 'not_required') return now.reviewers === 'not_required' ? 'looser' : 'stricter';
  if (now.reviewers === 'not_required') return 'looser';
  if (now.reviewers.needed > given.reviewers.needed) return 'stricter';
  return reviewersStruck(given.reviewers.from, given.fallback, now.reviewers.from, now.fallback) ? 'stricter' : 'looser';
}

type Fallback = Requirements['fallback'];

/** Someone who could review then cannot now, or only later: a reviewer who became a fallback has to wait first. */
function reviewersStruck(from: PeopleRef[], fallback: Fallback, fromNow: PeopleRef[], fallbackNow: Fallback): boolean {
  const stillFallback = (one: PeopleRef): boolean =>
    fallback !== null && fallbackNow !== null && fallbackNow.afterMs <= fallback.afterMs && fallbackNow.from.includes(one);
  if (from.some((one) => !fromNow.includes(one))) return true;
  return fallback !== null && fallback.from.some((one) => !fromNow.includes(one) && !stillFallback(one));
}

const WIDTH: Record<AudienceClass, number> = { requester: 0, restricted: 1, workspace: 2, external: 3, unknown: 4 };

function narrower(a: AudienceClass, than: AudienceClass): boolean {
  return WIDTH[a] < WIDTH[than];
}

/** How many reviewers a post needs besides its requester. */
export function reviewersNeeded(requirements: Requirements): number {
  return requirements.reviewers === 'not_required' ? 0 : requirements.reviewers.needed;
}
