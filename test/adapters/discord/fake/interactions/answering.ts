/** What the app may do with an interaction: one first response, then edits and follow-ups for fifteen minutes. */
import type { Discord } from '../discord.ts';
import type { Fields } from '../fields.ts';
import { fieldsIn, isFields, textIn } from '../fields.ts';
import type { Message } from '../messages.ts';
import { FLAGS } from '../messages.ts';
import { Refusal } from '../refusal.ts';
import { checkBody } from '../schemas/check.ts';
import { BOT_USER } from '../seed.ts';
import type { Channel } from '../shapes.ts';
import { wordsIn } from '../words-in.ts';
import { change, write } from '../writing.ts';
import type { Answer, Interaction } from './interactions.ts';
import { COMMAND, COMPONENT, MODAL_SUBMIT, PING } from './interactions.ts';

/** Discord documentation: "Interaction Callback Type". */
const RESPONSE = { pong: 1, message: 4, deferMessage: 5, deferUpdate: 6, update: 7, modal: 9 };

export const CALLBACK = 'POST /interactions/{interaction_id}/{interaction_token}/callback';

/** What of it can be seen: the message, or the modal. */
export interface Answered {
  message: Message | null;
  modal: string | null;
}

export function firstResponse(discord: Discord, interaction: Interaction, body: Fields, violate: (problem: string) => void): Answered {
  const { sentAt } = interaction;
  if (interaction.response !== null) throw new Refusal(40060);
  if (sentAt === null || performance.now() - sentAt > discord.settings.ackMs) throw new Refusal(10062);
  const type = Number(body['type']);
  const answered = respond(discord, interaction, type, fieldsIn(body, 'data'), violate);
  interaction.response = type;
  interaction.original = answered.message?.id ?? interaction.original;
  interaction.settle({ outcome: 'acked', status: 200, body });
  return answered;
}

function respond(discord: Discord, interaction: Interaction, type: number, data: Fields, violate: (problem: string) => void): Answered {
  const source = interaction.message === null ? undefined : discord.messages.byId(interaction.message);
  switch (type) {
    case RESPONSE.message:
      return { message: writeFor(discord, interaction, data, violate), modal: null };
    case RESPONSE.deferMessage: {
      // Of its data nothing counts but whether only one person sees it, and that can never be changed again.
      const flags = FLAGS.LOADING | (Number(data['flags'] ?? 0) & FLAGS.EPHEMERAL);
      return { message: add(discord, interaction, { flags }, data['allowed_mentions']), modal: null };
    }
    case RESPONSE.deferUpdate:
      if (!source) throw new Refusal(50035);
      interaction.original = source.id;
      return { message: null, modal: null };
    case RESPONSE.update: {
      if (!source) throw new Refusal(50035);
      const words = wordsIn(data, source, violate);
      interaction.original = source.id;
      change(discord, channelOf(discord, source.channel), source, words, data['allowed_mentions']);
      return { message: source, modal: null };
    }
    case RESPONSE.modal: {
      if (interaction.type !== COMMAND && interaction.type !== COMPONENT) throw new Refusal(50035);
      const { person, channel, message } = interaction;
      return { message: null, modal: discord.interactions.openModal({ person, channel, message, data }).id };
    }
    case RESPONSE.pong:
      if (interaction.type === PING) return { message: null, modal: null };
  }
  throw new Refusal(50035);
}

