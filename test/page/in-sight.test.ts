import type { Locator } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { until } from '../support/until.ts';
import { openChat } from './chat-without-bot.ts';
import { face } from './faces.ts';
import { besides, closeBrowser, gone, there, type Visit, visit } from './visit.ts';

afterAll(closeBrowser);

const ENGINEERING = 'playground:acme:engineering';

test('after a reload with a long history, what comes is in sight in both halves; whoever has scrolled away is told that it is below', async () => {
  const chat = await openChat();
  for (let said = 0; said < 30; said += 1) await chat.say('dan', ENGINEERING, `small talk ${said}`);
  for (let shown = 0; shown < 6; shown += 1) {
    await chat.show('ana', face('requester-published'));
    await chat.show('ben', face('reviewer-published'));
  }
  const ana = await visit(chat, 'ana', { beside: 'ben', width: 1280, height: 720 });
  const { page } = ana;
  const ben = besides(ana);
  await page.reload();
  for (const half of [ana, ben]) await inSight(half.mine.locator('.message').last(), half.mine);

  const draft = await chat.show('ana', face('requester-draft'));
  await inSight(ana.card(/^Draft/).locator('.title'), ana.mine);
  await chat.show('ben', face('reviewer-asks'));
  await inSight(ben.card(/asks you to review/).locator('.title'), ben.mine);
  await chat.change('ana', draft, face('requester-published'));
  await chat.show('ana', face('requester-draft-edited'));
  await inSight(ana.card(/Edited by you/).locator('.title'), ana.mine);
  expect(await ana.mine.getByRole('button', { name: 'New below' }).isVisible()).toBe(false);

  await scrollToTop(ana);
  await chat.show('ana', face('requester-answered'));
  await there(ana.mine.getByRole('button', { name: 'New below' }));
  await ana.mine.getByRole('button', { name: 'New below' }).click();
  await inSight(ana.mine.locator('.message').last(), ana.mine);
  await gone(ana.mine.getByRole('button', { name: 'New below' }));

  await scrollToTop(ana);
  await ana.say('@handbook and now?');
  await chat.show('ana', face('requester-draft'));
  await inSight(ana.mine.locator('.message').last().locator('.title'), ana.mine);
});

async function scrollToTop({ page, mine }: Visit): Promise<void> {
  await mine.locator('.scroll').hover();
  await page.mouse.wheel(0, -20_000);
  await until(() => mine.locator('.scroll').evaluate((one) => one.scrollTop === 0), { what: 'the beginning of the list' });
}

/** Waits until it stands within the list that scrolls. */
async function inSight(item: Locator, area: Locator): Promise<void> {
  await until(
    async () => {
      const [inner, outer] = await Promise.all([item.boundingBox(), area.locator('.scroll').boundingBox()]);
      return (
        inner !== null && outer !== null && inner.y >= outer.y - 1 && inner.y + Math.min(inner.height, 40) <= outer.y + outer.height + 1
      );
    },
    { what: `${String(item)} in sight`, timeoutMs: 10_000 },
  );
}
