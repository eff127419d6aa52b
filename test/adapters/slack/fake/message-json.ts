import type { Fields } from './fields.ts';
import { withoutGaps } from './fields.ts';
import type { Message } from './messages.ts';
import { APP_ID, BOT_ID, BOT_USER, TEAM } from './seed.ts';
import { unescaped } from './seen/mrkdwn.ts';
import type { Slack } from './slack.ts';
import { isForeign } from './world.ts';

const BOT_PROFILE = { id: BOT_ID, app_id: APP_ID, user_id: BOT_USER, name: 'Countersign', team_id: TEAM.id, deleted: false };

/** A message as methods and events show it. Metadata stands in it only where it was asked for. */
export function messageJson(slack: Slack, message: Message, withMetadata: boolean): Fields {
  const { channel, ts, threadTs, user, text, editedAt, clientMessageId } = message;
  if (message.isTombstone) return { type: 'message', subtype: 'tombstone', user: 'USLACKBOT', text, hidden: true, ts, thread_ts: ts };
  const author = slack.world.person(user);
  const replies = threadTs === null ? slack.messages.thread(channel, ts).filter((one) => one.ts !== ts) : [];
  const parent = threadTs === null ? undefined : slack.messages.find(channel, threadTs);
  return withoutGaps({
    type: 'message',
    subtype: message.broadcast ? 'thread_broadcast' : undefined,
    user,
    text,
    ts,
    team: author?.team,
    ...(author && isForeign(author) ? { user_team: author.team, source_team: author.team } : {}),
    client_msg_id: clientMessageId ?? undefined,
    ...(message.isOurs ? { bot_id: BOT_ID, app_id: APP_ID, bot_profile: BOT_PROFILE } : {}),
    blocks: message.blocks ?? (message.isOurs ? undefined : [richTextOf(text, ts)]),
    edited: editedAt === null ? undefined : { user, ts: editedAt },
    thread_ts: threadTs ?? (replies.length > 0 ? ts : undefined),
    parent_user_id: parent?.user,
    ...(replies.length > 0
      ? { reply_count: replies.length, reply_users: [...new Set(replies.map((one) => one.user))], latest_reply: replies.at(-1)?.ts }
      : {}),
    metadata: withMetadata ? (message.metadata ?? undefined) : undefined,
  });
}

/** What a person typed, as their client sends it beside the text. */
function richTextOf(text: string, ts: string): Fields {
  const elements = text
    .split(/(<[^<>\n]+>)/)
    .filter((piece) => piece !== '')
    .map(elementOf);
  return { type: 'rich_text', block_id: `b${ts}`, elements: [{ type: 'rich_text_section', elements }] };
}

function elementOf(piece: string): Fields {
  const [, target = '', , label] = /^<([^|>]+)(\|([^>]*))?>$/.exec(piece) ?? [];
  if (target.startsWith('@')) return { type: 'user', user_id: target.slice(1) };
  if (target.startsWith('#')) return { type: 'channel', channel_id: target.slice(1) };
  if (target.startsWith('!subteam^')) return { type: 'usergroup', usergroup_id: target.slice('!subteam^'.length) };
  if (/^!(here|channel|everyone)$/.test(target)) return { type: 'broadcast', range: target.slice(1) };
  if (target !== '') return withoutGaps({ type: 'link', url: unescaped(target), text: label });
  return { type: 'text', text: unescaped(piece) };
}
