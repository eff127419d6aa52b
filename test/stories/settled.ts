import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { until } from '../support/until.ts';
import type { Company } from './company.ts';

/**
 * Waits until everything that is due now has been carried out, and what was written of it is signed: what has not happened by then does
 * not happen. Looks into the database itself.
 */
export async function settled(company: { config: Company['config']; clock: { now(): number } }): Promise<void> {
  const database = openDatabase(company.config);
  try {
    await until(async () => (await database.due(company.clock.now())) === 0, {
      what: 'everything that is due to be done and signed',
      timeoutMs: 30_000,
    });
  } finally {
    await database.close();
  }
}

const DUE = 'select (select count(*) from entries where idx is null) + (select count(*) from effects where due_at <= ';

function openDatabase({ databaseUrl, dataDir }: Company['config']): { due(now: number): Promise<number>; close(): Promise<void> } {
  if (databaseUrl === null) {
    const sqlite = new DatabaseSync(join(dataDir, 'countersign.sqlite'), { readOnly: true });
    const count = sqlite.prepare(`${DUE}?) as due`);
    return { due: (now) => Promise.resolve(Number(count.get(now)?.['due'])), close: () => Promise.resolve(sqlite.close()) };
  }
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  return {
    due: async (now) => Number((await pool.query<{ due: string }>(`${DUE}$1) as due`, [now])).rows[0]?.due),
    close: () => pool.end(),
  };
}
