import { expect, test } from 'vitest';
import { MIGRATIONS } from '../../src/store/migrations/index.ts';
import { changeDatabase } from '../cli/tampering.ts';
import { until } from '../support/until.ts';
import { checkAfter, pass, startBot } from './bots.ts';
import { openCompany } from './company.ts';
import { requests, standing } from './publishing.ts';
import { ask, cardOf } from './turns.ts';

test(
  'another version changes the database under a process that runs: it takes and posts nothing more, says so, and what came meanwhile is done by the version that fits',
  { timeout: 180_000 },
  async () => {
    const company = await openCompany({ database: 'sqlite', withoutBot: true });
    const old = await startBot(company, { environment: { LOG_LEVEL: 'error' } });
    const draft = await ask(company, 'ana', 'random');
    const set = (schema: string): void =>
      changeDatabase(company.config, (database) => database.exec(`update meta set value = '${schema}' where name = 'schema'`));
    set('99');
    await pass(company, 2_500, old);
    await until(() => old.output().stderr.includes('Another version of Countersign has changed the database under this process'), {
      what: 'the log to say so',
    });
    const pressed = company.click('ana', draft, 'approve');
    await until(() => old.output().stderr.includes('a delivery was not taken'), { what: 'the click not to be taken' });
    expect(await requests(company, 'publish')).toEqual([]);

    // The version that fits: here the same one, once its schema is there.
    set(String(MIGRATIONS.length));
    await old.kill();
    const next = await startBot(company);
    expect((await pressed).status).toBe(200);
    await cardOf(company, 'ana', draft, { state: 'published' });
    expect(await standing(company, 'random', draft)).toHaveLength(1);
    await checkAfter(company, next);
  },
);
