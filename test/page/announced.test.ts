import { afterAll, expect, test } from 'vitest';
import { postBody } from '../adapters/playground/bodies.ts';
import { openCompany } from '../stories/company.ts';
import { QUESTION } from '../stories/turns.ts';
import { openChat } from './chat-without-bot.ts';
import { openCorner } from './corner.ts';
import { face } from './faces.ts';
import { listenFromTheStart } from './listening.ts';
import { besides, closeBrowser, gone, there, visit } from './visit.ts';

afterAll(closeBrowser);

const ENGINEERING = 'playground:acme:engineering';
const ANSWER = 'Rotate it in the vault.\n\nWritten by handbook (AI). Asked by Ana. Approved by Ana and Ben. cs-7KQ2M9XD';

test('every live update is announced once, though two people are shown; nothing at first, and nobody’s own words', async () => {
  const chat = await openChat();
  await chat.say('dan', 'playground:acme:random', 'Long ago');
  const question = await chat.say('ana', ENGINEERING, '@handbook how do I rotate it?');
  await chat.show('ana', face('requester-expired'));
  const ana = await visit(chat, 'ana', { beside: 'ben', firstSteps: true });
  const { hears, heard } = await listenFromTheStart(ana.page);
  await there(besides(ana).channel.getByText('how do I rotate it?'));
  expect(await heard()).toEqual([]);

  await chat.say('dan', ENGINEERING, 'Good morning');
  await hears('In #engineering, Dan: Good morning');
  await chat.say('dan', 'playground:acme:random', 'In a channel that is not open');
  await hears('In #random');

  const draft = await chat.show('ana', face('requester-draft'));
  await hears('Private to Ana (ana): Draft');
  await chat.change('ana', draft, face('requester-waiting'));
  await hears('changed: Waiting');
  await chat.change('ana', draft, face('requester-draft'));
  await hears('changed: Draft');
  const review = await chat.show('ben', face('reviewer-asks-the-first-of-two'));
  await hears('Private to Ben: Ana asks');
  await chat.change('ben', review, face('reviewer-asks-the-second-of-two'));
  await hears('changed: Ana asks');

  await ana
    .card(/^Draft/)
    .getByRole('button', { name: /^Approve/ })
    .click();
  await chat.say('dan', ENGINEERING, 'While a question is open');
  await hears('While a question is open');
  await ana.page.keyboard.press('Escape');

  await ana.say('My own words');
  await there(besides(ana).channel.getByText('My own words'));
  const post = await chat.operate('publish', postBody('engineering', ANSWER, { thread: question }));
  await hears('Posted in');
  await chat.operate('retract', { channel: ENGINEERING, message: post, tombstone: 'An answer was retracted.' });
  await hears('retracted');
  const second = await chat.operate('publish', postBody('engineering', ANSWER));
  for (const half of [ana, besides(ana)]) await there(half.posted('cs-7KQ2M9XD'));
  await chat.operate('retract', { channel: ENGINEERING, message: second, tombstone: null });
  await hears('taken away');
  await chat.world({ channel: { id: ENGINEERING, audience: 'external', outside: ['Globex'] } });
  await hears('Who reads');

  await chat.say('dan', ENGINEERING, 'The last word');
  for (const half of [ana, besides(ana)]) await there(half.channel.getByText('The last word'));
  const ASKS = 'Ana asks you to review an answer from handbook.';
  expect((await heard()).map((line) => line.replaceAll(/\s+/g, ' '))).toEqual([
    'In #engineering, Dan: Good morning',
    'In #random, Dan: In a channel that is not open',
    'Private to Ana (ana): Draft from handbook. Only you can see it.',
    'Private to Ana (ana), changed: Waiting for Ben or Chloe.',
    expect.stringMatching('^Step 3 of 4: Now be Ben. ') as string,
    'Private to Ana (ana), changed: Draft from handbook. Only you can see it.',
    `Private to Ben: ${ASKS}`,
    expect.stringMatching(`^Private to Ben, changed: ${ASKS} .*Approved so far by Chloe`) as string,
    '(dialog) In #engineering, Dan: While a question is open',
    `Posted in #engineering: ${ANSWER.replaceAll(/\s+/g, ' ')}`,
    expect.stringMatching('^Step 4 of 4: Read the post. ') as string,
    'In #engineering, Countersign: An answer was retracted.',
    `Posted in #engineering: ${ANSWER.replaceAll(/\s+/g, ' ')}`,
    'A message was taken away from #engineering.',
    'Who reads #engineering has changed: People outside Acme can read this: Globex.',
    'In #engineering, Dan: The last word',
  ]);
});

test('a refusal after a press, a lost connection and its return, and an order of the operator are announced once', async () => {
  const company = await openCompany({ database: 'sqlite', hosted: true });
  const ana = await visit(company, 'ana', { beside: 'ben' });
  const { page } = ana;
  const { hears, heard } = await listenFromTheStart(page);
  const ben = besides(ana);
  await ana.say(QUESTION);
  await ana.press(ana.card(/^Draft from/), 'Edit', 'long '.repeat(700));
  await there(ana.mine.locator('.outcome'));
  const refusal = await ana.mine.locator('.outcome').innerText();
  await hears(refusal);

  const corner = await openCorner(ana);
  await corner.press('Stop it…', 'wrong payroll answers');
  await there(corner.told.getByText('Publishing is stopped'));
  const order = await corner.told.innerText();
  await corner.close();

  const lost = await page.locator('#first .lost').textContent();
  await company.bot.restart();
  await hears('The connection is back.');
  for (const half of ['#first', '#second']) await gone(page.locator(`${half} .lost`));
  await company.say('dan', 'playground:acme:engineering', 'The last word');
  for (const half of [ana, ben]) await there(half.channel.getByText('The last word'));

  const all = await heard();
  for (const once of [refusal, order, lost ?? '', 'The connection is back.', 'In #engineering, Dan: The last word']) {
    expect(
      all.filter((line) => line === once),
      once,
    ).toHaveLength(1);
  }
  expect(
    all.filter((line) => line.includes('@handbook')),
    'her own words',
  ).toEqual([]);
  expect(new Set(all).size, `said twice: ${all.join('\n')}`).toBe(all.length);
});
