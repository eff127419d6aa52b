import { approvers } from '../core/approvals.ts';
import type { AudienceClass } from '../core/audience.ts';
import type { Circumstances } from '../core/command.ts';
import type { Draft } from '../core/draft.ts';
import { channelIdOf } from '../core/ids.ts';
import type { ChannelRule } from '../core/rule-book.ts';
import { audienceOf, canPost, comesFromNarrower, isOneOfUs, oneAccountEach, personOf, reviewRight, ruleNow } from './lookups.ts';
import { newPostNow } from './new-post.ts';
import type { Ports } from './ports.ts';
import { withLookupsOnce } from './recent-lookups.ts';

/** Everything that an approval, and again a begin, rests on. `engaged` is filled in by the transaction that saves the move. */
export async function circumstancesOf(base: Ports, draft: Draft): Promise<Omit<Circumstances, 'engaged'>> {
  const ports = withLookupsOnce(base);
  if (draft.destination === null) {
    return {
      requirements: draft.requirements,
      audience: 'requester',
      requesterCanPost: false,
      stillReviewers: [],
      outside: [],
      newPost: 'fits',
    };
  }
  const { destination, request } = draft;
  const reviewed = approvers(draft);
  const [seenNow, requesterCanPost, requester, rights] = await Promise.all([
    audienceOf(ports, destination),
    canPost(ports, request.requester, destination),
    personOf(ports, request.requester),
    Promise.all(reviewed.map((person) => reviewRight(ports, person, draft))),
  ]);
  const now = ruleNow(
    ports.rules.current().book,
    destination,
    seenNow.class === 'unknown' ? draft.audience.channelName : seenNow.channelName,
  );
  return {
    requirements: now && mayGoThere(ports, draft, now.rule, seenNow.class) ? now.requirements : null,
    audience: seenNow.class,
    outside: seenNow.outside,
    // Of a channel that the platform does not show us, nothing else is asked.
    newPost: seenNow.class === 'unknown' ? 'fits' : await newPostNow(ports, draft, now?.rule.newPost ?? null),
    requesterCanPost: requesterCanPost && isOneOfUs(requester),
    stillReviewers: oneAccountEach(
      ports,
      reviewed.filter((_, index) => rights[index] !== 'no'),
    ),
  };
}

/**
 * Whether today's rules let this agent's answer be posted there: the destination's rule names the agent, and where it is not the
 * place of the request, that place's rule lists it, and what came from a narrower place is accepted.
 */
function mayGoThere(ports: Ports, { destination, request }: Draft, rule: ChannelRule, audience: AudienceClass): boolean {
  if (destination === null || !rule.agents.includes(request.agent)) return false;
  if (channelIdOf(destination) === channelIdOf(request.asked)) return true;
  const origin = ruleNow(ports.rules.current().book, request.asked, request.askedIn ?? '');
  const isListed = origin?.rule.destinations.includes(channelIdOf(destination)) ?? false;
  return isListed && (rule.fromNarrower === 'allow' || !comesFromNarrower(request.originClass, audience));
}
