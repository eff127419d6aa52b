import { expect } from 'vitest';
import type { Chat, Message } from './chat.ts';

export const QUESTION = '@handbook how do I rotate the staging database password?';
/** Nothing in the handbook is about it. */
export const UNANSWERABLE = '@handbook which moons of Neptune are retrograde?';

/** Asks, and waits for the card on which the draft of this question stands. */
export async function ask(company: Chat, person = 'ana', channel = 'engineering', question = QUESTION): Promise<Message> {
  const asked = await company.say(person, channel, question);
  return company.card(person, (message) => isAfter(message, asked) && message.state === 'awaiting_requester');
}

/** Presses a button that must work; resolves with the state that it led to. */
export async function press(company: Chat, person: string, card: Message, action: string, text?: string): Promise<string | undefined> {
  const { status, body } = await company.click(person, card, action, text);
  expect({ status, code: body.code, message: body.message }).toMatchObject({ status: 200 });
  return body.state;
}

/** Presses a button that must not work; resolves with what the person is told. */
export async function refused(
  company: Chat,
  person: string,
  card: Message,
  action: string,
  text?: string,
): Promise<{ status: number; code: string; message: string }> {
  const { status, body } = await company.click(person, card, action, text);
  expect(status, `${person} pressed ${action} and was not refused: ${JSON.stringify(body)}`).toBeGreaterThanOrEqual(400);
  return { status, code: body.code ?? '', message: body.message ?? '' };
}

/** Waits for this person's newest card of the same draft that fits. */
export function cardOf(company: Chat, person: string, draft: Message, fits: Partial<Message>): Promise<Message> {
  return company.card(person, (message) => message.draft === draft.draft && agrees(message, fits));
}

/** Waits for a card of the same draft that came after this one: what was approved before must be looked at again. */
export function cardAfter(company: Chat, person: string, card: Message, state: string): Promise<Message> {
  return company.card(person, (message) => message.draft === card.draft && isAfter(message, card.id) && message.state === state);
}

/** This very card, once it says so: a card that is updated stays where it is. */
export function sameCard(company: Chat, person: string, card: Message, title: string | RegExp): Promise<Message> {
  return company.card(
    person,
    (message) => message.id === card.id && (typeof title === 'string' ? message.title === title : title.test(message.title ?? '')),
  );
}

/** The requester approves, then the reviewers one after the other; resolves with the post as its requester reads it, when all know of it. */
export async function publish(company: Chat, card: Message, requester: string, reviewers: string[], channel: string): Promise<Message> {
  await press(company, requester, card, 'approve');
  for (const reviewer of reviewers) {
    const theirs = await company.card(reviewer, ({ draft, actions }) => draft === card.draft && actions.some(({ id }) => id === 'approve'));
    await press(company, reviewer, theirs, 'approve');
  }
  await cardOf(company, requester, card, { state: 'published' });
  return company.posted(requester, channel, { kind: 'publication', draft: card.draft ?? null });
}

/** Olu stops publishing; resolves with what she is told. `scope` ends in a space. */
export async function engage(company: Chat, reason: string, scope = ''): Promise<Message> {
  const said = await company.say('olu', 'engineering', `/countersign engage ${scope}${reason}`);
  return answerTo(company, said);
}

export async function release(company: Chat, scope = ''): Promise<Message> {
  return answerTo(company, await company.say('olu', 'engineering', `/countersign release ${scope}`));
}

/** What Olu is told next after she has said something. */
async function answerTo(company: Chat, said: string): Promise<Message> {
  return company.notice('olu', (message) => isAfter(message, said) && /^Publishing is (stopped|released)/.test(message.text));
}

/** The cards of a draft that a person has at this moment, without those of agents' runs that are over. */
export async function cardsOf(company: Chat, person: string, draft: Message): Promise<Message[]> {
  const { direct } = await company.view(person);
  return direct.filter((message) => message.kind === 'card' && message.draft === draft.draft && message.state !== null);
}

/** The private sentences that a person has at this moment. */
export async function noticesTo(company: Chat, person: string, holding = ''): Promise<string[]> {
  const { direct } = await company.view(person);
  return direct.filter((message) => message.kind === 'notice' && message.text.includes(holding)).map((message) => message.text);
}

export function labels(message: Message): string[] {
  return message.actions.map((action) => action.label);
}

/** Messages are numbered upwards. */
export function isAfter(message: Message, id: string): boolean {
  return Number(message.id.slice(1)) > Number(id.slice(1));
}

function agrees(message: Message, fits: Partial<Message>): boolean {
  return Object.entries(fits).every(([key, value]) => message[key as keyof Message] === value);
}
