import { expect, test } from 'vitest';
import { REFUSAL_CODES, type RefusalCode } from '../../src/core/errors.ts';
import type { Overrides } from '../../src/installation.ts';
import type { Message } from './chat.ts';
import { type Company, openCompany } from './company.ts';
import { isAfter, refused } from './turns.ts';

/** How one refusal is reached from outside, and what somebody reads then. */
export interface RefusalStory {
  /** The second half of the test's name: when this refusal is met. */
  when: string;
  /** The whole of it, word for word. `hh:mm` stands for a time, `rq-…` and `cs-…` for references. */
  reads: string;
  rules?: (example: string) => string;
  overrides?: Overrides;
  /** Resolves with what somebody was told, or was shown as a card's title. */
  tell(company: Company): Promise<string>;
}

export type RefusalStories = Partial<Record<RefusalCode, RefusalStory>>;

/** One test for each refusal: what a person reads, and that the checker finds nothing amiss in what the story left behind. */
export function tellRefusals(stories: RefusalStories): void {
  const told = REFUSAL_CODES.flatMap((code) => (stories[code] ? [[code, stories[code].when, stories[code]] as const] : []));
  test.each(told)('%s: %s', async (_code, _when, { rules, overrides, reads, tell }) => {
    const company = await openCompany({ database: 'sqlite', ...(rules ? { rules } : {}), ...(overrides ? { overrides } : {}) });
    expect(withoutChance(await tell(company))).toBe(reads);
    await company.check();
  });
}

/** Without what differs from day to day and from run to run. */
function withoutChance(text: string): string {
  return text.replaceAll(/\b\d\d:\d\d\b/g, 'hh:mm').replaceAll(/\b(rq|cs)-[0-9A-Z]{8}\b/g, '$1-…');
}

/** Says something and waits for what this person is told in their private place; resolves with the words. */
export async function refusedToSay(
  company: Company,
  code: RefusalCode,
  said: [person: string, channel: string, text: string],
): Promise<string> {
  const [person, channel, text] = said;
  const message = await company.say(person, channel, text);
  const notice = await company.notice(person, (one) => isAfter(one, message) && one.code !== undefined);
  expect(notice.code).toBe(code);
  return notice.text;
}

/** Presses a button and is refused with this code, in the form of the people's API; resolves with the words. */
export async function refusedToPress(
  company: Company,
  code: RefusalCode,
  person: string,
  card: Message,
  action: string,
  text?: string,
): Promise<string> {
  const told = await refused(company, person, card, action, text);
  expect([told.status, told.code]).toEqual([code === 'NOT_YOURS' ? 403 : 409, code]);
  return told.message;
}

/** The title of Ana's card once it begins like this. */
export async function titleOf(company: Company, begins: string): Promise<string> {
  return (await company.card('ana', (card) => card.title?.startsWith(begins) === true)).title ?? '';
}
