import type { Fields } from '../fields.ts';
import { fieldsIn, listIn, textIn } from '../fields.ts';
import { messageJson } from '../json/message.ts';
import { channelJson, fullMemberJson } from '../json/who.ts';
import { isForum, isThread } from '../permissions.ts';
import { Refusal } from '../refusal.ts';
import { blankChannel, BOT_USER } from '../seed.ts';
import type { Channel } from '../shapes.ts';
import { wordsIn } from '../words-in.ts';
import { addThread, write } from '../writing.ts';
import { checkAutoMod, messageIn } from './messages.ts';
import { timeOf } from '../clock.ts';
import { checkThread, limitIn, need, ofBot, param, visible } from './route.ts';
import type { Done, Given, Routes } from './route.ts';

const MOST_MEMBERS = 100;

export const channels: Routes = {
  'GET /channels/{channel_id}': ofBot((given) => ({ body: channelJson(given.discord.world, visible(given)) })),

  'PATCH /channels/{channel_id}': ofBot((given) => {
    const channel = visible(given);
    if (!isThread(channel)) throw new Refusal(50013);
    const { archived, locked, applied_tags, name } = given.body;
    // Whoever may write there may open again what is closed, and not locked.
    const isOpening = archived === false && Object.keys(given.body).length === 1 && !channel.locked;
    if (isOpening) need(given, channel, 'SEND_MESSAGES_IN_THREADS');
    else if (channel.owner !== BOT_USER || channel.locked) need(given, channel, 'MANAGE_THREADS');
    // What is closed takes no change but with being opened.
    if (channel.archived && archived !== false) throw new Refusal(50083);
    if (typeof archived === 'boolean' && archived !== channel.archived) {
      channel.archived = archived;
      channel.archivedAt = given.discord.clock.iso();
    }
    if (typeof name === 'string') checkTitle(given, name);
    if (typeof name === 'string') channel.name = name;
    if (typeof locked === 'boolean') channel.locked = locked;
    if (Array.isArray(applied_tags)) channel.appliedTags = tagsIn(given, parentOf(given, channel));
    // Its name is read by everybody there.
    return { body: channelJson(given.discord.world, channel), ...(typeof name === 'string' ? { message: channel.id } : {}) };
  }),

  'POST /channels/{channel_id}/threads': ofBot((given) => {
    const parent = visible(given);
    return isForum(parent) ? forumPost(given, parent) : plainThread(given, parent);
  }),

  'POST /channels/{channel_id}/messages/{message_id}/threads': ofBot((given) => {
    const parent = visible(given);
    const message = messageIn(given, parent);
    need(given, parent, 'CREATE_PUBLIC_THREADS');
    if (given.discord.world.channel(message.id)) throw new Refusal(160004);
    return threadMade(given, newThread(given, parent, message.id, 11));
  }),

  'GET /channels/{channel_id}/thread-members': ofBot(
    (given) => {
      const channel = visible(given);
      if (!isThread(channel)) throw new Refusal(50024);
      checkMayList(given);
      const inside = channel.people.slice(0, MOST_MEMBERS);
      return { body: inside.map((person) => threadMemberJson(given, channel, person)) };
    },
    ['with_member', 'after', 'limit'],
  ),

  'GET /channels/{channel_id}/thread-members/{user_id}': ofBot(
    (given) => {
      const channel = visible(given);
      if (!isThread(channel)) throw new Refusal(50024);
      if (!channel.people.includes(param(given, 'user_id'))) throw new Refusal(10007);
      return { body: threadMemberJson(given, channel, param(given, 'user_id')) };
    },
    ['with_member'],
  ),

  'PUT /channels/{channel_id}/thread-members/@me': ofBot((given) => {
    const channel = visible(given);
    if (!isThread(channel)) throw new Refusal(50024);
    checkThread(given, channel, 'change');
    channel.people = [...new Set([...channel.people, BOT_USER])];
    return {};
  }),

  'GET /channels/{channel_id}/threads/archived/public': ofBot(
    (given) => {
      const parent = visible(given);
      const { world } = given.discord;
      need(given, parent, 'READ_MESSAGE_HISTORY');
      const before = given.query.get('before');
      const limit = limitIn(given, 50, 100);
      // The last closed first.
      const closed = world
        .channels()
        .filter((one) => one.parent === parent.id && one.archived && one.type !== 12)
        .map((one) => ({ thread: channelJson(world, one), at: closedAt(one) }))
        .filter(({ at }) => before === null || at < Date.parse(before))
        .toSorted((one, other) => other.at - one.at);
      return { body: { threads: closed.slice(0, limit).map(({ thread }) => thread), members: [], has_more: closed.length > limit } };
    },
    ['before', 'limit'],
  ),
};

