import { expect, test } from 'vitest';
import { createGate } from '../stories/gates.ts';
import { openCompany } from '../stories/company.ts';
import { get, OLU, order } from './corner.ts';

const NOT_RUNNING = { code: 'NOT_RUNNING', message: 'Countersign is starting or stopping. Try again in a moment.' };

test('before Countersign runs the corner says so, and once it runs it answers', async () => {
  const gate = createGate();
  let starts = 0;
  const company = await openCompany({
    database: 'sqlite',
    hosted: true,
    overrides: {
      // Its second start comes no further than to its first look into the database.
      wrap: (given) => ({
        ...given,
        store: {
          ...given.store,
          async transact(work) {
            if (starts > 0) await gate.pass();
            return given.store.transact(work);
          },
        },
      }),
    },
  });
  await company.bot.stop();
  starts += 1;
  const restarted = company.bot.restart();
  await gate.reached;
  expect(await get(company, `/console/state?person=${OLU}`)).toEqual({ status: 503, body: NOT_RUNNING });
  expect(await order(company, 'engage', { scope: 'all', reason: 'early' })).toEqual({ status: 503, body: NOT_RUNNING });
  gate.open();
  await restarted;
  expect((await get(company, `/console/state?person=${OLU}`)).status).toBe(200);
  await company.check();
});

test('when Countersign stops the corner lets nobody in, and what is under way there is answered before the database closes', async () => {
  const gate = createGate();
  const company = await openCompany({
    database: 'sqlite',
    hosted: true,
    overrides: {
      wrap: (given) => ({
        ...given,
        log: {
          ...given.log,
          async verify() {
            await gate.pass();
            return given.log.verify();
          },
        },
      }),
    },
  });
  const checking = order(company, 'verify', {});
  await gate.reached;
  const stopped = company.bot.stop();
  expect(await order(company, 'engage', { scope: 'all', reason: 'late' })).toEqual({ status: 503, body: NOT_RUNNING });
  gate.open();
  expect(await checking).toMatchObject({ status: 200, body: { problems: [] } });
  await stopped;
  await expect(get(company, '/console/operators')).rejects.toThrow('fetch failed');
});

test('a bot of a playground that runs elsewhere has no corner, and its page does not show one', async () => {
  const elsewhere = await openCompany({ database: 'sqlite' });
  const hosted = await openCompany({ database: 'sqlite', hosted: true });
  const page = async (url: string): Promise<string | undefined> => /data-console="(\w+)"/.exec(await (await fetch(url)).text())?.[1];
  expect(await get(elsewhere, `/console/state?person=${OLU}`)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  expect(await get(elsewhere, '/console/operators')).toMatchObject({ status: 404 });
  expect((await order(elsewhere, 'engage', { scope: 'all', reason: 'let me' })).status).toBe(404);
  expect((await get(hosted, '/console/operators')).status).toBe(200);
  expect([await page(elsewhere.url), await page(hosted.url)]).toEqual(['no', 'yes']);
});
