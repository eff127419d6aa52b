import { expect } from 'vitest';
import type { WireEntry } from '../checker/wire.ts';
import { until } from '../support/until.ts';
import { type Bot, pass } from './bots.ts';
import type { Message } from './chat.ts';
import type { Company } from './company.ts';
import { ask, cardOf, cardsOf, noticesTo } from './turns.ts';

/** For stories with more drafts than one person has on a usual day. */
export function manyDrafts(rules: string): string {
  return rules.replace('asks: 20/hour, open_drafts: 10', 'asks: 100/hour, open_drafts: 100');
}

/** Waits for a private sentence about this draft. */
export function told(company: Company, person: string, draft: Message, words: string): Promise<Message> {
  return company.notice(person, (notice) => notice.draft === draft.draft && notice.text.includes(words));
}

/** The posts of this draft that stand in the channel, as Dan reads it. */
export async function standing(company: Company, channel: string, draft: Message): Promise<Message[]> {
  const { channels } = await company.view('dan');
  const { messages } = channels.find((one) => one.name === channel) ?? { messages: [] };
  return messages.filter((message) => message.kind === 'publication' && message.draft === draft.draft);
}

/** What the bot asked of the platform by this operation, oldest first. */
export async function requests(company: Company, operation: string): Promise<WireEntry[]> {
  return (await company.record()).wire.filter(({ path }) => path === `/playground/bot/${operation}`);
}

export async function untilRequested(company: Company, operation: string, times = 1): Promise<void> {
  await until(async () => (await requests(company, operation)).length >= times, { what: `${operation} to be asked ${times} times` });
}

export const MINUTE_MS = 60_000;
const START_WITHIN_MS = 10_000;

/** When the platform told whether the post stands there, in ms. A look that failed is none. */
export async function looks(company: Company): Promise<number[]> {
  return (await requests(company, 'find')).filter(({ status }) => status === 200).map(({ at }) => Date.parse(at));
}

/**
 * Nobody knows whether it was posted, and it was not: after two looks that are far enough from the deadline and from each other, its
 * requester may decide. Resolves with their card.
 */
export async function lookTwiceInVain(company: Company, draft: Message, approvedAt: number): Promise<Message> {
  const own = async (): Promise<number[]> => (await looks(company)).filter((at) => at >= approvedAt);
  await until(async () => (await own()).length > 0, { what: 'a first look' });
  const early = (await own()).length;
  await passUntil(company, 2 * MINUTE_MS + START_WITHIN_MS, async () => (await own()).length > early);
  expect(await stateOf(company, draft)).toBe('outcome_unknown');
  await passUntil(company, MINUTE_MS, async () => (await stateOf(company, draft)) === 'publish_failed');
  const [first = 0, second = 0] = (await own()).slice(-2);
  expect(first).toBeGreaterThanOrEqual(approvedAt + START_WITHIN_MS + 2 * MINUTE_MS);
  expect(second - first).toBeGreaterThanOrEqual(MINUTE_MS);
  return cardOf(company, 'ana', draft, { state: 'publish_failed' });
}

/** Lets so much time pass again and again: what waits for its time may have been put off just before. */
export async function passUntil(company: Company, ms: number, isSo: () => Promise<unknown>, ...bots: Bot[]): Promise<void> {
  for (let rounds = 1; ; rounds += 1) {
    await pass(company, ms, ...bots);
    const isHere = await until(isSo, { timeoutMs: 1_000 }).catch((error: unknown) => {
      if (rounds === 8) throw error;
      return false;
    });
    if (isHere) return;
  }
}

/** Lets time pass until the bot has tried so often in vain that operators hear these words; what it asks the platform each time tells the tries. */
export async function failUntilTold(
  company: Company,
  words: string,
  { asking, everyMs }: { asking: string; everyMs: number },
  ...bots: Bot[]
): Promise<void> {
  for (let tries = 0; tries < 5; tries += 1) {
    const { length } = await requests(company, asking);
    await passUntil(company, everyMs, async () => (await requests(company, asking)).length > length, ...bots);
  }
  await passUntil(company, everyMs, async () => (await noticesTo(company, 'olu', words)).length > 0, ...bots);
}

/** The bot is not asleep, and has looked at what is due: somebody else's question is answered. */
export async function somethingElseHappens(company: Company): Promise<void> {
  await ask(company, 'ben', 'random');
}

/** As the newest card of its requester says. */
export async function stateOf(company: Company, draft: Message, person = 'ana'): Promise<string | null | undefined> {
  return (await cardsOf(company, person, draft)).at(-1)?.state;
}
