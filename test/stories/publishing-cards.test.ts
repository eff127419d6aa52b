import { describe, expect, test } from 'vitest';
import { storiesOn } from '../support/databases.ts';
import { createPlaygroundAdapter } from '../../adapters/playground/adapter.ts';
import { createLogger } from '../../src/logger.ts';
import type { Message } from './chat.ts';
import { type Company, openCompany } from './company.ts';
import { answer, handbookRuns } from './own-agents.ts';
import { passUntil, requests, standing, stateOf, told, untilRequested } from './publishing.ts';
import { ask, cardOf, cardsOf, isAfter, press, QUESTION } from './turns.ts';

describe.each(storiesOn('sqlite'))('a platform that does not show what it is given (%s)', (database) => {
  test('stored nothing: the card comes at the second try, once', async () => {
    const company = await openImpatient(database);
    for (const mode of ['refuse', 'rate_limit', 'cut_before', 'hang']) {
      const draft = await askWhile(company, { operation: 'card', mode });
      expect(await cardsOf(company, 'ana', draft)).toHaveLength(1);
    }
    await company.check();
  });

  test('stored the card without saying so: it may stand there twice, and the post that comes of it once', async () => {
    const company = await openImpatient(database);
    const draft = await askWhile(company, { operation: 'card', mode: 'cut_after' });
    const [first, second, ...more] = await cardsOf(company, 'ana', draft);
    expect([second?.id, more]).toEqual([draft.id, []]);
    const { body } = await company.click('ana', first as Message, 'stop');
    // Whichever of the two we know of: there is nothing to stop any more.
    expect(['UNKNOWN_CARD', 'NOT_NOW']).toContain(body.code);
    await press(company, 'ana', draft, 'approve');
    await cardOf(company, 'ana', draft, { state: 'published' });
    expect(await standing(company, 'random', draft)).toHaveLength(1);
    await company.check();
  });

  test('does not bring a card up to date: it is, as soon as the platform does', async () => {
    const company = await openImpatient(database);
    for (const mode of ['refuse', 'cut_before', 'cut_after', 'hang']) {
      const draft = await ask(company, 'ana', 'random');
      await company.fault({ operation: 'update', mode, times: 2 });
      await press(company, 'ana', draft, 'approve');
      await passUntil(company, 2_000, async () => (await stateOf(company, draft)) === 'published');
      expect(await cardsOf(company, 'ana', draft)).toHaveLength(1);
      expect(await standing(company, 'random', draft)).toHaveLength(1);
      await company.fault({ operation: 'update', mode, times: 0 });
    }
    await company.check();
  });
});

describe.each(storiesOn('sqlite'))('somebody takes no direct messages (%s)', (database) => {
  test('the requester: the draft is shown to nobody, the operators hear of it, and so does the requester as soon as they can', async () => {
    const { promise: mayAnswer, resolve: letAnswer } = Promise.withResolvers<void>();
    const company = await openCompany({
      database,
      overrides: handbookRuns(() => mayAnswer.then(() => answer('the staging password turns around'))),
    });
    await company.fault({ direct_messages: { person: 'playground:acme:ana', open: false } });
    await company.say('ana', 'random', QUESTION);
    await company.notice('olu', 'Ana (ana) cannot be sent a direct message, so a draft was shown to nobody (error NO_PRIVATE_SURFACE');
    letAnswer();
    await ask(company, 'ben', 'random');
    for (const person of ['ana', 'chloe', 'dan', 'olu', 'ana-sales']) {
      expect(await company.sees(person)).not.toContain('turns around');
    }
    await company.fault({ direct_messages: { person: 'playground:acme:ana', open: true } });
    await passUntil(company, 60_000, async () => (await company.sees('ana')).includes('I showed the draft to nobody'));
    await company.check();
  });

  test('a reviewer: the other reviewers decide, the operators hear of it, and the draft is nowhere else', async () => {
    const company = await openCompany({ database });
    await company.fault({ direct_messages: { person: 'playground:acme:ben', open: false } });
    const draft = await ask(company, 'ana', 'engineering');
    await press(company, 'ana', draft, 'approve');
    await company.notice('olu', 'was not asked to review an answer for #engineering. Ask them to allow direct messages from Countersign');
    const review = await cardOf(company, 'chloe', draft, { state: 'awaiting_reviewer' });
    for (const person of ['ben', 'dan', 'olu']) expect(await company.sees(person)).not.toContain('Rotating passwords');
    // As the alarm says.
    await company.fault({ direct_messages: { person: 'playground:acme:ben', open: true } });
    await passUntil(company, 60_000, async () => (await company.sees('ben')).includes('Rotating passwords'));
    await press(company, 'chloe', review, 'approve');
    await cardOf(company, 'ana', draft, { state: 'published' });
    await company.check();
  });
});

describe.each(storiesOn('sqlite'))('a platform that does not take a post away (%s)', (database) => {
  test('gives no answer: it is asked again until the post is gone', async () => {
    const company = await openImpatient(database);
    for (const mode of ['hang', 'hang_after', 'cut_before', 'cut_after', 'rate_limit']) {
      const draft = await retractWhile(company, { mode });
      await passUntil(company, 2_000, async () => (await stateOf(company, draft)) === 'retracted');
      expect(await standing(company, 'random', draft)).toEqual([]);
      await told(company, 'ana', draft, 'You retracted the answer from handbook in ');
    }
    expect(await requests(company, 'retract')).toHaveLength(10);
    await company.check();
  });
});

/** Ana asks, and the platform does this to the first card of it. */
async function askWhile(company: Company, fault: Record<string, unknown>): Promise<Message> {
  // What operators are told at the start is a card as well.
  await company.notice('olu', 'Alarms reach you here.');
  const { length } = await requests(company, 'card');
  await company.fault(fault);
  const asked = await company.say('ana', 'random', QUESTION);
  await untilRequested(company, 'card', length + 1);
  await passUntil(company, 1_000, async () => (await requests(company, 'card')).length > length + 1);
  return company.card('ana', (card) => isAfter(card, asked) && card.state === 'awaiting_requester');
}

/** Ana retracts what was posted for her, and the platform does this to it. */
async function retractWhile(company: Company, fault: Record<string, unknown>): Promise<Message> {
  const draft = await ask(company, 'ana', 'random');
  await press(company, 'ana', draft, 'approve');
  await cardOf(company, 'ana', draft, { state: 'published' });
  const [post] = await standing(company, 'random', draft);
  await company.fault({ operation: 'retract', ...fault });
  await press(company, 'ana', post as Message, 'retract');
  return draft;
}

/** A bot that waits a third of a second for an answer of the platform, and not five. */
async function openImpatient(database: 'sqlite' | 'postgres'): Promise<Company> {
  const company: Company = await openCompany({
    database,
    withoutBot: true,
    overrides: {
      wrap: (given) => {
        const { url, token } = company.config.playground;
        const options = { url: url ?? '', token: token ?? '', now: () => given.clock.now(), logger: createLogger('silent') };
        const impatient = createPlaygroundAdapter({ ...options, timeouts: { publishMs: 9_500, otherMs: 300 } });
        return { ...given, adapters: new Map([['playground', impatient]]) };
      },
    },
  });
  await company.bot.restart();
  return company;
}
