import { sql, type Selectable } from 'kysely';
import type { PersonId } from '../core/ids.ts';
import type { Context } from './context.ts';
import { kept } from './kept.ts';
import type { Kill, KillRow, KillScope } from './store.ts';
import type { Database } from './tables.ts';

const allRows = kept(({ db }) => db.selectFrom('kill').selectAll().orderBy('scope'));

/**
 * The lock is held to the end of the transaction. On PostgreSQL it is an advisory lock and not a row's `FOR SHARE` and `FOR UPDATE`:
 * those are not fair, and an engage would wait for as long as begins of several processes overlap (measured: 143 ms instead of 4 ms
 * under three of them). On SQLite the transaction itself is the lock.
 */
export function createKill(context: Context): Kill {
  const { db, kind } = context;
  /** A statement of its own, so that the next one sees what was committed while this one waited. */
  async function lockSwitch(mode: 'share' | 'exclusive'): Promise<void> {
    if (kind === 'sqlite') return;
    const take = sql.raw(mode === 'share' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock');
    await sql`select ${take}(hashtextextended('countersign kill ' || current_schema(), 0))`.execute(db);
  }

  const all = async (): Promise<KillRow[]> => (await allRows.all(context)).map(killOf);

  return {
    all,

    async lock(mode) {
      await lockSwitch(mode);
      return all();
    },

    async set({ scope, engaged, epoch, by, reason, at }) {
      const row = { engaged: engaged ? 1 : 0, epoch, by_person: by, reason, at };
      await db
        .insertInto('kill')
        .values({ scope, ...row })
        .onConflict((conflict) => conflict.column('scope').doUpdateSet(row))
        .execute();
    },
  };
}

function killOf(row: Selectable<Database['kill']>): KillRow {
  const { scope, engaged, epoch, by_person: by, reason, at } = row;
  return { scope: scope as KillScope, engaged: engaged === 1, epoch, by: by as PersonId | null, reason, at };
}
