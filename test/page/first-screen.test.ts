import { afterAll, expect, test } from 'vitest';
import { openCompany } from '../stories/company.ts';
import { openChat } from './chat-without-bot.ts';
import { besides, closeBrowser, there, visit } from './visit.ts';

afterAll(closeBrowser);

test('whoever opens it reads what it does, finds people talking, and sees by a word which half is private and to whom', async () => {
  const company = await openCompany({ database: 'sqlite', hosted: true });
  const ana = await visit(company, 'ana', { beside: 'ben', firstSteps: true });
  await there(ana.page.getByText('What an AI answers is private to whoever asked, until people approve exactly that post.'));
  await there(ana.channel.getByText('Staging is back after the update.'));
  await there(ana.channel.getByText('Everyone at Acme reads this (6 people)'));
  await there(ana.mine.getByRole('heading', { name: 'Only Ana (ana) sees this' }));
  await there(besides(ana).mine.getByRole('heading', { name: 'Only Ben sees this' }));
  await ana.open('globex-shared');
  await there(ana.channel.getByText('Gil (Globex)'));
  await there(ana.channel.locator('.who', { hasText: 'Ana (ana)' }));
  expect(await ana.channel.locator('.who').allTextContents()).toEqual(['Gil (Globex)', 'Ana (ana)']);
});

test('on a phone the first message begins within the first third, and the open channel is named once', async () => {
  const company = await openCompany({ database: 'sqlite', hosted: true });
  const { page, channel } = await visit(company, 'ana', { width: 390, height: 844, touch: true, firstSteps: true });
  const first = channel.locator('.message').first();
  await there(first);
  expect((await first.boundingBox())!.y).toBeLessThanOrEqual(844 / 3);
  const pick = page.locator('#first .pick');
  await there(pick.getByText('#engineering'));
  expect(await page.getByRole('button', { name: '# random' }).isVisible()).toBe(false);
  await pick.tap();
  await page.getByRole('button', { name: '# random' }).tap();
  await there(channel.getByText('There was cake in the kitchen.'));
  await there(pick.getByText('#random'));
  expect(await page.getByRole('button', { name: '# lobby' }).isVisible()).toBe(false);
});

test('the field in which somebody writes grows with what they write, up to five lines', async () => {
  const chat = await openChat();
  const { channel } = await visit(chat, 'ana');
  const box = channel.getByLabel('Message to the channel');
  const heightOf = async (text: string) => {
    await box.fill(text);
    return (await box.boundingBox())!.height;
  };
  const heights: number[] = [];
  for (const lines of [1, 3, 5, 9]) heights.push(await heightOf(Array.from({ length: lines }, (_, at) => `line ${at}`).join('\n')));
  const [one = 0, three = 0, five = 0, nine = 0] = heights;
  expect(three).toBeGreaterThan(one + 30);
  expect(five).toBeGreaterThan(three + 30);
  expect(nine).toBeLessThan(five + 10);
});
