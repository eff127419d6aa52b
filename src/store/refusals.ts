import { sql } from 'kysely';
import type { DraftId, PersonId } from '../core/ids.ts';
import type { Context } from './context.ts';
import type { Refusals } from './store.ts';

/** A window begins with the first refused attempt. `draft` is empty for attempts that concern no draft. */
export function createRefusals({ db }: Context): Refusals {
  return {
    async count(person, draft, now, windowMs) {
      const key = draft ?? '';
      const counted = await db
        .updateTable('refusals')
        .set({ count: sql`count + 1` })
        .where('person', '=', person)
        .where('draft', '=', key)
        .where('started_at', '>', now - windowMs)
        .returning('count')
        .executeTakeFirst();
      if (counted !== undefined) return counted.count;
      const first = await db
        .insertInto('refusals')
        .values({ person, draft: key, started_at: now, count: 1 })
        .onConflict((conflict) => conflict.columns(['person', 'draft', 'started_at']).doUpdateSet({ count: sql`refusals.count + 1` }))
        .returning('count')
        .executeTakeFirstOrThrow();
      return first.count;
    },

    async close(before) {
      const closed = await db.deleteFrom('refusals').where('started_at', '<', before).returningAll().execute();
      const windows = closed.map(({ person, draft, started_at: startedAt, count }) => ({
        person: person as PersonId,
        draft: draft === '' ? null : (draft as DraftId),
        startedAt,
        count,
      }));
      return windows.sort((a, b) => a.startedAt - b.startedAt);
    },
  };
}
