import { expect, test } from 'vitest';
import { storiesOn } from '../support/databases.ts';
import { openCompany } from './company.ts';
import { ask, cardAfter, cardOf, press, sameCard } from './turns.ts';

const ASKED = 'how do I rotate the staging database password?';

test.each(storiesOn('sqlite'))('a reviewer’s old cards say which question it was and what became of it (%s)', async (database) => {
  const company = await openCompany({ database });
  const draft = await ask(company);
  await press(company, 'ana', draft, 'approve');
  const toBen = await cardOf(company, 'ben', draft, { state: 'awaiting_reviewer' });
  const toChloe = await cardOf(company, 'chloe', draft, { state: 'awaiting_reviewer' });
  await press(company, 'ben', toBen, 'reject', 'wrong vault path');
  const rejected = /^You rejected this at \d\d:\d\d: “wrong vault path”\./;
  expect((await sameCard(company, 'ben', toBen, rejected)).text).toContain(ASKED);

  await press(company, 'ana', await cardOf(company, 'ana', draft, { state: 'rejected' }), 'edit', 'Ask Chloe.');
  await company.card('ben', ({ id, text }) => id === toBen.id && text.includes('Ana (ana) changed the text.'));
  const edited = await cardAfter(company, 'ana', draft, 'awaiting_requester');
  await press(company, 'ana', edited, 'withdraw');
  const ended = await company.card('ben', ({ id, text }) => id === toBen.id && text.includes('Ana (ana) kept it private.'));
  expect(ended.title).toMatch(rejected);
  expect(ended.text).toContain(ASKED);
  expect((await sameCard(company, 'chloe', toChloe, 'Ana (ana) kept it private.')).text).toContain(ASKED);
  expect(await company.sees('ben')).not.toContain('Ask Chloe.');
  await company.check();
});
