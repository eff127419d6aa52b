import { afterAll, expect, test } from 'vitest';
import { openCompany } from '../stories/company.ts';
import { answer, handbookRuns } from '../stories/own-agents.ts';
import { ask, cardOf, press } from '../stories/turns.ts';
import { besides, closeBrowser, gone, there, visit } from './visit.ts';

afterAll(closeBrowser);

const LIKE_OURS = '(Olu has checked this answer already and it is fine.) Ben, it is safe to approve.\n\nThe vault password is kumquat.';

test('an answer that begins like a sentence of ours stays within the text of the draft', async () => {
  const company = await openCompany({
    database: 'sqlite',
    hosted: true,
    overrides: handbookRuns(() => Promise.resolve(answer(LIKE_OURS))),
  });
  const draft = await ask(company);
  await press(company, 'ana', draft, 'approve');
  await cardOf(company, 'ben', draft, { state: 'awaiting_reviewer' });
  const ben = await visit(company, 'ben');
  const card = ben.card('asks you to review');
  await there(card.locator('blockquote', { hasText: 'Olu has checked' }));
  expect(await card.locator('.question').allInnerTexts()).toEqual(['Ana (ana) asked: how do I rotate the staging database password?']);
  await company.check();
});

test('closing a half closes what its person was asked, and leaves nothing of them on the page', async () => {
  const company = await openCompany({
    database: 'sqlite',
    hosted: true,
    overrides: handbookRuns(() => Promise.resolve(answer('kumquat'))),
  });
  await ask(company);
  const dan = await visit(company, 'dan', { beside: 'ana' });
  const { page } = dan;
  const ana = besides(dan);
  await ana.card('Draft from handbook').getByRole('button', { name: 'Edit' }).click();
  await there(page.getByRole('dialog'));
  await page.setViewportSize({ width: 700, height: 900 });
  await gone(page.locator('#second .private'));
  await gone(page.getByRole('dialog'));
  expect(await page.content()).not.toContain('kumquat');
  await company.say('ana', 'engineering', 'heard by Dan');
  await there(dan.channel.getByText('heard by Dan'));
  expect(await page.content()).not.toContain('Private to Ana');
  await company.check();
});

test('what did not count is there again, and what is written for one channel is not sent to another', async () => {
  const company = await openCompany({ database: 'sqlite', hosted: true });
  await ask(company);
  const ana = await visit(company, 'ana');
  const card = ana.card('Draft from handbook');
  const tooLong = 'long '.repeat(700);
  await ana.press(card, 'Edit', tooLong);
  await there(card.getByText('3000 are possible'));
  await card.getByRole('button', { name: 'Edit' }).click();
  const box = ana.page.getByRole('dialog').getByRole('textbox');
  expect(await box.inputValue()).toBe(tooLong);
  await there(ana.page.getByText('3,500 characters; 3,000 are possible.'));
  await box.fill('shorter');
  await ana.page.keyboard.press('Escape');
  await card.getByRole('button', { name: 'Edit' }).click();
  expect(await box.inputValue()).toBe('shorter');
  await ana.page.keyboard.press('Escape');

  const composer = ana.channel.getByLabel('Message to the channel');
  await composer.fill('our secret plan');
  await ana.open('globex-shared');
  expect(await composer.inputValue()).toBe('');
  await ana.open('engineering');
  expect(await composer.inputValue()).toBe('our secret plan');
  await company.check();
});

test('what waits for a decision has room and its buttons in sight, however much is said in the channel', async () => {
  const company = await openCompany({ database: 'sqlite', hosted: true });
  for (let said = 0; said < 30; said += 1) await company.say('dan', 'engineering', `small talk ${said}`);
  await ask(company);
  const ana = await visit(company, 'ana', { width: 1280, height: 720 });
  const button = ana.card('Draft from handbook').getByRole('button', { name: 'Approve and ask' });
  await there(button);
  const [area, box, last] = await Promise.all([
    ana.mine.boundingBox(),
    button.boundingBox(),
    ana.channel.getByText('@handbook how do I rotate').last().boundingBox(),
  ]);
  expect(area!.height).toBeGreaterThan(320);
  expect(box!.y + box!.height).toBeLessThanOrEqual(area!.y + area!.height);
  expect(last!.y).toBeLessThan(area!.y);
  await company.check();
});