/** Lists of people are for apps whose intent for members is switched on in the portal. */
export function checkMayList({ discord }: Given): void {
  if (!discord.settings.privilegedIntents.includes('GUILD_MEMBERS')) throw new Refusal(50001);
}

function forumPost(given: Given, parent: Channel): Done {
  const { discord, body } = given;
  need(given, parent, 'SEND_MESSAGES');
  const tags = tagsIn(given, parent);
  if (parent.requiresTag && tags.length === 0 && !discord.world.may(BOT_USER, 'MANAGE_THREADS', parent)) throw new Refusal(40067);
  const said = fieldsIn(body, 'message');
  const words = wordsIn(said, null, given.violate);
  checkTitle(given, textIn(body, 'name'));
  checkAutoMod(given, words.content);
  const id = discord.clock.id();
  const thread = newThread(given, parent, id, 11, tags);
  // A forum post and its first message have one id.
  const message = write(discord, thread, { ...words, id, author: BOT_USER }, said['allowed_mentions']);
  return { status: 201, body: { ...channelJson(discord.world, thread), message: messageJson(discord, message) }, message: id };
}

function plainThread(given: Given, parent: Channel): Done {
  if (parent.type !== 0 && parent.type !== 5) throw new Refusal(50024);
  const isPrivate = given.body['type'] === undefined || given.body['type'] === 12;
  need(given, parent, isPrivate ? 'CREATE_PRIVATE_THREADS' : 'CREATE_PUBLIC_THREADS');
  const thread = newThread(given, parent, given.discord.clock.id(), isPrivate ? 12 : 11);
  return threadMade(given, thread);
}

/** Whoever sees it reads its name. */
function threadMade({ discord }: Given, thread: Channel): Done {
  return { status: 201, body: channelJson(discord.world, thread), message: thread.id };
}

function newThread({ discord, body }: Given, parent: Channel, id: string, type: 11 | 12, appliedTags: string[] = []): Channel {
  const blank = blankChannel(id, type, parent.guild);
  const thread = { ...blank, parent: parent.id, name: String(body['name']), owner: BOT_USER, people: [BOT_USER], appliedTags };
  return addThread(discord, thread);
}

function checkTitle({ discord }: Given, title: string): void {
  const words = title.toLowerCase();
  if (discord.settings.autoMod.some((one) => words.includes(one.toLowerCase()))) throw new Refusal(200001);
}

function tagsIn({ discord, body }: Given, forum: Channel): string[] {
  const tags = listIn(body, 'applied_tags').map(String);
  const found = tags.map((id) => forum.tags.find((one) => one.id === id));
  if (found.includes(undefined)) throw new Refusal(10087);
  const isModerator = discord.world.may(BOT_USER, 'MANAGE_THREADS', forum);
  if (!isModerator && found.some((one) => one?.moderated === true)) throw new Refusal(50013);
  return tags;
}

function closedAt({ id, archivedAt }: Channel): number {
  return archivedAt === null ? timeOf(id) : Date.parse(archivedAt);
}

function parentOf({ discord }: Given, channel: Channel): Channel {
  const parent = discord.world.channel(channel.parent ?? '');
  if (!parent) throw new Refusal(10003);
  return parent;
}

function threadMemberJson({ discord, query }: Given, channel: Channel, person: string): Fields {
  const guild = discord.world.guilds().find((one) => one.id === channel.guild);
  const member = guild && discord.world.memberOf(guild, person);
  const whole = query.get('with_member') === 'true' && member ? { member: fullMemberJson(discord.world, member) } : {};
  return { id: channel.id, user_id: person, join_timestamp: '2024-01-01T00:00:00.000000+00:00', flags: 0, ...whole };
}
