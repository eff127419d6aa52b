import { describe, expect, test } from 'vitest';
import { storiesOn } from '../support/databases.ts';
import { type Company, openCompany } from '../stories/company.ts';
import { entriesOf } from '../stories/log.ts';
import { requests } from '../stories/publishing.ts';
import { settled } from '../stories/settled.ts';
import { ask, cardOf, press, publish, QUESTION } from '../stories/turns.ts';
import { get, OLU, order, state } from './corner.ts';

const REASON = 'this names the wrong vault path entirely';

/** One draft in each of these: posted, waiting for reviewers, rejected, waiting for its requester, kept private. */
async function withDrafts(company: Company) {
  const posted = await ask(company, 'ana', 'random');
  await publish(company, posted, 'ana', [], 'random');
  const waiting = await ask(company, 'ana');
  await press(company, 'ana', waiting, 'approve');
  await cardOf(company, 'chloe', waiting, { state: 'awaiting_reviewer' });
  const rejected = await ask(company, 'ana-sales');
  await press(company, 'ana-sales', rejected, 'approve');
  await press(company, 'ben', await cardOf(company, 'ben', rejected, { state: 'awaiting_reviewer' }), 'reject', REASON);
  const fresh = await ask(company, 'dan', 'engineering', '@handbook how do I request a refund for a customer?');
  await press(company, 'ben', await ask(company, 'ben', 'random'), 'withdraw');
  return { posted, waiting, rejected, fresh };
}

describe.each(storiesOn('postgres'))('what an operator sees (%s)', (database) => {
  test('open drafts and whom they wait for, the last posts, the switch and the newest entries, and no text of anybody', async () => {
    const company = await openCompany({ database, hosted: true });
    const { posted, waiting, rejected, fresh } = await withDrafts(company);
    await order(company, 'engage', { scope: 'channel:playground:acme:engineering', reason: 'wrong payroll answers' });
    await settled(company);
    const seen = await state(company);

    expect(seen.drafts.open.map(({ id, requester, says, can }) => ({ id, requester, says, can }))).toEqual([
      { id: fresh.draft, requester: 'Dan', says: 'Waits for Dan. Publishing is stopped for it.', can: ['withdraw'] },
      { id: rejected.draft, requester: 'Ana (ana-sales)', says: 'Rejected. Waits for Ana (ana-sales).', can: ['withdraw'] },
      { id: waiting.draft, requester: 'Ana (ana)', says: 'Waits for Ben or Chloe. Publishing is stopped for it.', can: ['withdraw'] },
    ]);
    expect(seen.drafts.open[0]).toMatchObject({
      reference: `rq-${fresh.draft?.slice(4, 12)}`,
      publication: expect.stringMatching(/^cs-[0-9A-Z]{8}$/),
      agent: 'handbook',
      channel: '#engineering',
      state: 'awaiting_requester',
      closesAt: expect.stringMatching(/^20\d\d-.*Z$/),
    });
    expect(seen.drafts.posted).toMatchObject([
      { id: posted.draft, channel: '#random', state: 'published', says: 'Posted.', closesAt: null, can: ['retract'] },
    ]);
    expect(seen.drafts.more).toBe(0);

    const scope = 'channel:playground:acme:engineering';
    expect(seen.switch).toMatchObject({
      says: 'Publishing is stopped: #engineering.',
      stopped: [{ scope, words: '#engineering', by: 'Olu', reason: 'wrong payroll answers' }],
      killFile: false,
    });
    expect(seen.switch.scopes.slice(0, 3)).toEqual([
      { scope: 'all', words: 'everything' },
      { scope: 'agent:handbook', words: 'handbook' },
      { scope, words: '#engineering' },
    ]);

    const entries = await entriesOf(company);
    expect(seen.log.size + seen.log.unsigned).toBe(entries.length);
    expect(seen.log.root).toMatch(/^[0-9a-f]{64}$/);
    expect(seen.log.verifierKey).toBe(company.bot.running().verifierKey);
    expect(seen.log.entries.map(({ type, at }) => ({ type, at }))).toEqual(
      entries
        .slice(-12)
        .toReversed()
        .map(({ type, at }) => ({ type, at })),
    );
    expect(seen.log.entries[0]).toMatchObject({ type: 'kill.engaged', reference: null });
    expect(seen.log.entries.find(({ type }) => type === 'draft.rejected')?.reference).toBe(`rq-${rejected.draft?.slice(4, 12)}`);

    const everything = JSON.stringify(seen);
    const texts = [waiting, fresh].flatMap(
      (card) => card.parts?.flatMap(({ preview, text, kind }) => preview ?? (kind === 'question' ? text : [])) ?? [],
    );
    expect(texts.length).toBeGreaterThanOrEqual(3);
    const words = [...texts, REASON].flatMap((text) => text?.match(/\S+ \S+ \S+/g) ?? []);
    expect(words.length).toBeGreaterThan(20);
    expect(words.filter((three) => everything.includes(three))).toEqual([]);
    await company.check();
  });
});

