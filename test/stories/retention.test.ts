import { describe, expect, test } from 'vitest';
import { openInstallation } from '../../src/installation.ts';
import { createLogger } from '../../src/logger.ts';
import { storiesOn } from '../support/databases.ts';
import { until } from '../support/until.ts';
import { type Company, openCompany } from './company.ts';
import { runCommand } from './bots.ts';
import { entriesOf } from './log.ts';
import { ask, cardOf, publish, press, QUESTION, refused, sameCard } from './turns.ts';

const DAY = 86_400_000;

describe.each(storiesOn('postgres'))('when the time of keeping texts is over (%s)', (database) => {
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
    const card = await sameCard(company, 'ana', draft, /^You retracted it/);
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

  test('a year later they are forgotten: old buttons get a clear answer and do nothing, and the log still verifies', async () => {
    const company = await openCompany({ database });
    const draft = await ask(company, 'ana', 'random');
    const post = await publish(company, draft, 'ana', [], 'random');
    const closed = await ask(company);
    await company.pass(2 * DAY);
    await cardOf(company, 'ana', closed, { state: 'expired' });
    await company.pass(91 * DAY);
    await until(async () => (await entriesOf(company)).filter(({ type }) => type === 'text.erased').length === 2, {
      what: 'both to be erased',
    });
    await company.pass(363 * DAY);
    expect((await refused(company, 'ana', closed, 'ask_again', QUESTION)).code).toBe('ALREADY_DECIDED');
    const younger = await ask(company, 'ana', 'random');
    await company.pass(3 * DAY);
    await until(async () => (await known(company)).length === 1, { what: 'both to be forgotten' });
    expect(await known(company)).toEqual([younger.draft]);
    const nothing = { code: 'UNKNOWN_CARD', message: expect.stringContaining('leads to nothing that I know. Nothing was changed.') };
    expect(await refused(company, 'ana', closed, 'ask_again', QUESTION)).toMatchObject(nothing);
    expect(await refused(company, 'ana', post, 'retract')).toMatchObject(nothing);
    await company.posted('dan', 'random', { id: post.id, kind: 'publication' });

    const verified = await runCommand(company, 'verify');
    expect([verified.code, verified.stderr]).toEqual([0, '']);
    expect(verified.stdout).toContain('Everything fits.');
    await company.check();
  });
});

/** The drafts that the bot still knows of, newest first. */
async function known(company: Company): Promise<string[]> {
  const { given } = await openInstallation(company.config, createLogger('silent'), new Map(), { clock: company.clock });
  try {
    return (await given.store.read.drafts.list({ limit: 10 })).map(({ id }) => id);
  } finally {
    await given.store.close();
  }
}
