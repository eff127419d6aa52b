import type { RequestListener } from 'node:http';
import { AdapterError } from '#adapter';
import type { CardRef, ChatAdapter, Place, PublishOutcome, RetractOutcome, Surface } from '#adapter';
import { z } from 'zod';
import { answerFits, cardMessage, changedPointer, newCardMessage, noAnswerMessage, pointerMessage, sentenceMessage } from './cards.ts';
import { isPointer, POINTER } from './components/ids.ts';
import { FLAGS, NOBODY } from './components/pieces.ts';
import { type DiscordOptions, TIMEOUTS } from './config.ts';
import { createPlaces } from './deliveries/places.ts';
import { createTeller } from './deliveries/telling.ts';
import { CODE, read, refusalOf, refusedPost, TOKEN_REFUSED } from './errors.ts';
import { aboutInteractions } from './facts/application.ts';
import { createChannels } from './facts/audience.ts';
import { registerCommands } from './facts/commands.ts';
import { find, findInForum } from './facts/find.ts';
import { createIdentity } from './facts/identity.ts';
import { missing } from './facts/missing.ts';
import { createPeople, isAccount, personId, userOf } from './facts/people.ts';
import { createServers } from './facts/servers.ts';
import { DIRECT, forumIn, isForum } from './facts/shapes.ts';
import { sharingReads } from './facts/sharing.ts';
import { createListener } from './inbound.ts';
import { compose, filledFits, postFits } from './text.ts';
import { createWire, publishInForum, publishTo } from './wire.ts';
import type { Answer, Wire } from './wire.ts';

export type DiscordAdapter = ChatAdapter & {
  /** What our server hands `/discord/interactions` to; null over the gateway. */
  requestListener: RequestListener | null;
};

/** The port's, for a post with its thread. */
const PUBLISH_WITHIN_MS = 10_000;
const SOON_MS = 2_000;

/** What people see over a thread that we begin for a question: its first words are no agent's. */
const THREAD_NAME = 'Answer';

/** What stands over a forum's post that was taken away. */
const RETRACTED = 'Retracted';

