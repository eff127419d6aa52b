import type { Draft } from '../core/draft.ts';
import { type Refusal, refusal } from '../core/errors.ts';
import { channelIdOf, type ChannelId, type Place, placeOfChannel } from '../core/ids.ts';
import { placeOfAnswer } from '../core/open-draft.ts';
import { joinNames } from '../core/post.ts';
import { NO_CHANNEL } from '../core/sentences.ts';
import type { Ground } from './compose.ts';
import { audienceOf, comesFromNarrower, ruleNow } from './lookups.ts';
import { mayBeNewPost } from './new-post.ts';
import type { Ports } from './ports.ts';
import { nameInWords } from './shortened.ts';

/** A channel other than the place of the request, in which its rule lets an answer be posted if the requester chooses it. */
interface Destination {
  id: ChannelId;
  place: Place;
  /** As people see it: `#random`. */
  name: string;
}

/** What the rule of the place of the request lists, without where the draft would be posted already. */
export async function destinationsOf(ports: Ports, draft: Draft): Promise<Destination[]> {
  if (draft.destination === null) return [];
  const { book } = ports.rules.current();
  const origin = ruleNow(book, draft.request.asked, draft.request.askedIn ?? '')?.rule;
  const listed = origin && origin.destinations.length > 0 ? [...origin.destinations, channelIdOf(draft.request.asked)] : [];
  const found = await Promise.all(listed.map((id) => destinationOf(ports, draft, id)));
  return found.filter((one) => one !== null);
}

async function destinationOf(ports: Ports, draft: Draft, id: ChannelId): Promise<Destination | null> {
  const place = placeOfChannel(id);
  if (!place || draft.destination === null || id === channelIdOf(draft.destination)) return null;
  // Back where it was asked, it stands in its thread again.
  const thread = id === channelIdOf(draft.request.asked) ? placeOfAnswer(draft.request).thread : null;
  const { channelName } = await audienceOf(ports, place);
  return { id, place: { ...place, thread }, name: `#${ports.text.plain(channelName)}` };
}

/**
 * The channel that the requester named, and what holds there: its own rule must cover it and let this agent answer, and what came
 * from a narrower place goes there only if that rule says so. Everything else is asked at the approval, as for any post.
 */
export async function chooseDestination(
  ports: Ports,
  draft: Draft,
  words: string,
): Promise<{ destination: Place; ground: Ground } | Refusal> {
  const destinations = await destinationsOf(ports, draft);
  const named = words.trim().replace(/^#?/, '#');
  const asked = draft.request.askedIn === null ? NO_CHANNEL.directMessage : `#${ports.text.plain(draft.request.askedIn)}`;
  const fitting = destinations.filter(({ id, name }) => name === named || `#${id}` === named);
  // Two channels of one name: the requester can write the id instead.
  const chosen = fitting.length === 1 ? fitting[0] : undefined;
  const audience = chosen && (await audienceOf(ports, chosen.place));
  const found = chosen && audience && ruleNow(ports.rules.current().book, chosen.place, audience.channelName);
  if (!found || !audience || !found.rule.agents.includes(draft.request.agent)) {
    const channels = joinNames(destinations.map(({ name }) => name)) || 'none';
    return refusal('NOT_A_DESTINATION', { asked, named: nameInWords(ports, named), channels });
  }
  if (audience.class === 'unknown') return refusal('AUDIENCE_UNKNOWN');
  if (comesFromNarrower(draft.request.originClass, audience.class) && found.rule.fromNarrower === 'refuse') {
    return refusal('FROM_NARROWER', { asked, named: chosen.name });
  }
  const newPost = await mayBeNewPost(ports, chosen.place, found.rule.newPost, { elsewhere: chosen.name });
  if ('code' in newPost) return newPost;
  return { destination: chosen.place, ground: { audience, requirements: found.requirements, newPost: newPost.ground } };
}
