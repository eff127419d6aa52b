import { AdapterError, channelIdOf } from '#adapter';
import type { Audience, CardRef, ChatAdapter, FindOutcome, Person, PersonId, PublishOutcome } from '#adapter';
import { z } from 'zod';
import { cardBody } from './cards.ts';
import type { PlaygroundOptions } from './config.ts';
import { isAccepted, isTooOften, read, refusalCode, refusedPost, waitOf } from './errors.ts';
import { createListener } from './inbound.ts';
import { compose } from './text.ts';
import { createWire, PUBLISH } from './wire.ts';
import type { Answer } from './wire.ts';

/** The playground's chat behind the port. What it is and how it fails on purpose: `README.md`. */
export function createPlaygroundAdapter(options: PlaygroundOptions): ChatAdapter {
  const wire = createWire(options);
  const listener = createListener(wire, options.logger);
  return {
    platform: 'playground',
    capabilities: { maxPostCharacters: 3000, postIntervalMs: 0 },
    start: (inbound) => listener.start(inbound),
    stop: () => listener.stop(),
    isConnected: () => listener.isListening(),
    compose,
    forumOf: () => Promise.resolve(null),
    fits: () => true,

    async audienceOf(destination) {
      const observedAt = options.now();
      const answer = await wire.call('audience', { channel: channelIdOf(destination) });
      // It answered, and did not tell: the port calls that unknown. No answer at all is an error, and is asked again.
      if (doesNotTell(answer)) return { ...NOT_TOLD, channelName: destination.channel, workspaceName: destination.workspace, observedAt };
      const { class: found, ...facts } = read(answer, audienceShape);
      return { class: found ?? 'unknown', ...facts, observedAt } satisfies Audience;
    },

    async canPost(person, destination) {
      const answer = await wire.call('can_post', { person, channel: channelIdOf(destination) });
      if (refusalCode(answer) === 'CHANNEL_NOT_FOUND') return false;
      return read(answer, z.object({ canPost: z.boolean() })).canPost;
    },

    async person(id) {
      const answer = await wire.call('person', { person: id });
      if (refusalCode(answer) === 'PERSON_NOT_FOUND') return nobody(id);
      return { ...read(answer, personShape), id };
    },

    async members(ref) {
      const answer = await wire.call('members', { group: ref });
      if (refusalCode(answer) === 'PERSON_NOT_FOUND') {
        throw new AdapterError('UNKNOWN_GROUP', 'The playground knows no person and no group of this id. Correct it in the rules file.');
      }
      return read(answer, z.object({ members: z.array(z.templateLiteral(['playground:', z.string()])) })).members;
    },

    async showCard(card, surface) {
      if (surface.kind === 'review_channel') {
        throw new AdapterError('NO_PRIVATE_SURFACE', 'The playground shows cards to single people only. Name people in the rules file.');
      }
      const answer = await wire.call('card', { recipient: surface.person, card: cardBody(card) });
      const { message } = read(answer, messageShape);
      return { surface: surface.person, message } satisfies CardRef;
    },

    // Its people have one private place with us, and no other: whom we cannot reach there, we cannot reach.
    whisper: () => Promise.resolve(false),
    point: () => Promise.resolve(null),

    async updateCard({ surface, message }, card) {
      read(await wire.call('update', { recipient: surface, message, card: cardBody(card) }), messageShape);
    },

    async publish({ destination, request }) {
      // Such a post was not composed here, so nobody knows what it would do: it goes nowhere.
      if (request.method !== PUBLISH) return refusedPost('NOT_COMPOSED_HERE', null);
      const answer = await wire.publish(request);
      const code = refusalCode(answer);
      if (code !== null) return refusedPost(code, waitOf(answer));
      const message = messageIn(answer);
      return message === null ? { kind: 'unknown' } : ({ kind: 'accepted', message: { ...destination, message } } satisfies PublishOutcome);
    },

    async find({ publicationId, reference, destination, startedAt }) {
      const withinMs = Math.max(0, Math.ceil(options.now() - startedAt)) + MARGIN_MS;
      const answer = await wire.call('find', { channel: channelIdOf(destination), publication: publicationId, reference, withinMs });
      const found = isAccepted(answer) ? foundShape.safeParse(answer.body) : null;
      if (!found?.success) return { kind: 'cannot_tell' };
      const [first] = found.data.messages;
      return first ? ({ kind: 'found', message: { ...destination, ...first } } satisfies FindOutcome) : { kind: 'absent' };
    },

    async retract(message, how) {
      const tombstone = how === 'remove' ? null : how.tombstone;
      const answer = await wire.call('retract', { channel: channelIdOf(message), message: message.message, tombstone });
      if (messageIn(answer) !== null) return 'done';
      const code = refusalCode(answer);
      if (code === 'MESSAGE_NOT_FOUND') return 'done';
      // Asked too often: to ask again does no harm and may work.
      return code === null || isTooOften(answer) ? 'unknown' : 'refused';
    },

    async missing({ channels, people }) {
      const ofChannels = channels.map(async (place) => {
        const channel = channelIdOf(place);
        const code = refusalCode(await wire.call('audience', { channel }));
        return code === null
          ? []
          : [`The playground has no channel ${channel} that I am in (${code}). Correct the rules file, or add Countersign there.`];
      });
      const ofPeople = people.map(async (person) => {
        const code = refusalCode(await wire.call('members', { group: person }));
        return code === null ? [] : [`The playground knows no person and no group ${person}. Correct the rules file.`];
      });
      return (await Promise.all([...ofChannels, ...ofPeople])).flat();
    },
  };
}

/** How much further back than the attempt. Time is told as an age, because the platform has a clock of its own. */
const MARGIN_MS = 5 * 60_000;

const audienceShape = z.object({
  class: z.enum(['requester', 'restricted', 'workspace', 'external']).nullable(),
  count: z.int().nullable(),
  outside: z.array(z.string()),
  channelName: z.string(),
  workspaceName: z.string(),
});

const personShape = z.object({
  name: z.string(),
  handle: z.string(),
  nameIsUnique: z.boolean(),
  active: z.boolean(),
  bot: z.boolean(),
  guest: z.boolean(),
  external: z.boolean(),
});

const messageShape = z.object({ message: z.string().min(1) });
const foundShape = z.object({ messages: z.array(z.object({ message: z.string().min(1), thread: z.string().nullable() })) });

const NOT_TOLD = { class: 'unknown', count: null, outside: [] as string[] } as const;

function doesNotTell(answer: Answer): boolean {
  const code = refusalCode(answer);
  return code !== null && code !== 'WRONG_TOKEN' && !isTooOften(answer);
}

function messageIn(answer: Answer): string | null {
  const accepted = isAccepted(answer) ? messageShape.safeParse(answer.body) : null;
  return accepted?.success ? accepted.data.message : null;
}

function nobody(id: PersonId): Person {
  return { id, name: id, handle: id, nameIsUnique: true, active: false, bot: false, guest: false, external: false };
}
