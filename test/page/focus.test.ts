import { afterAll, expect, test } from 'vitest';
import { postBody } from '../adapters/playground/bodies.ts';
import { openChat } from './chat-without-bot.ts';
import { face, requesterFaces } from './faces.ts';
import { expectFocus, focusOf, tabTo } from './keys.ts';
import { closeBrowser, gone, there, visit } from './visit.ts';

afterAll(closeBrowser);

const ENGINEERING = 'playground:acme:engineering';

test('no live update takes the focus away from whoever stands on what it changes', async () => {
  const chat = await openChat();
  const over = await chat.show('ana', face('requester-published'));
  const draft = await chat.show('ana', face('requester-draft'));
  const body = postBody('engineering', 'Rotate it.\n\nWritten by handbook (AI). cs-00000000');
  // Of her own draft, so that it has a button for her.
  const metadata = { ...body.metadata, draft: face('requester-draft').draft };
  const post = await chat.operate('publish', { ...body, metadata });
  const { page, card, channel, mine } = await visit(chat, 'ana');

  await tabTo(page, 'Keep private');
  await chat.say('dan', ENGINEERING, 'Good morning');
  await there(channel.getByText('Good morning'));
  await expectFocus(page, { key: `${draft} withdraw` });
  await chat.change('ana', draft, face('requester-waiting'));
  await there(card('Waiting for'));
  await expectFocus(page, { key: `${draft} withdraw` });
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await chat.change('ana', draft, face('requester-rejected'));
  await there(mine.locator('.title', { hasText: 'did not approve' }));
  await page.keyboard.press('Escape');
  await expect.poll(() => focusOf(page)).toMatchObject({ key: `${draft} edit`, isSeen: true });
  await page.keyboard.press('Enter');
  await chat.change('ana', draft, face('requester-publishing'));
  await there(mine.locator('.title', { hasText: 'is being posted' }));
  await page.keyboard.press('Escape');
  await expect.poll(() => focusOf(page)).toMatchObject({ key: draft, isSeen: true });

  await tabTo(page, 'Question and text', { back: true });
  await page.keyboard.press('Enter');
  await chat.change('ana', over, face('requester-retracted'));
  await there(card(/^You retracted it/));
  await expectFocus(page, { key: over });

  await tabTo(page, 'Retract', { back: true });
  await chat.operate('retract', { channel: ENGINEERING, message: post, tombstone: null });
  await gone(channel.getByText('Rotate it.'));
  await expectFocus(page, { tag: 'div' });
  await tabTo(page, /^Reply in thread: Dan, Good morning/);
  await page.keyboard.press('Enter');
  await expectFocus(page, { name: 'Message to the channel, in the thread of Dan’s message' });
  await tabTo(page, 'Leave the thread', { back: true });
  await page.keyboard.press('Enter');
  await expectFocus(page, { name: 'Message to the channel' });
});

test('whoever says “not yet” and at once asks again is heard once', async () => {
  const chat = await openChat();
  await chat.show('ana', face('requester-draft'));
  const { page, channel } = await visit(chat, 'ana');
  const clicks: string[] = [];
  page.on('request', (request) => void (request.url().endsWith('/click') && clicks.push(request.postData() ?? '')));
  const sent = page.waitForRequest('**/click');
  // Faster than any browser tells that the first question was closed.
  await page.evaluate(() => {
    const press = (button: string) => document.querySelector<HTMLElement>(button)?.click();
    press('[data-key$=" approve"]');
    press('#dialog-cancel');
    press('[data-key$=" approve"]');
    press('#dialog-ok');
  });
  await sent;
  await chat.say('dan', ENGINEERING, 'Good morning');
  await there(channel.getByText('Good morning'));
  expect(clicks.map((click) => (JSON.parse(click) as { action: string }).action)).toEqual(['approve']);
});

