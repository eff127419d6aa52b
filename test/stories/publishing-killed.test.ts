import { describe, expect, test } from 'vitest';
import { storiesOn } from '../support/databases.ts';
import { tellsAll } from '../support/tells-all.ts';
import { startBot } from './bots.ts';
import type { Message } from './chat.ts';
import { type Company, openCompany } from './company.ts';
import { lookTwiceInVain, manyDrafts, standing, told } from './publishing.ts';
import { type StepName, STEPS } from './steps.ts';
import { ask, cardOf, press } from './turns.ts';

/** What becomes of a post whose process is killed there. */
const ENDS: Record<StepName, 'posted' | 'found' | 'given up'> = {
  'before the lookups': 'posted',
  'after the lookups': 'posted',
  'inside begin': 'posted',
  'after begin': 'posted',
  'after the checkpoint': 'posted',
  'inside start': 'posted',
  'after start': 'given up',
  'before the send': 'given up',
  'after the send': 'found',
  'inside the record of the outcome': 'found',
  'after the record of the outcome': 'posted',
};

/** The others end as the step before them does. */
const TOLD_ALWAYS: readonly StepName[] = ['inside begin', 'before the send', 'after the send'];

describe.each(storiesOn('postgres'))('a process that is killed while it publishes (%s)', (database) => {
  test('leaves one post, or the question to its requester, whatever step it had come to', { timeout: 90_000 }, async () => {
    const company = await openCompany({ database, rules: manyDrafts });
    const steps = STEPS.filter((step) => tellsAll() || TOLD_ALWAYS.includes(step));
    const drafts: Message[] = [];
    for (const _ of steps) drafts.push(await ask(company, 'ana', 'random'));
    const reviewed = await ask(company, 'ana', 'engineering');
    await press(company, 'ana', reviewed, 'approve');
    const review = await cardOf(company, 'ben', reviewed, { state: 'awaiting_reviewer' });

    for (const [nth, step] of steps.entries()) {
      const draft = drafts[nth] as Message;
      const approvedAt = company.clock.now();
      await dieAt(company, step, { person: 'ana', card: draft });
      await comesTo(company, draft, ENDS[step], approvedAt, 'random').catch((cause: unknown) => {
        throw new Error(`killed ${step}: ${String(cause)}`, { cause });
      });
    }
    await dieAt(company, 'after the send', { person: 'ben', card: review });
    await comesTo(company, reviewed, 'found', company.clock.now(), 'engineering');
    await company.card(
      'chloe',
      ({ draft, title }) => draft === reviewed.draft && /^Ben approved this .* It was posted in #engineering\.$/.test(title ?? ''),
    );
    expect(await standing(company, 'engineering', reviewed)).toHaveLength(1);
    await company.check();
  });
});

/** Somebody approves in a process that is killed at this step; another takes over. */
async function dieAt(company: Company, at: StepName, { person, card }: { person: string; card: Message }): Promise<void> {
  await company.bot.stop();
  const bot = await startBot(company, { at });
  const clicked = company.click(person, card, 'approve');
  expect((await bot.exited).signal).toBe('SIGKILL');
  await company.bot.restart();
  // If nobody had acknowledged the click, it is handed to the next process, and counts no second time.
  expect((await clicked).status).toBe(200);
  await company.pass(16_000);
}

async function comesTo(company: Company, draft: Message, end: string, approvedAt: number, channel: string): Promise<void> {
  if (end !== 'posted') {
    await told(company, 'ana', draft, `The post may or may not be in #${channel}.`);
    await told(company, 'olu', draft, 'OUTCOME_UNKNOWN');
  }
  if (end === 'found') await told(company, 'ana', draft, `is posted in #${channel}`);
  if (end === 'given up') {
    const failed = await lookTwiceInVain(company, draft, approvedAt);
    expect(failed.title).toContain('If you try again, it could appear twice.');
    expect(await standing(company, channel, draft)).toEqual([]);
    await press(company, 'ana', failed, 'retry');
  }
  await cardOf(company, 'ana', draft, { state: 'published' });
  expect(await standing(company, channel, draft)).toHaveLength(1);
}
