import { AdapterError } from '#adapter';
import type { Person, PersonId } from '#adapter';
import { z } from 'zod';
import type { Around } from '../config.ts';
import { read, refusalOf } from '../errors.ts';
import type { Wire } from '../wire.ts';
import type { Identity } from './identity.ts';
import { pagesOf } from './pages.ts';

const profileShape = z.object({ display_name: z.string().nullish(), real_name: z.string().nullish() });

/** What `users.info` and `users.list` say of one account. What is left out or null is taken for the more careful meaning. */
export const userShape = z.object({
  id: z.string().min(1),
  team_id: z.string().nullish(),
  name: z.string().nullish(),
  real_name: z.string().nullish(),
  deleted: z.boolean().nullish(),
  is_bot: z.boolean().nullish(),
  is_restricted: z.boolean().nullish(),
  is_ultra_restricted: z.boolean().nullish(),
  is_stranger: z.boolean().nullish(),
  profile: profileShape.nullish(),
  enterprise_user: z.object({ teams: z.array(z.string()).nullish() }).nullish(),
});
export type User = z.infer<typeof userShape>;

export interface People {
  person(id: PersonId): Promise<Person>;
  /** The account itself, asked now; null when Slack knows none. */
  user(id: string): Promise<User | null>;
  isGuest(user: User): boolean;
  isExternal(user: User): Promise<boolean>;
  /** As people see it; the id where Slack does not tell. For display only, and up to ten minutes old. */
  nameOf(id: string): Promise<string>;
  /** How many people the workspace has, up to ten minutes old; null where Slack does not tell. */
  countOfAll(): Promise<number | null>;
  /** The account, up to ten minutes old: for facts that belong to an account, not to a place. */
  recent(id: string): Promise<User | null>;
}

/** Of names and kinds of account, in milliseconds. Rights are never decided on it. */
const KEEP_MS = 10 * 60_000;

const NOBODY: readonly string[] = ['user_not_found', 'user_not_visible', 'users_not_found'];

export function createPeople(wire: Wire, identity: () => Promise<Identity>, { now }: Around): People {
  const accounts = new Map<string, { at: number; user: User | null }>();
  let directory: { at: number; users: Promise<User[]> } | null = null;

  const user = async (id: string): Promise<User | null> => {
    const answer = await wire.call('users.info', { user: id });
    const found = NOBODY.includes(refusalOf(answer) ?? '') ? null : read(answer, z.object({ user: userShape })).user;
    accounts.set(id, { at: now(), user: found });
    return found;
  };

  const recent = async (id: string): Promise<User | null> => {
    const known = accounts.get(id);
    return known && Math.abs(now() - known.at) < KEEP_MS ? known.user : user(id);
  };

  /** Everybody, for display; null when Slack does not tell now. */
  const all = async (): Promise<User[] | null> => {
    if (directory === null || Math.abs(now() - directory.at) >= KEEP_MS) directory = { at: now(), users: listAll(wire) };
    const asked = directory;
    return asked.users.catch((error: unknown) => {
      if (directory === asked) directory = null;
      if (error instanceof AdapterError) return null;
      throw error;
    });
  };

  const isExternal = async ({ team_id: team, is_stranger: isStranger, enterprise_user: grid }: User): Promise<boolean> => {
    const { team: ours } = await identity();
    // On Grid an account belongs to the organisation, and lists the workspaces that it is in.
    return isStranger === true || (team !== ours && !(grid?.teams ?? []).includes(ours));
  };

  return {
    user,
    recent,
    isGuest,
    isExternal,
    async person(id) {
      const found = await user(userOf(id));
      if (found === null) return { id, name: id, handle: id, nameIsUnique: true, active: false, bot: false, guest: false, external: false };
      const name = nameIn(found);
      const others = await all();
      return {
        id,
        name,
        handle: found.name || found.id,
        // Somebody whom we cannot compare is told apart by the handle as well.
        nameIsUnique:
          others !== null && !others.some((other) => other.id !== found.id && other.deleted !== true && isAlike(nameIn(other), name)),
        active: found.deleted !== true,
        bot: found.is_bot === true || found.id === 'USLACKBOT',
        guest: isGuest(found),
        external: (await isExternal(found)) || id !== `slack:${(await identity()).team}:${found.id}`,
      };
    },
    async nameOf(id) {
      const found = await recent(id);
      return found === null ? id : nameIn(found);
    },
    async countOfAll() {
      const users = await all();
      return users === null
        ? null
        : users.filter((one) => one.deleted !== true && one.is_bot !== true && one.id !== 'USLACKBOT' && !isGuest(one)).length;
    },
  };
}

async function listAll(wire: Wire): Promise<User[]> {
  const pages = await pagesOf(wire, 'users.list', { limit: 200 }, z.object({ members: z.array(z.unknown()) }));
  if ('refusal' in pages) throw new AdapterError('REFUSED', `Slack does not tell who is in the workspace (${pages.refusal}).`);
  // What cannot be read as an account is left out: it is nobody whose name could be compared.
  return pages.flatMap(({ members }) => members.flatMap((one) => userShape.safeParse(one).data ?? []));
}

function isGuest({ is_restricted: isRestricted, is_ultra_restricted: isUltraRestricted }: User): boolean {
  return isRestricted === true || isUltraRestricted === true;
}

/** `slack:T1:U2` → `U2` */
export function userOf(id: PersonId): string {
  return id.split(':').at(-1) ?? '';
}

function nameIn({ id, name, real_name: realName, profile }: User): string {
  return profile?.display_name || profile?.real_name || realName || name || id;
}

function isAlike(one: string, other: string): boolean {
  const plain = (name: string) => name.normalize('NFKC').trim().toLowerCase();
  return plain(one) === plain(other);
}
