import { writeFile, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { openInstallation } from '../../src/installation.ts';
import { createLogger } from '../../src/logger.ts';
import { checkAfter, pass, startBot } from './bots.ts';
import type { Message } from './chat.ts';
import { type Company, openCompany, until } from './company.ts';
import { failUntilTold, passUntil, requests, standing, stateOf } from './publishing.ts';
import { ask, cardOf, press, QUESTION } from './turns.ts';

test('twelve drafts that are asked, approved and reviewed all at once through two processes are each posted once', async () => {
  const company = await openCompany({ database: 'postgres', withoutBot: true });
  const bots = await Promise.all([startBot(company), startBot(company)]);
  const people = ['ana', 'ben', 'chloe', 'dan'];
  await Promise.all(people.flatMap((person) => CHANNELS.map((channel) => company.say(person, channel, QUESTION))));
  const drafts = (await Promise.all(people.map((person) => cardsIn(company, person, 'awaiting_requester', CHANNELS.length)))).flat();
  const approved = await Promise.all(drafts.map(({ person, card }) => company.click(person, card, 'approve')));
  expect(approved.map(({ status }) => status)).toEqual(drafts.map(() => 200));

  // Ben and Chloe press at the same moment; where both may, one of them is told that the other was faster.
  const toReview = (
    await Promise.all(['ben', 'chloe'].map((person) => cardsIn(company, person, 'awaiting_reviewer', 6, 'asks you to review')))
  ).flat();
  const reviewed = await Promise.all(toReview.map(({ person, card }) => company.click(person, card, 'approve')));
  expect(reviewed.filter(({ status }) => status === 200)).toHaveLength(8);
  expect(reviewed.filter(({ body }) => body.code === 'ALREADY_DECIDED')).toHaveLength(4);

  for (const person of people) await cardsIn(company, person, 'published', CHANNELS.length, 'Posted in #');
  const posts = await Promise.all(
    drafts.flatMap(({ card }) => ['engineering', 'random'].map((channel) => standing(company, channel, card))),
  );
  expect(posts.flat()).toHaveLength(drafts.length);
  expect(new Set(posts.flat().map(({ draft }) => draft)).size).toBe(drafts.length);
  expect((await requests(company, 'publish')).map(({ stored }) => stored)).toEqual(drafts.map(() => true));
  await checkAfter(company, ...bots);
});

const CHANNELS = ['engineering', 'engineering', 'random'];

test('what a killed process had begun is taken over by the next, and so is the signing of the log', async () => {
  const company = await openCompany({ database: 'postgres', withoutBot: true });
  const first = await startBot(company, { at: 'after the checkpoint', andThen: 'wait' });
  const draft = await ask(company, 'ana', 'random');
  const later = await ask(company, 'ana', 'random');
  await press(company, 'ana', draft, 'approve');
  await first.passed();
  expect(await signerOf(company)).toBe(first.pid);
  const second = await startBot(company);
  await first.kill();
  await pass(company, 11_000, second);
  await cardOf(company, 'ana', draft, { state: 'published' });
  expect(await signerOf(company)).toBe(second.pid);

  const third = await startBot(company);
  await second.kill();
  await press(company, 'ana', later, 'approve');
  await passUntil(company, 6_000, async () => (await stateOf(company, later)) === 'published', third);
  expect(await signerOf(company)).toBe(third.pid);
  expect(await standing(company, 'random', draft)).toHaveLength(1);
  expect(await standing(company, 'random', later)).toHaveLength(1);
  await checkAfter(company, third);
});

test('a process that works under older rules than another posts nothing, operators hear of it, and it posts when it has read the new ones', async () => {
  const company = await openCompany({ database: 'postgres', withoutBot: true });
  const old = await startBot(company);
  const draft = await ask(company, 'ana', 'random');
  const newRules = (rules: string): string => rules.replace('asks: 20/hour', 'asks: 30/hour');
  const newFile = `${company.rulesFile}.new`;
  await writeFile(newFile, newRules(await readFile(company.rulesFile, 'utf8')));
  const other = await startBot(company, { environment: { RULES_FILE: newFile } });
  expect((await other.kill('SIGTERM')).code).toBe(0);

  await press(company, 'ana', draft, 'approve');
  await failUntilTold(company, 'RULES_ARE_OLD', { asking: 'can_post', everyMs: 2_000 }, old);
  expect(await requests(company, 'publish')).toEqual([]);
  await company.writeRules(newRules);
  await passUntil(company, 2_000, async () => (await stateOf(company, draft)) === 'published', old);
  expect(await standing(company, 'random', draft)).toHaveLength(1);
  await checkAfter(company, old);
});

/** Waits until this person has so many cards in that state. */
async function cardsIn(
  company: Company,
  person: string,
  state: string,
  howMany: number,
  words = '',
): Promise<{ person: string; card: Message }[]> {
  const cards = await until(
    async () => {
      const { direct } = await company.view(person);
      const found = direct.filter((card) => card.kind === 'card' && card.state === state && card.text.includes(words));
      return found.length === howMany ? found : undefined;
    },
    { what: `${howMany} cards of ${person} that are ${state}`, timeoutMs: 30_000, everyMs: 50 },
  );
  return cards.map((card) => ({ person, card }));
}

/** The process that signs the log now. */
async function signerOf(company: Company): Promise<number> {
  const { given } = await openInstallation(company.config, createLogger('silent'), new Map(), { clock: company.clock });
  try {
    const holder = await given.store.read.leases.holder('sequencer');
    return Number(holder?.split(':').at(-2));
  } finally {
    await given.store.close();
  }
}
