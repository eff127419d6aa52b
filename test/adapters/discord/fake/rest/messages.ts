import { messageJson } from '../json/message.ts';
import { fieldsIn, textIn, wordsOf } from '../fields.ts';
import type { Message } from '../messages.ts';
import { isForum, isThread } from '../permissions.ts';
import { Refusal } from '../refusal.ts';
import { BOT_USER } from '../seed.ts';
import type { Channel } from '../shapes.ts';
import { wordsIn } from '../words-in.ts';
import { change, erase, write } from '../writing.ts';
import { haveMutualGuild } from '../world.ts';
import { checkThread, limitIn, need, ofBot, param, visible } from './route.ts';
import type { Given, Routes } from './route.ts';
import { timeOf } from '../clock.ts';

export const messages: Routes = {
  'POST /channels/{channel_id}/messages': ofBot((given) => {
    const { discord, body } = given;
    const channel = writable(given);
    const known = sameNonce(given, channel);
    if (known) return { body: { ...json(given, known), nonce: known.nonce }, message: known.id, isOld: true };
    const words = wordsIn(body, null, given.violate);
    checkAutoMod(given, words.content);
    const reference = referenceIn(given, channel);
    const nonce = wordsOf(body['nonce']) || null;
    const said = { ...words, author: BOT_USER, nonce, reference, type: reference === null ? 0 : 19 };
    const message = write(discord, channel, said, body['allowed_mentions']);
    return { body: { ...json(given, message), ...(nonce === null ? {} : { nonce }) }, message: message.id };
  }),

  'GET /channels/{channel_id}/messages': ofBot(
    (given) => {
      const { discord } = given;
      const channel = visible(given);
      if (isForum(channel)) throw new Refusal(50008);
      const limit = limitIn(given, 50, 100);
      if (!discord.world.may(BOT_USER, 'READ_MESSAGE_HISTORY', channel)) return { body: [] };
      const all = discord.messages.inChannel(channel.id).filter((one) => one.onlyFor === null);
      // The newest first, whichever way they were chosen.
      return {
        body: chosen(given, all, limit)
          .toReversed()
          .map((one) => json(given, one)),
      };
    },
    ['around', 'before', 'after', 'limit'],
  ),

  'GET /channels/{channel_id}/messages/{message_id}': ofBot((given) => {
    const channel = visible(given);
    need(given, channel, 'READ_MESSAGE_HISTORY');
    return { body: json(given, messageIn(given, channel)) };
  }),

  'PATCH /channels/{channel_id}/messages/{message_id}': ofBot((given) => {
    const { discord, body } = given;
    const channel = visible(given);
    const message = messageIn(given, channel);
    if (message.author !== BOT_USER) throw new Refusal(50005);
    checkThread(given, channel, 'change');
    const words = wordsIn(body, message, given.violate);
    checkAutoMod(given, words.content);
    change(discord, channel, message, words, body['allowed_mentions']);
    return { body: json(given, message), message: message.id };
  }),

  'DELETE /channels/{channel_id}/messages/{message_id}': ofBot((given) => {
    const channel = visible(given);
    const message = messageIn(given, channel);
    if (message.author !== BOT_USER) {
      if (channel.guild === null) throw new Refusal(50003);
      need(given, channel, 'MANAGE_MESSAGES');
    }
    checkThread(given, channel, 'change');
    erase(given.discord, channel, message);
    return { message: message.id };
  }),

  'POST /channels/{channel_id}/typing': ofBot((given) => {
    writable(given);
    return {};
  }),
};

/** Before, after or around an id; without one the newest. */
function chosen({ query }: Given, all: Message[], limit: number): Message[] {
  const [before, after, around] = ['before', 'after', 'around'].map((name) => query.get(name));
  const upTo = (id: string) => all.filter((one) => BigInt(one.id) < BigInt(id));
  const from = (id: string) => all.filter((one) => BigInt(one.id) >= BigInt(id));
  if (around) return [...upTo(around).slice(-Math.floor(limit / 2)), ...from(around).slice(0, Math.ceil(limit / 2))];
  if (after) return all.filter((one) => BigInt(one.id) > BigInt(after)).slice(0, limit);
  return (before ? upTo(before) : all).slice(-limit);
}

/** What stands there for everybody: ephemeral messages are in no history. */
export function messageIn(given: Given, channel: Channel): Message {
  const message = given.discord.messages.byId(param(given, 'message_id'));
  if (!message || message.channel !== channel.id || message.onlyFor !== null) throw new Refusal(10008);
  return message;
}

export function checkAutoMod({ discord }: Given, content: string): void {
  const words = content.toLowerCase();
  if (discord.settings.autoMod.some((one) => words.includes(one.toLowerCase()))) throw new Refusal(200000);
}

function json({ discord }: Given, message: Message) {
  return messageJson(discord, message, discord.settings.privilegedIntents.includes('MESSAGE_CONTENT'));
}

/** A place where our bot may say something now. What was archived, and is not locked, is so no more. */
function writable(given: Given): Channel {
  const { world } = given.discord;
  const channel = visible(given);
  if (channel.guild === null) {
    const person = world.person(channel.people.find((one) => one !== BOT_USER) ?? '');
    if (!person || person.deleted || person.bot) throw new Refusal(50007);
    if (!haveMutualGuild(world, person.id, BOT_USER)) throw new Refusal(50278);
    if (person.refusesDirect !== null) throw new Refusal(person.refusesDirect);
    return channel;
  }
  if (isForum(channel)) throw new Refusal(50008);
  need(given, channel, isThread(channel) ? 'SEND_MESSAGES_IN_THREADS' : 'SEND_MESSAGES');
  checkThread(given, channel, 'say');
  channel.archived = false;
  return channel;
}

/** The message that has this nonce already, while Discord remembers it. */
function sameNonce({ discord, body }: Given, channel: Channel): Message | undefined {
  const nonce = wordsOf(body['nonce']);
  if (body['enforce_nonce'] !== true || nonce === '') return undefined;
  const since = discord.clock.now() - discord.settings.nonceMs;
  return discord.messages.inChannel(channel.id).find((one) => one.author === BOT_USER && one.nonce === nonce && timeOf(one.id) >= since);
}

function referenceIn({ discord, body }: Given, channel: Channel): string | null {
  const reference = fieldsIn(body, 'message_reference');
  const id = textIn(reference, 'message_id');
  if (id === '') return null;
  const message = discord.messages.byId(id);
  const isThere = message?.channel === channel.id && message.onlyFor === null;
  if (!isThere && reference['fail_if_not_exists'] !== false) throw new Refusal(50035);
  return isThere ? id : null;
}
