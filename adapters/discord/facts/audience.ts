import { AdapterError } from '#adapter';
import type { Audience, PersonId, Place } from '#adapter';
import type { Around } from '../config.ts';
import { personId, userOf } from './people.ts';
import { BIT, has, isForEveryone, permissionsOf } from './permissions.ts';
import type { Servers, Unlisted } from './servers.ts';
import { CHANNEL, DIRECT, IS_GUEST, isThread, isVoice } from './shapes.ts';
import type { Channel, Guild, Member } from './shapes.ts';

/** A channel and the server that it is in, and the thread where there is one already. */
export interface Where {
  server: Guild;
  channel: Channel;
  thread: Channel | null;
}

export interface Channels {
  audienceOf(destination: Place): Promise<Audience>;
  canPost(person: PersonId, destination: Place): Promise<boolean>;
  /** What was written there, also before they came. */
  canRead(person: PersonId, place: Place): Promise<boolean>;
  /** Asked now. Null when Discord does not show it to us, or it is no channel of this server. */
  where(place: Place): Promise<Where | null>;
  /** People alone, without bots; null where Discord does not tell. */
  readersIn(where: Where): Promise<Member[] | null>;
  /** The people who have a role, or who read a channel. */
  membersOf(server: string, id: string, ourselves: string): Promise<PersonId[]>;
}

/** Whoever finds such a server may look into it. */
const OPEN_TO_THE_WORLD = ['DISCOVERABLE', 'PREVIEW_ENABLED'];