/** The answer to a signed request: taken as a callback is, or not at all. */
export function applyFirstResponse(discord: Discord, interaction: Interaction, answer: Answer): Answer {
  const problems: string[] = [];
  const log = (stored: Message | null, error?: number) => {
    const n = discord.wire.append({
      method: 'ACK',
      path: '/deliveries/interaction',
      body: { delivery: interaction.id, answer: answer.body },
      status: answer.status,
      stored: stored !== null,
      ...(stored === null ? {} : { message: stored.id }),
      ...whoSees(discord, stored),
      ...(error === undefined ? {} : { error }),
    });
    for (const problem of problems) discord.violations.add({ n, route: CALLBACK, problem });
  };
  try {
    const body = isFields(answer.body) ? answer.body : {};
    checkBody(CALLBACK, answer.body, (problem) => problems.push(problem));
    const { message } = firstResponse(discord, interaction, body, (problem) => problems.push(problem));
    log(message);
    return answer;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    log(null, error.code);
    return { ...answer, outcome: 'refused' };
  }
}

/** Only the one person, where a message is ephemeral or stands in their direct conversation with us. */
export function whoSees({ world }: Discord, message: Message | null): { person?: string } {
  const channel = message && world.channel(message.channel);
  const person = message?.onlyFor ?? (channel?.guild === null ? channel.people.find((one) => one !== BOT_USER) : undefined);
  return person === undefined ? {} : { person };
}

/** By its token, which lives for fifteen minutes, and only after the first response. */
export function interactionOf(discord: Discord, token: string): Interaction {
  const interaction = discord.interactions.byToken(token);
  if (!interaction || interaction.response === null) throw new Refusal(10015);
  if (discord.clock.now() - interaction.madeAt > discord.settings.tokenMs) throw new Refusal(50027);
  return interaction;
}

/**
 * A follow-up. After a first response that only said that there will be one, it is put in that one's place, and its own wish to be
 * ephemeral is not listened to: what was deferred for everybody is then read by everybody.
 */
export function followUp(discord: Discord, interaction: Interaction, body: Fields, violate: (problem: string) => void): Message {
  const original = interaction.original === null ? undefined : discord.messages.byId(interaction.original);
  if (original && (original.flags & FLAGS.LOADING) !== 0) return edit(discord, original, body, violate);
  return writeFor(discord, interaction, body, violate);
}

export function edit(discord: Discord, message: Message, body: Fields, violate: (problem: string) => void): Message {
  const isLoading = (message.flags & FLAGS.LOADING) !== 0;
  const kept = { ...message, flags: message.flags & ~FLAGS.LOADING };
  const words = wordsIn(body, kept, violate);
  change(discord, channelOf(discord, message.channel), message, words, body['allowed_mentions']);
  if (isLoading) message.editedAt = null;
  return message;
}

/** `@original`, or one of the follow-ups. */
export function messageOf(discord: Discord, interaction: Interaction, id: string): Message {
  const message = discord.messages.byId(id === '@original' ? (interaction.original ?? '') : id);
  const isOurs = message?.author === BOT_USER && message.channel === interaction.channel;
  if (!message || !isOurs) throw new Refusal(10008);
  return message;
}

function writeFor(discord: Discord, interaction: Interaction, data: Fields, violate: (problem: string) => void): Message {
  const words = wordsIn(data, null, violate);
  const flags = (words.flags ?? 0) | (Number(data['flags'] ?? 0) & FLAGS.EPHEMERAL);
  return add(discord, interaction, { ...words, flags }, data['allowed_mentions']);
}

function add(discord: Discord, interaction: Interaction, words: Partial<Message>, allowed: unknown): Message {
  const { id, type, person, channel, data } = interaction;
  const kind = type !== COMMAND || interaction.original !== null ? 0 : textIn(data, 'target_id') === '' ? 20 : 23;
  const onlyFor = ((words.flags ?? 0) & FLAGS.EPHEMERAL) === 0 ? null : person;
  const given = {
    ...words,
    author: BOT_USER,
    type: kind,
    onlyFor,
    interaction: { id, type: type === MODAL_SUBMIT ? MODAL_SUBMIT : type, person },
  };
  return write(discord, channelOf(discord, channel), given, allowed);
}

function channelOf({ world }: Discord, id: string): Channel {
  const channel = world.channel(id);
  if (!channel) throw new Refusal(10003);
  return channel;
}
