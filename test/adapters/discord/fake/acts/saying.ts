import type { Discord } from '../discord.ts';
import type { Fields } from '../fields.ts';
import { listIn, wordsOf } from '../fields.ts';
import type { Permission } from '../permissions.ts';
import { isForum, isThread } from '../permissions.ts';
import { Impossible } from '../refusal.ts';
import { blankChannel } from '../seed.ts';
import type { Channel, Person } from '../shapes.ts';
import { personOf } from '../world.ts';
import { addThread, change, erase, write } from '../writing.ts';
import { actor, placeFor, seenMessage } from './where.ts';

/**
 * Somebody says something: `mentions` first, as people do, then `words`, which are Discord's Markdown as it is. `thread` is a thread in
 * the place of the channel; `reply` a message that this one answers, whose author is told unless `silent`.
 */
export function say(discord: Discord, { person: who, channel: where, thread, words, mentions, reply, silent }: Fields): Fields {
  const person = actor(discord, who);
  const channel = placeFor(discord, person, typeof thread === 'string' ? thread : where);
  if (isForum(channel)) throw new Impossible(`${channel.name} is a forum: people open posts there`);
  if (channel.guild !== null) checkMay(discord, person, isThread(channel) ? 'SEND_MESSAGES_IN_THREADS' : 'SEND_MESSAGES', channel);
  if (channel.locked) throw new Impossible(`${channel.name} is locked`);
  channel.archived = false;
  if (isThread(channel)) channel.people = [...new Set([...channel.people, person.id])];
  const reference = typeof reply === 'string' ? seenMessage(discord, person, reply).message.id : null;
  const content = mentioned(discord, mentions) + wordsOf(words);
  const allowed = silent === true ? { parse: ['users', 'roles', 'everyone'], replied_user: false } : undefined;
  const message = write(discord, channel, { author: person.id, content, reference, type: reference === null ? 0 : 19 }, allowed);
  return { id: message.id, channel: channel.id, pinged: message.pinged };
}

/** A thread on a message or without one, public or for some `people` alone. */
export function openThread(discord: Discord, { person: who, channel: where, message: id, name, people }: Fields): Fields {
  const person = actor(discord, who);
  const channel = placeFor(discord, person, where);
  const message = id === undefined ? null : seenMessage(discord, person, id).message;
  const isPrivate = Array.isArray(people);
  const inside = listIn({ people }, 'people').map((one) => personOf(discord.world, one).id);
  const blank = blankChannel(message?.id ?? discord.clock.id(), isPrivate ? 12 : 11, channel.guild);
  const thread = { ...blank, parent: channel.id, name: wordsOf(name, 'a thread'), owner: person.id, people: [person.id, ...inside] };
  return { id: addThread(discord, thread).id };
}

/** A post in a forum: a thread, and its first message with the same id. */
export function openPost(discord: Discord, { person: who, channel: where, name, words, mentions, tags }: Fields): Fields {
  const person = actor(discord, who);
  const forum = placeFor(discord, person, where);
  if (!isForum(forum)) throw new Impossible(`${forum.name} is no forum`);
  const appliedTags = listIn({ tags }, 'tags').map((key) => forum.tags.find((one) => one.id === key || one.name === key)?.id ?? '');
  if (forum.requiresTag && appliedTags.length === 0) throw new Impossible(`a post in ${forum.name} has a tag`);
  const blank = blankChannel(discord.clock.id(), 11, forum.guild);
  const title = wordsOf(name, 'a question');
  const thread = addThread(discord, { ...blank, parent: forum.id, name: title, owner: person.id, people: [person.id], appliedTags });
  const content = mentioned(discord, mentions) + wordsOf(words);
  write(discord, thread, { id: thread.id, author: person.id, content });
  return { id: thread.id, channel: thread.id };
}

export function edit(discord: Discord, { person: who, message: id, words }: Fields): Fields {
  const person = actor(discord, who);
  const { message, channel } = seenMessage(discord, person, id);
  if (message.author !== person.id) throw new Impossible(`${message.id} is not by ${person.handle}`);
  change(discord, channel, message, { content: wordsOf(words) });
  return { id: message.id };
}

export function eraseOwn(discord: Discord, { person: who, message: id }: Fields): Fields {
  const person = actor(discord, who);
  const { message, channel } = seenMessage(discord, person, id);
  if (message.author !== person.id) checkMay(discord, person, 'MANAGE_MESSAGES', channel);
  erase(discord, channel, message);
  return { id: message.id };
}

function mentioned({ world }: Discord, mentions: unknown): string {
  return listIn({ mentions }, 'mentions')
    .map((one) => `<@${personOf(world, one).id}> `)
    .join('');
}

function checkMay({ world }: Discord, person: Person, permission: Permission, channel: Channel): void {
  if (!world.may(person.id, permission, channel)) throw new Impossible(`${person.handle} may not do that in ${channel.name}`);
}
