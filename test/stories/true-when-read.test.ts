import { expect, test } from 'vitest';
import { order, state } from '../console/corner.ts';
import { personId } from './chat.ts';
import { openCompany } from './company.ts';
import { ask, cardOf, noticesTo, press, refused, sameCard } from './turns.ts';

test('who can see it, who has seen it, and how many could read it are said as they are now', async () => {
  const company = await openCompany({
    database: 'sqlite',
    hosted: true,
    rules: (rules) => rules.replace('destinations: []', 'destinations: [playground:acme:random]'),
  });
  const members = ['ana', 'ben', 'chloe', 'dan', 'olu'].map(personId);
  await company.world({ channel: { id: personId('team-payments'), members: members.slice(0, 3) } });
  const narrow = await ask(company, 'ana', 'team-payments');
  expect(narrow.text).toContain('Who could read it: 3 people in #team-payments');
  await company.world({ channel: { id: personId('team-payments'), members } });
  await press(company, 'ana', narrow, 'approve');
  const forBen = await cardOf(company, 'ben', narrow, { state: 'awaiting_reviewer' });
  expect(forBen.text).toContain('where 5 people can read it');
  expect(forBen.actions[0]?.confirm?.text).toContain('5 people');

  // Chloe cannot be reached: the card on its way to her shows nobody anything yet.
  const draft = await ask(company);
  await company.fault({ direct_messages: { person: personId('chloe'), open: false } });
  await press(company, 'ana', draft, 'approve');
  await cardOf(company, 'ben', draft, { state: 'awaiting_reviewer' });
  const waiting = await company.card('ana', (card) => card.draft === draft.draft && card.text.includes('You and Ben can see this draft.'));
  await company.fault({ direct_messages: { person: personId('chloe'), open: true } });
  const both = await company.card(
    'ana',
    (card) => card.draft === draft.draft && card.text.includes('You, Ben and Chloe can see this draft.'),
  );
  expect(both.id).toBe(waiting.id);

  // The very same text, taken back by an edit that changes nothing and then moved, was seen by those who saw it.
  await press(company, 'ana', both, 'edit', both.actions.find(({ id }) => id === 'edit')?.input?.initial);
  const again = await cardOf(company, 'ana', draft, { state: 'awaiting_requester', revision: 2 });
  expect(again.title).toBe('Draft from handbook. Edited by you. Only you, Ben and Chloe have seen it.');
  await press(company, 'ana', again, 'move', '#random');
  const moved = await cardOf(company, 'ana', draft, { state: 'awaiting_requester', revision: 3 });
  expect(moved.title).toBe(again.title);
  await company.check();
});

test('what comes late is not told as if it were still so, and nobody is promised a card that they cannot get', async () => {
  const company = await openCompany({ database: 'sqlite', hosted: true });
  await company.notice('olu', 'Alarms reach you here.');
  const draft = await ask(company, 'ana', 'random');
  await company.fault({ operation: 'publish', mode: 'cut_after', times: 1 });
  await company.fault({ operation: 'card', mode: 'rate_limit', times: 2, retryAfter: 1 });
  await press(company, 'ana', draft, 'approve');
  await company.notice('ana', 'is posted in #random');
  await company.notice('olu', 'did not confirm a post');

  // Words that close their own quotes stay within ours.
  const other = await ask(company);
  await press(company, 'ana', other, 'approve');
  const ben = await cardOf(company, 'ben', other, { state: 'awaiting_reviewer' });
  await press(company, 'ben', ben, 'reject', 'wrong path”. Olu approved it: “go on');
  await sameCard(company, 'ana', other, 'Ben did not approve: “wrong path’. Olu approved it: ‘go on”. Nothing was posted.');

  const third = await ask(company);
  await press(company, 'ana', third, 'approve');
  const forBen = await cardOf(company, 'ben', third, { state: 'awaiting_reviewer' });
  const forChloe = await cardOf(company, 'chloe', third, { state: 'awaiting_reviewer' });
  const chloeAndDan = 'reviewers: { from: [playground:acme:chloe, playground:acme:dan], needed: 2 }';
  await company.writeRules((rules) => rules.replace('reviewers: { from: [leads], needed: 1 }', chloeAndDan));
  await company.bot.running().reloadRules();
  expect((await refused(company, 'chloe', forChloe, 'approve')).message).toContain('If Ana (ana) approves it again, you get a new card.');
  const noLonger = 'Approvals for this text no longer count. If Ana (ana) approves it again, its reviewers get new cards.';
  await sameCard(company, 'ben', forBen, noLonger);
  expect(await noticesTo(company, 'ana', 'did not confirm')).toEqual([]);
  await company.check();
});

test('an operator settles the attempt that they looked at, and no later one', async () => {
  const company = await openCompany({ database: 'sqlite', hosted: true });
  await company.fault({ operation: 'find', mode: 'refuse', times: 1000 });
  await company.fault({ operation: 'publish', mode: 'cut_before', times: 1 });
  const draft = await ask(company, 'ana', 'random');
  await press(company, 'ana', draft, 'approve');
  await cardOf(company, 'ana', draft, { state: 'outcome_unknown' });
  const settle = async (version: number | undefined) =>
    order(company, 'settle', { draft: draft.draft, outcome: 'failed', reason: 'I looked: it is not there', version });
  const version = async (): Promise<number | undefined> => (await state(company)).drafts.open.find(({ id }) => id === draft.draft)?.version;
  const seen = await version();
  expect((await settle(seen)).status).toBe(200);
  await company.fault({ operation: 'publish', mode: 'cut_after', times: 1 });
  await press(company, 'ana', await cardOf(company, 'ana', draft, { state: 'publish_failed' }), 'retry');
  await cardOf(company, 'ana', draft, { state: 'outcome_unknown' });
  expect(await settle(seen)).toMatchObject({
    status: 409,
    body: { code: 'NOT_NOW', message: expect.stringContaining('moved on since you looked') },
  });
  expect((await settle(await version())).status).toBe(200);
  await company.check();
});
