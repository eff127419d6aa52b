import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { postBody } from '../adapters/playground/bodies.ts';
import { openCompany } from '../stories/company.ts';
import { QUESTION } from '../stories/turns.ts';
import { openChat } from './chat-without-bot.ts';
import { requesterFaces, reviewerFaces } from './faces.ts';
import { openCorner } from './corner.ts';
import { closeBrowser, there, visit } from './visit.ts';

afterAll(closeBrowser);

const ENGINEERING = 'playground:acme:engineering';
const LONG_WORD = 'x'.repeat(300);

test('no card is wider than the page, at 320 px and with text of twice the size', async () => {
  const chat = await openChat();
  const question = await chat.say('ana', ENGINEERING, `@handbook ${LONG_WORD}`);
  await chat.operate('publish', postBody('engineering', `${LONG_WORD}\n\nWritten by handbook (AI). cs-00000000`, { thread: question }));
  const [first] = requesterFaces();
  for (const { card } of requesterFaces()) await chat.show('ana', card);
  if (first)
    await chat.show('ana', { ...first.card, title: LONG_WORD, parts: [{ kind: 'question', lead: 'You asked:', text: LONG_WORD }] });
  for (const { card } of reviewerFaces()) await chat.show('ben', card);
  for (const person of ['ana', 'ben']) {
    const { page, channel, mine, show } = await visit(chat, person, { width: 320, height: 640 });
    await there(channel.getByText(LONG_WORD).last());
    expect(await tooWide(page), `the channel, as ${person}, at 320 px`).toEqual([]);
    expect(await tooSmall(page)).toEqual([]);
    await show('private');
    await there(mine.locator('.is-card').last());
    await page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)));
    expect(await tooWide(page), `the cards of ${person} at 320 px`).toEqual([]);
    expect(await tooSmall(page)).toEqual([]);
    await enlargeText(page);
    expect(await tooWide(page), `the cards of ${person} at 320 px, enlarged`).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 800 });
    expect(await tooWide(page), `the cards of ${person}, enlarged`).toEqual([]);
  }
});

test('nothing around the cards is wider than the page, at 320 px and with text of twice the size', async () => {
  const company = await openCompany({ database: 'sqlite', hosted: true });
  const ana = await visit(company, 'ana', { width: 320, height: 640, firstSteps: true });
  const { page } = ana;
  const expectNarrow = async (what: string) => {
    for (const look of [tooWide, tooSmall]) expect(await look(page), what).toEqual([]);
  };
  await expectNarrow('the first steps');
  await ana.say(QUESTION);
  await ana.channel.getByRole('button', { name: /^Reply in thread: Ana/ }).click();
  await expectNarrow('a reply in a thread');
  await ana.show('private');
  const draft = ana.card(/^Draft from/);
  await draft.getByRole('button', { name: /^Approve and ask/ }).click();
  await expectNarrow('a question that wants a yes');
  await page.keyboard.press('Escape');
  await draft.getByRole('button', { name: 'Edit' }).click();
  await expectNarrow('a question that wants words');
  await page.keyboard.press('Escape');

  const corner = await openCorner(ana);
  await there(corner.draft('Ana (ana) asked handbook'));
  await corner.press('Stop it…', LONG_WORD);
  await there(corner.kill.getByRole('heading', { name: 'Publishing is stopped.' }));
  await corner.press('Verify');
  await there(corner.root.getByText(/^Everything fits/));
  await expectNarrow('the corner');
  await enlargeText(page);
  await expectNarrow('the corner, enlarged');
  await page.keyboard.press('Escape');
  await expectNarrow('what is left, enlarged');
});

test('whoever wants no motion gets none', async () => {
  const chat = await openChat();
  for (const { card } of requesterFaces()) await chat.show('ana', card);
  const { page } = await visit(chat, 'ana', { beside: 'ben', firstSteps: true });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await there(page.locator('.is-card').last());
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll('*')]
      .filter((one) => {
        const { animationName, transitionDuration, scrollBehavior } = getComputedStyle(one);
        return animationName !== 'none' || transitionDuration.split(', ').some((time) => time !== '0s') || scrollBehavior === 'smooth';
      })
      .map((one) => one.outerHTML.slice(0, 100)),
  );
  expect(moving).toEqual([]);
});

test('where the system chooses the colours, what is set apart by ground has a border, and what is chosen an outline', async () => {
  const chat = await openChat();
  for (const { card } of requesterFaces()) await chat.show('ana', card);
  const { page, show } = await visit(chat, 'ana', { width: 320 });
  await page.emulateMedia({ forcedColors: 'active' });
  await show('private');
  const [without, chosen] = await page.evaluate(() => {
    const hasBorder = (one: Element) => {
      const { borderLeftStyle, borderLeftWidth, borderLeftColor, backgroundColor } = getComputedStyle(one);
      return borderLeftStyle === 'solid' && parseFloat(borderLeftWidth) >= 1 && borderLeftColor !== backgroundColor;
    };
    const shown = (selector: string) => [...document.querySelectorAll(selector)].filter((one) => one.getClientRects().length > 0);
    const borderless = shown('.card, .answer, textarea, select, button:not(.quiet)').filter((one) => !hasBorder(one));
    const outlines = shown('[aria-pressed="true"], [aria-current]').map((one) => getComputedStyle(one).outlineStyle);
    return [borderless.map((one) => one.outerHTML.slice(0, 100)), outlines];
  });
  expect(without).toEqual([]);
  expect(chosen.length).toBeGreaterThan(0);
  expect(new Set(chosen)).toEqual(new Set(['solid']));
});

test('what was removed and added is told apart without its colours', async () => {
  const chat = await openChat();
  for (const { card } of reviewerFaces()) await chat.show('ben', card);
  const { page } = await visit(chat, 'ben');
  const lineOf = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((one) => getComputedStyle(one).textDecorationLine);
  expect([await lineOf('.answer del'), await lineOf('.answer ins')]).toEqual(['line-through', 'underline']);
});

/** As whoever sets twice the size of text in the browser: 16 px become 32. */
async function enlargeText(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } });
  await expect.poll(() => page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe('30px');
}

/** What sticks out, or has to be scrolled sideways. A table may be, within its own box. */
function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const own = '.table *, .hidden, .hidden *, select *, svg *, del span, ins span';
    const wide = [...document.querySelectorAll('body, body *')].filter((one) => {
      if (one.matches(own) || one.getClientRects().length === 0) return false;
      const { left, right } = one.getBoundingClientRect();
      const isScrolled = one.scrollWidth > one.clientWidth + 1 && /auto|scroll|hidden/.test(getComputedStyle(one).overflowX);
      return right > innerWidth + 0.5 || left < -0.5 || (isScrolled && !one.matches('.table, select'));
    });
    const whole = document.documentElement.scrollWidth > innerWidth ? [`the page: ${document.documentElement.scrollWidth}`] : [];
    return [...whole, ...wide.map((one) => `${one.scrollWidth} ${one.outerHTML.slice(0, 120)}`)];
  });
}

/** WCAG 2.2, 2.5.8: what is pressed is at least 24 by 24. */
function tooSmall(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('button, select, textarea, summary, a[href]')]
      .map((one) => ({ one, box: one.getBoundingClientRect() }))
      .filter(({ one, box }) => one.getClientRects().length > 0 && (box.width < 24 || box.height < 24))
      .map(({ one, box }) => `${box.width} × ${box.height} ${one.outerHTML.slice(0, 100)}`),
  );
}
