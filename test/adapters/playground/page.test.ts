import { afterAll, beforeAll, expect, it } from 'vitest';
import { closeBrowser, gone, there, visit } from '../../page/visit.ts';
import { cardBody, postBody } from './bodies.ts';
import { id, startPlatform } from './client.ts';

let p: Awaited<ReturnType<typeof startPlatform>>;

beforeAll(async () => {
  p = await startPlatform();
});
afterAll(async () => {
  await closeBrowser();
  await p.stop();
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
  const ana = await visit(p, 'ana');
  await there(ana.page.getByText('Anyone here can be anyone: write nothing secret.'));
  await there(ana.channel.getByText('Everyone at Acme reads this (6 people)'));
  await ana.open('team-payments');
  await there(ana.channel.getByText('Only people in this channel read this (4 people)'));
  await ana.open('globex-shared');
  await there(ana.channel.getByText('People outside Acme can read this: Globex'));
  expect(await ana.channel.getAttribute('class')).toContain('outside');
  await p.world({ channel: { id: id('globex-shared'), audience: 'unknown' } });
  await there(ana.channel.getByText('It is not known who can read this'));
});

it('asks before a button counts, and counts nothing when the answer is not yet', async () => {
  const stream = await p.deliveries();
  const ana = await visit(p, 'ana');
  await p.bot('card', cardBody('ana', 'to be approved', { actions: [approve] }));
  const isClick = (one: { data: Record<string, unknown> }) => one.data['kind'] === 'click';
  const card = ana.card('Draft from handbook.');
  await there(card);
  await card.getByRole('button', { name: approve.label }).click();
  await there(ana.page.getByText(confirm.text));
  await ana.page.getByRole('button', { name: confirm.cancel }).click();
  await gone(ana.page.getByRole('dialog'));

  await ana.press(card, approve.label);
  const { data } = await stream.next(isClick);
  expect(data).toMatchObject({ person: id('ana'), action: 'approve', text: null });
  await there(card.locator('button.busy'));
  // Somebody impatient: the button that waits says that it is disabled, which a finger does not heed.
  await card.getByRole('button', { name: approve.label }).click({ force: true });
  expect(await ana.page.getByRole('dialog').isVisible()).toBe(false);
  await p.bot('ack', { id: data['id'], reply: { ok: false, code: 'STALE', message: 'The draft has changed since this card.' } });
  await there(card.getByText('The draft has changed since this card.'));
  await expect(stream.next(isClick, 100)).rejects.toThrow('no such event');
});

it('takes the words that a button asks for, by keyboard alone', async () => {
  const stream = await p.deliveries();
  const { page, card } = await visit(p, 'ana');
  await p.bot('card', cardBody('ana', 'to be edited', { actions: [edit] }));
  await there(card('Draft from handbook.').getByRole('button', { name: 'Edit' }));
  await card('Draft from handbook.').getByRole('button', { name: 'Edit' }).focus();
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
  await p.bot('publish', postBody('engineering', 'an answer for Ben\n\nWritten by handbook (AI).', { thread: root }));
  const { page, channel } = await visit(p, 'ana');
  const question = channel.getByRole('listitem').filter({ hasText: 'a question of Ben' });
  await there(question);
  await question.getByRole('button', { name: 'Reply in thread' }).click();
  await there(channel.getByText('In the thread of Ben’s message.'));
  await page.keyboard.type('thank you');
  await page.keyboard.press('Enter');
  await there(channel.getByText('thank you', { exact: true }));
  expect(await channel.locator('.message .text').allTextContents()).toEqual([
    'a question of Ben',
    'an answer for Ben',
    'thank you',
    'something else',
  ]);
});
