import type { RequestListener } from 'node:http';
import { AdapterError } from '#adapter';
import type { CardRef, ChatAdapter, PersonId, PublishOutcome, Surface } from '#adapter';
import { z } from 'zod';
import { cardMessage, sentenceMessage } from './cards.ts';
import type { Message } from './cards.ts';
import type { SlackOptions } from './config.ts';
import { createTeller } from './deliveries/telling.ts';
import { read, refusalOf, refusedPost } from './errors.ts';
import { createChannels, isShared } from './facts/audience.ts';
import { find } from './facts/find.ts';
import { createIdentity } from './facts/identity.ts';
import { missing } from './facts/missing.ts';
import { createPeople, userOf } from './facts/people.ts';
import { sharingReads } from './facts/sharing.ts';
import { createListener } from './inbound.ts';
import { compose } from './text.ts';
import { createWire, PUBLISH } from './wire.ts';

export type SlackAdapter = ChatAdapter & {
  /** What our server hands `/slack/events` to; null over Socket Mode. */
  requestListener: RequestListener | null;
};

/** Slack behind the port. What it needs there, and what it does with it: `README.md`. */
export function createSlackAdapter(options: SlackOptions): SlackAdapter {
  const sending = createWire(options);
  const wire = { ...sending, call: sharingReads(sending.call) };
  const around = { now: options.now, logger: options.logger };
  const identity = createIdentity(wire);
  const people = createPeople(wire, identity, around);
  const channels = createChannels(wire, identity, people, around);
  const teller = createTeller(wire, options.logger);
  const listener = createListener({ wire, identity, people, channels, teller, options: around });

  /** The channel that only this person reads, or the private one of the reviewers. */
  const channelOf = async (surface: Surface): Promise<string> => {
    if (surface.kind === 'person') {
      const answer = await wire.call('conversations.open', { users: userOf(surface.person) });
      return read(answer, z.object({ channel: z.object({ id: z.string().min(1) }) }), 'a person privately').channel.id;
    }
    const channel = await channels.channel(surface.place.channel);
    if (channel === null || channel.is_private !== true || isShared(channel)) {
      throw new AdapterError(
        'NO_PRIVATE_SURFACE',
        'Cards are shown in a private channel of this workspace alone, and this is none that I am in.',
      );
    }
    return channel.id;
  };

  return {
    platform: 'slack',
    capabilities: { maxPostCharacters: 3000, postIntervalMs: 1000 },
    requestListener: listener.requestListener,
    start: (inbound) => listener.start(inbound),
    stop: () => listener.stop(),
    isConnected: () => listener.isListening(),
    compose,
    forumOf: () => Promise.resolve(null),
    fits: () => true,
    audienceOf: (destination) => channels.audienceOf(destination),
    person: (id) => people.person(id),

    async canPost(person, destination) {
      const isHere = destination.workspace === (await identity()).team;
      const channel = isHere ? await channels.channel(destination.channel) : null;
      if (channel === null || channel.is_im === true || channel.is_mpim === true || channel.is_archived === true) return false;
      if (channel.is_read_only === true || (channel.is_thread_only === true && destination.thread === null)) return false;
      const inside = await channels.members(channel.id);
      if (!inside?.includes(userOf(person))) return false;
      const user = await people.user(userOf(person));
      return user !== null && user.deleted !== true;
    },

    async members(ref) {
      const [, workspace = ''] = ref.split(':');
      const id = userOf(ref);
      if (/^[UW]/.test(id)) {
        // Somebody whom Slack does not know is still the person alone: `person` says that they are not active.
        await people.user(id);
        return [ref];
      }
      const among = (ids: string[]) => ids.map((one): PersonId => `slack:${workspace}:${one}`);
      if (/^[CG]/.test(id)) {
        const inside = await channels.members(id);
        if (inside === null)
          throw new AdapterError('UNKNOWN_GROUP', `Slack shows me no channel ${id}. Invite me there, or correct the rules file.`);
        const { user } = await identity();
        return among(inside.filter((one) => one !== user));
      }
      const answer = await wire.call('usergroups.users.list', { usergroup: id });
      const refusal = refusalOf(answer);
      if (refusal === 'plan_upgrade_required') {
        throw new AdapterError('REFUSED', 'User groups need a paid plan of Slack. Name the people themselves in the rules file.');
      }
      if (refusal !== null && GONE.includes(refusal)) {
        throw new AdapterError('UNKNOWN_GROUP', `Slack has no user group ${id}. Correct it in the rules file.`);
      }
      return among(read(answer, z.object({ users: z.array(z.string()) })).users);
    },

    async showCard(card, surface) {
      const channel = await channelOf(surface);
      const answer = await wire.call('chat.postMessage', { channel, ...cardMessage(card) });
      const { ts } = read(answer, z.object({ ts: z.string().min(1) }), 'a person privately');
      return { surface: channel, message: ts } satisfies CardRef;
    },

    async whisper(person, { channel, thread }, sentence) {
      return teller.whisper({ user: userOf(person), channel, thread }, { words: sentence, code: null });
    },

    // Where nobody can be written to, an ephemeral message says so (`whisper`); it cannot be opened again, so it is no place for a draft.
    point: () => Promise.resolve(null),

    async updateCard({ surface, message }, card) {
      read(await wire.call('chat.update', { channel: surface, ts: message, ...withoutPreviews(cardMessage(card)) }), z.object({}));
    },

    async publish({ destination, request }) {
      const { channel, thread_ts: thread } = request.body;
      // Such a post was not composed here, so nobody knows what it would do: it goes nowhere.
      if (request.method !== PUBLISH || channel !== destination.channel || (thread ?? null) !== destination.thread) {
        return refusedPost('not_composed_here', null);
      }
      const answer = await wire.publish(request);
      if (answer.kind === 'too_often') return refusedPost('rate_limited', answer.retryAfterMs);
      const refusal = refusalOf(answer);
      if (refusal !== null) return refusedPost(refusal, null);
      const ts = answer.kind === 'done' ? answer.body['ts'] : null;
      if (typeof ts !== 'string' || ts === '') return { kind: 'unknown' };
      return { kind: 'accepted', message: { ...destination, message: ts } } satisfies PublishOutcome;
    },

    async find(publication) {
      try {
        return await find(wire, await identity(), publication);
      } catch (error) {
        if (error instanceof AdapterError) return { kind: 'cannot_tell' };
        throw error;
      }
    },

    async retract({ channel, message }, how) {
      const at = { channel, ts: message };
      const answer =
        how === 'remove' ? await wire.call('chat.delete', at) : await wire.call('chat.update', { ...at, ...tombstoneOf(how.tombstone) });
      if (answer.kind === 'done') return 'done';
      const refusal = refusalOf(answer);
      if (refusal === 'message_not_found') return 'done';
      // Asked too often: to ask again does no harm and may work.
      return refusal === null ? 'unknown' : 'refused';
    },

    missing: (used) => missing({ wire, channels, people }, used),
  };
}

/** Slack's words for a user group that is not there, or is switched off. */
const GONE: readonly string[] = ['no_such_subteam', 'subteam_not_found', 'usergroup_not_found', 'invalid_usergroup'];

/** A changed message keeps what it was posted with in these respects; `chat.update` does not know them. */
function withoutPreviews({ mrkdwn: _marks, unfurl_links: _links, unfurl_media: _media, ...rest }: Message): object {
  return rest;
}

/** Its metadata goes as well: what is looked for is a publication that stands there. */
function tombstoneOf(words: string): object {
  return { ...withoutPreviews(sentenceMessage(words)), metadata: { event_type: 'countersign_tombstone', event_payload: {} } };
}
