import { describe, expect, test } from 'vitest';
import { until } from '../support/until.ts';
import { openCompany } from './company.ts';
import { entriesOf } from './log.ts';
import { ask, cardOf, publish, press, QUESTION, refused, sameCard } from './turns.ts';

const DAY = 86_400_000;

describe.each(['sqlite', 'postgres'] as const)('when the time of keeping texts is over (%s)', (database) => {
  test('they are erased; cards that are brought up to date say so, and the log still verifies', async () => {
    const company = await openCompany({ database });
    const draft = await ask(company, 'ana', 'random');
    const post = await publish(company, draft, 'ana', [], 'random');
    const closed = await ask(company);
    await company.pass(2 * DAY);
    await cardOf(company, 'ana', closed, { state: 'expired' });
    await company.pass(87 * DAY);
    const before = await sameCard(company, 'ana', draft, /^Posted in #random/);
    expect(before.text).toContain('Rotating passwords');
    expect((await entriesOf(company)).map(({ type }) => type)).not.toContain('text.erased');

    await company.pass(1.5 * DAY);
    await until(async () => (await entriesOf(company)).filter(({ type }) => type === 'text.erased').length === 1, {
      what: 'one draft to be erased',
    });
    expect(await press(company, 'ana', post, 'retract')).toBe('retracting');
    const card = await sameCard(company, 'ana', draft, /^Retracted by Ana \(ana\)/);
    expect(card.text).toContain('The text of this draft was erased when its time was over.');
    expect(card.text).toContain('the question was erased');
    expect(card.text).not.toContain('Rotating passwords');
    await company.posted('dan', 'random', { id: post.id, kind: 'tombstone' });

    await company.pass(3 * DAY);
    await until(async () => (await entriesOf(company)).filter(({ type }) => type === 'text.erased').length === 2, {
      what: 'both to be erased',
    });
    expect((await refused(company, 'ana', closed, 'ask_again', QUESTION)).code).toBe('ALREADY_DECIDED');
    await company.check();
  });
});
