/** Who sees what. Everything that a person gets, in a view or in a stream, is made here. */
import type { ShownPart } from './card-text.ts';
import { shownParts } from './card-text.ts';
import type { Message, MessageKind, Messages } from './messages.ts';
import { PREFIX, WORKSPACE } from './seed.ts';
import type { Card } from './shapes.ts';
import type { Channel, Person, World } from './world.ts';

export interface SeenMessage {
  id: string;
  from: string;
  name: string;
  text: string;
  at: string;
  thread: string | null;
  kind: MessageKind;
  actions: SeenAction[];
  draft?: string | null;
  revision?: number | null;
  state?: string | null;
  title?: string;
  parts?: ShownPart[];
  notify?: string[];
  code?: string | null;
}

interface SeenAction {
  id: string;
  label: string;
  tone?: string;
  confirm?: Card['actions'][number]['confirm'];
  input?: Card['actions'][number]['input'];
}

export interface View {
  /** `audience` is a sentence for people; `audienceClass` is what it is about. */
  channels: { id: string; name: string; audience: string; audienceClass: Channel['audience']; messages: SeenMessage[] }[];
  direct: SeenMessage[];
}

export const BOT = 'bot';
const BOT_NAME = 'Countersign';

/** A person's private place with the bot: nobody else ever sees what is in it. */
export function directOf(person: string): string {
  return `${PREFIX}direct-${person.slice(PREFIX.length)}`;
}

/** Whose private place this is; null for a channel. */
export function personOfDirect(place: string): string | null {
  const start = `${PREFIX}direct-`;
  return place.startsWith(start) ? PREFIX + place.slice(start.length) : null;
}

export function createSight(world: World, messages: Messages) {
  const canSee = (person: string, place: string): boolean =>
    world.isMember(person, place) || (place === directOf(person) && world.isActive(person));

  return {
    canSee,
    /** Undefined when this person cannot see it, or there is no such message: the two look the same from outside. */
    message(person: string, id: string): Message | undefined {
      const message = messages.get(id);
      return message && canSee(person, message.place) ? message : undefined;
    },
    seen: (message: Message): SeenMessage => seenMessage(message, nameOf(world, message.author)),
    view(person: string): View {
      const people = world.people();
      const names = new Map(people.map((one) => [one.id, shownName(one, people)]));
      const seen = (message: Message) => seenMessage(message, names.get(message.author) ?? BOT_NAME);
      const mine = world.channels().filter((channel) => canSee(person, channel.id));
      return {
        channels: mine.map((channel) => ({
          id: channel.id,
          name: channel.name,
          audience: audienceSentence(channel, world.readers(channel).length),
          audienceClass: channel.audience,
          messages: messages.inPlace(channel.id).map(seen),
        })),
        direct: messages.inPlace(directOf(person)).map(seen),
      };
    },
  };
}

export type Sight = ReturnType<typeof createSight>;

export function nameOf(world: World, author: string): string {
  return author === BOT ? BOT_NAME : shownName(world.person(author), world.people());
}

/** Two people of one name are told apart by their handles, and people from outside by their company: `Ana (ana)`, `Gil (Globex)`. */
export function shownName({ id, name, handle, external, organisation }: Person, people: readonly Person[]): string {
  const isAlone = !people.some((other) => other.id !== id && other.name === name);
  const told = [...(isAlone ? [] : [handle]), ...(external ? [organisation] : [])];
  return told.length === 0 ? name : `${name} (${told.join(', ')})`;
}

function seenMessage(message: Message, name: string): SeenMessage {
  const { id, author, text, thread, kind, details } = message;
  const common = { id, from: author, name, text, at: new Date(message.at).toISOString(), thread, kind };
  switch (details.of) {
    case 'person':
      return { ...common, actions: [] };
    case 'card': {
      const { draft, revision, state, title, actions } = details.card;
      return { ...common, actions, draft, revision, state, title, parts: shownParts(details.card) };
    }
    case 'reply':
      return { ...common, actions: [], draft: details.draft, revision: null, state: details.state, code: details.code };
    case 'publication': {
      const { actions, notify, metadata } = details.publication;
      return { ...common, actions, draft: metadata.draft, revision: metadata.revision, state: 'published', notify };
    }
    case 'tombstone':
      return { ...common, actions: [], draft: details.draft, revision: details.revision, state: 'retracted' };
  }
}

function audienceSentence(channel: Channel, readers: number): string {
  const people = readers === 1 ? '1 person' : `${readers} people`;
  switch (channel.audience) {
    case 'workspace':
      return `Everyone at ${WORKSPACE.name} reads this (${people})`;
    case 'external':
      return `People outside ${WORKSPACE.name} can read this: ${channel.outside.join(', ')}`;
    case 'restricted':
      return `Only people in this channel read this (${people})`;
    case 'unknown':
      return 'It is not known who can read this';
  }
}
