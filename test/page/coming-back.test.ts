import { afterAll, expect, test } from 'vitest';
import { openCompany } from '../stories/company.ts';
import { handbookAnswers } from '../stories/own-agents.ts';
import { personId } from '../stories/chat.ts';
import { openChat } from './chat-without-bot.ts';
import { besides, closeBrowser, gone, there, visit } from './visit.ts';

afterAll(closeBrowser);

const LOST = 'The connection is lost. Trying again…';

test('the server stops between Ana’s approval and Ben’s: both pages say so and go on by themselves, and nothing is lost', async () => {
  const company = await openCompany({ database: 'sqlite', hosted: true, overrides: handbookAnswers('Kumquats are out of season.') });
  const [ana, ben] = await Promise.all([visit(company, 'ana'), visit(company, 'ben')]);
  for (const { page } of [ana, ben]) await page.evaluate(() => Object.assign(window, { isTheSamePage: true }));
  await ana.say('@handbook kumquats?');
  await ana.press(ana.card('Draft from handbook.'), 'Approve and ask Ben or Chloe');
  const review = ben.card('Ana (ana) asks you to review an answer from handbook.');
  await there(review);

  await company.bot.stop();
  for (const { page } of [ana, ben]) await there(page.locator('#first').getByText(LOST));
  await there(review.getByText('Kumquats are out of season.'));
  await ben.press(review, 'Approve and publish');
  await there(review.getByText('The playground does not answer.'));
  await ana.say('still here?');
  await there(ana.page.locator('#first').getByText('The playground does not answer.'));
  expect(await ana.channel.getByRole('textbox').inputValue()).toBe('still here?');

  await company.bot.restart();
  for (const { page } of [ana, ben]) {
    await gone(page.locator('#first').getByText(LOST));
    await gone(page.locator('#first > .half > .trouble'));
  }
  await ana.channel.getByRole('button', { name: 'Send to channel' }).click();
  await there(ben.channel.getByText('still here?'));
  await ben.press(review, 'Approve and publish');
  await there(ana.posted('Approved by Ana (ana) and Ben.'));
  await there(ana.card(/^Posted in #engineering/));
  for (const { page } of [ana, ben]) expect(await page.evaluate(() => 'isTheSamePage' in window)).toBe(true);
  await company.check();
});

test('whoever becomes somebody else finds nothing of the one before, neither on the page nor in a field', async () => {
  const company = await openCompany({ database: 'sqlite', hosted: true, overrides: handbookAnswers('a secret about kumquats') });
  const ana = await visit(company, 'ana');
  const { page } = ana;
  const everything = (): Promise<string> =>
    page.evaluate(() =>
      [document.documentElement.outerHTML, ...[...document.querySelectorAll('textarea')].map(({ value }) => value)].join('\n'),
    );

  await ana.say('@handbook kumquats?');
  const draft = ana.card('Draft from handbook.');
  await there(draft.getByText('a secret about kumquats'));
  await ana.press(draft, 'Approve and ask Ben or Chloe');
  const forBen = await company.card('ben', { state: 'awaiting_reviewer' });
  await company.click('ben', forBen, 'reject', 'too much about kumquats');
  const rejected = ana.card('Ben did not approve: “too much about kumquats”');
  await there(rejected);
  await rejected.getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await ana.channel.getByRole('textbox').fill('half a sentence about kumquats');
  await ana.mine.getByRole('textbox').fill('another about kumquats');
  expect((await everything()).match(/about kumquats/g)?.length).toBeGreaterThan(4);

  await page.getByLabel('You are').selectOption('Dan');
  await there(page.getByRole('region', { name: 'What Dan sees' }));
  await there(ana.mine.getByText('Nothing yet.'));
  await there(ana.channel.getByText('@handbook kumquats?'));
  expect(await everything()).not.toContain('about kumquats');
  await company.say('ben', 'engineering', 'heard by Dan');
  await there(ana.channel.getByText('heard by Dan'));
  expect(await everything()).not.toContain('about kumquats');
  await company.check();
});

test('the address says who is shown, so a reload shows the same two people', async () => {
  const chat = await openChat();
  const first = await visit(chat, 'ana', { beside: 'ben' });
  const second = besides(first);
  const { page } = first;
  await page.locator('#first').getByLabel('You are').selectOption('Chloe');
  await page.locator('#second').getByLabel('You are').selectOption('Gil (Globex)');
  await there(second.channel.getByRole('heading', { name: '#globex-shared' }));
  expect(new URLSearchParams(new URL(page.url()).hash.slice(1)).get('person')).toBe(personId('chloe'));

  await page.reload();
  await there(page.getByRole('region', { name: 'What Chloe sees' }));
  await there(page.getByRole('region', { name: 'What Gil (Globex) sees' }));
  expect(await page.locator('select.person').evaluateAll((made) => made.map((one) => (one as HTMLSelectElement).value))).toEqual([
    personId('chloe'),
    personId('gil'),
  ]);
  await there(second.channel.getByText('People outside Acme can read this: Globex'));
  expect(await page.title()).toMatch(/^Chloe and Gil \(Globex\) – /);

  await page.getByRole('button', { name: 'Two people' }).click();
  await gone(page.locator('#second'));
  await page.reload();
  await there(page.getByRole('region', { name: 'What Chloe sees' }));
  expect(await page.locator('#second').isHidden()).toBe(true);
});
