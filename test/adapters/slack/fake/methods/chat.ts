import type { Fields } from '../fields.ts';
import { messageJson } from '../message-json.ts';
import type { Message } from '../messages.ts';
import { Refusal } from '../refusal.ts';
import { BOT_USER, TEAM } from '../seed.ts';
import type { Slack } from '../slack.ts';
import { change, erase, recordPreviews, write } from '../writing.ts';
import { blocksIn, metadataIn, optional, text } from './method.ts';
import type { Method } from './method.ts';
import { checkThread, joined, visible, writable } from './places.ts';

const CUT_AT = 40_000;
const MOST_OF_UPDATE = 4000;

/** What every text is given by. `parse: full` and `link_names` would make mentions of plain words: they are refused. */
const CONTENT = { text: 'text', blocks: 'json', parse: 'text', link_names: 'flag' } as const;

function checkContent(args: Fields, blocks: Fields[] | null): void {
  if ((args['parse'] ?? 'none') !== 'none' || args['link_names'] === true) throw new Refusal('invalid_arguments');
  if (text(args, 'text') === '' && (blocks === null || blocks.length === 0)) throw new Refusal('no_text');
}

const writing = () => ['chat:write'];

const postMessage: Method = {
  token: 'bot',
  scopes: writing,
  args: {
    channel: 'text!',
    ...CONTENT,
    mrkdwn: 'flag',
    thread_ts: 'text',
    reply_broadcast: 'flag',
    metadata: 'json',
    unfurl_links: 'flag',
    unfurl_media: 'flag',
  },
  run(args, slack) {
    const channel = writable(slack, args['channel']);
    const threadTs = optional(args, 'thread_ts');
    checkThread(slack, channel, threadTs);
    const blocks = blocksIn(args, slack);
    checkContent(args, blocks);
    const said = text(args, 'text');
    const message = write(slack, channel, {
      user: BOT_USER,
      isOurs: true,
      text: said.slice(0, CUT_AT),
      blocks,
      metadata: metadataIn(args),
      mrkdwn: args['mrkdwn'] !== false,
      threadTs,
      broadcast: threadTs !== null && args['reply_broadcast'] === true,
    });
    recordPreviews(slack, message, { links: args['unfurl_links'] !== false, media: args['unfurl_media'] !== false });
    const cut = said.length > CUT_AT ? { warning: 'message_truncated', response_metadata: { warnings: ['message_truncated'] } } : {};
    return { body: { channel: channel.id, ts: message.ts, message: messageJson(slack, message, true), ...cut }, stored: message.ts };
  },
};

const postEphemeral: Method = {
  token: 'bot',
  scopes: writing,
  args: { channel: 'text!', user: 'text!', thread_ts: 'text', ...CONTENT },
  run(args, slack) {
    const channel = writable(slack, args['channel']);
    const person = text(args, 'user');
    if (!channel.members.includes(person) || slack.world.person(person)?.deleted !== false) throw new Refusal('user_not_in_channel');
    const threadTs = optional(args, 'thread_ts');
    checkThread(slack, channel, threadTs);
    const blocks = blocksIn(args, slack);
    checkContent(args, blocks);
    if (text(args, 'text').length > CUT_AT) throw new Refusal('msg_too_long');
    const message = write(slack, channel, { user: BOT_USER, isOurs: true, text: text(args, 'text'), blocks, threadTs, onlyFor: person });
    recordPreviews(slack, message, { links: true, media: true });
    return { body: { message_ts: message.ts }, stored: message.ts };
  },
};

const update: Method = {
  token: 'bot',
  scopes: writing,
  args: { channel: 'text!', ts: 'text!', metadata: 'json', ...CONTENT },
  run(args, slack) {
    const channel = joined(slack, args['channel']);
    const message = ours(slack, channel.id, text(args, 'ts'), 'cant_update_message');
    if (channel.archived) throw new Refusal('is_archived');
    const blocks = blocksIn(args, slack);
    const said = optional(args, 'text');
    if (said === null && blocks === null) throw new Refusal('no_text');
    checkContent({ text: 'unchanged', ...args }, blocks);
    if ((said ?? '').length > MOST_OF_UPDATE) throw new Refusal('msg_too_long');
    const metadata = metadataIn(args);
    // Blocks stay only where neither they nor a text is given; metadata stays unless it is given, and an empty one removes it.
    change(slack, channel, message, {
      text: said ?? message.text,
      blocks: blocks !== null && blocks.length === 0 ? null : blocks,
      metadata: metadata === null ? message.metadata : Object.keys(metadata).length === 0 ? null : metadata,
    });
    return {
      body: { channel: channel.id, ts: message.ts, text: message.text, message: messageJson(slack, message, true) },
      stored: message.ts,
    };
  },
};

const remove: Method = {
  token: 'bot',
  scopes: writing,
  args: { channel: 'text!', ts: 'text!' },
  run(args, slack) {
    const channel = joined(slack, args['channel']);
    const message = ours(slack, channel.id, text(args, 'ts'), 'cant_delete_message');
    erase(slack, channel, message);
    return { body: { channel: channel.id, ts: message.ts }, stored: message.ts };
  },
};

const getPermalink: Method = {
  token: 'bot',
  scopes: () => [],
  args: { channel: 'text!', message_ts: 'text!' },
  run(args, slack) {
    const channel = visible(slack, args['channel']);
    const message = slack.messages.find(channel.id, text(args, 'message_ts'));
    if (!message || message.onlyFor !== null) throw new Refusal('message_not_found');
    const thread = message.threadTs === null ? '' : `?thread_ts=${message.threadTs}&cid=${channel.id}`;
    const permalink = `https://${TEAM.domain}.slack.com/archives/${channel.id}/p${message.ts.replace('.', '')}${thread}`;
    return { body: { channel: channel.id, permalink } };
  },
};

/** A message of our own that everybody in the conversation sees; an ephemeral one cannot be changed or deleted. */
function ours({ messages }: Slack, channel: string, ts: string, notOurs: string): Message {
  const message = messages.find(channel, ts);
  if (!message || message.onlyFor !== null || message.isTombstone) throw new Refusal('message_not_found');
  if (!message.isOurs) throw new Refusal(notOurs);
  return message;
}

export const chat: Record<string, Method> = {
  'chat.postMessage': postMessage,
  'chat.postEphemeral': postEphemeral,
  'chat.update': update,
  'chat.delete': remove,
  'chat.getPermalink': getPermalink,
};
