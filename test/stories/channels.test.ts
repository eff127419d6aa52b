import { describe, expect, test } from 'vitest';
import { storiesOn } from '../support/databases.ts';
import { openCompany } from './company.ts';
import { entriesOf } from './log.ts';
import { settled } from './settled.ts';
import { ask, cardOf, cardsOf, labels, press, publish, QUESTION, refused, sameCard } from './turns.ts';

describe.each(storiesOn('sqlite'))('what each channel’s rule makes of an answer (%s)', (database) => {
  test('random asks for nobody else, and one button publishes; a private channel’s question and answer are seen by its people only', async () => {
    const company = await openCompany({ database });
    const draft = await ask(company, 'ana', 'random', '@handbook how do I book staging for a load test?');
    expect(labels(draft)[0]).toBe('Approve and publish now');
    expect(draft.text).toContain('Before that: only you approve. It is posted at once.');
    expect(await press(company, 'ana', draft, 'approve')).toBe('approved');
    const post = await company.posted('dan', 'random');
    expect(post.text).toMatch(/Asked by Ana \(ana\)\. Approved by Ana \(ana\)\. cs-/);
    await sameCard(company, 'ana', draft, /^Posted in #random at \d\d:\d\d\. Approved by you\. Proof: cs-[0-9A-Z]{8}\.$/);
    await settled(company);
    for (const other of ['ben', 'chloe', 'dan', 'olu', 'ana-sales']) expect(await cardsOf(company, other, draft)).toEqual([]);

    const payments = await ask(company, 'olu', 'team-payments');
    expect(payments.text).toContain('Who could read it: 4 people in #team-payments');
    await publish(company, payments, 'olu', ['chloe'], 'team-payments');
    await company.posted('ana', 'team-payments', { draft: payments.draft ?? null });
    await settled(company);
    for (const outside of ['dan', 'ana-sales', 'gil']) expect(await company.sees(outside)).not.toMatch(/rotat/i);
    await company.check();
  });

  test('globex-shared, which people outside read, asks for two reviewers; one alone publishes nothing, and one who rejects ends it', async () => {
    const company = await openCompany({ database });
    const draft = await ask(company, 'ana', 'globex-shared');
    expect(draft.text).toContain('Who could read it: People outside Acme can read this channel');
    expect(draft.text).toContain('7 people in all');
    await press(company, 'ana', draft, 'approve');
    const forBen = await cardOf(company, 'ben', draft, { state: 'awaiting_reviewer' });
    const forChloe = await cardOf(company, 'chloe', draft, { state: 'awaiting_reviewer' });
    expect(labels(forBen)).toEqual(['Approve (1 of 2)', 'Reject…']);
    expect(await press(company, 'ben', forBen, 'approve')).toBe('awaiting_reviewer');
    await sameCard(company, 'ben', forBen, 'You approved this. It waits for another approval.');
    expect((await refused(company, 'ben', forBen, 'approve')).code).toBe('ALREADY_DECIDED');
    expect((await refused(company, 'ana', draft, 'approve')).code).toBe('ALREADY_DECIDED');
    const last = await company.card('chloe', (card) => card.id === forChloe.id && labels(card)[0] === 'Approve and publish');
    await sameCard(company, 'ana', draft, 'Waiting for Chloe.');
    expect((await company.view('gil')).channels[0]?.messages.filter(({ from }) => from === 'bot')).toEqual([]);
    expect(await press(company, 'chloe', last, 'approve')).toBe('approved');
    const post = await company.posted('gil', 'globex-shared');
    expect(post.text).toContain('Approved by Ana (ana), Ben and Chloe.');

    const second = await ask(company, 'ana', 'globex-shared', '@handbook how do I book staging for a load test?');
    await press(company, 'ana', second, 'approve');
    await press(company, 'ben', await cardOf(company, 'ben', second, { state: 'awaiting_reviewer' }), 'approve');
    await press(company, 'chloe', await cardOf(company, 'chloe', second, { state: 'awaiting_reviewer' }), 'reject', 'not for outside');
    await sameCard(company, 'ana', second, 'Chloe did not approve: “not for outside”. Nothing was posted.');
    await company.check();
  });

  test('two reviewers click at once: where two are needed both count, where one is needed the second is told; it is posted once', async () => {
    const company = await openCompany({ database });
    for (const question of [QUESTION, '@handbook how do I book staging for a load test?']) {
      const draft = await ask(company, 'ana', 'globex-shared', question);
      await press(company, 'ana', draft, 'approve');
      const forBen = await cardOf(company, 'ben', draft, { state: 'awaiting_reviewer' });
      const forChloe = await cardOf(company, 'chloe', draft, { state: 'awaiting_reviewer' });
      const states = await Promise.all([press(company, 'ben', forBen, 'approve'), press(company, 'chloe', forChloe, 'approve')]);
      expect(states.sort()).toEqual(['approved', 'awaiting_reviewer']);
      const post = await company.posted('gil', 'globex-shared', { draft: draft.draft ?? null });
      expect(post.text).toMatch(/Approved by Ana \(ana\), (Ben and Chloe|Chloe and Ben)\./);
    }
    expect((await entriesOf(company)).filter(({ type }) => type === 'publication.intended')).toHaveLength(2);

    const one = await ask(company);
    await press(company, 'ana', one, 'approve');
    const forBen = await cardOf(company, 'ben', one, { state: 'awaiting_reviewer' });
    const forChloe = await cardOf(company, 'chloe', one, { state: 'awaiting_reviewer' });
    const clicks = await Promise.all([company.click('ben', forBen, 'approve'), company.click('chloe', forChloe, 'approve')]);
    expect(clicks.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(clicks.find(({ status }) => status === 409)?.body.code).toBe('ALREADY_DECIDED');
    const post = await company.posted('dan', 'engineering', { draft: one.draft ?? null });
    expect(post.text).toMatch(/Approved by Ana \(ana\) and (Ben|Chloe)\. cs-/);
    await company.check();
  });

  test('nobody reviews what they asked; asked in a direct message, the answer stays with the person, whatever is pressed', async () => {
    const company = await openCompany({ database });
    const draft = await ask(company, 'ben');
    expect(labels(draft)[0]).toBe('Approve and ask Chloe');
    await press(company, 'ben', draft, 'approve');
    await cardOf(company, 'chloe', draft, { state: 'awaiting_reviewer' });
    expect(await cardsOf(company, 'ben', draft)).toHaveLength(1);

    await company.say('ben', 'globex-shared', QUESTION);
    await company.notice(
      'ben',
      'The rule of #globex-shared asks for 2 reviewers, and only 1 person could review your question now. Your question went to no agent. Olu can add a reviewer.',
    );

    const own = await ask(company, 'ana', 'direct', 'handbook: how do I rotate the staging database password?');
    expect(labels(own)).toEqual(['Edit', 'Ask again', 'Close']);
    expect(own.text).toContain(
      'You asked this in a direct message, so the answer stays with you. To publish an answer, ask in its channel.',
    );
    expect((await refused(company, 'ana', own, 'approve')).code).toBe('ACTION_NOT_OFFERED');
    await company.fault({ unchecked_clicks: true });
    expect(await refused(company, 'ana', own, 'approve')).toEqual({
      status: 409,
      code: 'NO_DESTINATION',
      message:
        'You asked this in a direct message, so the answer stays with you. Nothing was posted. To publish an answer, ask in its channel.',
    });
    await press(company, 'ana', own, 'edit', 'Note to self: use the vault.');
    const second = await cardOf(company, 'ana', own, { revision: 2 });
    expect(second.title).toBe('Draft from handbook. Edited by you. Only you can see it.');
    await press(company, 'ana', second, 'withdraw');
    await sameCard(company, 'ana', second, 'Closed. Only you saw it.');
    await company.check();
  });
});
