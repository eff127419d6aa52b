import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { until } from '../support/until.ts';
import { type Company, openCompany } from './company.ts';
import { createGate, slowAgents } from './gates.ts';
import { startPlayground } from '../support/platforms.ts';
import { standing } from './publishing.ts';
import { cardOf, noticesTo, press, QUESTION } from './turns.ts';

const HOUR = 3_600_000;

test(
  'a platform that is gone for an hour: the answer waits, operators hear of it, and it goes on by itself when the platform is back',
  { timeout: 180_000 },
  async () => {
    const gate = createGate();
    const company = await openCompany({ database: 'sqlite', environment: { HEALTH_PORT: '0' }, overrides: { wrap: slowAgents(gate) } });
    const health = company.bot.running().healthUrl ?? '';
    const isReady = async (): Promise<boolean> => (await fetch(`${health}/readyz`)).status === 200;
    await company.say('ana', 'random', QUESTION);
    await gate.reached;
    await company.platform?.kill();
    gate.open();
    await until(async () => !(await isReady()), { what: 'it to be not ready' });
    // Every failed try is put off, at most for a minute.
    for (let tries = 0; tries < 60; tries += 1) {
      company.clock.advance(HOUR / 60);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect((await fetch(`${health}/livez`)).status).toBe(200);

    await comeBack(company);
    await until(isReady, { what: 'it to be ready again', timeoutMs: 10_000 });
    await company.pass(60_000);
    const draft = await company.card('ana', ({ actions }) => actions.some(({ id }) => id === 'approve'));
    await press(company, 'ana', draft, 'approve');
    await cardOf(company, 'ana', draft, { state: 'published' });
    expect(await standing(company, 'random', draft)).toHaveLength(1);
    await until(async () => (await noticesTo(company, 'olu', 'Alarm: showing a card to a person fails again and again')).length === 1, {
      what: 'Olu to be told',
    });
    await company.check();
  },
);

/** The same chat again, at the same address. */
async function comeBack(company: Company): Promise<void> {
  await startPlayground({
    port: Number(new URL(company.url).port),
    file: join(dirname(company.rulesFile), 'playground.sqlite'),
    token: company.environment['PLAYGROUND_TOKEN'] ?? '',
  });
  await company.fault({ clock: { aheadMs: company.clock.ahead() } });
}
