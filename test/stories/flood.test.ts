import { expect, test } from 'vitest';
import { tellsAll } from '../support/tells-all.ts';
import { until } from '../support/until.ts';
import { type Company, openCompany } from './company.ts';
import { entriesOf } from './log.ts';
import { createGate } from './gates.ts';
import { answer, handbookRuns } from './own-agents.ts';
import { manyDrafts } from './publishing.ts';
import { ask, cardOf, noticesTo, press, publish, QUESTION } from './turns.ts';

const QUESTIONS = tellsAll() ? 1_000 : 100;
/** More than there is room for of what is not an agent's run. */
const SLOW = 70;

test(
  'a flood of questions at once by one person: ten become drafts, each other is refused in words, and nobody else waits for it',
  { timeout: 600_000 },
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
      timeoutMs: 300_000,
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

test('seventy questions to an agent that takes its time hold up nobody who asks, reviews or is posted meanwhile', async () => {
  const gate = createGate();
  const run = async ({ question }: { question: string }): Promise<object> => {
    if (question.includes('slowly')) await gate.pass();
    return answer('Rotate it in the vault.');
  };
  const company = await openCompany({ database: 'sqlite', rules: manyDrafts, overrides: handbookRuns(run) });
  await Promise.all(Array.from({ length: SLOW }, (_, nth) => company.say('ana', 'random', `@handbook slowly, please (${nth})`)));
  await until(async () => (await working(company)) === SLOW, { what: 'each question to be with the agent' });

  await publish(company, await ask(company, 'dan', 'engineering'), 'dan', ['ben'], 'engineering');
  expect(await working(company)).toBe(SLOW);
  gate.open();
  await until(async () => (await working(company)) === 0, { what: 'each answer' });
  await company.check();
});

/** How many of Ana's questions an agent works on. */
async function working(company: Company): Promise<number> {
  const { direct } = await company.view('ana');
  return direct.filter(({ kind, state, actions }) => kind === 'card' && state === 'awaiting_agent' && actions.length > 0).length;
}
