import { expect, test } from 'vitest';
import { runCommand } from './bots.ts';
import { type Company, openCompany } from './company.ts';
import { requests, standing, stateOf, untilRequested } from './publishing.ts';
import { settled } from './settled.ts';
import { ask, cardOf, press } from './turns.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

test('a clock that jumps a day back and two forward between any two steps loses nothing and posts once', { timeout: 180_000 }, async () => {
  const company = await openCompany({ database: 'sqlite' });
  const draft = await ask(company);
  await company.pass(-DAY);
  await press(company, 'ana', draft, 'approve');
  const review = await cardOf(company, 'ben', draft, { state: 'awaiting_reviewer' });
  await company.pass(-HOUR);
  await press(company, 'ben', review, 'approve');
  await cardOf(company, 'ana', draft, { state: 'published' });
  expect(await standing(company, 'engineering', draft)).toHaveLength(1);

  const open = await ask(company);
  await company.pass(2 * DAY);
  // Its time is over by the clock that there is: it stays private, and its requester is told.
  await cardOf(company, 'ana', open, { state: 'expired' });
  await company.pass(-DAY);
  const post = await company.posted('ana', 'engineering', { kind: 'publication' });
  await press(company, 'ana', post, 'retract');
  await company.posted('dan', 'engineering', { id: post.id, kind: 'tombstone' });
  await verifies(company, [true]);
});

test(
  'what is to be tried again in a moment does not wait for an hour when the clock is set back by one',
  { timeout: 180_000 },
  async () => {
    const company = await openCompany({ database: 'sqlite' });
    const draft = await ask(company, 'ana', 'random');
    await company.fault({ operation: 'publish', mode: 'rate_limit', retryAfter: 30 });
    await press(company, 'ana', draft, 'approve');
    await untilRequested(company, 'publish');
    await settled(company);
    expect(await stateOf(company, draft)).toBe('approved');
    await company.pass(-HOUR);
    await cardOf(company, 'ana', draft, { state: 'published' });
    await verifies(company, [false, true]);
  },
);

/** The checker holds our times against the platform's, so it cannot judge a story in which time goes back. The log still must fit. */
async function verifies(company: Company, stored: boolean[]): Promise<void> {
  expect((await requests(company, 'publish')).map((request) => request.stored)).toEqual(stored);
  await company.bot.stop();
  const { code, stdout, stderr } = await runCommand(company, 'verify');
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('Everything fits.');
}
