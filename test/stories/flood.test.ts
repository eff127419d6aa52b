import { expect, test } from 'vitest';
import { until } from '../support/until.ts';
import { openCompany } from './company.ts';
import { entriesOf } from './log.ts';
import { ask, cardOf, noticesTo, press, QUESTION } from './turns.ts';

const QUESTIONS = 100;

test(
  'a hundred questions at once by one person: ten become drafts, each other is refused in words, and nobody else waits for it',
  { timeout: 180_000 },
  async () => {
    const company = await openCompany({ database: 'sqlite' });
    await Promise.all(Array.from({ length: QUESTIONS }, () => company.say('ana', 'direct', QUESTION)));
    const draft = await ask(company, 'dan', 'random');
    await press(company, 'dan', draft, 'approve');
    await cardOf(company, 'dan', draft, { state: 'published' });

    const { direct } = await company.view('ana');
    const drafts = new Set(direct.filter(({ kind }) => kind === 'card').map((card) => card.draft));
    expect(drafts.size).toBe(10);
    const words = 'You have 10 open drafts, which is the limit. Your question went to no agent.';
    await until(async () => (await noticesTo(company, 'ana', words)).length === QUESTIONS - 10, {
      what: 'each other question to be refused',
    });
    // Ten are written down one by one; of the rest there is a count, once the minute is over.
    await company.pass(61_000);
    await company.pass(15_000);
    const refusals = async () => (await entriesOf(company)).filter(({ type }) => type === 'attempt.refused').map(({ refs }) => refs);
    await until(async () => (await refusals()).some(({ code }) => code === 'MORE'), { what: 'the count of the rest' });
    const logged = await refusals();
    expect(logged.length).toBe(11);
    expect(logged.at(-1)).toMatchObject({ code: 'MORE', count: QUESTIONS - 10 - 10 });
    await company.check();
  },
);
