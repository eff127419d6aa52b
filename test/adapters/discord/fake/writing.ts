/** Writing, changing and deleting messages, with whom that tells and what the bot hears of it. */
import type { Discord } from './discord.ts';
import type { Fields } from './fields.ts';
import { INTENTS } from './gateway/events.ts';
import { messageJson } from './json/message.ts';
import { channelJson, memberJson } from './json/who.ts';
import { liveIn, mentionsOf, pingedBy } from './mentions.ts';
import type { Message, NewMessage } from './messages.ts';
import { FLAGS } from './messages.ts';
import { BOT_USER } from './seed.ts';
import type { Channel } from './shapes.ts';

/** What is said, and whom it may tell: `allowed_mentions` as it was given, undefined where it was not. */
export type Words = Pick<Message, 'content' | 'embeds' | 'components' | 'flags'>;

export function write(
  discord: Discord,
  channel: Channel,
  given: Omit<NewMessage, 'channel' | 'id'> & { id?: string },
  allowed?: unknown,
): Message {
  const message = discord.messages.add({ ...given, channel: channel.id, id: given.id ?? discord.clock.id() });
  settle(discord, channel, message, allowed);
  emit(discord, channel, message, 'MESSAGE_CREATE', (seesContent) => ({
    ...messageJson(discord, message, seesContent),
    ...(message.nonce === null ? {} : { nonce: message.nonce }),
  }));
  return message;
}

/** An edit looks at its mentions anew, by Discord's default where it is not told which are allowed. */
export function change(discord: Discord, channel: Channel, message: Message, next: Partial<Words>, allowed?: unknown): void {
  Object.assign(message, next, { editedAt: discord.clock.iso() });
  settle(discord, channel, message, allowed);
  emit(discord, channel, message, 'MESSAGE_UPDATE', (seesContent) => messageJson(discord, message, seesContent));
}

export function erase(discord: Discord, channel: Channel, message: Message): void {
  discord.messages.remove(message);
  emit(discord, channel, message, 'MESSAGE_DELETE', () => ({ id: message.id, channel_id: channel.id }));
}

/** The bot hears of a new thread where it looks. */
export function addThread(discord: Discord, thread: Channel): Channel {
  const { world } = discord;
  const added = world.add(thread);
  const data = () => ({ ...channelJson(world, added), newly_created: true });
  if (world.canSee(BOT_USER, added)) discord.emit({ t: 'THREAD_CREATE', intent: INTENTS.GUILDS, id: added.id, data });
  return added;
}

function settle(discord: Discord, channel: Channel, message: Message, allowed: unknown): void {
  message.mentions = mentionsOf(discord, channel, message, allowed);
  message.pinged = [...new Set([...message.pinged, ...pingedBy(discord, channel, message)])];
  recordPreviews(discord, message);
}

/**
 * Discord fetches the page behind a link that stands open, unless the message says not to. A fetch tells whoever owns the address that
 * the message is there.
 */
function recordPreviews(discord: Discord, message: Message): void {
  if ((message.flags & FLAGS.SUPPRESS_EMBEDS) !== 0) return;
  for (const { value, isPreviewed } of liveIn(discord, message)) {
    if (isPreviewed !== true) continue;
    discord.wire.append({ method: 'GET', path: value, body: { preview_of: message.id }, status: 200, stored: false });
  }
}

/** The bot hears of what stands where it looks; of what only one person sees, nothing. */
function emit(discord: Discord, channel: Channel, message: Message, t: string, content: (seesContent: boolean) => Fields): void {
  const { world } = discord;
  if (message.onlyFor !== null || !world.canSee(BOT_USER, channel)) return;
  const guild = world.guilds().find((one) => one.id === channel.guild);
  const member = guild && world.memberOf(guild, message.author);
  const where = guild ? { guild_id: guild.id, ...(member ? { member: memberJson(member) } : {}) } : {};
  discord.emit({
    t,
    intent: guild ? INTENTS.GUILD_MESSAGES : INTENTS.DIRECT_MESSAGES,
    id: message.id,
    data: (seesContent) => ({ ...content(seesContent), channel_type: channel.type, ...where }),
  });
}
