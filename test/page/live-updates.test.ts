import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { postBody } from '../adapters/playground/bodies.ts';
import { openCompany } from '../stories/company.ts';
import { engage, release } from '../stories/turns.ts';
import { openChat } from './chat-without-bot.ts';
import { openCorner } from './corner.ts';
import { listenFromTheStart } from './listening.ts';
import { besides, closeBrowser, gone, there, visit } from './visit.ts';

afterAll(closeBrowser);

const ENGINEERING = 'playground:acme:engineering';
const CREDIT = 'Written by handbook (AI). cs-00000000';

test('what a post said is nowhere on the page once it is retracted, though it was read out a moment ago', async () => {
  const chat = await openChat();
  const ana = await visit(chat, 'ana', { beside: 'ben' });
  const { hears } = await listenFromTheStart(ana.page);
  const everything = () => ana.page.evaluate(() => document.documentElement.outerHTML);
  await there(besides(ana).channel.getByText('Nobody has written anything here yet.'));

  for (const tombstone of ['An answer was retracted.', null]) {
    const post = await chat.operate('publish', postBody('engineering', `All about kumquats.\n\n${CREDIT}`));
    await hears('All about kumquats.');
    await there(besides(ana).posted('All about kumquats.'));
    expect(await heldFor(ana.page, 'All about kumquats.')).toBe(1);
    await chat.operate('retract', { channel: ENGINEERING, message: post, tombstone });
    await hears(tombstone ?? 'A message was taken away from #engineering.');
    for (const half of [ana, besides(ana)]) await gone(half.channel.getByText('All about kumquats.'));
    expect(await everything()).not.toContain('kumquats');
    expect(await heldFor(ana.page, tombstone ?? 'A message was taken away')).toBe(1);
  }

  await chat.operate('publish', postBody('engineering', `More about kumquats.\n\n${CREDIT}`));
  await hears('More about kumquats.');
  await chat.world({ channel: { id: ENGINEERING, members: ['playground:acme:chloe'] } });
  for (const half of [ana, besides(ana)]) await gone(half.channel.getByText('kumquats'));
  expect(await everything()).not.toContain('kumquats');
});

test('a kill switch that is thrown elsewhere is announced once to whoever has the corner open; an order from there is only answered', async () => {
  const company = await openCompany({ database: 'sqlite', hosted: true });
  const dan = await visit(company, 'dan');
  const { hears, heard } = await listenFromTheStart(dan.page);
  const corner = await openCorner(dan);
  await there(corner.kill.getByText('Publishing is not stopped.'));

  await engage(company, 'wrong payroll answers');
  await hears('Publishing is stopped. Olu stopped everything');
  await release(company);
  await hears('Publishing is not stopped.');

  // The word is out before the corner shows the row of everything again.
  await there(corner.kill.getByText('Publishing is not stopped.'));
  await corner.press('Stop it…', 'wrong again');
  await hears('Publishing is stopped (everything): “wrong again”.');
  await there(corner.kill.getByRole('button', { name: 'Release everything…' }));
  await company.say('ana', 'engineering', 'The last word');
  await hears('The last word');
  expect((await heard()).filter((line) => line.startsWith('Publishing'))).toEqual([
    expect.stringMatching(/^Publishing is stopped\. Olu stopped everything at \d\d:\d\d: “wrong payroll answers”\.$/) as string,
    'Publishing is not stopped.',
    expect.stringContaining('Publishing is stopped (everything): “wrong again”.') as string,
  ]);
  await company.check();
});

test('nothing can be ordered in the corner before it knows what there is', async () => {
  const company = await openCompany({ database: 'sqlite', hosted: true });
  const dan = await visit(company, 'dan');
  const answer = Promise.withResolvers<void>();
  await dan.page.route('**/console/state?*', async (route) => {
    await answer.promise;
    await route.continue();
  });
  const asked = dan.page.waitForRequest('**/console/state?*');
  const corner = await openCorner(dan);
  await asked;
  const orders = corner.root.getByRole('button', { name: /^(Stop it…|Verify)$/ });
  expect(await orders.count()).toBe(0);
  answer.resolve();
  await there(orders.first());
  expect(await orders.count()).toBe(2);
});

test('in a channel of 2,000 messages one more draws one more, and touches no other', async () => {
  const chat = await openChat();
  let root: string | undefined;
  for (let at = 1; at <= 2000; at++) {
    const message = await chat.say('dan', ENGINEERING, `message ${at}`, at % 4 === 0 ? root : undefined);
    if (at % 4 === 1) root = message;
  }
  const { page, channel } = await visit(chat, 'ana');
  await there(channel.getByText('message 2000'));
  await page.evaluate(() => {
    const touched: string[] = [];
    Object.assign(globalThis, { touched });
    const list = document.querySelector('#first .public .messages') ?? document.body;
    const note = (records: MutationRecord[]) => {
      for (const { target, addedNodes, removedNodes } of records)
        for (const one of [...(target === list ? [] : [target]), ...addedNodes, ...removedNodes]) touched.push(one.textContent ?? '');
    };
    new MutationObserver(note).observe(list, { subtree: true, childList: true, characterData: true, attributes: true });
  });
  await chat.say('dan', ENGINEERING, 'one more');
  await there(channel.getByText('one more'));
  expect(await channel.locator('.message').count()).toBe(2001);
  const touched = await page.evaluate(() => (globalThis as unknown as { touched: string[] }).touched);
  expect(touched).toEqual([expect.stringContaining('one more') as string]);
});

/** How many lines for those who listen hold this. */
function heldFor(page: Page, words: string): Promise<number> {
  return page.locator('[role="log"] p').filter({ hasText: words }).count();
}
