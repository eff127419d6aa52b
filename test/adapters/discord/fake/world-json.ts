import type { Fields } from './fields.ts';
import { BITS, isThread, permissionsIn } from './permissions.ts';
import { GUILD } from './seed.ts';
import type { Channel } from './shapes.ts';
import type { World } from './world.ts';

/** The world in the form that the independent checker reads, with the ids of the product: `discord:U2`, `discord:G1:C3`. */
export function worldJson(world: World): Fields {
  const home = world.guild(GUILD);
  const isIn = (person: string) => world.guilds().some((one) => world.memberOf(one, person));
  return {
    platform: 'discord',
    people: world.people().map((person) => ({
      id: `discord:${person.id}`,
      name: person.name,
      handle: person.handle,
      active: !person.deleted && isIn(person.id),
      bot: person.bot,
      guest: false,
      external: home !== undefined && !world.memberOf(home, person.id),
      refusesDirect: person.refusesDirect,
    })),
    channels: world.channels().map((channel) => ({
      id: `discord:${channel.guild ?? '@me'}:${channel.id}`,
      name: channel.name,
      parent: channel.parent,
      kind: kindOf(world, channel),
      archived: channel.archived,
      locked: channel.locked,
      members: world.readersOf(channel).map((one) => `discord:${one}`),
    })),
    groups: world.guilds().flatMap((guild) =>
      guild.roles
        .filter((one) => one.id !== guild.id)
        .map((role) => ({
          id: `discord:${guild.id}:${role.id}`,
          name: role.name,
          members: guild.members.filter((one) => one.roles.includes(role.id)).map((one) => `discord:${one.person}`),
        })),
    ),
    guilds: world.guilds().map(({ id, name, owner, features }) => ({ id, name, owner, features })),
  };
}

/** `private` where not everybody in the server sees it. */
function kindOf(world: World, channel: Channel): 'im' | 'private' | 'public' {
  const guild = world.guilds().find((one) => one.id === channel.guild);
  if (!guild) return 'im';
  const place = isThread(channel) ? (world.channel(channel.parent ?? '') ?? channel) : channel;
  // Somebody who has no role at all.
  const anybody = { ...guild, members: [{ person: '0', nick: null, roles: [] }] };
  const isOpen = (permissionsIn(anybody, '0', place) & BITS.VIEW_CHANNEL) !== 0n;
  return isOpen && channel.type !== 12 ? 'public' : 'private';
}