/** Discord behind the port. What it needs there, and what it does with it: `README.md`. */
export function createDiscordAdapter(options: DiscordOptions): DiscordAdapter {
  const { now, logger, applicationId, internalServers, publicKey, onDead } = options;
  const around = { now, logger, applicationId, internalServers, publicKey, onDead };
  /** What a post leaves of those ten seconds. */
  const threadWithinMs = PUBLISH_WITHIN_MS - (options.timeouts ?? TIMEOUTS).publishMs;
  const wire = watched(createWire(options), onDead);
  const identity = createIdentity(wire);
  const servers = createServers(wire);
  const people = createPeople(wire, servers, around);
  const channels = createChannels(servers, around);
  const teller = createTeller(wire, around);
  const listener = createListener({ wire, identity, people, servers, channels, places: createPlaces(servers), teller, options: around });

  /** The channel that only this person reads, or the private one of the reviewers. */
  const channelOf = async (surface: Surface): Promise<string> => {
    if (surface.kind === 'person') {
      const answer = await wire.call('POST', '/users/@me/channels', { recipient_id: userOf(surface.person) });
      return read(answer, z.object({ id: z.string().min(1) }), 'a person privately').id;
    }
    const { class: readers } = await channels.audienceOf({ ...surface.place, thread: null });
    if (readers !== 'restricted') {
      throw new AdapterError(
        'NO_PRIVATE_SURFACE',
        'Cards are shown in a private channel of a server alone, and this is none that I am in.',
      );
    }
    return surface.place.channel;
  };

  /** Null when the thread stands; else what came of beginning it. One that was begun just now by somebody else is as good. */
  const beginThread = async ({ channel, thread }: Place): Promise<Answer | null> => {
    if (thread === null) return null;
    const there = await wire.call('GET', `/channels/${thread}`);
    if (there.kind === 'done') return null;
    if (refusalOf(there) !== CODE.unknownChannel) return there;
    const begun = await wire.call('POST', `/channels/${channel}/messages/${thread}/threads`, { name: THREAD_NAME });
    return begun.kind === 'done' || refusalOf(begun) === CODE.threadExists ? null : begun;
  };

  return {
    platform: 'discord',
    capabilities: { maxPostCharacters: 1800, postIntervalMs: 1000 },
    requestListener: listener.requestListener,
    async start(inbound) {
      await listener.start(inbound);
      await registerCommands(wire, applicationId).catch(async (error: unknown) => {
        await listener.stop();
        throw error;
      });
      await aboutInteractions(wire, around).then(
        (found) => found.forEach((what) => logger.warn({ missing: what }, 'commands and presses do not come')),
        (error: unknown) => logger.warn({ error }, 'it cannot be said whether commands and presses come'),
      );
    },
    stop: () => listener.stop(),
    isConnected: () => listener.isListening(),
    compose,
    fits: (tree) => postFits(tree) && answerFits(tree),

    async forumOf(channel) {
      const found = await channels.where({ ...channel, thread: null });
      if (found === null) throw new AdapterError('REFUSED', 'Discord does not show me this channel.');
      return forumIn(found.channel);
    },

    audienceOf: (destination) => channels.audienceOf(destination),
    canPost: (person, destination) => channels.canPost(person, destination),
    person: (id) => people.person(id),

    async members(ref) {
      if (!isAccount(ref)) {
        const [, workspace = '', id = ''] = ref.split(':');
        return channels.membersOf(workspace, id, (await identity()).user);
      }
      // Somebody whom Discord does not know is still the person alone: `person` says that they are not active.
      await people.user(userOf(ref));
      return [ref];
    },

    async showCard(card, surface) {
      const shown = newCardMessage(card);
      const channel = await channelOf(surface);
      const answer = await wire.call('POST', `/channels/${channel}/messages`, shown);
      const { id } = read(answer, z.object({ id: z.string().min(1) }), surface.kind === 'person' ? 'a person privately' : undefined);
      return { surface: channel, message: id } satisfies CardRef;
    },

    whisper: (person, place, sentence) => teller.whisper(userOf(person), place, { words: sentence, code: null }),

    async point(pointer, { workspace, channel, thread, message }) {
      if (workspace === DIRECT) return null;
      const place = thread ?? channel;
      if (pointer.kind === 'news') {
        const [, stands] = pointer.at.surface.split(':');
        // Of one that an earlier version wrote it is not kept where it stands: it is where they asked, and in no thread.
        const path = `/channels/${stands ?? channel}/messages/${pointer.at.message}`;
        const answer = await wire.call('PATCH', path, changedPointer(pointer.draft, 'news'));
        if (refusalOf(answer) !== null) return null;
        // Without an answer it may have changed, which is no “no”.
        read(answer, z.object({}));
        return pointer.at;
      }
      const shown = pointer.kind === 'waits' ? pointerMessage(pointer) : noAnswerMessage(pointer.card, message);
      const answer = await wire.call('POST', `/channels/${place}/messages`, shown);
      if (refusalOf(answer) !== null) return null;
      return { surface: `${POINTER}:${place}`, message: read(answer, z.object({ id: z.string().min(1) })).id };
    },

    async updateCard({ surface, message }, card) {
      // What points to a card says nothing of it, and one that was opened does not change by itself.
      if (isPointer(surface)) return;
      read(await wire.call('PATCH', `/channels/${surface}/messages/${message}`, cardMessage(card)), z.object({}));
    },

    async publish(filled) {
      const { destination, request } = filled;
      // Such a post was not composed here, so nobody knows what it would do: it goes nowhere.
      const isNewPost = destination.thread === null && request.method === publishInForum(destination.channel);
      const isComposedFor = isNewPost || request.method === publishTo(destination.thread ?? destination.channel);
      if (!isComposedFor || destination.workspace === DIRECT) {
        return refusedPost('not composed here');
      }
      if (!filledFits(filled)) return refusedPost('too long');
      const askedAt = performance.now();
      // Nothing was posted as long as there is no thread, whatever came of that.
      const hindered = await beginThread(destination);
      if (hindered !== null) return withoutThread(hindered);
      // Sent now, it could end after its ten seconds: the thread stands, and the next try is quicker.
      if (performance.now() - askedAt > threadWithinMs) return refusedPost('no thread in time', SOON_MS);
      const answer = await wire.publish(request);
      return isNewPost ? outcomeOfNewPost(answer, destination) : outcomeOf(answer, destination);
    },

    async find(publication) {
      try {
        const { user } = await identity();
        const { channel, thread } = publication.destination;
        const there = thread === null ? await servers.channel(channel) : null;
        const found = await (there !== null && isForum(there) ? findInForum : find)(wire, user, publication);
        // Whoever may not read what was written is shown an empty channel.
        const mayRead = found.kind !== 'absent' || (await channels.canRead(personId(user), publication.destination));
        return mayRead ? found : { kind: 'cannot_tell' };
      } catch (error) {
        if (error instanceof AdapterError) return { kind: 'cannot_tell' };
        throw error;
      }
    },

    async retract({ channel, thread, message }, how) {
      const path = `/channels/${thread ?? channel}/messages/${message}`;
      const take = () => (how === 'remove' ? wire.call('DELETE', path) : change(wire, path, how.tombstone));
      let answer = await take();
      // Discord closes threads by their age, and what is closed takes no change.
      if (refusalOf(answer) === CODE.threadClosed && thread !== null) {
        const opened = await wire.call('PATCH', `/channels/${thread}`, { archived: false });
        if (opened.kind === 'done') answer = await take();
      }
      const refusal = refusalOf(answer);
      // The first message of a forum's post has the id of its thread; over it stands a title, which is of the same text. It comes second:
      // a title that is refused must not be taken for a text that stands.
      if (answer.kind === 'done' || refusal === CODE.unknownMessage)
        return thread !== null && thread === message ? retitle(wire, thread) : 'done';
      if (refusal === CODE.unknownChannel && thread !== null) return 'done';
      // Asked too often: to ask again does no harm and may work.
      return refusal === null ? 'unknown' : 'refused';
    },

    missing: (used) => missing({ wire, servers, channels, people, around, identity }, used),
  };
}

