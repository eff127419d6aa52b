/** Everything that one person can see, and nothing else. */
import { inputsIn } from '../acts/pressing.ts';
import type { Discord } from '../discord.ts';
import { fieldsIn, isFields, listIn, textIn } from '../fields.ts';
import type { Modal } from '../interactions/interactions.ts';
import { namesIn } from '../mentions.ts';
import type { Message } from '../messages.ts';
import { FLAGS } from '../messages.ts';
import { BOT_USER } from '../seed.ts';
import type { Channel } from '../shapes.ts';
import { personOf } from '../world.ts';
import type { SeenButton } from './components.ts';
import { buttonsIn, flat, textsIn, TYPES } from './components.ts';
import type { Live, Names } from './content.ts';
import { show } from './content.ts';

export interface SeenMessage {
  id: string;
  /** The message that it answers. */
  reply_to: string | null;
  from: string;
  name: string;
  /** As Discord shows it: content, components and embeds, without the marks of Markdown. */
  text: string;
  live: Live[];
  /** Who was told of it. */
  pinged: string[];
  buttons: SeenButton[];
  /** The numbers that components were given, which nobody reads. */
  component_ids: number[];
  ephemeral: boolean;
  /** Nothing but that there will be something. */
  loading: boolean;
  edited: boolean;
}

export interface SeenInput {
  custom_id: string;
  label: string;
  value: string;
  placeholder: string;
  required: boolean;
  max_length: number;
}

export interface SeenModal {
  id: string;
  custom_id: string;
  title: string;
  text: string;
  inputs: SeenInput[];
}

export interface SeenChannel {
  id: string;
  name: string;
  kind: 'text' | 'direct' | 'announcements' | 'thread' | 'private_thread' | 'forum';
  /** Of a thread: the channel that it hangs in. */
  parent: string | null;
  guild: string | null;
  archived: boolean;
  locked: boolean;
  tags: string[];
  messages: SeenMessage[];
}

export interface Sees {
  text: string;
  channels: SeenChannel[];
  modals: SeenModal[];
  /** What Discord's client said by itself. */
  told: string[];
}

export function sees(discord: Discord, key: unknown): Sees {
  const { world } = discord;
  const person = personOf(world, key);
  const names = namesIn(world);
  const channels = world
    .channels()
    .filter((channel) => world.canSee(person.id, channel))
    .map((channel) => ({
      ...seenPlace(discord, channel, person.id),
      messages: discord.messages
        .inChannel(channel.id)
        .filter((one) => one.onlyFor === null || one.onlyFor === person.id)
        .map((one) => seenMessage(discord, one, names)),
    }));
  const modals = discord.interactions.modalsOf(person.id).map((one) => seenModal(one, names));
  const found = { channels, modals, told: discord.told.filter((one) => one.person === person.id).map((one) => one.text) };
  return { text: plainText(found), ...found };
}

const KINDS: Record<number, SeenChannel['kind']> = {
  0: 'text',
  1: 'direct',
  5: 'announcements',
  10: 'thread',
  11: 'thread',
  12: 'private_thread',
  15: 'forum',
};

function seenPlace({ world }: Discord, channel: Channel, viewer: string): Omit<SeenChannel, 'messages'> {
  const { id, type, parent, guild, archived, locked } = channel;
  const other = channel.people.find((one) => one !== viewer) ?? BOT_USER;
  const forum = world.channel(parent ?? '');
  const tags = channel.appliedTags.map((tag) => forum?.tags.find((one) => one.id === tag)?.name ?? tag);
  return {
    id,
    name: guild === null ? (world.person(other)?.name ?? other) : channel.name,
    kind: KINDS[type] ?? 'text',
    parent,
    guild,
    archived,
    locked,
    tags,
  };
}

function seenMessage({ world }: Discord, message: Message, names: Names): SeenMessage {
  const { text, live } = shown(message, names);
  return {
    id: message.id,
    reply_to: message.reference,
    from: message.author,
    name: world.person(message.author)?.name ?? message.author,
    text,
    live,
    pinged: message.pinged,
    buttons: buttonsIn(message.components),
    component_ids: flat(message.components).flatMap((one) => (typeof one['id'] === 'number' ? [one['id']] : [])),
    ephemeral: message.onlyFor !== null,
    loading: (message.flags & FLAGS.LOADING) !== 0,
    edited: message.editedAt !== null,
  };
}

function shown(message: Message, names: Names): { text: string; live: Live[] } {
  if ((message.flags & FLAGS.LOADING) !== 0) return { text: 'Countersign is thinking…', live: [] };
  const parts = [show(message.content, names), textsIn(message.components, names), ...embedTexts(message).map((one) => show(one, names))];
  return {
    text: parts
      .map((one) => one.text)
      .filter((one) => one !== '')
      .join('\n'),
    live: parts.flatMap((one) => one.live),
  };
}

function embedTexts({ embeds, flags }: Message): string[] {
  if ((flags & FLAGS.SUPPRESS_EMBEDS) !== 0) return [];
  return embeds.flatMap((one) => [
    textIn(fieldsIn(one, 'author'), 'name'),
    textIn(one, 'title'),
    textIn(one, 'description'),
    ...listIn(one, 'fields').flatMap((field) => [textIn(field, 'name'), textIn(field, 'value')]),
    textIn(fieldsIn(one, 'footer'), 'text'),
  ]);
}

function seenModal(modal: Modal, names: Names): SeenModal {
  const { id, data } = modal;
  const parts = flat(listIn(data, 'components'));
  const label = (input: Record<string, unknown>) => textIn(parts.find((one) => one['component'] === input) ?? input, 'label');
  const inputs = inputsIn(modal).map((one) => ({
    custom_id: textIn(one, 'custom_id'),
    label: label(one),
    value: textIn(one, 'value'),
    placeholder: textIn(one, 'placeholder'),
    required: one['required'] !== false,
    max_length: typeof one['max_length'] === 'number' ? one['max_length'] : 4000,
  }));
  const texts = parts.map((one) =>
    one['type'] === TYPES.textDisplay
      ? show(textIn(one, 'content'), names).text
      : isFields(one['component'])
        ? textIn(one, 'description')
        : '',
  );
  const all = [textIn(data, 'title'), ...texts, ...inputs.map((one) => `${one.label}: ${one.value}`)];
  return {
    id,
    custom_id: textIn(data, 'custom_id'),
    title: textIn(data, 'title'),
    text: all.filter((one) => one !== '').join('\n'),
    inputs,
  };
}

function plainText({ channels, modals, told }: Omit<Sees, 'text'>): string {
  const places = channels.map(({ name, kind, messages }) => {
    const lines = messages.map((one) => `${one.ephemeral ? '(only you can see this) ' : ''}${one.name}: ${one.text}`);
    return [kind === 'direct' ? `— ${name} —` : `— #${name} —`, ...lines].join('\n');
  });
  return [...places, ...modals.map((one) => one.text), ...told].join('\n\n');
}
