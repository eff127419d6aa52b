import type { Locator } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { openCompany } from '../stories/company.ts';
import { QUESTION } from '../stories/turns.ts';
import { closeBrowser, gone, there, type Visit, visit } from './visit.ts';

afterAll(closeBrowser);

test('the first steps go on by what really happens, stay left when they are left, and come back when they are asked for', async () => {
  const company = await openCompany({ database: 'sqlite', hosted: true });
  const visitor = await visit(company, 'dan', { firstSteps: true });
  const { page } = visitor;
  const steps = page.getByRole('region', { name: 'First steps' });
  const now = (words: string): Locator => steps.locator('[aria-current=step]').filter({ hasText: words });

  await there(now('Ask as Ana'));
  await steps.getByRole('button', { name: 'Write the question for me' }).click();
  await there(page.getByRole('region', { name: 'What Ana (ana) sees' }));
  await there(now('Ask as Ana'));
  await visitor.channel.getByRole('button', { name: 'Send to channel' }).click();
  await there(now('Read Ana’s draft'));
  await visitor.press(visitor.card('Draft from handbook.'), 'Approve and ask Ben or Chloe');
  await there(now('Now be Ben'));
  await steps.getByRole('button', { name: 'Be Ben' }).click();
  await visitor.press(visitor.card('Ana (ana) asks you to review'), 'Approve and publish');
  await there(now('Read the post'));
  await there(visitor.posted('Approved by Ana (ana) and Ben.'));
  await steps.getByRole('button', { name: 'Be Dan' }).click();
  await there(steps.getByRole('button', { name: 'Done' }));
  expect(await steps.getByRole('button', { name: 'Be Dan' }).count()).toBe(0);

  // Who has done them all need not say so.
  await page.reload();
  await there(page.getByRole('button', { name: 'First steps' }));
  expect(await steps.isVisible()).toBe(false);
  await page.getByRole('button', { name: 'First steps' }).click();
  await there(now('Ask as Ana'));
  await steps.getByRole('button', { name: 'Leave' }).click();
  await gone(steps);
  await page.reload();
  await there(page.getByRole('button', { name: 'First steps' }));
  expect(await steps.isVisible()).toBe(false);
  await company.check();
});

test('on a phone one person has one half and two tabs, hears of a private card on the other tab, and walks the whole way by touch', async () => {
  const company = await openCompany({ database: 'sqlite', hosted: true });
  const phone = { width: 360, height: 740, touch: true };
  const [ana, ben] = await Promise.all([visit(company, 'ana', { ...phone, beside: 'ben' }), visit(company, 'ben', phone)]);
  expect(await ana.page.locator('#second').isVisible()).toBe(false);
  expect(await ana.mine.isVisible()).toBe(false);

  await ana.say(QUESTION);
  const news = ana.page.getByRole('button', { name: /^Private \(\d new\)$/ });
  await there(news);
  await expectFitForFingers(ana);
  await news.tap();
  await there(ana.page.getByRole('button', { name: 'Private', exact: true }));
  expect(await ana.channel.isVisible()).toBe(false);
  await there(ana.card('Draft from handbook.'));
  await expectFitForFingers(ana);
  await ana.press(ana.card('Draft from handbook.'), 'Approve and ask Ben or Chloe');
  await ben.page.getByRole('button', { name: 'Private (1 new)' }).tap();
  await ben.press(ben.card('Ana (ana) asks you to review'), 'Approve and publish');
  await there(ana.card(/^Posted in #engineering/));
  await ana.page.getByRole('button', { name: 'Channel', exact: true }).tap();
  await there(ana.posted('Approved by Ana (ana) and Ben.'));
  await expectFitForFingers(ana);
  await company.check();
});

/** What decides something is as high as a fingertip, and nothing is wider than the screen. */
async function expectFitForFingers({ page }: Visit): Promise<void> {
  const buttons = page.locator('main button:visible:not(.quiet)');
  // A card that says that the agent works may give way between the look and the measure.
  const heights = await buttons.evaluateAll((all) =>
    all.filter((one) => one.checkVisibility()).map((one) => [one.textContent, one.getBoundingClientRect().height] as const),
  );
  expect(heights.length).toBeGreaterThan(0);
  expect(heights.filter(([, height]) => height < 44)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
}
