/** What people do: say something, press a button. */
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { Envelope } from './deliveries.ts';
import type { Message } from './messages.ts';
import type { Platform } from './platform.ts';
import { notAMember, Problem } from './problem.ts';
import { WORKSPACE } from './seed.ts';
import type { clickShape, Reply, sayShape } from './shapes.ts';
import { MOST_CHARACTERS_SAID } from './shapes.ts';
import { directOf } from './visible.ts';
import type { Person } from './world.ts';

const COMMAND = /^\/countersign(?=\s|$)/i;
const FIRST_NAME = /^@([\p{L}\p{N}_-]+)/u;
const ANY_NAME = /(?<![\p{L}\p{N}_./@-])@([\p{L}\p{N}_-]+)/gu;
const TO_EVERYBODY = ['channel', 'everyone', 'here'];

export function say(platform: Platform, said: z.infer<typeof sayShape>): { message: string } {
  const { database, world, messages, deliveries, events, faults } = platform;
  const person = world.activePerson(said.person);
  const text = short(said.text);
  if (text.trim() === '') throw new Problem(400, 'BAD_REQUEST', 'There is nothing in "text". Write something.');

  const direct = directOf(person.id);
  const spokenIn = said.channel === 'direct' || said.channel === direct ? null : world.channel(said.channel);
  if (spokenIn && !world.isMember(person.id, spokenIn.id)) throw notAMember(spokenIn.name);
  const isCommand = COMMAND.test(text);
  const place = isCommand || !spokenIn ? direct : spokenIn.id;
  const thread = isCommand ? null : threadIn(platform, place, said.thread ?? null);

  const { message, envelope } = database.inTransaction(() => {
    const at = faults.now();
    const added = messages.add({ place, thread, author: person.id, kind: 'message', text, at, details: { of: 'person' } });
    const made = envelopeOf(platform, person, added, {
      isCommand,
      spokenIn: spokenIn?.id ?? direct,
      direct: !spokenIn,
      botIsIn: spokenIn?.botIsIn ?? true,
    });
    if (made) deliveries.keep(made);
    return { message: added, envelope: made };
  });
  events.changed(message.id);
  if (envelope) deliveries.offer(envelope);
  return { message: message.id };
}

/** A reply to a reply hangs on the message that began the thread. */
function threadIn({ messages }: Platform, place: string, id: string | null): string | null {
  if (id === null) return null;
  const root = messages.get(id);
  if (!root || root.place !== place)
    throw new Problem(404, 'THREAD_NOT_FOUND', 'There is no such message in this channel to answer to. Look at it again.');
  return root.thread ?? root.id;
}

/** Null for what is not meant for the bot. */
function envelopeOf(
  { world }: Platform,
  person: Person,
  message: Message,
  said: { isCommand: boolean; spokenIn: string; direct: boolean; botIsIn: boolean },
): Envelope | null {
  const { text } = message;
  const common = { id: `dlv_${randomUUID()}`, at: new Date(message.at).toISOString(), person: person.id };
  const position = { channel: message.place, thread: message.thread, message: message.id };
  // It is kept from everybody else, and told where it was written.
  if (said.isCommand) return { ...common, ...position, channel: said.spokenIn, kind: 'command', text: text.replace(COMMAND, '').trim() };

  const handles = new Map(world.people().map((one) => [one.handle, one.id]));
  const groups = world.groups().map((group) => group.name);
  const first = FIRST_NAME.exec(text.trimStart())?.[1]?.toLowerCase();
  const namesAnAgent = first !== undefined && !handles.has(first) && !groups.includes(first) && !TO_EVERYBODY.includes(first);
  if (!said.direct && !(namesAnAgent && said.botIsIn)) return null;

  const named = [...text.matchAll(ANY_NAME)].map((match) => handles.get(match[1]?.toLowerCase() ?? ''));
  const mentions = [...new Set(named.filter((id) => id !== undefined))];
  const channelName = said.direct ? 'direct' : world.channel(message.place).name;
  return { ...common, ...position, kind: 'message', text, mentions, direct: said.direct, channelName, workspaceName: WORKSPACE.name };
}

/** `message` is what the bot says to whoever clicked, if anything. */
interface ClickDone {
  state: string | null;
  message?: string;
}

/** How long a person who clicked waits for the bot. */
const CLICK_WAITS_MS = 10_000;

export async function click(platform: Platform, clicked: z.infer<typeof clickShape>): Promise<ClickDone> {
  const { database, world, messages, deliveries, faults, sight } = platform;
  const person = world.activePerson(clicked.person);
  const text = clicked.text == null ? null : short(clicked.text);
  const unchecked = faults.clicksAreUnchecked();
  const message = unchecked ? messages.get(clicked.message) : sight.message(person.id, clicked.message);
  if (!message) throw new Problem(404, 'MESSAGE_NOT_FOUND', 'There is no such message for this person. Look at the view again.');
  if (!unchecked && !message.offered.includes(clicked.action)) {
    throw new Problem(403, 'ACTION_NOT_OFFERED', 'This message has no such button. Look at its "actions".');
  }

  const envelope = clickEnvelope(person, message, { ...clicked, text, at: faults.now() });
  const answered = deliveries.reply(envelope.id, CLICK_WAITS_MS);
  database.inTransaction(() => deliveries.keep(envelope));
  deliveries.offer(envelope);
  return clickOutcome(await answered);
}

function clickEnvelope(
  person: Person,
  message: Message,
  { action, text, at, delivery }: { action: string; text: string | null; at: number; delivery?: string | undefined },
): Envelope {
  const { details, place, thread, id } = message;
  return {
    id: delivery ?? `dlv_${randomUUID()}`,
    at: new Date(at).toISOString(),
    person: person.id,
    kind: 'click',
    target:
      details.of === 'card'
        ? { kind: 'card', card: details.card.id, message: id }
        : { kind: 'publication', channel: place, thread, message: id },
    action,
    text,
  };
}

const FORBIDDEN = /^(NOT_YOURS|NOT_ALLOWED.*|NOT_A_MEMBER|NOT_AN_OPERATOR)$/;

function clickOutcome(reply: Reply | null): ClickDone {
  if (reply === null) {
    throw new Problem(
      504,
      'BOT_DID_NOT_ANSWER',
      'Countersign did not answer. Your click is kept, and is handed to it as soon as it listens.',
    );
  }
  if (!reply.ok) throw new Problem(FORBIDDEN.test(reply.code) ? 403 : 409, reply.code, reply.message);
  return { state: reply.state, ...(reply.message === null ? {} : { message: reply.message }) };
}

function short(text: string): string {
  if ([...text].length <= MOST_CHARACTERS_SAID) return text;
  throw new Problem(413, 'TEXT_TOO_LONG', `A text may have ${MOST_CHARACTERS_SAID} characters. Make it shorter.`);
}