test('on a narrow page nothing covers what has the focus, and nobody tabs about beneath the operator’s corner', async () => {
  const chat = await openChat();
  for (const { card } of requesterFaces().slice(0, 5)) await chat.show('ana', card);
  await chat.say('dan', ENGINEERING, 'Good morning');
  const { page } = await visit(chat, 'ana', { width: 320, height: 480 });
  await tabTo(page, /^Reply in thread/);
  await tabTo(page, /^Private/, { back: true });
  await page.keyboard.press('Enter');
  await tabTo(page, 'Send privately');
  await tabTo(page, 'Approve and publish now', { back: true });
  await tabTo(page, 'Edit');
  // As if somebody had scrolled: what is above lies beneath the head that stays on top.
  await page.locator(':focus').evaluate((edit) => scrollBy(0, edit.getBoundingClientRect().top - 70));
  await page.keyboard.press('Shift+Tab');
  await expectFocus(page, { name: 'Approve and publish now' });
  await tabTo(page, 'Operator’s corner', { back: true });

  await page.keyboard.press('Enter');
  await expectFocus(page, { name: 'Close' });
  const passed = new Set<string>();
  for (let stop = 0; stop < 12; stop++) {
    await page.keyboard.press('Tab');
    passed.add(await page.evaluate(() => document.activeElement?.closest('#corner, body')?.localName ?? ''));
  }
  expect(passed, 'the corner, and the browser itself').toEqual(new Set(['aside', 'body']));
  await page.keyboard.press('Shift+Tab');
  await tabTo(page, 'Close', { back: true });
  await page.keyboard.press('Escape');
  await expectFocus(page, { name: 'Operator’s corner' });
});

test('the order of Tab is the order of reading: down, and on one line from left to right', async () => {
  const chat = await openChat();
  for (const { card } of requesterFaces().slice(0, 4)) await chat.show('ana', card);
  await chat.say('dan', ENGINEERING, 'Good morning');
  const { page } = await visit(chat, 'ana', { beside: 'ben', firstSteps: true, height: 3000 });
  await there(page.locator('#second').getByText('Good morning'));
  await page.keyboard.press('Tab');
  await expectFocus(page, { name: 'Two people' });
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expectFocus(page, { name: 'Close' });

  const stops: Stop[] = [];
  for (;;) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const boxOf = (one: Element | null) => {
        const { top, left, bottom, right } = (one ?? document.body).getBoundingClientRect();
        return { top, left, bottom, right };
      };
      const focused = document.activeElement ?? document.body;
      const place = focused.closest('.top, .guide, .pane-head, .rail, .public, .private, .corner');
      return {
        name: focused.textContent.trim().slice(0, 40),
        place: `${focused.closest('.pane')?.id ?? ''} ${place?.className ?? ''}`,
        box: boxOf(focused),
        placeBox: boxOf(place),
      };
    });
    // Behind the last stop comes the browser itself, and then the first one.
    if (stop.place.trim() !== '') stops.push(stop);
    if (stop.name === 'Close') break;
  }
  stops.unshift(...stops.splice(stops.findIndex(({ place }) => place === ' top')));
  expect([...new Set(stops.map(({ place }) => place))]).toEqual([
    ' top',
    ' guide',
    'first pane-head',
    'first rail',
    'first area public',
    'first area private',
    'second pane-head',
    'second rail',
    'second area public',
    'second area private',
    ' corner',
  ]);
  for (const [at, next] of stops.entries()) {
    const before = stops[at - 1];
    if (before === undefined) continue;
    const isInPlace = before.place === next.place;
    const goesOn = isInPlace
      ? follows(before.box, next.box)
      : isBelow(before.placeBox, next.placeBox) || isBeside(before.placeBox, next.placeBox);
    expect(goesOn, `“${before.name}” comes before “${next.name}”`).toBe(true);
  }
});

interface Stop {
  name: string;
  /** Which part of the page, and of which half. */
  place: string;
  box: Box;
  placeBox: Box;
}

type Box = Record<'top' | 'left' | 'bottom' | 'right', number>;

function isBelow(before: Box, next: Box): boolean {
  return next.top >= before.bottom - 1;
}

function isBeside(before: Box, next: Box): boolean {
  return next.left >= before.right - 1;
}

function follows(before: Box, next: Box): boolean {
  const isOnItsLine = next.left > before.left && next.bottom > before.top;
  // What scrolls is a stop of its own, and holds the next.
  const isWithin = next.top >= before.top && next.bottom <= before.bottom;
  return isBelow(before, next) || isOnItsLine || isWithin;
}
