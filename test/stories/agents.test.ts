import { describe, expect, test } from 'vitest';
import { storiesOn } from '../support/databases.ts';
import type { Message } from './chat.ts';
import { openCompany } from './company.ts';
import { createGate, slowAgents } from './gates.ts';
import { ask, cardOf, cardsOf, isAfter, labels, press, publish, QUESTION, refused, sameCard, UNANSWERABLE } from './turns.ts';

const LOOKING = 'handbook is looking for an answer. Only you can see this.';

const answerOn = ({ parts = [] }: Message): string => parts.find(({ kind }) => kind === 'answer')?.preview ?? '';

describe.each(storiesOn('sqlite'))('the agent’s turn (%s)', (database) => {
  test('asked again it gives another answer, or one that heeds the words; what it finds nothing about makes no draft, only a sentence', async () => {
    const company = await openCompany({ database });
    const first = await ask(company);
    expect(first.text).toContain('Rotating passwords');
    expect(await press(company, 'ana', first, 'ask_again')).toBe('awaiting_agent');
    const second = await cardOf(company, 'ana', first, { revision: 2, state: 'awaiting_requester' });
    expect(second.title).toBe('Draft from handbook. Only you can see it.');
    expect(second.text).not.toContain('Rotating passwords');
    expect((await refused(company, 'ana', first, 'approve')).code).toBe('STALE');

    expect(await press(company, 'ana', second, 'ask_again', 'shorter, for the impatient')).toBe('awaiting_agent');
    const third = await cardOf(company, 'ana', first, { revision: 3, state: 'awaiting_requester' });
    expect(answerOn(third).length).toBeLessThan(answerOn(second).length);

    await press(company, 'ana', third, 'approve');
    const forBen = await cardOf(company, 'ben', first, { state: 'awaiting_reviewer' });
    expect(forBen.text).not.toContain('impatient');
    await press(company, 'ben', forBen, 'reject', 'not what you asked');
    await press(company, 'ana', await sameCard(company, 'ana', third, /^Ben did not approve/), 'ask_again');
    const fourth = await cardOf(company, 'ana', first, { revision: 4, state: 'awaiting_requester' });
    const post = await publish(company, fourth, 'ana', ['chloe'], 'engineering');
    expect(post.revision).toBe(4);

    await company.say('ana', 'engineering', UNANSWERABLE);
    const nothing = await company.card('ana', { title: 'handbook found nothing about this. There is nothing to post.' });
    expect(labels(nothing)).toEqual(['Ask again']);
    expect(nothing.revision).toBeNull();
    expect(await cardsOf(company, 'ben', nothing)).toEqual([]);

    await press(company, 'ana', nothing, 'ask_again');
    const again = await company.card(
      'ana',
      (message) => isAfter(message, nothing.id) && message.title === 'handbook found nothing about this. There is nothing to post.',
    );
    expect(again.draft).not.toBe(nothing.draft);
    await company.check();
  });

  test('while it works its requester can stop it; what it says afterwards is dropped, and it can be asked again', async () => {
    const gate = createGate();
    const company = await openCompany({ database, overrides: { wrap: slowAgents(gate) } });
    await company.say('ana', 'engineering', QUESTION);
    const working = await company.card('ana', { title: LOOKING });
    await gate.reached;
    expect(labels(working)).toEqual(['Stop']);
    expect(working.state).toBe('awaiting_agent');
    expect(await press(company, 'ana', working, 'stop')).toBe('withdrawn');
    const stopped = await sameCard(company, 'ana', working, 'You stopped handbook. Nothing was posted.');
    expect(labels(stopped)).toEqual(['Ask again']);

    gate.open();
    expect(await press(company, 'ana', stopped, 'ask_again')).toBe('awaiting_agent');
    const card = await company.card('ana', (message) => isAfter(message, stopped.id) && message.state === 'awaiting_requester');
    expect(card.draft).not.toBe(working.draft);
    await sameCard(company, 'ana', working, 'You stopped handbook. Nothing was posted.');
    await company.check();
  });

  test('stopped when it was asked again, the draft that was there before comes back, and its buttons work', async () => {
    const gate = createGate();
    const company = await openCompany({ database, overrides: { wrap: slowAgents(gate, 2) } });
    const first = await ask(company);
    await press(company, 'ana', first, 'ask_again', 'shorter');
    await sameCard(company, 'ana', first, 'You asked handbook again.');
    await gate.reached;
    const working = await company.card('ana', { title: LOOKING });
    expect(await press(company, 'ana', working, 'stop')).toBe('awaiting_requester');
    const back = await sameCard(company, 'ana', first, 'Draft from handbook. Only you can see it.');
    await sameCard(company, 'ana', working, 'You stopped handbook. Your draft is on the card above, as it was.');
    const post = await publish(company, back, 'ana', ['ben'], 'engineering');
    expect(post.revision).toBe(1);
    await company.check();
  });

  test('an agent that fails costs a sentence to whoever asked and an alarm to the operators; asking again works when it is back', async () => {
    const missing = (rules: string): string => rules.replace('examples/handbook #', 'examples/nowhere #');
    const company = await openCompany({ database, rules: missing });
    await company.say('ana', 'engineering', QUESTION);
    const failed = await company.card('ana', (message) => message.title?.startsWith('handbook could not answer.') ?? false);
    expect(failed.title).toMatch(
      /^handbook could not answer\. Nothing was posted\. Olu can see why \(error AGENT_FAILED, request rq-[0-9A-Z]{8}\)\.$/,
    );
    await company.notice('olu', 'Alarm: handbook failed: see the log file (error AGENT_FAILED');

    await company.writeRules((rules) => rules.replace('examples/nowhere #', 'examples/handbook #'));
    await company.bot.restart();
    await press(company, 'ana', failed, 'ask_again');
    const card = await company.card('ana', (message) => isAfter(message, failed.id) && message.state === 'awaiting_requester');
    expect(card.text).toContain('Rotating passwords');
    await company.check();
  });
});
