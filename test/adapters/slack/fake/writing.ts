/** Writing, changing and deleting messages, with whom that tells and what the app hears of it. */
import type { Fields } from './fields.ts';
import { messageJson } from './message-json.ts';
import type { Message, NewMessage } from './messages.ts';
import { BOT_USER } from './seed.ts';
import type { Live } from './seen/live.ts';
import { namesIn } from './seen/live.ts';
import { liveIn } from './seen/message.ts';
import type { Channel } from './shapes.ts';
import type { Slack } from './slack.ts';

/** Whether Slack fetches what links of a message lead to, for a preview. */
export interface Unfurls {
  links: boolean;
  media: boolean;
}

export function write(slack: Slack, channel: Channel, given: Omit<NewMessage, 'channel' | 'ts'>): Message {
  const message = slack.messages.add({ ...given, channel: channel.id, ts: slack.clock.ts() });
  message.notified = notifiedBy(slack, channel, message);
  announce(slack, channel, message);
  return message;
}

export function change(slack: Slack, channel: Channel, message: Message, next: Partial<Message>): void {
  const before = messageJson(slack, message, false);
  Object.assign(message, next, { editedAt: slack.clock.ts() });
  message.notified = [...new Set([...message.notified, ...notifiedBy(slack, channel, message)])];
  const now = messageJson(slack, message, false);
  if (message.onlyFor !== null) return;
  emitMessage(slack, channel, { subtype: 'message_changed', message: now, previous_message: before, hidden: true, ts: slack.clock.ts() });
}

/** Where others have answered, a tombstone stays. */
export function erase(slack: Slack, channel: Channel, message: Message): void {
  const before = messageJson(slack, message, false);
  const hasReplies = message.threadTs === null && slack.messages.thread(channel.id, message.ts).length > 1;
  if (hasReplies) Object.assign(message, { isTombstone: true, text: 'This message was deleted.', blocks: null, metadata: null });
  else slack.messages.remove(message);
  if (message.onlyFor !== null) return;
  const ts = slack.clock.ts();
  emitMessage(slack, channel, { subtype: 'message_deleted', deleted_ts: message.ts, previous_message: before, hidden: true, ts });
}

/** Mentions, groups and broadcasts tell those who can see the message; a direct message tells everybody else in it. */
function notifiedBy(slack: Slack, channel: Channel, message: Message): string[] {
  if (message.onlyFor !== null) return [message.onlyFor];
  const isDirect = channel.kind === 'im' || channel.kind === 'mpim';
  const named = isDirect ? channel.members : liveIn(message, namesIn(slack.world)).flatMap((live) => peopleBehind(slack, channel, live));
  const canHear = (id: string) => id !== message.user && slack.world.person(id)?.bot === false && slack.world.canSee(id, channel);
  return [...new Set(named)].filter(canHear);
}

function peopleBehind(slack: Slack, channel: Channel, { kind, value }: Live): string[] {
  if (kind === 'mention') return [value];
  if (kind === 'broadcast') return channel.members;
  return kind === 'usergroup' ? (slack.world.groups().find((one) => one.id === value)?.members ?? []) : [];
}

const MESSAGE_EVENTS = { public: 'message.channels', private: 'message.groups', im: 'message.im', mpim: 'message.mpim' };
const CHANNEL_TYPES = { public: 'channel', private: 'group', im: 'im', mpim: 'mpim' };

/** The app hears what is said where its bot is; of its own messages, too. A mention is an event of its own, beside the other. */
function announce(slack: Slack, channel: Channel, message: Message): void {
  if (message.onlyFor !== null) return;
  const json = messageJson(slack, message, false);
  emitMessage(slack, channel, json);
  const isMention = !message.isOurs && channel.kind !== 'im' && message.text.includes(`<@${BOT_USER}`);
  if (!isMention || !channel.members.includes(BOT_USER) || !slack.settings.subscriptions.includes('app_mention')) return;
  slack.emit({ ...json, type: 'app_mention', channel: channel.id, event_ts: message.ts });
}

function emitMessage(slack: Slack, channel: Channel, content: Fields): void {
  if (!channel.members.includes(BOT_USER) || !slack.settings.subscriptions.includes(MESSAGE_EVENTS[channel.kind])) return;
  const where = { channel: channel.id, channel_type: CHANNEL_TYPES[channel.kind], event_ts: content['ts'] };
  slack.emit({ type: 'message', ...content, ...where });
}

/**
 * Slack fetches the page behind a link for a preview, unless it was told not to, for texts and for media. A fetch tells whoever owns the
 * address what stands in the message. An ephemeral message cannot be told not to (Slack documentation: `chat.postEphemeral`).
 */
export function recordPreviews(slack: Slack, message: Message, unfurls: Unfurls): void {
  if (!unfurls.links && !unfurls.media) return;
  for (const { kind, value } of liveIn(message, namesIn(slack.world))) {
    if (kind !== 'link' || !/^https?:/i.test(value)) continue;
    slack.wire.append({ method: 'GET', path: value, body: { preview_of: message.ts }, status: 200, stored: false });
  }
}
