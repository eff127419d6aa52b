import type { Database } from './database.ts';
import { Problem } from './problem.ts';
import { PREFIX, WORKSPACE } from './seed.ts';
import type { WorldChange } from './shapes.ts';

export interface Person {
  id: string;
  handle: string;
  name: string;
  organisation: string;
  active: boolean;
  bot: boolean;
  guest: boolean;
  external: boolean;
}

export interface Channel {
  id: string;
  name: string;
  audience: 'restricted' | 'workspace' | 'external' | 'unknown';
  /** Organisations whose people can read it. */
  outside: string[];
  members: string[];
  botIsIn: boolean;
}

export interface Group {
  id: string;
  name: string;
  members: string[];
}

/** Who is who, who is where: the truth that the adapter asks for, and that tests change behind its back. */
export interface World {
  people(): Person[];
  /** 404 for somebody who is not known here. */
  person(id: string): Person;
  /** 403 for somebody whose account is closed. */
  activePerson(id: string): Person;
  channels(): Channel[];
  /** By id or by short name; 404 when there is none. */
  channel(idOrName: string): Channel;
  groups(): Group[];
  readers(channel: Channel): Person[];
  isActive(person: string): boolean;
  /** In this channel, with an open account. */
  isMember(person: string, channel: string): boolean;
  change(change: WorldChange): void;
}

export function createWorld(database: Database): World {
  const people = () => database.all<PersonRow>('SELECT * FROM people ORDER BY rowid').map(personOf);
  const membersOf = (channel: string) =>
    database
      .all<{ person: string }>('SELECT person FROM channel_members WHERE channel = ? ORDER BY person', channel)
      .map((row) => row.person);
  const channelOf = (row: ChannelRow): Channel => {
    const members = membersOf(row.id);
    const visitors = people().filter((one) => members.includes(one.id) && one.active && one.organisation !== WORKSPACE.name);
    const named = JSON.parse(row.outside) as string[];
    const outside = row.audience === 'external' ? [...new Set([...named, ...visitors.map((one) => one.organisation)])] : [];
    return { id: row.id, name: row.name, audience: row.audience, outside, members, botIsIn: row.bot_is_in === 1 };
  };

  const person = (id: string): Person => {
    const row = database.one<PersonRow>('SELECT * FROM people WHERE id = ?', id);
    if (!row) throw new Problem(404, 'PERSON_NOT_FOUND', `Nobody here has this id. Ids look like ${PREFIX}ana.`);
    return personOf(row);
  };
  const channel = (idOrName: string): Channel => {
    const row = database.one<ChannelRow>('SELECT * FROM channels WHERE id = ? OR name = ?', idOrName, idOrName);
    if (!row) throw new Problem(404, 'CHANNEL_NOT_FOUND', `There is no such channel. Ids look like ${PREFIX}engineering.`);
    return channelOf(row);
  };

  return {
    people,
    person,
    activePerson(id) {
      const found = person(id);
      if (!found.active) throw new Problem(403, 'PERSON_INACTIVE', `The account of ${found.name} is closed. Choose another person.`);
      return found;
    },
    channels: () => database.all<ChannelRow>('SELECT * FROM channels ORDER BY rowid').map(channelOf),
    channel,
    groups: () =>
      database.all<{ id: string; name: string }>('SELECT id, name FROM groups ORDER BY rowid').map((row) => ({
        ...row,
        members: database
          .all<{ person: string }>('SELECT person FROM group_members WHERE "group" = ? ORDER BY person', row.id)
          .map((member) => member.person),
      })),
    readers: (of) => people().filter((one) => one.active && of.members.includes(one.id)),
    isActive: (id) => database.one('SELECT 1 FROM people WHERE id = ? AND active = 1', id) !== undefined,
    isMember: (id, of) =>
      database.one(
        'SELECT 1 FROM channel_members JOIN people ON people.id = person WHERE channel = ? AND person = ? AND active = 1',
        of,
        id,
      ) !== undefined,
    change: (change) => changeWorld(database, { person, channel }, change),
  };
}

function changeWorld(database: Database, known: Pick<World, 'person' | 'channel'>, change: WorldChange): void {
  const { channel, person, group } = change;
  if (person) {
    const next = { ...known.person(person.id), ...withoutGaps(person) };
    const facts = [next.name, Number(next.active), Number(next.bot), Number(next.guest), Number(next.external)];
    database.run('UPDATE people SET name = ?, active = ?, bot = ?, guest = ?, external = ? WHERE id = ?', ...facts, next.id);
  }
  if (channel) {
    const { id, ...now } = known.channel(channel.id);
    const next = { ...now, ...withoutGaps(channel) };
    const outside = next.audience === 'external' && next.outside.length === 0 ? ['Globex'] : next.outside;
    const facts = [next.audience, JSON.stringify(outside), Number(next.botIsIn)];
    database.run('UPDATE channels SET audience = ?, outside = ?, bot_is_in = ? WHERE id = ?', ...facts, id);
    if (channel.members) {
      const members = new Set(channel.members.map((one) => known.person(one).id));
      database.run('DELETE FROM channel_members WHERE channel = ?', id);
      for (const member of members) database.run('INSERT INTO channel_members (channel, person) VALUES (?, ?)', id, member);
    }
  }
  if (group) {
    database.run('DELETE FROM groups WHERE id = ?', group.id);
    if (group.members === null) return;
    database.run('INSERT INTO groups (id, name) VALUES (?, ?)', group.id, group.id.slice(`${PREFIX}group-`.length));
    const members = new Set(group.members.map((one) => known.person(one).id));
    for (const member of members) database.run('INSERT INTO group_members ("group", person) VALUES (?, ?)', group.id, member);
  }
}

/** Keys that were not given do not count as given with nothing. */
function withoutGaps<T extends object>(given: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

interface PersonRow {
  id: string;
  handle: string;
  name: string;
  organisation: string;
  active: number;
  bot: number;
  guest: number;
  external: number;
}

interface ChannelRow {
  id: string;
  name: string;
  audience: Channel['audience'];
  outside: string;
  bot_is_in: number;
}

function personOf(row: PersonRow): Person {
  return { ...row, active: row.active === 1, bot: row.bot === 1, guest: row.guest === 1, external: row.external === 1 };
}