/** A token that Discord does not accept is none any more: every request would be refused, and too many of those are punished. */
function watched(wire: Wire, onDead: DiscordOptions['onDead']): Wire {
  const look = (answer: Answer): Answer => {
    if (refusalOf(answer) === CODE.notLetIn) onDead(new AdapterError('REFUSED', TOKEN_REFUSED));
    return answer;
  };
  const call = sharingReads(wire.call);
  return {
    ...wire,
    call: async (method, path, body) => look(await call(method, path, body)),
    publish: async (request) => look(await wire.publish(request)),
  };
}

function outcomeOf(answer: Answer, destination: Place): PublishOutcome {
  if (answer.kind === 'too_often') return refusedPost('too often', answer.retryAfterMs);
  const refusal = refusalOf(answer);
  if (refusal !== null) return refusedPost(refusal);
  const id = answer.kind === 'done' ? (answer.body as { id?: unknown } | null)?.id : null;
  if (typeof id !== 'string' || id === '') return { kind: 'unknown' };
  return { kind: 'accepted', message: { ...destination, message: id } };
}

/** The thread that it began, and its first message. */
function outcomeOfNewPost(answer: Answer, destination: Place): PublishOutcome {
  if (answer.kind !== 'done') return outcomeOf(answer, destination);
  const begun = begunShape.safeParse(answer.body);
  if (!begun.success) return { kind: 'unknown' };
  return { kind: 'accepted', message: { ...destination, thread: begun.data.id, message: begun.data.message.id } };
}

const begunShape = z.object({ id: z.string().min(1), message: z.object({ id: z.string().min(1) }) });

/** We began it, so we may name it anew; closed for its age, it takes no change, so it is opened with it. */
async function retitle(wire: Wire, thread: string): Promise<RetractOutcome> {
  const answer = await wire.call('PATCH', `/channels/${thread}`, { name: RETRACTED, archived: false });
  const refusal = refusalOf(answer);
  if (answer.kind === 'done' || refusal === CODE.unknownChannel) return 'done';
  return refusal === null ? 'unknown' : 'title stands';
}

/** The thread may stand by now, and what was asked before did no harm: the next try finds out. */
function withoutThread(answer: Answer): PublishOutcome {
  if (answer.kind === 'refused') return refusedPost(answer.code);
  return answer.kind === 'too_often' ? refusedPost('too often', answer.retryAfterMs) : refusedPost('no thread in time', SOON_MS);
}

/** A message of components stays one, and any other never becomes one: which this is, Discord knows. */
async function change(wire: Wire, path: string, words: string): Promise<Answer> {
  const there = await wire.call('GET', path);
  if (there.kind !== 'done') return there;
  const { flags } = z.object({ flags: z.int().nullish() }).parse(there.body);
  const tombstone = sentenceMessage(words);
  if (((flags ?? 0) & FLAGS.components) !== 0) return wire.call('PATCH', path, tombstone);
  const [said] = tombstone.components;
  return wire.call('PATCH', path, {
    content: said?.['content'] ?? '',
    components: [],
    flags: FLAGS.suppressEmbeds,
    allowed_mentions: NOBODY,
  });
}