export function createChannels(servers: Servers, { now, internalServers }: Around): Channels {
  const where = async ({ workspace, channel: id, thread: threadId }: Place): Promise<Where | null> => {
    const [server, channel, thread] = await Promise.all([
      servers.server(workspace),
      servers.channel(id),
      // The thread of a question hangs on the question and has its id; as long as nobody answered there, it is not there.
      threadId === null ? null : servers.channel(threadId),
    ]);
    if (server === null || channel === null || channel.guild_id !== server.id || isThread(channel)) return null;
    if (thread !== null && (!isThread(thread) || thread.parent_id !== channel.id)) return null;
    return { server, channel, thread };
  };

  const readersIn = async ({ server, channel, thread }: Where): Promise<Member[] | null> => {
    // Who was let into a private thread, Discord tells to nobody but its members.
    if (thread?.type === CHANNEL.privateThread) return null;
    const members = await servers.members(server.id);
    if (typeof members === 'string') return null;
    return members.filter(({ user, roles }) => user.bot !== true && canSee(server, channel, { id: user.id, roles }));
  };

  const readersOf = async (found: Where): Promise<Pick<Audience, 'class' | 'count' | 'outside'>> => {
    const { server, channel, thread } = found;
    const readers = await readersIn(found);
    const count = readers?.length ?? null;
    const isOpen = thread?.type !== CHANNEL.privateThread && isForEveryone(server, channel);
    // People of a server that is not the company's are people outside, however few of them read this channel.
    const isForeign = internalServers.length > 0 && !internalServers.includes(server.id);
    const outside = [
      ...(isForeign && !isOpen ? ['people of this server'] : []),
      ...(isOpen && server.features.some((one) => OPEN_TO_THE_WORLD.includes(one)) ? ['anybody who finds this server'] : []),
      ...(isOpen && !internalServers.includes(server.id) ? ['everybody who is let into this server'] : []),
      ...(mayHoldGuests(channel, readers) ? ['guests of this server'] : []),
    ];
    if (outside.length > 0) return { class: 'external', count: count ?? (isOpen ? countIn(server) : null), outside };
    return isOpen ? { class: 'workspace', count: count ?? countIn(server), outside } : { class: 'restricted', count, outside };
  };

  const bitsIn = async (person: PersonId, place: Place): Promise<{ found: Where; member: Member; bits: bigint } | null> => {
    const [found, member] = await Promise.all([where(place), servers.member(place.workspace, userOf(person))]);
    if (found === null || member === null) return null;
    const bits = permissionsOf(found.server, found.channel, { id: member.user.id, roles: member.roles });
    const { thread } = found;
    const isKeptOut =
      thread?.type === CHANNEL.privateThread && !has(bits, BIT.manageThreads) && !(await servers.isInThread(thread.id, member.user.id));
    return { found, member, bits: isKeptOut ? 0n : bits };
  };

  return {
    where,
    readersIn,
    async canRead(person, place) {
      const asked = await bitsIn(person, place);
      return asked !== null && has(asked.bits, BIT.view, BIT.history);
    },
    async audienceOf(destination) {
      const observedAt = now();
      const unknown = { class: 'unknown' as const, count: null, outside: [], channelName: destination.channel, observedAt };
      if (destination.workspace === DIRECT) {
        const direct = await servers.channel(destination.channel);
        const names = { channelName: 'our direct message', workspaceName: 'Discord', observedAt };
        return direct?.type === CHANNEL.direct
          ? { class: 'requester', count: 1, outside: [], ...names }
          : { ...unknown, workspaceName: 'Discord' };
      }
      const found = await where(destination);
      // It answered, and did not tell: the port calls that unknown. No answer at all is an error, and is asked again.
      if (found === null) return { ...unknown, workspaceName: destination.workspace };
      const names = { channelName: nameOf(found.channel), workspaceName: found.server.name, observedAt };
      return { ...(await readersOf(found)), ...names };
    },
    async canPost(person, destination) {
      const asked = await bitsIn(person, destination);
      if (asked === null || asked.member.pending === true || isSilenced(asked.member, now())) return false;
      const { bits, found } = asked;
      if (found.thread?.thread_metadata?.locked === true && !has(bits, BIT.manageThreads)) return false;
      return has(bits, BIT.view, destination.thread === null ? BIT.send : BIT.sendInThreads);
    },
    async membersOf(server, id, ourselves) {
      const [guild, channel] = await Promise.all([servers.server(server), servers.channel(id)]);
      const role = guild?.roles.find((one) => one.id === id) ?? null;
      const isHere = channel !== null && channel.guild_id === server && !isThread(channel);
      if (guild === null || (role === null && !isHere)) {
        throw new AdapterError(
          'UNKNOWN_GROUP',
          `Discord shows me no role and no channel ${id}. Correct it in the rules file, or let me see it.`,
        );
      }
      const members = await servers.members(server);
      if (typeof members === 'string') throw new AdapterError('REFUSED', UNLISTED[members]);
      // Another app's bot in a channel reads it, and may hand on what it reads: there it is somebody. A group is of people.
      const among =
        role === null && channel !== null
          ? members.filter(({ user, roles }) => user.id !== ourselves && canSee(guild, channel, { id: user.id, roles }))
          : members.filter(({ user, roles }) => user.bot !== true && (id === server || roles.includes(id)));
      return among.map(({ user }) => personId(user.id));
    },
  };
}

export const UNLISTED: Record<Unlisted, string> = {
  'not told':
    'Discord does not tell me who has a role. Switch “Server Members Intent” on under “Bot” in the Developer Portal, or name the people themselves in the rules file.',
  'too many':
    'The server has more than 10,000 members, so I do not find out who has a role or reads a channel. Name the people themselves in the rules file.',
};

/** Guests are let into the one voice channel that they were invited to, and read what is written there. Who they are is not always told. */
function mayHoldGuests({ type }: Channel, readers: Member[] | null): boolean {
  return readers === null ? isVoice(type) : readers.some(({ flags }) => ((flags ?? 0) & IS_GUEST) !== 0);
}

export function nameOf({ id, name }: Channel): string {
  return name || id;
}

function canSee(server: Guild, channel: Channel, member: { id: string; roles: string[] }): boolean {
  return has(permissionsOf(server, channel, member), BIT.view);
}

/** Everybody in the server, bots with them, as Discord counts them now and then. */
function countIn({ approximate_member_count: count }: Guild): number | null {
  return count ?? null;
}

/** In a time-out nobody writes. */
function isSilenced({ communication_disabled_until: until }: Member, now: number): boolean {
  return until !== null && until !== undefined && !(Date.parse(until) <= now);
}
