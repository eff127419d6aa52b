import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openBrowser } from '../../support/browser.ts';
import { cardBody, postBody } from './bodies.ts';
import { id, startPlatformProcess } from './client.ts';

let p: Awaited<ReturnType<typeof startPlatformProcess>>;
let browser: Browser;
let page: Page;
const troubles: string[] = [];

beforeAll(async () => {
  [p, browser] = await Promise.all([startPlatformProcess(), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await p.process.kill('SIGTERM');
});
beforeEach(async () => {
  await page?.close();
  page = await browser.newPage();
  troubles.length = 0;
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('console', (message) => void (message.type() === 'error' && troubles.push(message.text())));
  await page.goto(`${p.url}/#person=${id('ana')}`);
  await page.getByRole('heading', { name: '#engineering' }).waitFor();
});

const confirm = { text: 'Ask Ben to review? He will see this draft.', ok: 'Ask for review', cancel: 'Not yet' };
const approve = { id: 'approve', label: 'Approve and ask Ben', tone: 'primary', confirm, input: null };
const edit = {
  id: 'edit',
  label: 'Edit',
  tone: 'plain',
  confirm: null,
  input: { label: 'The text', initial: 'as it was', maxCharacters: 300 },
};

it('says that anyone can be anyone, and who can read a channel', async () => {
  await page.getByText('anyone can be anyone here').waitFor();
  await page.getByText('Everyone at Acme (6 people)').waitFor();
  await page.getByRole('button', { name: 'globex-shared' }).click();
  await page.getByText('People outside Acme can read this: Globex').waitFor();
  expect(troubles).toEqual([]);
});

it('says what people say, and shows it to others at once and as nothing but text', async () => {
  const other = await browser.newPage();
  await other.goto(`${p.url}/#person=${id('dan')}`);
  const markup = '<img src=x onerror="document.title=1"><b>bold</b>';
  await page.getByLabel('Message to the channel').fill(markup);
  await page.getByRole('button', { name: 'Send to channel' }).click();
  await other.getByText(markup).waitFor();
  expect(await other.locator('#messages img, #messages b').count()).toBe(0);
  expect(await other.title()).toContain('Acme');
  await other.close();
  expect(troubles).toEqual([]);
});

it('shows a card to its person, and nothing of it after a change of persons', async () => {
  await p.bot('card', cardBody('ana', 'a secretdraft'));
  await page.getByText('a secretdraft').waitFor();
  await page.getByLabel('You are').selectOption(id('dan'));
  await page.getByText('a secretdraft').waitFor({ state: 'detached' });
  await p.bot('card', cardBody('ana', 'another secretdraft'));
  await p.say('ben', 'engineering', 'heard by Dan');
  await page.getByText('heard by Dan').waitFor();
  expect(await page.content()).not.toContain('secretdraft');
  expect(troubles).toEqual([]);
});

it('asks before a button counts, and counts nothing when the answer is not yet', async () => {
  const stream = await p.deliveries();
  await p.bot('card', cardBody('ana', 'to be approved', { actions: [approve] }));
  const clicked = (one: { data: Record<string, unknown> }) => one.data['kind'] === 'click';
  await page.getByRole('button', { name: approve.label }).last().click();
  await page.getByText(confirm.text).waitFor();
  await page.getByRole('button', { name: confirm.cancel }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });

  await page.getByRole('button', { name: approve.label }).last().click();
  await page.getByRole('button', { name: confirm.ok }).click();
  const { data } = await stream.next(clicked);
  expect(data).toMatchObject({ person: id('ana'), action: 'approve', text: null });
  await p.bot('ack', { id: data['id'], reply: { ok: false, code: 'STALE', message: 'The draft has changed since this card.' } });
  await page.getByText('The draft has changed since this card.').waitFor();
  await expect(stream.next(clicked, 100)).rejects.toThrow('no such event');
});

it('takes the words that a button asks for, by keyboard alone', async () => {
  const stream = await p.deliveries();
  await p.bot('card', cardBody('ana', 'to be edited', { actions: [edit] }));
  await page.getByRole('button', { name: 'Edit' }).last().focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('End');
  await page.keyboard.type(', and more');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const { data } = await stream.next((one) => one.data['kind'] === 'click');
  expect(data).toMatchObject({ action: 'edit', text: 'as it was, and more' });
  await p.bot('ack', { id: data['id'], reply: { ok: true, state: 'awaiting_requester', draft: null, message: null } });
});

it('keeps a thread together, and answers in it', async () => {
  const root = await p.say('ben', 'engineering', 'a question of Ben');
  await p.say('ben', 'engineering', 'something else');
  await p.bot('publish', postBody('engineering', 'an answer for Ben', { thread: root }));
  await page.getByRole('listitem').filter({ hasText: 'a question of Ben' }).getByRole('button', { name: 'Reply in thread' }).click();
  await page.keyboard.type('thank you');
  await page.keyboard.press('Enter');
  await page.getByText('thank you', { exact: true }).waitFor();
  const order = await page.locator('#messages .text').allTextContents();
  const from = order.indexOf('a question of Ben');
  expect(order.slice(from, from + 4)).toEqual(['a question of Ben', 'an answer for Ben', 'thank you', 'something else']);
  expect(troubles).toEqual([]);
});
