import { afterAll, expect, test } from 'vitest';
import { postBody } from '../adapters/playground/bodies.ts';
import { openCompany } from '../stories/company.ts';
import { QUESTION } from '../stories/turns.ts';
import { tellsAll } from '../support/tells-all.ts';
import { problemsOf } from './axe.ts';
import { openChat } from './chat-without-bot.ts';
import { openCorner } from './corner.ts';
import { requesterFaces, reviewerFaces } from './faces.ts';
import { besides, closeBrowser, gone, there, visit } from './visit.ts';

afterAll(closeBrowser);

test('axe finds nothing in any card of a requester and of a reviewer, wide and at 320 px', async () => {
  const chat = await openChat();
  const question = await chat.say('ana', 'playground:acme:engineering', QUESTION);
  await chat.operate('publish', postBody('engineering', 'Rotate it.\n\nWritten by handbook (AI). cs-00000000', { thread: question }));
  const retracted = await chat.operate('publish', postBody('engineering', 'Rotate it.\n\nWritten by handbook (AI). cs-00000001'));
  await chat.operate('retract', { channel: 'playground:acme:engineering', message: retracted, tombstone: 'An answer was retracted.' });
  for (const { card } of requesterFaces()) await chat.show('ana', card);
  for (const { card } of reviewerFaces()) await chat.show('ben', card);

  const ana = await visit(chat, 'ana', { beside: 'ben' });
  await there(besides(ana).mine.locator('.is-card').last());
  await ana.page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)));
  expect(await problemsOf(ana.page)).toEqual([]);
  await ana.page.locator('#second .person').selectOption({ label: 'Ana (ana)' });
  await there(besides(ana).card(/^You stopped handbook/));
  expect(await problemsOf(ana.page), 'one person in both halves').toEqual([]);
  // A reviewer's cards are made of the same parts as a requester's.
  for (const person of tellsAll() ? ['ana', 'ben'] : ['ana']) {
    const narrow = await visit(chat, person, { width: 320 });
    expect(await problemsOf(narrow.page)).toEqual([]);
    await narrow.show('private');
    await there(narrow.mine.locator('.is-card').last());
    expect(await problemsOf(narrow.page)).toEqual([]);
  }
});

test('axe finds nothing in what stands around the cards: the first steps, questions, refusals, the corner, a lost connection', async () => {
  const company = await openCompany({ database: 'sqlite', hosted: true });
  const ana = await visit(company, 'ana', { beside: 'ben', firstSteps: true });
  const { page } = ana;
  const ben = besides(ana);
  const dialog = page.getByRole('dialog');
  const narrow = async () => {
    await page.setViewportSize({ width: 320, height: 640 });
    await gone(page.locator('#second'));
  };
  expect(await problemsOf(page), 'the empty page with the first steps').toEqual([]);
  await openCorner(ana);
  expect(await problemsOf(page), 'the corner when nothing has happened').toEqual([]);
  await page.keyboard.press('Escape');

  await ana.say(QUESTION);
  const draft = ana.card(/^Draft from handbook/);
  await draft.getByRole('button', { name: 'Edit' }).click();
  expect(await problemsOf(page), 'a question that wants words').toEqual([]);
  await page.keyboard.press('Escape');
  await draft.getByRole('button', { name: /^Approve and ask/ }).click();
  expect(await problemsOf(page), 'a question that wants a yes').toEqual([]);
  await page.keyboard.press('Escape');
  await ana.press(draft, 'Edit', 'long '.repeat(700));
  await there(ana.mine.locator('.outcome'));
  await draft.getByRole('button', { name: /^Approve and ask/ }).click();
  await dialog.locator('#dialog-ok').click();
  await ben
    .card(/asks you to review/)
    .getByRole('button', { name: 'Reject…' })
    .click();
  await dialog.locator('#dialog-ok').click();
  await there(dialog.getByText('There is nothing in the field yet.'));
  expect(await problemsOf(page), 'a question that still wants words').toEqual([]);
  await page.keyboard.press('Escape');
  await ana.channel.getByRole('button', { name: 'Reply in thread' }).first().click();
  expect(await problemsOf(page), 'a refusal, and a reply in a thread').toEqual([]);

  const corner = await openCorner(ana);
  await there(corner.draft('Ana (ana) asked handbook'));
  await corner.press('Verify');
  await there(corner.root.getByText(/^Everything fits/));
  expect(await problemsOf(page), 'the corner with a draft, verified').toEqual([]);
  await corner.press('Stop it…', 'wrong payroll answers');
  await there(corner.kill.getByRole('heading', { name: 'Publishing is stopped.' }));
  await corner.press('Refuse the next post');
  await there(corner.root.getByText('Set: the next post is refused.'));
  expect(await problemsOf(page), 'the corner, stopped').toEqual([]);
  await narrow();
  expect(await problemsOf(page), 'the corner at 320 px').toEqual([]);
  await page.keyboard.press('Escape');
  await page.setViewportSize({ width: 1440, height: 900 });

  await company.bot.stop();
  await there(page.locator('#first .lost'));
  await ana.say('Is anybody there?');
  await there(page.locator('#first').getByText('The playground does not answer'));
  expect(await problemsOf(page), 'without a connection').toEqual([]);
  await narrow();
  expect(await problemsOf(page), 'without a connection at 320 px').toEqual([]);
});
