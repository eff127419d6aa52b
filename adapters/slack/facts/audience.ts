import type { Audience, Place } from '#adapter';
import { z } from 'zod';
import type { Around } from '../config.ts';
import { isNotLetIn, read, refusalOf } from '../errors.ts';
import type { Wire } from '../wire.ts';
import type { Identity } from './identity.ts';
import { pagesOf } from './pages.ts';
import type { People, User } from './people.ts';

const ids = z.array(z.string()).nullish();
const flag = z.boolean().nullish();

/** https://docs.slack.dev/reference/objects/conversation-object */
const channelShape = z.object({
  id: z.string().min(1),
  name: z.string().nullish(),
  user: z.string().nullish(),
  is_im: flag,
  is_mpim: flag,
  is_private: flag,
  is_channel: flag,
  is_group: flag,
  is_archived: flag,
  is_member: flag,
  is_shared: flag,
  is_ext_shared: flag,
  is_pending_ext_shared: flag,
  is_org_shared: flag,
  is_read_only: flag,
  is_thread_only: flag,
  num_members: z.int().nullish(),
  connected_team_ids: ids,
  pending_connected_team_ids: ids,
  shared_team_ids: ids,
  pending_shared: ids,
});
export type Channel = z.infer<typeof channelShape>;

/** Beyond this, guests are not looked for, and a restricted channel counts as one that people outside can read. */
const MOST_LOOKED_AT = 200;
/** So many accounts are asked for at once. */
const AT_ONCE = 10;

export interface Channels {
  /** Asked now. Null when Slack refuses to tell; an AdapterError when it does not answer or does not let us in. */
  channel(id: string): Promise<Channel | null>;
  /** Asked now, all of them. Null when Slack refuses to tell. */
  members(id: string): Promise<string[] | null>;
  audienceOf(destination: Place): Promise<Audience>;
  /** A group direct message is one also where our scopes do not let us look at it. */
  look(id: string): Promise<{ channel: Channel | null; isGroupDirectMessage: boolean }>;
}

export function createChannels(wire: Wire, identity: () => Promise<Identity>, people: People, { now }: Around): Channels {
  const ask = async (id: string): Promise<{ channel: Channel } | { refusal: string; needed: string }> => {
    // Direct messages are none of our scopes' business, but for those with us, which this opens as it shows cards.
    const answer = id.startsWith('D')
      ? await wire.call('conversations.open', { channel: id, return_im: true })
      : await wire.call('conversations.info', { channel: id, include_num_members: true });
    const refusal = refusalOf(answer);
    if (answer.kind === 'refused' && refusal !== null && !isNotLetIn(refusal)) return { refusal, needed: answer.needed ?? '' };
    return read(answer, z.object({ channel: channelShape }));
  };

  const channel = async (id: string): Promise<Channel | null> => {
    const found = await ask(id);
    return 'channel' in found ? found.channel : null;
  };

  const members = async (id: string): Promise<string[] | null> => {
    const pages = await pagesOf(wire, 'conversations.members', { channel: id, limit: 1000 }, z.object({ members: z.array(z.string()) }));
    return 'refusal' in pages ? null : pages.flatMap((page) => page.members);
  };

  /** Who can read a private channel, looked at one by one. */
  const inRestricted = async (found: Channel): Promise<Pick<Audience, 'class' | 'count' | 'outside'>> => {
    const inside = await members(found.id);
    if (inside === null) return { class: 'unknown', count: null, outside: [] };
    if (inside.length > MOST_LOOKED_AT)
      return { class: 'external', count: inside.length, outside: ['guests, if there are any among so many'] };
    const accounts: (User | null)[] = [];
    for (let at = 0; at < inside.length; at += AT_ONCE) {
      accounts.push(...(await Promise.all(inside.slice(at, at + AT_ONCE).map((id) => people.recent(id)))));
    }
    // An account that Slack does not show us is somebody of whom we know nothing.
    const readers = accounts.filter((one) => one === null || (one.deleted !== true && one.is_bot !== true));
    const outside = new Set<string>();
    for (const reader of readers) {
      if (reader === null || (await people.isExternal(reader))) outside.add('people of another organisation');
      else if (people.isGuest(reader)) outside.add('guests of this workspace');
    }
    return { class: outside.size > 0 ? 'external' : 'restricted', count: readers.length, outside: [...outside] };
  };

  const readersOf = async (found: Channel, ours: Identity): Promise<Pick<Audience, 'class' | 'count' | 'outside'>> => {
    if (found.is_im === true) return { class: 'requester', count: 1, outside: [] };
    // Everybody in a group direct message reads along, and they are people whom no rule names: such a place is never posted in.
    if (found.is_mpim === true) return { class: 'unknown', count: null, outside: [] };
    if (isShared(found)) return { class: 'external', count: found.num_members ?? null, outside: outsideOf(found, ours) };
    if (found.is_private === true || found.is_group === true) return inRestricted(found);
    if (found.is_private === false && found.is_channel === true)
      return { class: 'workspace', count: await people.countOfAll(), outside: [] };
    return { class: 'unknown', count: null, outside: [] };
  };

  return {
    channel,
    members,
    async audienceOf(destination) {
      const observedAt = now();
      const ours = await identity();
      // A channel of another workspace is none that we can look at, whatever its id means here.
      const found = destination.workspace === ours.team ? await channel(destination.channel) : null;
      const names = { channelName: found === null ? destination.channel : nameOf(found), workspaceName: ours.teamName, observedAt };
      // It answered, and did not tell: the port calls that unknown. No answer at all is an error, and is asked again.
      if (found === null) return { class: 'unknown', count: null, outside: [], ...names };
      return { ...(await readersOf(found, ours)), ...names };
    },
    async look(id) {
      const found = await ask(id);
      if ('channel' in found) return { channel: found.channel, isGroupDirectMessage: found.channel.is_mpim === true };
      return { channel: null, isGroupDirectMessage: found.refusal === 'missing_scope' && found.needed.includes('mpim') };
    },
  };
}

export function nameOf({ id, name, is_im: isDirect }: Channel): string {
  return isDirect === true ? 'our direct message' : name || id;
}

/** Shared with another organisation or another workspace, or about to be: everybody there reads it, and what stood there before. */
export function isShared(channel: Channel): boolean {
  const flags = [channel.is_ext_shared, channel.is_pending_ext_shared, channel.is_org_shared, channel.is_shared];
  return flags.includes(true) || [channel.pending_shared, channel.pending_connected_team_ids].some((one) => (one ?? []).length > 0);
}

/** Slack tells ids of other organisations, not their names. */
function outsideOf(channel: Channel, ours: Identity): string[] {
  const teams = [channel.connected_team_ids, channel.pending_connected_team_ids, channel.shared_team_ids, channel.pending_shared];
  const others = [...new Set(teams.flatMap((one) => one ?? []))].filter((team) => team !== ours.team);
  return others.length === 0 ? ['another organisation'] : others.map((team) => `organisation ${team}`);
}
