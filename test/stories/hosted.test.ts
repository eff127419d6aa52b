import { expect, test } from 'vitest';
import { storiesOn } from '../support/databases.ts';
import { openCompany } from './company.ts';
import { ask, cardOf, press, publish } from './turns.ts';

test.each(storiesOn('sqlite'))(
  'the playground that npm start hosts is at the same address after a restart, and its record can be read after the stop (%s)',
  async (database) => {
    const company = await openCompany({ database, hosted: true });
    expect(company.platform).toBeNull();
    const draft = await ask(company);
    await press(company, 'ana', draft, 'approve');
    await company.bot.restart();
    expect(company.bot.running().url).toBe(company.url);
    await cardOf(company, 'ben', draft, { state: 'awaiting_reviewer' });
    await company.pass(60_000);
    await company.bot.restart();
    const post = await publish(company, await ask(company, 'ana', 'random'), 'ana', [], 'random');
    expect(Date.parse(post.at)).toBeGreaterThan(Date.now() + 30_000);
    await company.check();
    await expect(fetch(company.url)).rejects.toThrow('fetch failed');
  },
);
