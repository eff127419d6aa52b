import type { DraftId, RunId } from '../core/ids.ts';
import { touched, type Context } from './context.ts';
import type { Runs } from './store.ts';

export function createRuns({ db }: Context): Runs {
  return {
    async insert({ id, draft, agent, owner, startedAt, deadlineAt }) {
      await db.insertInto('runs').values({ id, draft, agent, owner, started_at: startedAt, deadline_at: deadlineAt }).execute();
    },

    async get(id) {
      const row = await db.selectFrom('runs').selectAll().where('id', '=', id).executeTakeFirst();
      if (row === undefined) return undefined;
      const { agent, owner, started_at: startedAt, deadline_at: deadlineAt } = row;
      return { id: row.id as RunId, draft: row.draft as DraftId, agent, owner, startedAt, deadlineAt };
    },

    async start(id, owner, startedAt, deadlineAt) {
      const started = await db
        .updateTable('runs')
        .set({ owner, started_at: startedAt, deadline_at: deadlineAt })
        .where('id', '=', id)
        .where('started_at', 'is', null)
        .executeTakeFirst();
      return touched(started);
    },
  };
}
