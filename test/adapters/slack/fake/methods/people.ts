import type { Fields } from '../fields.ts';
import { Refusal } from '../refusal.ts';
import { APP_ID, BOT_ID, BOT_USER, TEAM } from '../seed.ts';
import type { Group, Person } from '../shapes.ts';
import type { Slack } from '../slack.ts';
import { isForeign } from '../world.ts';
import { text } from './method.ts';
import type { Method } from './method.ts';
import { pageOf } from './pages.ts';

function personJson(person: Person): Fields {
  const { id, handle, realName, displayName, team, bot, restricted, ultraRestricted, deleted } = person;
  const profile = {
    real_name: realName,
    real_name_normalized: realName,
    display_name: displayName,
    display_name_normalized: displayName,
    team,
    ...(bot ? { bot_id: id === BOT_USER ? BOT_ID : `B${id.slice(1)}`, api_app_id: id === BOT_USER ? APP_ID : 'A0OTHER' } : {}),
  };
  // Slack leaves the kinds of account out for somebody whose account is closed.
  const kinds = deleted
    ? {}
    : {
        is_admin: false,
        is_owner: false,
        is_primary_owner: false,
        is_restricted: restricted,
        is_ultra_restricted: ultraRestricted,
        tz: 'Etc/UTC',
        tz_label: 'UTC',
        tz_offset: 0,
      };
  const foreign = isForeign(person) ? { is_stranger: true } : {};
  return { id, team_id: team, name: handle, real_name: realName, deleted, profile, is_bot: bot, is_app_user: false, ...kinds, ...foreign };
}

const usersRead = () => ['users:read'];

const info: Method = {
  token: 'bot',
  scopes: usersRead,
  args: { user: 'text!', include_locale: 'flag' },
  run(args, { world }) {
    const person = world.person(text(args, 'user'));
    if (!person) throw new Refusal('user_not_found');
    return { body: { user: personJson(person) } };
  },
};

const list: Method = {
  token: 'bot',
  scopes: usersRead,
  args: { limit: 'number', cursor: 'text', include_locale: 'flag' },
  run(args, { world }) {
    // People of other organisations are not in the list of the workspace.
    const { items, more } = pageOf(
      world
        .people()
        .filter((one) => !isForeign(one))
        .map(personJson),
      args,
      1000,
      1000,
    );
    return { body: { members: items, cache_ts: 0, ...more } };
  },
};

const bot: Method = {
  token: 'bot',
  scopes: usersRead,
  args: { bot: 'text' },
  run(args) {
    if (text(args, 'bot') !== '' && text(args, 'bot') !== BOT_ID) throw new Refusal('bot_not_found');
    return { body: { bot: { id: BOT_ID, deleted: false, name: 'Countersign', user_id: BOT_USER, app_id: APP_ID } } };
  },
};

function groupJson({ id, handle, name, members }: Group, withUsers: boolean): Fields {
  const more = withUsers ? { users: members } : {};
  return {
    id,
    team_id: TEAM.id,
    is_usergroup: true,
    name,
    handle,
    is_external: false,
    date_delete: 0,
    user_count: members.length,
    ...more,
  };
}

function paid({ world }: Slack): Group[] {
  if (!world.hasUserGroups()) throw new Refusal('plan_upgrade_required');
  return world.groups();
}

const groupsRead = () => ['usergroups:read'];

const groups: Method = {
  token: 'bot',
  scopes: groupsRead,
  args: { include_users: 'flag', include_count: 'flag', include_disabled: 'flag' },
  run: (args, slack) => ({ body: { usergroups: paid(slack).map((one) => groupJson(one, args['include_users'] === true)) } }),
};

const groupMembers: Method = {
  token: 'bot',
  scopes: groupsRead,
  args: { usergroup: 'text!', include_disabled: 'flag' },
  run(args, slack) {
    const group = paid(slack).find((one) => one.id === args['usergroup']);
    if (!group) throw new Refusal('no_such_subteam');
    return { body: { users: group.members } };
  },
};

export const people: Record<string, Method> = {
  'users.info': info,
  'users.list': list,
  'bots.info': bot,
  'usergroups.list': groups,
  'usergroups.users.list': groupMembers,
};
