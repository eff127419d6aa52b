import { describe, expect, test } from 'vitest';
import { storiesOn } from '../support/databases.ts';
import { openCompany } from './company.ts';
import { entriesOf } from './log.ts';
import { settled } from './settled.ts';
import { ask, cardOf, cardsOf, labels, noticesTo, press, refused, sameCard } from './turns.ts';

const HOUR = 3_600_000;

describe.each(storiesOn('sqlite'))('how a draft ends without being posted (%s)', (database) => {
  test('kept private, it says truly who saw it; closed by an operator, by whom and why as well', async () => {
    const company = await openCompany({ database });
    const unseen = await ask(company);
    expect(await press(company, 'ana', unseen, 'withdraw')).toBe('withdrawn');
    const kept = await sameCard(company, 'ana', unseen, 'Kept private. Only you saw it.');
    expect(labels(kept)).toEqual([]);
    expect(kept.text).toContain('Rotating passwords');
    expect((await refused(company, 'ana', unseen, 'approve')).code).toBe('ALREADY_DECIDED');

    const seen = await ask(company, 'ana', 'engineering', '@handbook how do I book staging for a load test?');
    await press(company, 'ana', seen, 'approve');
    const forBen = await cardOf(company, 'ben', seen, { state: 'awaiting_reviewer' });
    const forChloe = await cardOf(company, 'chloe', seen, { state: 'awaiting_reviewer' });
    expect(await press(company, 'ana', seen, 'withdraw')).toBe('withdrawn');
    await sameCard(company, 'ana', seen, 'Kept private. You, Ben and Chloe saw it; nobody else did.');
    await sameCard(company, 'ben', forBen, 'Ana (ana) kept it private.');
    const late = await refused(company, 'chloe', forChloe, 'approve');
    expect(late.code).toBe('ALREADY_DECIDED');
    expect(late.message).toMatch(/^Ana \(ana\) closed this draft just now\. Your click did nothing\.$/);
    await settled(company);
    for (const other of ['dan', 'olu', 'ana-sales']) expect(await cardsOf(company, other, seen)).toEqual([]);

    const third = await ask(company, 'ana', 'random');
    const reference = `rq-${third.draft?.slice(4, 12)}`;
    await company.say('dan', 'direct', `/countersign withdraw ${reference} I do not like it`);
    await company.notice('dan', 'Only operators can do that. Nothing was changed. Operators here: Olu.');
    await company.say('olu', 'direct', `/countersign withdraw ${reference} asked in the wrong place`);
    await company.notice('olu', `Done: ${reference} is closed. Nothing was posted.`);
    await sameCard(company, 'ana', third, 'Closed by Olu: “asked in the wrong place”. Only you saw it.');
    await company.notice('ana', 'Olu closed your draft from handbook for #random: “asked in the wrong place”. Nothing was posted.');
    await company.check();
  });

  test('nobody decides: it closes and stays private, on every card and in a sentence to the requester', async () => {
    const company = await openCompany({ database });
    const untouched = await ask(company);
    const waiting = await ask(company, 'ana', 'engineering', '@handbook how do I book staging for a load test?');
    await press(company, 'ana', waiting, 'approve');
    const forBen = await cardOf(company, 'ben', waiting, { state: 'awaiting_reviewer' });
    await company.pass(23 * HOUR);
    await company.notice('ben', 'Ana (ana) is waiting for your review');
    expect((await cardsOf(company, 'ana', untouched)).at(-1)?.state).toBe('awaiting_requester');
    await company.pass(2 * HOUR);
    for (const draft of [untouched, waiting]) {
      const closed = await cardOf(company, 'ana', draft, { state: 'expired' });
      expect(closed.title).toMatch(/^Closed without posting: nobody decided before \d\d:\d\d\. Ask again if you still need it\.$/);
      expect(labels(closed)).toEqual([]);
    }
    await company.notice('ana', 'Your draft from handbook for #engineering closed without posting: nobody decided in time.');
    await sameCard(company, 'ben', forBen, 'Closed without posting: nobody decided in time.');
    expect((await refused(company, 'ben', forBen, 'approve')).message).toBe('It closed because its time was over. Your click did nothing.');
    expect((await refused(company, 'ana', untouched, 'approve')).code).toBe('ALREADY_DECIDED');
    await company.check();
  });

  test('reviewers are reminded once, at half time; when they do not decide, the fallback is asked after its time, and recorded as such', async () => {
    const company = await openCompany({ database });
    const first = await ask(company, 'ana', 'globex-shared');
    await press(company, 'ana', first, 'approve');
    await press(company, 'ben', await cardOf(company, 'ben', first, { state: 'awaiting_reviewer' }), 'approve');
    await cardOf(company, 'chloe', first, { state: 'awaiting_reviewer' });
    await company.pass(1.9 * HOUR);
    await settled(company);
    expect(await noticesTo(company, 'chloe')).toEqual([]);

    await company.pass(0.2 * HOUR);
    await company.notice('chloe', 'Ana (ana) is waiting for your review of an answer from handbook for #globex-shared. The card is above.');
    await company.pass(1 * HOUR);
    await company.pass(1 * HOUR);
    await cardOf(company, 'ana', first, { state: 'expired' });
    expect(await noticesTo(company, 'chloe')).toHaveLength(1);
    expect(await noticesTo(company, 'ben')).toEqual([]);

    const draft = await ask(company);
    await press(company, 'ana', draft, 'approve');
    await cardOf(company, 'ben', draft, { state: 'awaiting_reviewer' });
    await company.pass(3.9 * HOUR);
    await settled(company);
    expect(await cardsOf(company, 'olu', draft)).toEqual([]);

    await company.pass(0.2 * HOUR);
    const forOlu = await cardOf(company, 'olu', draft, { state: 'awaiting_reviewer' });
    await sameCard(company, 'ana', draft, 'Waiting for Ben, Chloe or Olu.');
    await press(company, 'olu', forOlu, 'approve');
    const post = await company.posted('dan', 'engineering', { draft: draft.draft ?? null });
    expect(post.text).toContain('Approved by Ana (ana) and Olu.');
    const approvals = (await entriesOf(company)).filter((entry) => entry.type === 'draft.approved' && entry.draft === draft.draft);
    expect(approvals.map(({ refs }) => [refs['by'], refs['fallback']])).toEqual([
      ['requester', 0],
      ['reviewer', 1],
    ]);
    await company.check();
  });

  test('what could not be told in time is told as it was, and what is no longer true is not told', async () => {
    const company = await openCompany({ database });
    const draft = await ask(company);
    await press(company, 'ana', draft, 'approve');
    const forBen = await cardOf(company, 'ben', draft, { state: 'awaiting_reviewer' });
    await cardOf(company, 'chloe', draft, { state: 'awaiting_reviewer' });
    await company.fault({ operation: 'card', mode: 'refuse', times: 1000 });
    await company.pass(13 * HOUR);
    await press(company, 'ben', forBen, 'reject', 'wrong vault path');
    await press(company, 'ana', await sameCard(company, 'ana', draft, /^Ben did not approve/), 'edit', 'In the vault.');
    await company.fault({ operation: 'card', mode: 'refuse', times: 0 });
    await company.pass(HOUR / 60);
    await cardOf(company, 'ana', draft, { revision: 2 });
    await company.notice('ana', 'Ben did not approve your answer from handbook for #engineering: “wrong vault path”. Nothing was posted.');
    await settled(company);
    for (const reviewer of ['ben', 'chloe']) expect(await noticesTo(company, reviewer)).toEqual([]);
    expect(await cardsOf(company, 'olu', draft)).toEqual([]);
    await company.check();
  });
});
