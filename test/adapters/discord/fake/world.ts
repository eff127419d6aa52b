import { ALL, BITS, basePermissions, isThread, permissionsIn } from './permissions.ts';
import type { Permission } from './permissions.ts';
import { Impossible } from './refusal.ts';
import { blankChannel, BOT_USER, seedChannels, seedGuilds, seedPeople } from './seed.ts';
import type { Channel, Guild, Member, Overwrite, Person, Role } from './shapes.ts';

/** Who is who, who is where: the truth that requests ask for, and that tests change behind the bot's back. */
export interface World {
  people(): Person[];
  /** By id or by handle. */
  person(idOrHandle: string): Person | undefined;
  guilds(): Guild[];
  guild(idOrName: string): Guild | undefined;
  memberOf(guild: Guild, person: string): Member | undefined;
  channels(): Channel[];
  /** By id or by name; one that was deleted is not found. */
  channel(idOrName: string): Channel | undefined;
  add(channel: Channel): Channel;
  /** The direct conversation of this person with our bot, made when there is none. */
  directWith(person: string): Channel;
  permissions(person: string, channel: Channel): bigint;
  may(person: string, permission: Permission, channel: Channel): boolean;
  canSee(person: string, channel: Channel): boolean;
  /** Everybody who can see it, bots as well. */
  readersOf(channel: Channel): string[];
  change(change: WorldChange): void;
}

/** What changes; the rest of the person, channel, guild or role stays. Everything is named by id or by name. */
export interface WorldChange {
  person?: Partial<Person> & { id: string };
  channel?: Partial<Omit<Channel, 'people'>> & {
    id: string;
    /** Of a private channel: whom it is for, by id or handle; our bot is told of by `withBot`, true unless told. Null: for @everyone. */
    people?: string[] | null;
    withBot?: boolean;
    /** Overwrites beside those that are there, each in the place of an older one of the same id. */
    overwrite?: Overwrite;
  };
  guild?: Partial<Pick<Guild, 'name' | 'owner' | 'features'>> & { id: string };
  /** `members: null` takes the role away. */
  role?: Partial<Role> & { id: string; guild?: string; members?: string[] | null };
  /** So many people, all without a role, in the place of an earlier crowd. */
  crowd?: { guild: string; size: number };
  /** `roles: null` puts the person out of the server. */
  member?: { guild?: string; person: string; roles?: string[] | null; nick?: string | null };
}

export function createWorld(): World {
  const people = new Map(seedPeople().map((one) => [one.id, one]));
  const guilds = seedGuilds();
  const channels = new Map(seedChannels().map((one) => [one.id, one]));
  const standing = () => [...channels.values()].filter((one) => !one.deleted);
  const guildOf = ({ guild }: Channel) => guilds.find((one) => one.id === guild);

  const world: World = {
    people: () => [...people.values()],
    person: (key) => people.get(key) ?? [...people.values()].find((one) => one.handle === key),
    guilds: () => guilds,
    guild: (key) => guilds.find((one) => one.id === key || one.name === key),
    memberOf: (guild, person) => guild.members.find((one) => one.person === person),
    channels: standing,
    channel: (key) => standing().find((one) => one.id === key) ?? standing().find((one) => one.guild !== null && one.name === key),
    add(channel) {
      channels.set(channel.id, channel);
      return channel;
    },
    directWith(person) {
      const known = standing().find((one) => one.type === 1 && one.people.includes(person));
      return known ?? world.add({ ...blankChannel(`7${person.slice(1)}`, 1, null), people: [person, BOT_USER] });
    },
    permissions(person, channel) {
      if (people.get(person)?.deleted !== false) return 0n;
      const guild = guildOf(channel);
      if (!guild) return channel.people.includes(person) ? ALL : 0n;
      const parent = channel.parent === null ? channel : (channels.get(channel.parent) ?? channel);
      const bits = permissionsIn(guild, person, parent);
      if (!isThread(channel)) return bits;
      const isIn = channel.people.includes(person) || (bits & BITS.MANAGE_THREADS) !== 0n;
      return channel.type === 12 && !isIn ? 0n : bits;
    },
    may: (person, permission, channel) => (world.permissions(person, channel) & BITS[permission]) !== 0n,
    canSee: (person, channel) => !channel.deleted && world.may(person, 'VIEW_CHANNEL', channel),
    readersOf: (channel) => [...people.keys()].filter((one) => world.canSee(one, channel)),
    change({ person, channel, guild, role, member, crowd }) {
      if (person) changePerson(world, people, guilds, person);
      if (channel) changeChannel(world, channel);
      if (guild) changeGuild(world, guild);
      if (role) changeRole(world, role);
      if (member) changeMember(world, member);
      if (crowd) changeCrowd(world, people, crowd);
    },
  };
  return world;
}

type Change<K extends keyof WorldChange> = NonNullable<WorldChange[K]>;

