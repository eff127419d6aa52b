/** Questions: by mention, in a direct message, by command, and by the form of “Ask an agent about this”. */
import { AdapterError } from '#adapter';
import type { AskedHow, MessageRef, PersonId } from '#adapter';
import { SAID } from '../errors.ts';
import { nameOf } from '../facts/audience.ts';
import { compareIds, messageAt, messagesBefore, timeOf } from '../facts/find.ts';
import type { Message } from '../facts/find.ts';
import { personId, userOf } from '../facts/people.ts';
import { DIRECT } from '../facts/shapes.ts';
import type { Context } from './context.ts';
import type { Said } from './shapes.ts';
import { toldBy } from './telling.ts';
import type { Told } from './telling.ts';
import { mentionOf, plainWords, readQuestion } from './words.ts';

/** More of a thread than this is not given to an agent. */
const MOST_OF_A_THREAD = 50;

/** A card repeats the question beside the answer, and holds 4,000 characters in all. */
const LONGEST_QUESTION = 1000;

export interface Question {
  deliveryId: string;
  person: PersonId;
  at: number;
  message: MessageRef;
  how: AskedHow;
  /** Null: it stands in the written words, if anywhere. */
  agent: string | null;
  /** With Discord's marks. */
  written: string;
}

/** Resolves once the question is durable, or refused in words. */
export async function ask(context: Context, question: Question): Promise<Told | null> {
  const { inbound, ours } = context;
  const { person, message, how, deliveryId, at } = question;
  const direct = message.workspace === DIRECT;
  const read = question.agent === null ? readQuestion(question.written, ours.user) : { agent: question.agent, question: question.written };
  const { text, mentions } = await plainWords(read.question, ours.user, (id) => nameForDisplay(context, id));
  if ([...text].length > LONGEST_QUESTION) return SAID.questionTooLong;
  const reply = await inbound.ask({
    deliveryId,
    person,
    at,
    message,
    how,
    direct,
    evidence: context.evidence,
    ...(await namesOf(context, message)),
    agent: read.agent,
    question: text,
    mentions: mentions.map(personId),
    thread: () => earlier(context, question),
  });
  // A mention is answered in our direct conversation: what would point there stands there itself.
  return toldBy(reply, direct || how === 'said');
}

async function namesOf({ channels }: Context, message: MessageRef): Promise<{ channelName: string; workspaceName: string }> {
  if (message.workspace === DIRECT) return { channelName: 'our direct message', workspaceName: 'Discord' };
  const found = await channels.where({ ...message, thread: null });
  if (found === null) return { channelName: message.channel, workspaceName: message.workspace };
  return { channelName: nameOf(found.channel), workspaceName: found.server.name };
}

/** Somebody wrote where we are mentioned, or in a direct conversation with us. What to tell them is told in our direct conversation. */
export async function said(context: Context, event: Said): Promise<void> {
  const { inbound, ours, places, teller } = context;
  const { author, content, guild_id: server } = event;
  // What bots and webhooks say is no question, and neither is what Discord says itself.
  if (author.bot === true || event.webhook_id || !isWritten(event)) return;
  // Whoever replies to us is said to mention us: only our name in the words asks something.
  if (server && !mentionOf(ours.user).test(content ?? '')) return;
  const place = await places.placeOf(event.channel_id, server ?? null);
  if (place === null) return;
  const told = await ask(context, {
    deliveryId: `message:${event.id}`,
    person: personId(author.id),
    at: timeOf(event.id),
    message: { ...place, message: event.id },
    how: 'said',
    agent: null,
    written: content ?? '',
  });
  if (told === null || (await teller.directly(author.id, told)) || !server) return;
  // Whoever waits for an answer that never comes must know it; why it does not, is for nobody else.
  if (told.code !== null) await inbound.noAnswer({ person: personId(author.id), message: { ...place, message: event.id } });
}

/** Kinds of message that people write: usual, a reply (https://discord.com/developers/docs/resources/message#message-object-message-types). */
const WRITTEN: readonly number[] = [0, 19];

function isWritten({ type }: Message): boolean {
  return type === null || type === undefined || WRITTEN.includes(type);
}

/** What was said before in the thread, as far as the person can see it: nothing of a place that they are not in. */
async function earlier(context: Context, { person, message, how }: Question): Promise<{ from: string; text: string }[]> {
  const { wire, channels, ours } = context;
  const { channel, thread } = message;
  const isDirect = message.workspace === DIRECT;
  if ((thread === null && how !== 'about') || isDirect) return [];
  const readers = await channels.canRead(person, message);
  if (!readers) return [];
  // A thread that hangs on a message has its id; that message stands in the channel itself.
  const [root, replies] = await Promise.all([
    messageAt(wire, channel, thread ?? message.message),
    thread === null ? [] : messagesBefore(wire, thread, message.message),
  ]);
  const own = how === 'about' && thread !== null ? await messageAt(wire, thread, message.message) : null;
  const before = [root, ...(replies ?? []), own]
    .filter((one) => one !== null)
    .filter((one) => isWritten(one) && (one.content ?? '') !== '' && one.author && (how === 'about' || one.id !== message.message))
    .toSorted((one, other) => compareIds(one.id, other.id))
    .slice(-MOST_OF_A_THREAD);
  return Promise.all(
    before.map(async ({ author, content }) => ({
      from: await nameForDisplay(context, author?.id ?? ''),
      text: (await plainWords(content ?? '', ours.user, (id) => nameForDisplay(context, id))).text,
    })),
  );
}

/** A name that cannot be found out is no reason to lose a question. */
function nameForDisplay({ people }: Context, id: string): Promise<string> {
  return people.nameOf(userOf(personId(id))).catch((error: unknown) => {
    if (error instanceof AdapterError) return id;
    throw error;
  });
}
