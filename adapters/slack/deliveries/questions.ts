/** Questions: by mention, in a direct message, by command, and by the form of “Ask an agent about this”. */
import { AdapterError } from '#adapter';
import type { AskedHow, MessageRef } from '#adapter';
import { SAID } from '../errors.ts';
import { nameOf } from '../facts/audience.ts';
import { messagesOf } from '../facts/find.ts';
import { isForeign, NOTHING, personId, threadOf } from './context.ts';
import type { Context, Taken } from './context.ts';
import { timeOf } from './shapes.ts';
import type { Said } from './shapes.ts';
import { toldBy } from './telling.ts';
import type { Told } from './telling.ts';
import { plainWords, readQuestion } from './words.ts';

/** More of a thread than this is not given to an agent. */
const MOST_OF_A_THREAD = 50;

export interface Question {
  deliveryId: string;
  user: string;
  at: number;
  message: MessageRef;
  how: AskedHow;
  /** Null: it stands in the written words, if anywhere. */
  agent: string | null;
  /** With Slack's marks. */
  written: string;
}

/** Resolves once the question is durable, or refused in words. */
export async function ask(context: Context, question: Question): Promise<Told | null> {
  const { inbound, channels, ours } = context;
  const { user, message, how, deliveryId, at } = question;
  const { channel, isGroupDirectMessage } = await channels.look(message.channel);
  if (isGroupDirectMessage) return SAID.groupDirectMessage;
  const direct = channel?.is_im === true && channel.user === user;
  const read = question.agent === null ? readQuestion(question.written, ours.user) : { agent: question.agent, question: question.written };
  const { text, mentions } = await plainWords(read.question, ours.user, (id) => nameForDisplay(context, id));
  const reply = await inbound.ask({
    deliveryId,
    person: personId(context, user),
    at,
    evidence: null,
    message,
    how,
    direct,
    channelName: channel === null ? message.channel : nameOf(channel),
    workspaceName: ours.teamName,
    agent: read.agent,
    question: text,
    mentions: mentions.map((id) => personId(context, id)),
    thread: () => earlier(context, question, direct),
  });
  return toldBy(reply, direct);
}

/** `app_mention`, and `message` in a direct message with us. */
export async function said(context: Context, event: Said, delivery: { id: string }): Promise<Taken> {
  const { ours, teller } = context;
  const { user, channel, ts } = event;
  // A changed message is not a new question, and what bots say is none.
  if (!user || event.bot_id || event.subtype || event.edited || event.hidden === true || user === ours.user) return NOTHING;
  const thread = threadOf(event.thread_ts, ts);
  const where = { user, channel, thread };
  if (isForeign(context, event.user_team ?? event.team ?? event.source_team))
    return { afterwards: () => teller.whisper(where, SAID.notOfThisWorkspace) };
  const message = { platform: 'slack', workspace: ours.team, channel, thread, message: ts };
  const told = await ask(context, {
    deliveryId: delivery.id,
    user,
    at: timeOf(ts),
    message,
    how: 'said',
    agent: null,
    written: event.text ?? '',
  });
  return told === null ? NOTHING : { afterwards: () => teller.whisper(where, told) };
}

/** What was said before in the thread, as far as the person can see it: nothing of a place that they are not in. */
async function earlier(context: Context, { user, message, how }: Question, direct: boolean): Promise<{ from: string; text: string }[]> {
  const { wire, channels, ours } = context;
  const root = message.thread ?? (how === 'about' ? message.message : null);
  if (root === null) return [];
  const canSee = direct || (await channels.members(message.channel))?.includes(user) === true;
  if (!canSee) return [];
  const messages = await messagesOf(wire, { channel: message.channel, thread: root }, { latest: message.message });
  if (messages === null) return [];
  const before = messages
    .filter(({ ts }) => (how === 'about' ? Number(ts) <= Number(message.message) : Number(ts) < Number(message.message)))
    .toSorted((one, other) => Number(one.ts) - Number(other.ts))
    .slice(-MOST_OF_A_THREAD);
  return Promise.all(
    before.map(async ({ user: from, username, bot_id: bot, text }) => ({
      from: from ? await nameForDisplay(context, from) : username || bot || 'somebody',
      text: (await plainWords(text ?? '', ours.user, (id) => nameForDisplay(context, id))).text,
    })),
  );
}

/** A name that cannot be found out is no reason to lose a question. */
function nameForDisplay({ people }: Context, id: string): Promise<string> {
  return people.nameOf(id).catch((error: unknown) => {
    if (error instanceof AdapterError) return id;
    throw error;
  });
}
