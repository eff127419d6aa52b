import type { ChatAdapter } from '../adapter.ts';
import type { PersonId, Place } from '../core/ids.ts';
import type { Ports } from './ports.ts';

const RECENT_MS = 30_000;
/** One move brings all cards of a draft up to date at once, and each of them names the same people. */
const SAME_MOMENT_MS = 2_000;

/**
 * The same ports for a view that is looked at again and again: who somebody is, who is in a group and what a channel is called is asked
 * of the platform at most every half a minute. Only for showing: whatever is decided asks afresh. A lookup that failed is not kept.
 */
export function withRecentLookups(ports: Ports): Ports {
  const adapters = remembering(ports, (adapter) => {
    const audienceOf = recently(ports.clock, RECENT_MS, (place: string) => adapter.audienceOf(JSON.parse(place) as Place));
    return { ...peopleOf(adapter, ports.clock, RECENT_MS), audienceOf: (place) => audienceOf(JSON.stringify(place)) };
  });
  return { ...ports, adapters };
}

const forCards = new WeakMap<Ports['adapters'], Ports['adapters']>();

/**
 * The same for cards, all of one process together, for the moment in which they are made, and only of who people are and who is in a
 * group: platforms refuse whoever asks too often, and the same answer for every card must not use up what a decision has to ask. Who
 * reads a channel is asked for every card: that number is what its reader decides by.
 */
export function withLookupsOfTheMoment(ports: Ports): Ports {
  const adapters = forCards.get(ports.adapters) ?? remembering(ports, (adapter) => peopleOf(adapter, ports.clock, SAME_MOMENT_MS));
  forCards.set(ports.adapters, adapters);
  return { ...ports, adapters };
}

/**
 * The same for one decision: it may compare who is in a group under the rule of the question with who is in it under today's rule, for
 * each of its reviewers, and asks the platform for that group once. Nothing of it is older than the decision, and it sees one state.
 */
export function withLookupsOnce(ports: Ports): Ports {
  const adapters = remembering(ports, (adapter) => {
    const { clock } = ports;
    const audienceOf = recently(clock, Infinity, (place: string) => adapter.audienceOf(JSON.parse(place) as Place));
    const canPost = recently(clock, Infinity, (asked: string) => adapter.canPost(...(JSON.parse(asked) as [PersonId, Place])));
    const forumOf = recently(clock, Infinity, (place: string) => adapter.forumOf(JSON.parse(place) as Place));
    return {
      ...peopleOf(adapter, clock, Infinity),
      forumOf: (place) => forumOf(JSON.stringify(place)),
      audienceOf: (place) => audienceOf(JSON.stringify(place)),
      canPost: (person, place) => canPost(JSON.stringify([person, place])),
    };
  });
  return { ...ports, adapters };
}

function remembering({ adapters }: Ports, make: (adapter: ChatAdapter) => Partial<ChatAdapter>): Ports['adapters'] {
  return new Map([...adapters].map(([platform, adapter]) => [platform, { ...adapter, ...make(adapter) }] as const));
}

function peopleOf(adapter: ChatAdapter, clock: Ports['clock'], forMs: number): Pick<ChatAdapter, 'person' | 'members'> {
  return { person: recently(clock, forMs, (id) => adapter.person(id)), members: recently(clock, forMs, (ref) => adapter.members(ref)) };
}

function recently<K, V>(clock: Ports['clock'], forMs: number, look: (key: K) => Promise<V>): (key: K) => Promise<V> {
  const known = new Map<K, { at: number; value: Promise<V> }>();
  return async (key) => {
    const now = clock.now();
    // What seems to come from the future was asked before the clock was set back.
    for (const [old, { at }] of known) if (now - at >= forMs || at > now) known.delete(old);
    const recent = known.get(key);
    if (recent) return recent.value;
    const value = look(key);
    known.set(key, { at: now, value });
    try {
      return await value;
    } catch (error) {
      known.delete(key);
      throw error;
    }
  };
}
