import { expect, test } from 'vitest';
import { openCompany } from './company.ts';
import { ask, cardOf, press } from './turns.ts';

const HOUR_MS = 3_600_000;

test('an answer from a place whose readers were unknown is held to come from the narrowest', async () => {
  const company = await openCompany({
    database: 'sqlite',
    rules: (rules) => rules.replace('destinations: []', 'destinations: [playground:acme:random]'),
  });
  await company.world({ channel: { id: 'playground:acme:engineering', audience: 'unknown' } });
  const draft = await ask(company);
  const moved = await company.click('ana', draft, 'move', '#random');
  expect(moved.body.code).toBe('FROM_NARROWER');
  await company.check();
});

test('somebody else’s delivery id answers nothing of theirs, and swallows nothing of one’s own', async () => {
  const company = await openCompany({ database: 'sqlite' });
  const draft = await ask(company);
  expect((await company.click('ana', draft, 'approve', undefined, 'dlv_shared')).body).toEqual({ state: 'awaiting_reviewer' });
  const forBen = await cardOf(company, 'ben', draft, { state: 'awaiting_reviewer' });
  expect((await company.click('ben', forBen, 'reject', 'not this', 'dlv_shared')).body).toEqual({ state: 'rejected' });
  await company.check();
});

test('a fallback reviewer whom the rule no longer names is shown nothing', async () => {
  const company = await openCompany({ database: 'sqlite' });
  const draft = await ask(company);
  await press(company, 'ana', draft, 'approve');
  await cardOf(company, 'ben', draft, { state: 'awaiting_reviewer' });
  await company.writeRules((rules) => rules.replace(/^ *fallback: .*\n/m, ''));
  await company.bot.running().reloadRules();
  await company.pass(5 * HOUR_MS);
  const forBen = await cardOf(company, 'ben', draft, { state: 'awaiting_reviewer' });
  await press(company, 'ben', forBen, 'reject', 'not this');
  await cardOf(company, 'ana', draft, { state: 'rejected' });
  expect((await company.view('olu')).direct.filter((message) => message.kind === 'card')).toEqual([]);
  await company.check();
});
