import { describe, expect, test } from 'vitest';
import { BOTH, storiesOn, storyOn } from '../support/databases.ts';
import { openInstallation } from '../../src/installation.ts';
import { createLogger } from '../../src/logger.ts';
import type { Tables } from '../../src/store/store.ts';
import { until } from '../support/until.ts';
import { startBot } from './bots.ts';
import { type Company, openCompany } from './company.ts';
import { createHold } from './gates.ts';
import { failUntilTold, MINUTE_MS, passUntil, requests, standing, stateOf } from './publishing.ts';
import { settled } from './settled.ts';
import { RUNNING } from './steps.ts';
import { ask, cardOf, isAfter, press, QUESTION } from './turns.ts';

describe.each(BOTH)('a process that ends (%s)', (database) => {
  const story = storyOn(database);
  story('by SIGKILL while the agent works: its requester is told, and asks again', async () => {
    const company = await openCompany({ database, withoutBot: true });
    const bot = await startBot(company, { at: RUNNING });
    await company.say('ana', 'random', QUESTION);
    expect((await bot.exited).signal).toBe('SIGKILL');
    await company.bot.restart();
    await company.pass(11_000);
    const lost = await company.card('ana', { state: 'withdrawn' });
    expect(lost.title).toBe('handbook was interrupted before it answered. Nothing was posted. Ask again if you still need it.');
    await press(company, 'ana', lost, 'ask_again');
    await company.card('ana', (card) => isAfter(card, lost.id) && card.state === 'awaiting_requester');
    await company.check();
  });

  story('by SIGTERM while it publishes: it ends what it had begun, and leaves nothing open', async () => {
    const company = await openCompany({ database, withoutBot: true });
    const bot = await startBot(company, { at: 'before the send', andThen: 'wait' });
    const draft = await ask(company, 'ana', 'random');
    await press(company, 'ana', draft, 'approve');
    await bot.passed();
    const ended = bot.kill('SIGTERM');
    await bot.message((message: { stopping?: true }) => message.stopping === true);
    bot.goOn();
    expect((await ended).code).toBe(0);
    expect(await standing(company, 'random', draft)).toHaveLength(1);
    await company.bot.restart();
    await cardOf(company, 'ana', draft, { state: 'published' });
    expect(await requests(company, 'publish')).toHaveLength(1);
    await company.check();
  });

  story('in order, before it has begun a post: that is left to the next one', async () => {
    const hold = createHold();
    const company = await openCompany({ database, overrides: { wrap: hold.wrap } });
    const draft = await ask(company, 'ana', 'random');
    const gate = hold.next();
    await press(company, 'ana', draft, 'approve');
    await gate.reached;
    const stopped = company.bot.stop();
    gate.open();
    await stopped;
    expect(await requests(company, 'publish')).toEqual([]);
    await company.bot.restart();
    await company.posted('dan', 'random', { kind: 'publication', draft: draft.draft ?? null });
    expect(await requests(company, 'publish')).toHaveLength(1);
    await company.check();
  });
});

test.each(storiesOn('postgres'))(
  'while the log cannot be signed nothing is posted and operators hear of it; when it can, the same approvals are posted once (%s)',
  async (database) => {
    const company = await openCompany({ database });
    const draft = await ask(company, 'ana', 'random');
    await settled(company);
    // The bot's own lease runs out once nothing is written any more.
    await passUntil(company, 6_000, () => within(company, (tx) => tx.leases.acquire('sequencer', 'elsewhere:1:00000000', 60 * MINUTE_MS)));
    await press(company, 'ana', draft, 'approve');
    const words = 'publishing an approved post fails again and again; see the log file (error NOT_UNDER_CHECKPOINT';
    await failUntilTold(company, words, { asking: 'can_post', everyMs: 12_000 });
    expect(await requests(company, 'publish')).toEqual([]);
    // Between two tries, which begin and are taken back.
    await until(async () => (await stateOf(company, draft)) === 'approved', { what: 'the draft to wait for its next try' });

    await company.pass(60 * MINUTE_MS);
    await passUntil(company, 12_000, async () => (await stateOf(company, draft)) === 'published');
    expect(await standing(company, 'random', draft)).toHaveLength(1);
    expect(await requests(company, 'publish')).toHaveLength(1);
    await company.check();
  },
);

/** In a transaction of another process on the same database. */
async function within<T>({ config, clock }: Company, work: (tx: Tables) => Promise<T>): Promise<T> {
  const overrides = { clock, skewMs: () => clock.ahead() };
  const { given } = await openInstallation(config, createLogger('silent'), new Map(), overrides);
  try {
    return await given.store.transact(work);
  } finally {
    await given.store.close();
  }
}