function changePerson(world: World, people: Map<string, Person>, guilds: Guild[], change: Change<'person'>): void {
  const known = world.person(change.id);
  const blank = { handle: `user${change.id}`, name: change.id, bot: false, deleted: false, refusesDirect: null };
  const next = { ...(known ?? blank), ...change, id: known?.id ?? change.id };
  people.set(next.id, next);
  // A closed account is in no server any more.
  if (next.deleted) for (const guild of guilds) guild.members = guild.members.filter((one) => one.person !== next.id);
}

function changeChannel(world: World, change: Change<'channel'>): void {
  const known = world.channel(change.id);
  const guild = change.guild === undefined ? known?.guild : guildNamed(world, change.guild ?? '').id;
  const { people, withBot = true, overwrite, ...more } = change;
  const channel = known ?? blankChannel(change.id, change.type ?? 0, guild ?? guildNamed(world, 'Acme').id);
  Object.assign(channel, more, { id: channel.id, guild: guild ?? channel.guild });
  if (people !== undefined && isThread(channel)) channel.people = (people ?? []).map((one) => personOf(world, one).id);
  else if (people !== undefined) {
    const home = channel.guild ?? '';
    const bits = String(BITS.VIEW_CHANNEL);
    const inside = [...(people ?? []).map((one) => personOf(world, one).id), ...(withBot ? [BOT_USER] : [])];
    const hidden: Overwrite = { id: home, type: 0, allow: '0', deny: bits };
    channel.overwrites = people === null ? [] : [hidden, ...inside.map((id): Overwrite => ({ id, type: 1, allow: bits, deny: '0' }))];
  }
  if (overwrite) channel.overwrites = [...channel.overwrites.filter((one) => one.id !== overwrite.id), overwrite];
  world.add(channel);
}

/** One that is not there yet is made, with our bot in it alone. */
function changeGuild(world: World, change: Change<'guild'>): void {
  const known = world.guild(change.id);
  if (known) return void Object.assign(known, { ...change, id: known.id });
  const everybody = { id: change.id, name: '@everyone', permissions: String(BITS.VIEW_CHANNEL), position: 0, mentionable: false };
  const bot = { person: BOT_USER, nick: null, roles: [] };
  world.guilds().push({ name: change.id, owner: BOT_USER, features: [], ...change, roles: [everybody], members: [bot] });
}

function changeRole(world: World, { guild: where, members, ...change }: Change<'role'>): void {
  const found = world.guilds().find((one) => one.roles.some((role) => role.id === change.id || role.name === change.id));
  const guild = where === undefined ? (found ?? guildNamed(world, 'Acme')) : guildNamed(world, where);
  const known = guild.roles.find((one) => one.id === change.id || one.name === change.id);
  const blank = { id: change.id, name: change.id, permissions: '0', position: guild.roles.length, mentionable: false };
  const role = { ...(known ?? blank), ...change, id: known?.id ?? change.id };
  guild.roles = [...guild.roles.filter((one) => one.id !== role.id), ...(members === null ? [] : [role])];
  if (members === undefined) return;
  const inside = (members ?? []).map((one) => personOf(world, one).id);
  for (const member of guild.members) {
    const others = member.roles.filter((one) => one !== role.id);
    member.roles = inside.includes(member.person) ? [...others, role.id] : others;
  }
}

function changeMember(world: World, change: Change<'member'>): void {
  const guild = guildNamed(world, change.guild ?? 'Acme');
  const person = personOf(world, change.person).id;
  const known = world.memberOf(guild, person) ?? { person, nick: null, roles: [] };
  const ids = change.roles?.map((key) => guild.roles.find((one) => one.id === key || one.name === key)?.id ?? key);
  const others = guild.members.filter((one) => one.person !== person);
  const next = { person, nick: change.nick === undefined ? known.nick : change.nick, roles: ids ?? known.roles };
  guild.members = change.roles === null ? others : [...others, next];
}

function changeCrowd(world: World, people: Map<string, Person>, { guild: where, size }: Change<'crowd'>): void {
  const guild = guildNamed(world, where);
  const earlier = new Set(world.people().flatMap(({ id, handle }) => (handle.startsWith(CROWD) ? [id] : [])));
  for (const id of earlier) people.delete(id);
  guild.members = guild.members.filter(({ person }) => !earlier.has(person));
  for (let n = 0; n < size; n += 1) {
    const id = String(110_000_000_000_000_000n + BigInt(n));
    people.set(id, { id, handle: `${CROWD}${id}`, name: id, bot: false, deleted: false, refusesDirect: null });
    guild.members.push({ person: id, nick: null, roles: [] });
  }
}

const CROWD = 'crowd-';

export function personOf(world: World, key: unknown): Person {
  const found = typeof key === 'string' ? world.person(key) : undefined;
  if (!found) throw new Impossible(`nobody has the id or handle ${String(key)}`);
  return found;
}

function guildNamed(world: World, key: string): Guild {
  const found = world.guild(key);
  if (!found) throw new Impossible(`there is no server ${key}`);
  return found;
}

/** Whether two have a server in common. */
export function haveMutualGuild(world: World, one: string, other: string): boolean {
  return world.guilds().some((guild) => basePermissions(guild, one) !== 0n && basePermissions(guild, other) !== 0n);
}
