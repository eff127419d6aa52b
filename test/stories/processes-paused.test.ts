import { describe, expect } from 'vitest';
import { BOTH, storyOn } from '../support/databases.ts';
import { type Bot, checkAfter, pass, standStill, startBot } from './bots.ts';
import type { Message } from './chat.ts';
import { type Company, openCompany } from './company.ts';
import { lookTwiceInVain, requests, standing, told } from './publishing.ts';
import type { StepName } from './steps.ts';
import { ask, cardOf, press } from './turns.ts';

/** Long enough for the attempt of a process that is gone to be given up. */
const GIVEN_UP_MS = 26_000;

describe.each(BOTH)('a process that stands still while it publishes (%s)', (database) => {
  const story = storyOn(database);
  story(
    'between begin and start: posts nothing when it wakes after another has posted, not even if its clock stood still, too',
    async () => {
      const { company, bot, draft } = await stopAt(database, 'after the checkpoint');
      await company.bot.restart();
      await company.pass(11_000);
      await cardOf(company, 'ana', draft, { state: 'published' });
      await wake(bot, 0);
      await checkAfter(company, bot);
      expect(await requests(company, 'publish')).toHaveLength(1);
    },
  );

  story('after start: posts nothing when it wakes too late, and nobody else does', async () => {
    const { company, bot, draft, approvedAt } = await stopAt(database, 'after start');
    await giveUp(company, draft);
    await wake(bot, GIVEN_UP_MS);
    await lookTwiceInVain(company, draft, approvedAt);
    await checkAfter(company, bot);
    expect(await requests(company, 'publish')).toEqual([]);
  });

  story('before the send: posts late, and its post is found', async () => {
    const { company, bot, draft } = await stopAt(database, 'before the send');
    await giveUp(company, draft);
    await wake(bot, GIVEN_UP_MS);
    await company.posted('dan', 'random');
    await pass(company, 10_000, bot);
    await told(company, 'ana', draft, 'is posted in #random');
    await cardOf(company, 'ana', draft, { state: 'published' });
    await checkAfter(company, bot);
    expect(await requests(company, 'publish')).toHaveLength(1);
  });

  story('with its clock, until its post was given up: posts it, and its requester is told that it stands after all', async () => {
    const { company, bot, draft, approvedAt } = await stopAt(database, 'after start');
    await giveUp(company, draft);
    await lookTwiceInVain(company, draft, approvedAt);
    await wake(bot, 0);
    await told(company, 'ana', draft, 'is posted in #random');
    await cardOf(company, 'ana', draft, { state: 'published' });
    expect(await standing(company, 'random', draft)).toHaveLength(1);
    await checkAfter(company, bot);
  });

  story('with its clock, until its post was kept private: requester and operators are told that it stands all the same', async () => {
    const { company, bot, draft, approvedAt } = await stopAt(database, 'after start');
    await giveUp(company, draft);
    await press(company, 'ana', await lookTwiceInVain(company, draft, approvedAt), 'withdraw');
    await wake(bot, 0);
    await told(company, 'ana', draft, 'is posted in #random');
    await told(company, 'olu', draft, 'stands there (error CONFIRMED_LATE');
    expect(await standing(company, 'random', draft)).toHaveLength(1);
    await checkAfter(company, bot);
  });
});

/** Ana approves, and the process that is to post it stops at this step. */
async function stopAt(
  database: 'sqlite' | 'postgres',
  at: StepName,
): Promise<{ company: Company; bot: Bot; draft: Message; approvedAt: number }> {
  const company = await openCompany({ database, withoutBot: true });
  const bot = await startBot(company, { at, andThen: 'wait' });
  const draft = await ask(company, 'ana', 'random');
  const approvedAt = company.clock.now();
  await press(company, 'ana', draft, 'approve');
  await bot.passed();
  await standStill(company, bot);
  return { company, bot, draft, approvedAt };
}

/** Another process takes over what the first had started, and says that nobody knows what became of it. */
async function giveUp(company: Company, draft: Message): Promise<void> {
  await company.bot.restart();
  await company.pass(GIVEN_UP_MS);
  await told(company, 'ana', draft, 'The post may or may not be in #random. We do not send it again');
  await told(company, 'olu', draft, 'OUTCOME_UNKNOWN');
  expect(await requests(company, 'publish')).toEqual([]);
}

/** It finds that time has passed, by its own clock, and goes on. */
async function wake(bot: Bot, aheadMs: number): Promise<void> {
  bot.resume();
  bot.send({ advanceMs: aheadMs });
  await bot.message((message: { aheadMs?: number }) => message.aheadMs !== undefined);
  bot.goOn();
}
