import { describe, expect, test } from 'vitest';
import { storiesOn } from '../support/databases.ts';
import { type Bot, checkAfter, pass, runCommand, startBot } from './bots.ts';
import type { Message } from './chat.ts';
import { type Company, openCompany } from './company.ts';
import { requests, standing, told } from './publishing.ts';
import type { StepName } from './steps.ts';
import { ask, cardOf, press } from './turns.ts';

describe.each(storiesOn('postgres'))('the switch is engaged while a post is on its way (%s)', (database) => {
  test('after begin, from the command line: nothing is sent, the draft is kept, and release sends nothing either', async () => {
    const { company, bot, draft } = await waitAt(database, 'after begin');
    const engaged = await runCommand(company, 'engage', 'all', '--reason', 'wrong payroll answers');
    expect(engaged).toMatchObject({ code: 0, stderr: '' });
    expect(engaged.stdout).toContain(
      'Publishing is stopped (everything): “wrong payroll answers”. Posts that were already on their way: 0.',
    );
    bot.goOn();
    await told(company, 'ana', draft, '“wrong payroll answers”. This draft stays private and safe.');
    const { length } = await requests(company, 'can_post');
    await pass(company, 30_000, bot);
    await company.say('olu', 'direct', '/countersign status');
    await company.notice('olu', 'Publishing is stopped: everything.');
    expect(await requests(company, 'can_post')).toHaveLength(length);
    await releaseAndApproveAgain(company, draft);
    await checkAfter(company, bot);
  });

  test('after the checkpoint, in the chat, and released at once: what was begun before goes back to its requester, too', async () => {
    const { company, bot, draft } = await waitAt(database, 'after the checkpoint');
    await company.say('olu', 'direct', '/countersign engage all wrong payroll answers');
    await company.notice('olu', 'Publishing is stopped (everything): “wrong payroll answers”. Posts that were already on their way: 0.');
    await releaseAndApproveAgain(company, draft, () => bot.goOn());
    await checkAfter(company, bot);
  });

  test('after start: the answer names the post that is in flight, and no other is sent', async () => {
    const { company, bot, draft } = await waitAt(database, 'after start');
    await company.say('olu', 'direct', '/countersign engage all wrong payroll answers');
    await company.notice('olu', 'Posts that were already on their way: 1.');
    bot.goOn();
    await cardOf(company, 'ana', draft, { state: 'published' });
    expect(await standing(company, 'random', draft)).toHaveLength(1);
    await checkAfter(company, bot);
  });
});

/** Ana approves, and the process that is to post it waits at this step. */
async function waitAt(database: 'sqlite' | 'postgres', at: StepName): Promise<{ company: Company; bot: Bot; draft: Message }> {
  const company = await openCompany({ database, withoutBot: true });
  const bot = await startBot(company, { at, andThen: 'wait' });
  const draft = await ask(company, 'ana', 'random');
  await press(company, 'ana', draft, 'approve');
  await bot.passed();
  return { company, bot, draft };
}

/** What had been approved before goes back to Ana; only when she approves it again, it is posted. */
async function releaseAndApproveAgain(company: Company, draft: Message, then = (): void => {}): Promise<void> {
  await company.say('olu', 'direct', '/countersign release all');
  await company.notice('olu', 'Drafts that had been approved went back to the people who asked: 1.');
  then();
  const released = 'Publishing was stopped for a while and is released now. Approvals from before no longer count.';
  const again = await company.card('ana', (card) => card.draft === draft.draft && card.text.includes(released));
  expect(await requests(company, 'publish')).toEqual([]);
  await press(company, 'ana', again, 'approve');
  await cardOf(company, 'ana', draft, { state: 'published' });
  expect(await requests(company, 'publish')).toHaveLength(1);
}
