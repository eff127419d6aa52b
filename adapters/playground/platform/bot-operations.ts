/** What the bot can ask of the platform, one operation for each name in the path `/playground/bot/<name>`. */
import { z } from 'zod';
import { textOfCard } from './card-text.ts';
import type { Details, Message } from './messages.ts';
import type { Platform } from './platform.ts';
import { notAMember, Problem } from './problem.ts';
import { WORKSPACE } from './seed.ts';
import { cardShape, MOST_CHARACTERS_POSTED, publicationShape, replyShape, words } from './shapes.ts';
import type { Reply } from './shapes.ts';
import { BOT, directOf, personOfDirect } from './visible.ts';
import type { Channel } from './world.ts';

export interface Done {
  status: 200 | 201;
  answer: unknown;
  /** The message that was made, changed or taken away. */
  stored?: string;
  /** Told to everybody concerned, once the transaction has ended. */
  afterwards?: () => void;
}

/** Runs in a transaction together with its line in the wire log. A Problem undoes what it did. */
export interface Operation {
  shape: z.ZodType;
  run(platform: Platform, body: unknown): Done;
}

const name = words(200).min(1);

export const botOperations: Record<string, Operation> = {
  publish: operation(publicationShape, (platform, publication) => {
    const { world, messages, events, faults } = platform;
    const channel = channelOfBot(platform, publication.channel);
    if ([...publication.text].length > MOST_CHARACTERS_POSTED) {
      throw new Problem(413, 'TEXT_TOO_LONG', `A message may have ${MOST_CHARACTERS_POSTED} characters. Post a shorter one.`);
    }
    const root = publication.thread === null ? undefined : messages.get(publication.thread);
    if (publication.thread !== null && root?.place !== channel.id) {
      throw new Problem(404, 'THREAD_NOT_FOUND', 'The message that this thread hangs on is not in this channel any more.');
    }
    for (const person of publication.notify) world.person(person);
    const message = messages.add({
      place: channel.id,
      thread: root ? (root.thread ?? root.id) : null,
      author: BOT,
      kind: 'publication',
      text: publication.text,
      at: faults.now(),
      details: { of: 'publication', publication },
    });
    return { status: 201, answer: { message: message.id }, stored: message.id, afterwards: () => events.changed(message.id) };
  }),

  card: operation(z.strictObject({ recipient: name, card: cardShape }), ({ world, messages, events, faults }, { recipient, card }) => {
    const person = world.activePerson(recipient);
    if (faults.isClosed(person.id)) {
      throw new Problem(403, 'DIRECT_MESSAGES_CLOSED', `${person.name} takes no direct messages from Countersign.`);
    }
    const content = { kind: card.kind, text: textOfCard(card), details: { of: 'card' as const, card } };
    const message = messages.add({ place: directOf(person.id), thread: null, author: BOT, at: faults.now(), ...content });
    return { status: 201, answer: { message: message.id }, stored: message.id, afterwards: () => events.changed(message.id) };
  }),

  update: operation(z.strictObject({ recipient: name, message: name, card: cardShape }), ({ messages, events }, body) => {
    const { card } = body;
    const shown = messages.get(body.message);
    if (!shown || shown.place !== directOf(body.recipient) || shown.details.of !== 'card') throw noSuchMessage();
    messages.replace(shown.id, { kind: card.kind, text: textOfCard(card), details: { of: 'card', card } });
    return { status: 200, answer: { message: shown.id }, stored: shown.id, afterwards: () => events.changed(shown.id) };
  }),

  retract: operation(
    z.strictObject({ channel: name, message: name, tombstone: words(500).min(1).nullable() }),
    (platform, { channel, message, tombstone }) => {
      const { messages, events } = platform;
      const place = channelOfBot(platform, channel).id;
      const standing = messages.get(message);
      if (!standing || standing.place !== place || standing.kind !== 'publication') throw noSuchMessage();
      const { id } = standing;
      if (tombstone === null) messages.remove(id);
      else messages.replace(id, { kind: 'tombstone', text: tombstone, details: tombstoneOf(standing) });
      const afterwards = () => (tombstone === null ? events.removed(id, place) : events.changed(id));
      return { status: 200, answer: { message: id }, stored: id, afterwards };
    },
  ),

  find: operation(
    z.strictObject({ channel: name, publication: name, reference: name, withinMs: z.int().nonnegative() }),
    (platform, { channel, publication, reference, withinMs }) => {
      const place = channelOfBot(platform, channel).id;
      const standing = platform.messages.publications(publication, place, platform.faults.now() - withinMs);
      const ours = standing.filter(({ details }) => details.of === 'publication' && details.publication.metadata.reference === reference);
      return { status: 200, answer: { messages: ours.map(({ id, thread }) => ({ message: id, thread })) } };
    },
  ),

  audience: operation(z.strictObject({ channel: name }), (platform, { channel }) => ({
    status: 200,
    answer: audienceOf(platform, channel),
  })),

  person: operation(z.strictObject({ person: name }), ({ world }, { person }) => {
    const { id, handle, name: shown, active, bot, guest, external } = world.person(person);
    const nameIsUnique = !world.people().some((other) => other.id !== id && alike(other.name) === alike(shown));
    return { status: 200, answer: { id, handle, name: shown, nameIsUnique, active, bot, guest, external } };
  }),

  members: operation(z.strictObject({ group: name }), ({ world }, { group }) => {
    const found = world.groups().find((one) => one.id === group);
    return { status: 200, answer: { members: found ? found.members : [world.person(group).id] } };
  }),

  can_post: operation(z.strictObject({ person: name, channel: name }), ({ world }, { person, channel }) => ({
    status: 200,
    answer: { canPost: world.isMember(person, world.channel(channel).id) },
  })),

  ack: operation(z.strictObject({ id: name, reply: replyShape }), acknowledge),
};

