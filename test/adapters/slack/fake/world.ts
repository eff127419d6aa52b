import { Impossible } from './refusal.ts';
import type { Channel, ChannelKind, Group, Person } from './shapes.ts';
import { BOT_USER, OTHER_TEAM, seedChannels, seedGroups, seedPeople, TEAM } from './seed.ts';

/** Who is who, who is where: the truth that methods ask for, and that tests change behind the bot's back. */
export interface World {
  people(): Person[];
  person(id: string): Person | undefined;
  channels(): Channel[];
  /** By id or by name. */
  channel(idOrName: string): Channel | undefined;
  groups(): Group[];
  /** Without a paid plan there are no user groups. */
  hasUserGroups(): boolean;
  /** The direct conversation of these people, made when there is none. */
  conversationOf(people: string[]): Channel;
  /** Members see it; people of the company who are no guests see what is public, too. */
  canSee(person: string, channel: Channel): boolean;
  change(change: WorldChange): void;
}

export interface WorldChange {
  person?: Partial<Person> & { id: string };
  channel?: Partial<Channel> & { id: string };
  /** `members: null` takes the group away. */
  group?: { id: string; handle?: string; name?: string; members: string[] | null };
  hasUserGroups?: boolean;
}

export function createWorld(): World {
  const people = new Map(seedPeople().map((one) => [one.id, one]));
  const channels = new Map(seedChannels().map((one) => [one.id, one]));
  const groups = new Map(seedGroups().map((one) => [one.id, one]));
  let hasUserGroups = true;

  const world: World = {
    people: () => [...people.values()],
    person: (id) => people.get(id),
    channels: () => [...channels.values()],
    channel: (idOrName) => channels.get(idOrName) ?? [...channels.values()].find((one) => one.name === idOrName),
    groups: () => [...groups.values()],
    hasUserGroups: () => hasUserGroups,
    conversationOf(those) {
      const members = [...new Set(those)].sort();
      const kind = members.length === 2 ? 'im' : 'mpim';
      const known = [...channels.values()].find((one) => one.kind === kind && one.members.join() === members.join());
      if (known) return known;
      const others = members.filter((one) => one !== BOT_USER).map((one) => one.slice(2));
      const id = kind === 'im' ? `D0${others.join('')}` : `G0${others.join('')}`;
      const channel: Channel = { ...blank(id, kind), name: kind === 'im' ? '' : `mpdm-${others.join('--').toLowerCase()}-1`, members };
      channels.set(id, channel);
      return channel;
    },
    canSee(id, channel) {
      const person = people.get(id);
      if (!person || person.deleted) return false;
      if (channel.members.includes(id)) return true;
      return channel.kind === 'public' && person.team === TEAM.id && !person.restricted && !person.ultraRestricted;
    },
    change({ person, channel, group, hasUserGroups: plan }) {
      if (person) people.set(person.id, { ...(people.get(person.id) ?? newPerson(person.id)), ...person });
      if (channel) {
        const known = world.channel(channel.id) ?? blank(channel.id, channel.kind ?? 'public');
        const next = { ...known, ...channel, id: known.id };
        if (next.extShared && next.connectedTeams.length === 0) next.connectedTeams = [OTHER_TEAM.id];
        channels.set(known.id, next);
      }
      if (group?.members === null) groups.delete(group.id);
      else if (group) {
        const known = groups.get(group.id) ?? { id: group.id, handle: group.id.toLowerCase(), name: group.id, members: [] };
        groups.set(group.id, { ...known, ...group, members: group.members });
      }
      if (plan !== undefined) hasUserGroups = plan;
    },
  };
  return world;
}

function blank(id: string, kind: ChannelKind): Channel {
  const shared = { extShared: false, pendingExtShared: false, orgShared: false, connectedTeams: [] };
  return { id, name: id.toLowerCase(), kind, members: [], archived: false, ...shared, posters: null };
}

function newPerson(id: string): Person {
  const flags = { bot: false, restricted: false, ultraRestricted: false, deleted: false };
  return { id, handle: id.toLowerCase(), realName: id, displayName: id, team: TEAM.id, ...flags, refusesDirect: null };
}

export function personOf(world: World, id: unknown): Person {
  const found = typeof id === 'string' ? world.person(id) : undefined;
  if (!found) throw new Impossible(`nobody has the id ${String(id)}`);
  return found;
}

/** Of another organisation, as seen from our workspace. */
export function isForeign(person: Person): boolean {
  return person.team !== TEAM.id;
}
