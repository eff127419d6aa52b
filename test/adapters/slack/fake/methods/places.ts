/** Which conversations the bot may see and write to. */
import type { Fields } from '../fields.ts';
import { Refusal } from '../refusal.ts';
import { BOT_USER } from '../seed.ts';
import type { Channel, ChannelKind } from '../shapes.ts';
import type { Slack } from '../slack.ts';

const FAMILIES: Record<ChannelKind, string> = { public: 'channels', private: 'groups', im: 'im', mpim: 'mpim' };

/** `groups:read` for a private channel, `im:history` for a direct message … */
export function scopeFor(access: 'read' | 'history' | 'write') {
  return (args: Fields, { world }: Slack): string[] => {
    const channel = typeof args['channel'] === 'string' ? world.channel(args['channel']) : undefined;
    return channel ? [`${FAMILIES[channel.kind]}:${access}`] : [];
  };
}

/** A conversation by its id, and never by its name. What is private and not the bot's does not exist for it. */
export function visible({ world }: Slack, id: unknown): Channel {
  const channel = typeof id === 'string' && /^[CDG]/.test(id) ? world.channel(id) : undefined;
  if (!channel || (channel.kind !== 'public' && !channel.members.includes(BOT_USER))) throw new Refusal('channel_not_found');
  return channel;
}

export function joined(slack: Slack, id: unknown): Channel {
  const channel = visible(slack, id);
  if (!channel.members.includes(BOT_USER)) throw new Refusal('not_in_channel');
  return channel;
}

/** Where the bot may write now. The id of a person means the direct conversation with them. */
export function writable(slack: Slack, id: unknown): Channel {
  const isPerson = typeof id === 'string' && /^[UW]/.test(id);
  if (isPerson && !slack.world.person(id)) throw new Refusal('channel_not_found');
  const channel = isPerson ? directWith(slack, [id]) : visible(slack, id);
  const mayPostUninvited = channel.kind === 'public' && slack.settings.scopes.includes('chat:write.public');
  if (!channel.members.includes(BOT_USER) && !mayPostUninvited) throw new Refusal('not_in_channel');
  if (channel.archived) throw new Refusal('is_archived');
  if (channel.posters !== null && !channel.posters.includes(BOT_USER)) throw new Refusal('restricted_action');
  if (channel.kind === 'im') {
    for (const other of channel.members.filter((one) => one !== BOT_USER)) {
      const person = slack.world.person(other);
      if (person?.deleted) throw new Refusal('user_disabled');
      if (person?.refusesDirect) throw new Refusal(person.refusesDirect);
    }
  }
  return channel;
}

/** The direct conversation of the bot with these people. */
export function directWith({ world }: Slack, ids: string[]): Channel {
  for (const id of ids) {
    const person = world.person(id);
    if (!person) throw new Refusal('user_not_found');
    if (person.deleted) throw new Refusal('user_disabled');
    if (person.bot) throw new Refusal('cannot_dm_bot');
  }
  return world.conversationOf([...ids, BOT_USER]);
}

/** The message that a reply hangs on: in this conversation, and itself no reply. */
export function checkThread({ messages }: Slack, channel: Channel, threadTs: string | null): void {
  if (threadTs === null) return;
  const parent = messages.find(channel.id, threadTs);
  if (!parent || parent.onlyFor !== null || parent.threadTs !== null || parent.isTombstone) throw new Refusal('cannot_reply_to_message');
}
