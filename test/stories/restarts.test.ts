import { describe, expect } from 'vitest';
import { BOTH, storyOn } from '../support/databases.ts';
import { openCompany } from './company.ts';
import { createGate, slowAgents } from './gates.ts';
import { entriesOf } from './log.ts';
import { settled } from './settled.ts';
import { ask, cardAfter, cardOf, cardsOf, isAfter, labels, noticesTo, press, publish, QUESTION, sameCard } from './turns.ts';

describe.each(BOTH)('the bot is started anew between any two steps (%s)', (database) => {
  const story = storyOn(database);
  story('nothing is lost and nothing comes twice, from the question to the tombstone', async () => {
    const company = await openCompany({ database });
    await company.bot.stop();
    const asked = await company.say('ana', 'engineering', QUESTION);
    await company.bot.restart();
    const draft = await company.card('ana', (card) => isAfter(card, asked) && card.state === 'awaiting_requester');
    await company.bot.restart();
    await press(company, 'ana', draft, 'approve');
    await company.bot.restart();
    const forBen = await cardOf(company, 'ben', draft, { state: 'awaiting_reviewer' });
    await cardOf(company, 'chloe', draft, { state: 'awaiting_reviewer' });
    await company.bot.stop();
    const clicked = company.click('ben', forBen, 'approve');
    await company.bot.restart();
    expect((await clicked).body).toEqual({ state: 'approved' });
    await company.bot.restart();
    const post = await company.posted('dan', 'engineering', { draft: draft.draft ?? null });
    await cardOf(company, 'ana', draft, { state: 'published' });
    await company.bot.restart();
    await press(company, 'chloe', post, 'retract');
    await company.bot.restart();
    await company.posted('dan', 'engineering', { id: post.id, kind: 'tombstone' });
    await cardOf(company, 'ana', draft, { state: 'retracted' });

    await settled(company);
    for (const person of ['ana', 'ben', 'chloe']) expect(await cardsOf(company, person, draft), person).toHaveLength(1);
    for (const person of ['dan', 'olu', 'ana-sales']) expect(await cardsOf(company, person, draft), person).toEqual([]);
    expect((await noticesTo(company, 'ana', 'is posted in')).length).toBe(1);
    const sent = (await entriesOf(company)).filter(({ type }) => type === 'publication.confirmed');
    expect(sent).toHaveLength(1);
    await company.check();
  });

  story('a run that ended with the bot is found and told; asked again, it answers', async () => {
    const gate = createGate();
    const company = await openCompany({ database, overrides: { wrap: slowAgents(gate) } });
    await company.say('ana', 'engineering', QUESTION);
    await gate.reached;
    await company.bot.restart();
    const lost = await company.card('ana', { state: 'withdrawn' });
    expect(lost.title).toBe('handbook was interrupted before it answered. Nothing was posted. Ask again if you still need it.');
    expect(labels(lost)).toEqual(['Ask again']);
    gate.open();
    await press(company, 'ana', lost, 'ask_again');
    const draft = await company.card('ana', (card) => isAfter(card, lost.id) && card.state === 'awaiting_requester');
    await publish(company, draft, 'ana', ['ben'], 'engineering');
    await company.check();
  });

  story('what was planned for later comes after a restart: the reminder, the fallback, the end', async () => {
    const company = await openCompany({ database });
    const draft = await ask(company);
    await press(company, 'ana', draft, 'approve');
    await cardOf(company, 'chloe', draft, { state: 'awaiting_reviewer' });
    await company.bot.stop();
    await company.pass(13 * 3_600_000);
    await company.bot.restart();
    await cardOf(company, 'olu', draft, { state: 'awaiting_reviewer' });
    await company.notice('chloe', 'Ana (ana) is waiting for your review');
    await company.bot.stop();
    await company.pass(12 * 3_600_000);
    await company.bot.restart();
    await cardOf(company, 'ana', draft, { state: 'expired' });
    await sameCard(company, 'chloe', await cardOf(company, 'chloe', draft, {}), 'Closed without posting: nobody decided in time.');
    expect(await noticesTo(company, 'chloe', 'is waiting for your review')).toHaveLength(1);
    await company.check();
  });
});

describe.each(BOTH)('deliveries that come twice (%s)', (database) => {
  const story = storyOn(database);
  story('a question and an operator’s command that are delivered twice are carried out once', async () => {
    const company = await openCompany({ database });
    await company.fault({ operation: 'delivery', mode: 'duplicate' });
    const draft = await ask(company, 'ana', 'random');
    await company.fault({ operation: 'ack', mode: 'cut_before' });
    const second = await ask(company, 'ana', 'random');
    await company.fault({ operation: 'ack', mode: 'cut_after' });
    await ask(company, 'ana', 'random');
    expect((await entriesOf(company)).filter(({ type }) => type === 'draft.requested')).toHaveLength(3);
    for (const one of [draft, second]) expect(await cardsOf(company, 'ana', one)).toHaveLength(1);

    await company.fault({ operation: 'ack', mode: 'cut_before' });
    await company.say('olu', 'direct', '/countersign engage wrong payroll answers');
    await company.notice('olu', 'Publishing is stopped (everything): “wrong payroll answers”.');
    expect((await entriesOf(company)).filter(({ type }) => type === 'kill.engaged')).toHaveLength(1);
    expect(await noticesTo(company, 'olu', 'Publishing is stopped')).toHaveLength(1);
    await company.check();
  });

  story('the same click again gets the same answer and has no other effect, whatever happened meanwhile', async () => {
    const company = await openCompany({ database });
    const draft = await ask(company);
    const click = (): ReturnType<typeof company.click> => company.click('ana', draft, 'approve', undefined, 'dlv_ana');
    const [once, twice] = await Promise.all([click(), click()]);
    expect(once).toEqual({ status: 200, body: { state: 'awaiting_reviewer' } });
    expect(twice).toEqual(once);
    const forBen = await cardOf(company, 'ben', draft, { state: 'awaiting_reviewer' });
    const edited = await company.click('ana', draft, 'edit', 'In the vault.', 'dlv_edit');
    expect(edited.body).toEqual({ state: 'awaiting_requester' });
    const second = await cardOf(company, 'ana', draft, { revision: 2 });
    expect(await company.click('ana', draft, 'edit', 'In the vault.', 'dlv_edit')).toEqual(edited);
    const stale = await company.click('ben', forBen, 'approve', undefined, 'dlv_stale');
    expect(stale.body.code).toBe('STALE');
    await press(company, 'ana', second, 'approve');
    const again = await cardAfter(company, 'ben', forBen, 'awaiting_reviewer');
    expect(await company.click('ben', forBen, 'approve', undefined, 'dlv_stale')).toEqual(stale);
    await company.bot.restart();
    await press(company, 'ben', again, 'approve');
    const post = await company.posted('dan', 'engineering', { draft: draft.draft ?? null });
    await cardOf(company, 'ana', draft, { state: 'published' });
    expect(await click()).toEqual(once);

    const retracted = await company.click('ben', post, 'retract', undefined, 'dlv_retract');
    await company.posted('dan', 'engineering', { id: post.id, kind: 'tombstone' });
    expect(await company.click('ben', post, 'retract', undefined, 'dlv_retract')).toEqual(retracted);
    const moves = (await entriesOf(company)).filter((entry) => entry.draft === draft.draft && entry.version !== undefined);
    expect(moves.map(({ type }) => type).filter((type) => type === 'draft.edited' || type === 'draft.approved')).toHaveLength(4);
    expect(new Set(moves.map(({ version }) => version)).size).toBe(moves.length);
    await company.check();
  });
});
