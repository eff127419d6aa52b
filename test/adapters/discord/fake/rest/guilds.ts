import type { Fields } from '../fields.ts';
import { channelJson, fullMemberJson, guildJson, roleJson } from '../json/who.ts';
import { isThread } from '../permissions.ts';
import { Refusal } from '../refusal.ts';
import { BOT_USER } from '../seed.ts';
import { checkMayList } from './channels.ts';
import { guildIn, limitIn, ofBot, param } from './route.ts';
import type { Routes } from './route.ts';

export const guilds: Routes = {
  'GET /guilds/{guild_id}': ofBot(
    (given) => {
      const guild = guildIn(given);
      const counts: Fields =
        given.query.get('with_counts') === 'true'
          ? { approximate_member_count: guild.members.length, approximate_presence_count: guild.members.length }
          : {};
      return { body: { ...guildJson(guild), ...counts } };
    },
    ['with_counts'],
  ),

  /** Without threads. */
  'GET /guilds/{guild_id}/channels': ofBot((given) => {
    const guild = guildIn(given);
    const { world } = given.discord;
    const inside = world.channels().filter((one) => one.guild === guild.id && !isThread(one));
    return { body: inside.map((one) => channelJson(world, one)) };
  }),

  'GET /guilds/{guild_id}/roles': ofBot((given) => ({ body: guildIn(given).roles.map(roleJson) })),

  'GET /guilds/{guild_id}/roles/member-counts': ofBot((given) => {
    const guild = guildIn(given);
    const count = (role: string) => guild.members.filter((one) => one.roles.includes(role)).length;
    return { body: Object.fromEntries(guild.roles.filter(({ id }) => id !== guild.id).map(({ id }) => [id, count(id)])) };
  }),

  'GET /guilds/{guild_id}/roles/{role_id}': ofBot((given) => {
    const role = guildIn(given).roles.find((one) => one.id === param(given, 'role_id'));
    if (!role) throw new Refusal(10011);
    return { body: roleJson(role) };
  }),

  'GET /guilds/{guild_id}/members': ofBot(
    (given) => {
      const guild = guildIn(given);
      checkMayList(given);
      const limit = limitIn(given, 1, 1000);
      const after = BigInt(given.query.get('after') ?? '0');
      const rest = guild.members
        .filter((one) => BigInt(one.person) > after)
        .toSorted((a, b) => (BigInt(a.person) < BigInt(b.person) ? -1 : 1));
      return { body: rest.slice(0, limit).map((one) => fullMemberJson(given.discord.world, one)) };
    },
    ['limit', 'after'],
  ),

  /** By the beginning of a name; it is open to every bot. */
  'GET /guilds/{guild_id}/members/search': ofBot(
    (given) => {
      const guild = guildIn(given);
      const { world } = given.discord;
      const query = (given.query.get('query') ?? '').toLowerCase();
      if (query === '') throw new Refusal(50035);
      const limit = limitIn(given, 1, 1000);
      const names = (id: string, nick: string | null) => [world.person(id)?.handle, world.person(id)?.name, nick];
      const found = guild.members.filter((one) => names(one.person, one.nick).some((name) => name?.toLowerCase().startsWith(query)));
      return { body: found.slice(0, limit).map((one) => fullMemberJson(world, one)) };
    },
    ['query', 'limit'],
  ),

  'GET /guilds/{guild_id}/members/{user_id}': ofBot((given) => {
    const guild = guildIn(given);
    const { world } = given.discord;
    const id = param(given, 'user_id');
    if (!world.people().some((one) => one.id === id)) throw new Refusal(10013);
    const member = world.memberOf(guild, id);
    if (!member) throw new Refusal(10007);
    return { body: fullMemberJson(world, member) };
  }),

  'GET /guilds/{guild_id}/threads/active': ofBot((given) => {
    const guild = guildIn(given);
    const { world } = given.discord;
    const threads = world
      .channels()
      .filter((one) => one.guild === guild.id && isThread(one) && !one.archived && world.canSee(BOT_USER, one));
    return { body: { threads: threads.map((one) => channelJson(world, one)), members: [] } };
  }),
};
