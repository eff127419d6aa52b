import type { Fields } from '../fields.ts';
import { withoutGaps } from '../fields.ts';
import { messageJson } from '../message-json.ts';
import type { Message } from '../messages.ts';
import { Refusal } from '../refusal.ts';
import { BOT_USER, TEAM } from '../seed.ts';
import type { Channel } from '../shapes.ts';
import { text } from './method.ts';
import type { Kind, Method } from './method.ts';
import { pageOf } from './pages.ts';
import { directWith, joined, scopeFor, visible } from './places.ts';

const PAGE: Record<string, Kind> = { limit: 'number', cursor: 'text' };

/** `conversations.info`. Who reads a shared channel stands in the three flags and the teams that are connected. */
function channelJson(channel: Channel): Fields {
  const { id, name, kind, extShared, pendingExtShared, orgShared } = channel;
  const isMember = channel.members.includes(BOT_USER);
  if (kind === 'im') {
    return { id, is_im: true, is_org_shared: false, user: channel.members.find((one) => one !== BOT_USER), is_user_deleted: false };
  }
  return withoutGaps({
    id,
    name,
    name_normalized: name,
    is_channel: kind === 'public',
    is_group: kind === 'private',
    is_im: false,
    is_mpim: kind === 'mpim',
    is_private: kind !== 'public',
    is_archived: channel.archived,
    is_general: false,
    is_member: isMember,
    is_shared: extShared || orgShared,
    is_ext_shared: extShared,
    is_pending_ext_shared: pendingExtShared,
    is_org_shared: orgShared,
    pending_shared: pendingExtShared ? ['T0PENDING'] : [],
    shared_team_ids: [TEAM.id, ...(extShared ? channel.connectedTeams : [])],
    internal_team_ids: [],
    connected_team_ids: extShared ? channel.connectedTeams : undefined,
    context_team_id: TEAM.id,
    created: 1_600_000_000,
    creator: 'U0OLU',
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
  });
}

const info: Method = {
  token: 'bot',
  scopes: scopeFor('read'),
  args: { channel: 'text!', include_num_members: 'flag', include_locale: 'flag' },
  run(args, slack) {
    const channel = visible(slack, args['channel']);
    const count = args['include_num_members'] === true ? { num_members: channel.members.length } : {};
    return { body: { channel: { ...channelJson(channel), ...count } } };
  },
};

const members: Method = {
  token: 'bot',
  scopes: scopeFor('read'),
  args: { channel: 'text!', ...PAGE },
  run(args, slack) {
    const { items, more } = pageOf(visible(slack, args['channel']).members, args, 100, 1000);
    return { body: { members: items, ...more } };
  },
};

const TYPES: Record<string, [kind: Channel['kind'], scope: string]> = {
  public_channel: ['public', 'channels:read'],
  private_channel: ['private', 'groups:read'],
  im: ['im', 'im:read'],
  mpim: ['mpim', 'mpim:read'],
};

function typesIn(args: Fields): [kind: Channel['kind'], scope: string][] {
  const names = (text(args, 'types') || 'public_channel').split(',').map((one) => one.trim());
  return names.map((name) => {
    const type = TYPES[name];
    if (!type) throw new Refusal('invalid_types');
    return type;
  });
}

/** `conversations.list` shows what is public and what the bot is in; `users.conversations` only the latter. */
function listing(onlyMine: boolean): Method {
  return {
    token: 'bot',
    scopes: (args) => typesIn(args).map(([, scope]) => scope),
    args: { types: 'text', exclude_archived: 'flag', ...(onlyMine ? { user: 'text' } : {}), ...PAGE },
    run(args, { world }) {
      const kinds = typesIn(args).map(([kind]) => kind);
      const who = text(args, 'user') || BOT_USER;
      const found = world
        .channels()
        .filter((one) => kinds.includes(one.kind) && (args['exclude_archived'] !== true || !one.archived))
        .filter((one) => one.members.includes(who) || (!onlyMine && one.kind === 'public'))
        .filter((one) => one.kind === 'public' || one.members.includes(BOT_USER));
      const { items, more } = pageOf(found.map(channelJson), args, 100, 999);
      return { body: { channels: items, ...more } };
    },
  };
}

const open: Method = {
  token: 'bot',
  scopes: (args) => [text(args, 'users').includes(',') ? 'mpim:write' : 'im:write'],
  args: { users: 'text', channel: 'text', return_im: 'flag', prevent_creation: 'flag' },
  run(args, slack) {
    const users = text(args, 'users')
      .split(',')
      .filter((one) => one !== '');
    if (users.length === 0 && text(args, 'channel') === '') throw new Refusal('users_list_not_supplied');
    if (users.length > 8) throw new Refusal('too_many_users');
    const channel = users.length > 0 ? directWith(slack, users) : visible(slack, args['channel']);
    const whole = args['return_im'] === true ? channelJson(channel) : { id: channel.id };
    return { body: { channel: whole } };
  },
};

const SPAN: Record<string, Kind> = { oldest: 'text', latest: 'text', inclusive: 'flag', include_all_metadata: 'flag', ...PAGE };

const history: Method = {
  token: 'bot',
  scopes: scopeFor('history'),
  args: { channel: 'text!', ...SPAN },
  run(args, slack) {
    const channel = joined(slack, args['channel']);
    const standing = slack.messages.inChannel(channel.id).filter((one) => one.onlyFor === null && (one.threadTs === null || one.broadcast));
    const { items, hasMore, more } = pageOf(within(standing, args).toReversed(), args, 100, 999);
    return {
      body: {
        messages: items.map((one) => messageJson(slack, one, args['include_all_metadata'] === true)),
        pin_count: 0,
        has_more: hasMore,
        ...more,
      },
    };
  },
};

const replies: Method = {
  token: 'bot',
  scopes: scopeFor('history'),
  args: { channel: 'text!', ts: 'text!', ...SPAN },
  run(args, slack) {
    const channel = joined(slack, args['channel']);
    const thread = slack.messages.thread(channel.id, text(args, 'ts'));
    const [first, ...rest] = thread;
    if (!first) throw new Refusal('thread_not_found');
    // The first message comes along, whatever span was asked for.
    const { items, hasMore, more } = pageOf([first, ...within(rest, args)], args, 100, 999);
    return {
      body: { messages: items.map((one) => messageJson(slack, one, args['include_all_metadata'] === true)), has_more: hasMore, ...more },
    };
  },
};

/** `oldest` and `latest` are left out themselves unless it is `inclusive`. */
function within(messages: Message[], args: Fields): Message[] {
  const [oldest, latest] = [Number(text(args, 'oldest') || '0'), Number(text(args, 'latest') || 'Infinity')];
  const isInclusive = args['inclusive'] === true;
  return messages.filter(({ ts }) => {
    const at = Number(ts);
    return isInclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
  });
}

export const conversations: Record<string, Method> = {
  'conversations.info': info,
  'conversations.members': members,
  'conversations.list': listing(false),
  'users.conversations': listing(true),
  'conversations.open': open,
  'conversations.history': history,
  'conversations.replies': replies,
};