test('more drafts than fit are counted, and a platform that does not say who may review costs their names, not the view', async () => {
  const company = await openCompany({
    database: 'sqlite',
    hosted: true,
    rules: (rules) => rules.replace('open_drafts: 10', 'open_drafts: 50').replace('20/hour', '50/hour'),
  });
  for (let asked = 0; asked < 21; asked += 1) await company.say('dan', 'random', QUESTION);
  const last = await ask(company, 'ana');
  await press(company, 'ana', last, 'approve');
  await cardOf(company, 'ben', last, { state: 'awaiting_reviewer' });
  await settled(company);
  await company.fault({ operation: 'members', mode: 'refuse', times: 100 });
  await company.fault({ operation: 'person', mode: 'refuse', times: 100 });
  const { open, more } = (await state(company)).drafts;
  expect([open.length, more]).toEqual([20, 2]);
  expect(open[0]).toMatchObject({ id: last.draft, requester: 'ana', says: 'Waits for a reviewer.' });
});

test('operators are those whom the rules name, told apart; the log and the drafts are theirs alone', async () => {
  const company = await openCompany({
    database: 'sqlite',
    hosted: true,
    rules: (rules) =>
      rules.replace('operators: { people: [playground:acme:olu]', `operators: { people: [${OLU}, playground:acme:ana-sales]`),
  });
  expect(await get(company, '/console/operators')).toEqual({
    status: 200,
    body: {
      operators: [
        { id: 'playground:acme:ana-sales', name: 'Ana (ana-sales)' },
        { id: OLU, name: 'Olu' },
      ],
    },
  });
  const only = 'Only operators can do that. Nothing was changed.';
  // Whoever sits at the command line is an operator there; here anybody could say so.
  for (const person of ['playground:acme:ana', 'playground:acme:nobody', 'local:here:root']) {
    // To whom the platform does not know, nobody is named.
    const isKnown = person !== 'playground:acme:nobody';
    const message = `${only} ${isKnown ? 'Operators here: Ana (ana-sales) or Olu.' : 'Ask a member of the company for help.'}`;
    const refused = { status: 403, body: { code: 'NOT_AN_OPERATOR', message } };
    expect(await get(company, `/console/state?person=${person}`), person).toEqual(refused);
    expect(await order(company, 'verify', {}, person), person).toEqual(refused);
    expect(await order(company, 'engage', { scope: 'all', reason: 'because I can' }, person), person).toEqual(refused);
  }
  const { stopped } = (await state(company)).switch;
  expect(stopped).toEqual([]);
  // Nobody can write into the log in somebody else’s name; what an operator is refused stands there.
  expect((await order(company, 'engage', { scope: 'nothing', reason: '' })).status).toBe(404);
  const refusals = (await entriesOf(company)).filter(({ type }) => type === 'attempt.refused');
  expect(refusals.map(({ refs }) => refs)).toEqual([{ code: 'UNKNOWN_SCOPE', count: 1, verb: 'command' }]);
  await company.check();
});

test('looked at again and again, it asks the platform who is who once in half a minute, and takes a new name over after that', async () => {
  const company = await openCompany({ database: 'sqlite', hosted: true });
  const draft = await ask(company, 'dan');
  await press(company, 'dan', draft, 'approve');
  await cardOf(company, 'chloe', draft, { state: 'awaiting_reviewer' });
  await settled(company);
  const open = async (): Promise<unknown> => (await state(company)).drafts.open.map(({ requester, says }) => [requester, says]);
  const asked = async (): Promise<number> => (await requests(company, 'person')).length + (await requests(company, 'members')).length;
  expect(await open()).toEqual([['Dan', 'Waits for Ben or Chloe.']]);
  const once = await asked();
  await company.world({ person: { id: 'playground:acme:dan', name: 'Daniel' } });
  for (let looks = 0; looks < 5; looks += 1) expect(await open()).toEqual([['Dan', 'Waits for Ben or Chloe.']]);
  expect(await asked()).toBe(once);
  await company.pass(30_000);
  expect(await open()).toEqual([['Daniel', 'Waits for Ben or Chloe.']]);
  expect(await asked()).toBeGreaterThan(once);
  await company.check();
});
