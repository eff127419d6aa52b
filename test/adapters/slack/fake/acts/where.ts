import type { Fields } from '../fields.ts';
import type { Message } from '../messages.ts';
import { Impossible } from '../refusal.ts';
import { BOT_USER, TEAM } from '../seed.ts';
import type { Channel, Person } from '../shapes.ts';
import type { Slack } from '../slack.ts';
import { personOf } from '../world.ts';

/** Somebody who can still do something. */
export function actor({ world }: Slack, id: unknown): Person {
  const person = personOf(world, id);
  if (person.deleted) throw new Impossible(`the account of ${person.id} is closed`);
  return person;
}

/** A place by id or by name; `direct` is the person's conversation with the bot; a list is a group's. */
export function placeFor(slack: Slack, person: Person, where: unknown): Channel {
  if (where === 'direct') return slack.world.conversationOf([person.id, BOT_USER]);
  if (Array.isArray(where)) return slack.world.conversationOf([person.id, ...(where as string[])]);
  const channel = typeof where === 'string' ? slack.world.channel(where) : undefined;
  if (!channel || !slack.world.canSee(person.id, channel)) throw new Impossible(`${person.id} sees no ${String(where)}`);
  return channel;
}

/** A message that this person can see. */
export function seenMessage(slack: Slack, person: Person, ts: unknown): { message: Message; channel: Channel } {
  const message = typeof ts === 'string' ? slack.messages.byTs(ts) : undefined;
  const channel = message && slack.world.channel(message.channel);
  const isTheirs = message && (message.onlyFor === null || message.onlyFor === person.id);
  if (!channel || !isTheirs || !slack.world.canSee(person.id, channel)) throw new Impossible(`${person.id} sees no message ${String(ts)}`);
  return { message, channel };
}

/** Where it happened, as interactions tell it (measured: `team` may be null on Enterprise Grid). */
export function homeJson({ settings }: Slack): Fields {
  const { enterprise } = settings;
  const team = enterprise === null ? { id: TEAM.id, domain: TEAM.domain } : null;
  return { team, enterprise, is_enterprise_install: enterprise !== null };
}

export function userJson(person: Person): { id: string; username: string; name: string; team_id: string } {
  return { id: person.id, username: person.handle, name: person.handle, team_id: person.team };
}