function operation<Shape extends z.ZodType>(shape: Shape, run: (platform: Platform, body: z.infer<Shape>) => Done): Operation {
  return { shape, run: (platform, body) => run(platform, body as z.infer<Shape>) };
}

/** What the bot has to say about a delivery is shown to that person alone: at once to whoever clicked, else in their private place. */
/** What stood there is gone; which draft it was of is still known. */
function tombstoneOf({ details }: Message): Details {
  const { draft, revision } = details.of === 'publication' ? details.publication.metadata : { draft: null, revision: null };
  return { of: 'tombstone', draft, revision };
}

function acknowledge(platform: Platform, { id, reply }: { id: string; reply: Reply }): Done {
  const { deliveries, events } = platform;
  const envelope = deliveries.acknowledge(id);
  if (!envelope) return { status: 200, answer: { first: false } };
  const shown = envelope.kind === 'click' ? null : showReply(platform, envelope.person, reply);
  const afterwards = () => {
    deliveries.settle(id, reply);
    if (shown) events.changed(shown.id);
  };
  return { status: 200, answer: { first: true }, ...(shown ? { stored: shown.id } : {}), afterwards };
}

function showReply({ messages, faults, world }: Platform, person: string, reply: Reply): Message | null {
  if (reply.message === null || faults.isClosed(person) || !world.isActive(person)) return null;
  const about = reply.ok ? { code: null, state: reply.state, draft: reply.draft } : { code: reply.code, state: null, draft: null };
  const details = { of: 'reply' as const, ...about };
  return messages.add({
    place: directOf(person),
    thread: null,
    author: BOT,
    kind: 'notice',
    text: reply.message,
    at: faults.now(),
    details,
  });
}

function channelOfBot({ world }: Platform, id: string): Channel {
  const channel = world.channel(id);
  if (!channel.botIsIn) throw notAMember(channel.name);
  return channel;
}

/** `class` is null when the platform does not say who can read it. */
function audienceOf(platform: Platform, id: string) {
  const { world } = platform;
  const person = personOfDirect(id);
  if (person !== null) {
    world.person(person);
    return { class: 'requester', count: 1, outside: [], channelName: 'direct', workspaceName: WORKSPACE.name };
  }
  const channel = channelOfBot(platform, id);
  const isKnown = channel.audience !== 'unknown';
  return {
    class: isKnown ? channel.audience : null,
    count: isKnown ? world.readers(channel).length : null,
    outside: channel.outside,
    channelName: channel.name,
    workspaceName: WORKSPACE.name,
  };
}

function alike(shownName: string): string {
  return shownName.normalize('NFKC').trim().toLowerCase();
}

function noSuchMessage(): Problem {
  return new Problem(404, 'MESSAGE_NOT_FOUND', 'There is no such message of yours there, or not any more.');
}
