import { describe, expect, test } from 'vitest';
import { storiesOn } from '../support/databases.ts';
import { openCompany } from './company.ts';
import { createHold } from './gates.ts';
import { settled } from './settled.ts';
import { ask, cardAfter, cardOf, cardsOf, labels, press, publish, QUESTION, refused, sameCard } from './turns.ts';

const person = (name: string): string => `playground:acme:${name}`;
const everybodyBut = (name: string): string[] =>
  ['ana', 'ben', 'chloe', 'dan', 'olu', 'ana-sales'].filter((one) => one !== name).map(person);
/** The reviewers are whoever is in a group of the platform now. */
const byGroup = (rules: string): string => rules.replace(/leads: \[.*?\]/, 'leads: [playground:acme:group-oncall]');
const linked = (accounts: string): ((rules: string) => string) => {
  return (rules) => rules.replace(/^people: \[\]/m, `people: [[${accounts}]]`);
};

describe.each(storiesOn('postgres'))('roles hold when approving and when publishing (%s)', (database) => {
  test('a reviewer who leaves the group, becomes a guest or is closed no longer counts, before the click or before it is begun', async () => {
    const hold = createHold();
    const company = await openCompany({ database, rules: byGroup, overrides: { wrap: hold.wrap } });
    const losses: [string, () => Promise<void>, () => Promise<void>][] = [
      [
        'guest',
        () => company.world({ person: { id: person('ben'), guest: true } }),
        () => company.world({ person: { id: person('ben'), guest: false } }),
      ],
      [
        'closed',
        () => company.world({ person: { id: person('ben'), active: false } }),
        () => company.world({ person: { id: person('ben'), active: true } }),
      ],
      [
        'left',
        () => company.world({ group: { id: person('group-oncall'), members: [person('chloe'), person('dan')] } }),
        () => Promise.resolve(),
      ],
    ];
    let card = await ask(company);
    for (const [how, lose, regain] of losses) {
      await press(company, 'ana', card, 'approve');
      const forBen = await cardAfter(company, 'ben', card, 'awaiting_reviewer');
      const gate = hold.next();
      await press(company, 'ben', forBen, 'approve');
      await gate.reached;
      await lose();
      gate.open();
      const back = await cardAfter(company, 'ana', card, 'awaiting_requester');
      expect(back.text, how).toContain('Somebody who approved may no longer review in #engineering, so their approval no longer counts.');
      await regain();
      card = back;
    }
    await settled(company);
    expect(await company.sees('dan')).not.toContain('Written by handbook');
    await press(company, 'ana', card, 'approve');
    const forDan = await cardAfter(company, 'dan', card, 'awaiting_reviewer');
    await press(company, 'dan', forDan, 'approve');
    const post = await company.posted('olu', 'engineering', { draft: card.draft ?? null });
    expect(post.text).toContain('Approved by Ana (ana) and Dan.');
    await cardOf(company, 'ana', card, { state: 'published' });
    expect((await refused(company, 'ben', post, 'retract')).code).toBe('NOT_YOURS');

    await company.world({ group: { id: person('group-oncall'), members: [person('ben'), person('chloe')] } });
    const draft = await ask(company);
    await press(company, 'ana', draft, 'approve');
    const forBen = await cardOf(company, 'ben', draft, { state: 'awaiting_reviewer' });
    const forChloe = await cardOf(company, 'chloe', draft, { state: 'awaiting_reviewer' });
    await company.world({ group: { id: person('group-oncall'), members: [person('chloe')] } });
    expect(await refused(company, 'ben', forBen, 'approve')).toMatchObject({ status: 403, code: 'NOT_YOURS' });
    expect(await refused(company, 'ben', forBen, 'reject', 'let me')).toMatchObject({ status: 403, code: 'NOT_YOURS' });
    await press(company, 'chloe', forChloe, 'approve');
    await company.posted('dan', 'engineering', { draft: draft.draft ?? null });
    await company.check();
  });

  test('a requester who may no longer post there publishes nothing there, before the approval or after it', async () => {
    const hold = createHold();
    const company = await openCompany({ database, overrides: { wrap: hold.wrap } });
    const draft = await ask(company, 'ana', 'random');
    const gate = hold.next();
    await press(company, 'ana', draft, 'approve');
    await gate.reached;
    await company.world({ channel: { id: person('random'), members: everybodyBut('ana') } });
    gate.open();
    const back = await cardAfter(company, 'ana', draft, 'awaiting_requester');
    expect(back.text).toContain('You may not post in #random, so the answer cannot be posted there either. Nothing was posted.');
    expect((await refused(company, 'ana', back, 'approve')).code).toBe('CANNOT_POST_THERE');
    expect(await company.sees('dan')).not.toContain('Written by handbook');

    await company.world({ channel: { id: person('random'), members: [...everybodyBut('ana'), person('ana')] } });
    await publish(company, await cardAfter(company, 'ana', back, 'awaiting_requester'), 'ana', [], 'random');
    await company.check();
  });

  test('two accounts of one human are one: she reviews nothing that she asked, and nobody counts twice', async () => {
    const withAnaSales = (rules: string): string =>
      linked('playground:acme:ana, playground:acme:ana-sales')(rules.replace(/leads: \[/, 'leads: [playground:acme:ana-sales, '));
    const company = await openCompany({ database, rules: withAnaSales });
    const draft = await ask(company);
    expect(labels(draft)[0]).toBe('Approve and ask Ben or Chloe');
    await press(company, 'ana', draft, 'approve');
    const forBen = await cardOf(company, 'ben', draft, { state: 'awaiting_reviewer' });
    await cardOf(company, 'chloe', draft, { state: 'awaiting_reviewer' });
    await settled(company);
    expect(await cardsOf(company, 'ana-sales', draft)).toEqual([]);
    await company.fault({ unchecked_clicks: true });
    for (const card of [draft, forBen]) expect((await refused(company, 'ana-sales', card, 'approve')).code).toBe('NOT_YOURS');
    await company.fault({ unchecked_clicks: false });
    await press(company, 'ben', forBen, 'approve');
    await company.posted('dan', 'engineering', { draft: draft.draft ?? null });

    await company.writeRules((rules) => rules.replace('people: [[', 'people: [[playground:acme:ben, playground:acme:chloe], ['));
    await company.bot.running().reloadRules();
    await company.say('dan', 'globex-shared', QUESTION);
    await cardOf(company, 'dan', await company.card('dan', { state: 'awaiting_requester' }), {});
    await company.say('ana', 'globex-shared', QUESTION);
    await company.notice('ana', 'only 1 person could review your question now');
    await company.check();
  });

  test('accounts that the rules link after an approval are one human when it is begun, whichever stands first', async () => {
    const hold = createHold();
    const rules = (example: string): string => example.replace(/leads: \[/, 'leads: [playground:acme:ana-sales, ');
    const company = await openCompany({ database, rules, overrides: { wrap: hold.wrap } });
    const draft = await ask(company);
    await press(company, 'ana', draft, 'approve');
    const forTheOther = await cardOf(company, 'ana-sales', draft, { state: 'awaiting_reviewer' });
    const gate = hold.next();
    await press(company, 'ana-sales', forTheOther, 'approve');
    await gate.reached;
    await company.writeRules(linked('playground:acme:ana-sales, playground:acme:ana'));
    await company.bot.running().reloadRules();
    gate.open();
    const back = await cardAfter(company, 'ana', draft, 'awaiting_requester');
    expect(back.text).toContain('Somebody who approved may no longer review in #engineering');
    await press(company, 'ana', back, 'approve');
    const forBen = await cardAfter(company, 'ben', back, 'awaiting_reviewer');
    expect(await cardsOf(company, 'ana-sales', draft)).toHaveLength(1);
    await press(company, 'ben', forBen, 'approve');
    await company.posted('dan', 'engineering', { draft: draft.draft ?? null });
    await company.check();
  });

  test('two reviewers whom the rules link meanwhile count once', async () => {
    const hold = createHold();
    const company = await openCompany({ database, overrides: { wrap: hold.wrap } });
    const draft = await ask(company, 'ana', 'globex-shared');
    await press(company, 'ana', draft, 'approve');
    await press(company, 'ben', await cardOf(company, 'ben', draft, { state: 'awaiting_reviewer' }), 'approve');
    const forChloe = await cardOf(company, 'chloe', draft, { state: 'awaiting_reviewer' });
    const gate = hold.next();
    await press(company, 'chloe', forChloe, 'approve');
    await gate.reached;
    await company.writeRules((rules) =>
      linked('playground:acme:chloe, playground:acme:ben')(rules.replace(/leads: \[/, 'leads: [playground:acme:dan, ')),
    );
    await company.bot.running().reloadRules();
    gate.open();
    const back = await cardAfter(company, 'ana', draft, 'awaiting_requester');
    expect(back.text).toContain('Somebody who approved may no longer review in #globex-shared');
    await settled(company);
    expect(await company.sees('gil')).not.toContain('Written by handbook');
    await sameCard(company, 'chloe', forChloe, /no longer count/);
    await company.check();
  });
});
