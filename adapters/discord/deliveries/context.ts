import type { Evidence, Inbound, PersonId, Place } from '#adapter';
import type { Around } from '../config.ts';
import type { Channels } from '../facts/audience.ts';
import type { Identity } from '../facts/identity.ts';
import type { People } from '../facts/people.ts';
import { personId } from '../facts/people.ts';
import type { Servers } from '../facts/servers.ts';
import type { Wire } from '../wire.ts';
import type { Places } from './places.ts';
import type { Interaction } from './shapes.ts';
import type { Teller } from './telling.ts';

/** What every kind of delivery is handled with. */
export interface Context {
  inbound: Inbound;
  wire: Wire;
  people: People;
  servers: Servers;
  channels: Channels;
  places: Places;
  teller: Teller;
  ours: Identity;
  options: Around;
  /** What Discord signed of the delivery that is handled; null over the gateway, where it signs nothing. */
  evidence: Evidence | null;
}

/** How an interaction is answered: by one of `deliveries/answers.ts`. */
export type Response = { [key: string]: unknown };

/** What became of an interaction: its answer, and what is done after that. */
export interface Taken {
  response: Response;
  afterwards?: () => Promise<unknown>;
}

/** Who caused it, as Discord says beside what they did. Null for nobody. */
export function personOf({ member, user }: Interaction): PersonId | null {
  const found = member?.user ?? user;
  return found ? personId(found.id) : null;
}

/** Where it was caused. Null when Discord does not say, or it is a place in which we do nothing. */
export async function placeOf({ places }: Context, { guild_id: server, channel_id: id, channel }: Interaction): Promise<Place | null> {
  const found = id ?? channel?.id;
  return found ? places.placeOf(found, server ?? null, channel ?? null) : null;
}
