import type { Discord } from '../discord.ts';
import type { Message } from '../messages.ts';
import { Impossible } from '../refusal.ts';
import type { Channel, Person } from '../shapes.ts';
import { personOf } from '../world.ts';

/** Somebody who can still do something. */
export function actor({ world }: Discord, key: unknown): Person {
  const person = personOf(world, key);
  if (person.deleted) throw new Impossible(`the account of ${person.handle} is closed`);
  return person;
}

/** A channel or thread by id or by name that this person sees; `direct` is their conversation with the bot. */
export function placeFor({ world }: Discord, person: Person, where: unknown): Channel {
  if (where === 'direct') return world.directWith(person.id);
  const channel = typeof where === 'string' ? world.channel(where) : undefined;
  if (!channel || !world.canSee(person.id, channel)) throw new Impossible(`${person.handle} sees no ${String(where)}`);
  return channel;
}

/** A message that this person sees. */
export function seenMessage(discord: Discord, person: Person, id: unknown): { message: Message; channel: Channel } {
  const message = typeof id === 'string' ? discord.messages.byId(id) : undefined;
  const channel = message && discord.world.channel(message.channel);
  const isTheirs = message && (message.onlyFor === null || message.onlyFor === person.id);
  if (!channel || !isTheirs || !discord.world.canSee(person.id, channel))
    throw new Impossible(`${person.handle} sees no message ${String(id)}`);
  return { message, channel };
}
