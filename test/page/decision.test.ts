import type { Locator } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { until } from '../support/until.ts';
import { openCompany } from '../stories/company.ts';
import { engage, QUESTION, release } from '../stories/turns.ts';
import { openChat } from './chat-without-bot.ts';
import { face } from './faces.ts';
import { besides, closeBrowser, gone, there, visit } from './visit.ts';

afterAll(closeBrowser);

test('whoever decides has the whole text, what it means and the buttons in sight at once, on a screen of 1280 by 720', async () => {
  const company = await openCompany({ database: 'sqlite', hosted: true });
  const ana = await visit(company, 'ana', { beside: 'ben', width: 1280, height: 720, firstSteps: true });
  const ben = besides(ana);
  await ana.say(QUESTION);
  const draft = ana.card('Draft from handbook.');
  await inSight(
    ana.mine,
    draft.locator('.title'),
    ...['Would be posted:', 'Who could read it:', 'Before that:', 'If nobody acts:'].map((label) => draft.getByText(label)),
  );
  await inSight(
    ana.mine,
    ...['Approve and ask Ben or Chloe', 'Edit', 'Ask again', 'Keep private'].map((name) => draft.getByRole('button', { name })),
  );
  const draftLines = await linesOf(draft);
  expect(draftLines.all).toBeGreaterThanOrEqual(10);
  expect(draftLines.inSight).toBe(draftLines.all);
  await draft.getByText('Goes to: #engineering').scrollIntoViewIfNeeded();
  await inSight(ana.mine, draft.getByRole('button', { name: 'Keep private' }));

  await ana.press(draft, /^Approve and ask/);
  const review = ben.card('asks you to review');
  await inSight(ben.mine, review.locator('.title'), review.getByText('If you approve, it is posted in #engineering'));
  await inSight(ben.mine, review.getByText('One more approval is needed'), review.getByText('If nobody acts:'));
  await inSight(ben.mine, ...['Approve and publish', 'Reject…'].map((name) => review.getByRole('button', { name })));
  const reviewLines = await linesOf(review);
  expect(reviewLines.inSight).toBe(reviewLines.all);

  await review.getByRole('button', { name: 'Reject…' }).click();
  const dialog = ana.page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Reject', exact: true }).click();
  await there(dialog.getByText('There is nothing in the field yet.'));
  await dialog.getByRole('textbox').fill('wrong vault path');
  await dialog.getByRole('button', { name: 'Reject', exact: true }).click();
  await there(ana.card('Ben did not approve: “wrong vault path”'));
  await company.check();
});

test('on a phone the buttons stand below lines of the text, and what they mean comes after it', async () => {
  const chat = await openChat();
  await chat.show('ana', face('requester-draft'));
  const ana = await visit(chat, 'ana', { width: 375, height: 667, touch: true });
  await ana.show('private');
  const draft = ana.card(/^Draft/);
  const buttons = ['Edit', 'Keep private'].map((name) => draft.getByRole('button', { name }));
  await inSight(ana.mine, ...buttons);
  expect((await linesOf(draft)).inSight).toBeGreaterThanOrEqual(4);
  await draft.getByText('If nobody acts:').scrollIntoViewIfNeeded();
  await inSight(ana.mine, draft.getByText('If nobody acts:'), ...buttons);
});

test('the buttons of a draft stand on one line on a screen of 1440', async () => {
  const chat = await openChat();
  await chat.show('ana', face('requester-draft'));
  const ana = await visit(chat, 'ana', { beside: 'ben' });
  await there(ana.card(/^Draft/));
  const tops = await ana
    .card(/^Draft/)
    .getByRole('button')
    .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
  expect(tops.length).toBe(4);
  expect(new Set(tops).size).toBe(1);
});

test('while publishing is stopped, the page and the cards say so, whoever looks; and no longer when it is released', async () => {
  const company = await openCompany({ database: 'sqlite', hosted: true });
  const ana = await visit(company, 'ana', { beside: 'dan' });
  const banner = ana.page.locator('#stopped p');
  await ana.say(QUESTION);
  const draft = ana.card('Draft from handbook.');
  await there(draft.getByRole('button', { name: /^Approve/ }));
  expect(await banner.isVisible()).toBe(false);
  await engage(company, 'wrong payroll answers');
  await there(banner.getByText(/^Publishing is stopped\. Olu stopped everything at \d\d:\d\d: “wrong payroll answers”\.$/));
  await there(draft.getByText('Olu stopped publishing at'));
  await gone(draft.getByRole('button', { name: /^Approve/ }));
  await release(company);
  await gone(banner);
  await there(draft.getByRole('button', { name: /^Approve/ }));
  await gone(draft.getByText('Olu stopped publishing at'));
  await company.check();
});

test('code and emphasis are seen as what they are, every mark stays in the text, a flag is not cut, and what looks like markup is text', async () => {
  const chat = await openChat();
  const draft = face('requester-draft');
  const words =
    'Run `acme db rotate --env staging` *now*, **please**; not \\`this\\`, 2 \\* 3 or <b>bold</b> `<img src=x onerror=alert(1)>` and a lone ` mark.';
  const preview = `${words}\n\nWritten by handbook (AI). cs-00000000`;
  await chat.show('ana', { ...draft, parts: draft.parts.map((part) => (part.kind === 'answer' ? { ...part, preview } : part)) });
  const ana = await visit(chat, 'ana', { width: 340 });
  await ana.show('private');
  const answer = ana
    .card(/^Draft/)
    .locator('.answer p')
    .first();
  await there(answer);
  expect(await answer.textContent()).toBe(words);
  expect(await answer.locator('code').allTextContents()).toEqual(['`acme db rotate --env staging`', '`<img src=x onerror=alert(1)>`']);
  expect(await answer.locator('em, strong').allTextContents()).toEqual(['*now*', '**please**']);
  expect(await answer.locator('img, b').count()).toBe(0);
  const flag = answer.locator('.word', { hasText: '--env' });
  expect(await flag.evaluate((one) => one.getClientRects().length)).toBe(1);
  expect((await flag.boundingBox())!.height).toBeLessThan(30);
});

/** How many lines the text of a draft has on its card, and how many of them nothing covers: neither the list's edge nor what is pinned. */
function linesOf(card: Locator): Promise<{ all: number; inSight: number }> {
  return card.locator('.answer').evaluate((answer) => {
    const texts = document.createTreeWalker(answer, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    const lines = new Map<number, boolean>();
    while (texts.nextNode()) {
      range.selectNodeContents(texts.currentNode);
      for (const { left, top, bottom, width } of range.getClientRects()) {
        if (width === 0) continue;
        const isSeen = [top + 1, bottom - 1].every((y) => answer.contains(document.elementFromPoint(left + 1, y)));
        // Code on a line is a little lower or smaller than the words beside it.
        const line = [...lines.keys()].find((one) => Math.abs(one - bottom) < 8) ?? bottom;
        lines.set(line, (lines.get(line) ?? true) && isSeen);
      }
    }
    return { all: lines.size, inSight: [...lines.values()].filter(Boolean).length };
  });
}

/** Waits until all of them are wholly within the list that scrolls, at once. */
async function inSight(area: Locator, ...all: Locator[]): Promise<void> {
  await until(
    async () => {
      const [outer, ...inner] = await Promise.all([area.locator('.scroll'), ...all].map((one) => one.boundingBox()));
      return outer && inner.every((box) => box && box.y >= outer.y - 1 && box.y + box.height <= outer.y + outer.height + 1);
    },
    { what: `${all.map(String).join(', ')} in sight`, timeoutMs: 30_000 },
  );
}
