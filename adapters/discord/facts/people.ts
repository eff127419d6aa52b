import type { Person, PersonId } from '#adapter';
import { z } from 'zod';
import type { Around } from '../config.ts';
import { CODE, read, refusalOf } from '../errors.ts';
import type { Wire } from '../wire.ts';
import type { Servers } from './servers.ts';
import { fullMemberShape, IS_GUEST, userShape } from './shapes.ts';
import type { Member, User } from './shapes.ts';

export interface People {
  person(id: PersonId): Promise<Person>;
  /** The account itself, asked now; null when Discord knows none. */
  user(id: string): Promise<User | null>;
  /** As people see it; the id where Discord does not tell. For display only, and up to ten minutes old. */
  nameOf(id: string): Promise<string>;
}

/** Of names, and of which servers we are in, in milliseconds. Rights are never decided on it. */
const KEEP_MS = 10 * 60_000;

export function createPeople(wire: Wire, servers: Servers, { now, internalServers }: Around): People {
  const names = new Map<string, { at: number; name: string }>();
  const alike = new Map<string, { at: number; isUnique: boolean }>();
  let ours: { at: number; servers: Promise<{ id: string }[]> } | null = null;

  const user = async (id: string): Promise<User | null> => {
    const answer = await wire.call('GET', `/users/${id}`);
    const refusal = refusalOf(answer);
    if (refusal === CODE.unknownUser || refusal === CODE.notThere) return null;
    return read(answer, userShape);
  };

  const ourServers = (): Promise<{ id: string }[]> => {
    if (ours === null || Math.abs(now() - ours.at) >= KEEP_MS) {
      const asked = { at: now(), servers: servers.ours() };
      ours = asked;
      asked.servers.catch(() => (ours = ours === asked ? null : ours));
    }
    return ours.servers;
  };

  /** In the first of our servers that they are in, those of the company before others; null when in none. */
  const memberOf = async (id: string): Promise<{ server: string; member: Member } | null> => {
    const others = (await ourServers()).map((one) => one.id).filter((one) => !internalServers.includes(one));
    for (const server of [...internalServers, ...others]) {
      const member = await servers.member(server, id);
      if (member !== null) return { server, member };
    }
    return null;
  };

  /** Discord finds people by how their names begin, also for a bot that it does not tell everybody. */
  const isUnique = async (server: string, id: string, name: string): Promise<boolean> => {
    const key = `${server}:${id}:${name}`;
    const known = alike.get(key);
    if (known && Math.abs(now() - known.at) < KEEP_MS) return known.isUnique;
    const answer = await wire.call('GET', `/guilds/${server}/members/search?query=${encodeURIComponent(name.slice(0, 32))}&limit=1000`);
    // Somebody whom we cannot compare is told apart by the handle as well.
    if (refusalOf(answer) !== null) return false;
    const found = read(answer, z.array(fullMemberShape));
    const unique = !found.some((one) => one.user.id !== id && isAlike(nameIn(one.user, one), name));
    alike.set(key, { at: now(), isUnique: unique });
    return unique;
  };

  return {
    user,
    async person(id) {
      const nobody = { id, name: id, handle: id, nameIsUnique: true, active: false, bot: false, guest: false, external: false };
      const found = isAccount(id) ? await user(userOf(id)) : null;
      if (found === null || isClosed(found)) return nobody;
      const inside = await memberOf(found.id);
      const name = nameIn(found, inside?.member ?? null);
      names.set(found.id, { at: now(), name });
      return {
        id,
        name,
        handle: found.username,
        nameIsUnique: inside !== null && (await isUnique(inside.server, found.id, name)),
        active: true,
        bot: found.bot === true || found.system === true,
        guest: ((inside?.member.flags ?? 0) & IS_GUEST) !== 0,
        // Where no server is marked as the company's, whoever is in one of them belongs to us.
        external: inside === null || (internalServers.length > 0 && !internalServers.includes(inside.server)),
      };
    },
    async nameOf(id) {
      const known = names.get(id);
      if (known && Math.abs(now() - known.at) < KEEP_MS) return known.name;
      const found = await user(id);
      const name = found === null ? id : nameIn(found, (await memberOf(id))?.member ?? null);
      names.set(id, { at: now(), name });
      return name;
    },
  };
}

/** Ids of people are the same in every server: `discord:2`. Those of roles and channels name the server as well. */
export function isAccount(id: string): boolean {
  return /^discord:\d{1,20}$/.test(id);
}

/** `discord:2` → `2` */
export function userOf(id: PersonId): string {
  return id.split(':').at(-1) ?? '';
}

export function personId(user: string): PersonId {
  return `discord:${user}`;
}

/** Discord keeps the id of an account that was closed, under such a name. */
function isClosed({ username }: User): boolean {
  return username.startsWith('deleted_user_');
}

function nameIn({ username, global_name: globalName }: User, member: Pick<Member, 'nick'> | null): string {
  return member?.nick || globalName || username;
}

function isAlike(one: string, other: string): boolean {
  const plain = (name: string) => name.normalize('NFKC').trim().toLowerCase();
  return plain(one) === plain(other);
}
