import type { DraftId, RunId } from '../core/ids.ts';
import type { Context } from './context.ts';
import { kept } from './kept.ts';
import type { Runs } from './store.ts';

const insertRow = kept(
  (
    { db },
    row: { id: string; draft: string; agent: string; owner: string | null; started_at: number | null; deadline_at: number | null },
  ) => db.insertInto('runs').values(row),
  ['id', 'draft', 'agent', 'owner', 'started_at', 'deadline_at'],
);
const startFirst = kept(({ db }, id: string, owner: string, startedAt: number, deadlineAt: number) =>
  db
    .updateTable('runs')
    .set({ owner, started_at: startedAt, deadline_at: deadlineAt })
    .where('id', '=', id)
    .where('started_at', 'is', null),
);

export function createRuns(context: Context): Runs {
  const { db } = context;
  return {
    async insert({ id, draft, agent, owner, startedAt, deadlineAt }) {
      await insertRow.all(context, { id, draft, agent, owner, started_at: startedAt, deadline_at: deadlineAt });
    },

    async get(id) {
      const row = await db.selectFrom('runs').selectAll().where('id', '=', id).executeTakeFirst();
      if (row === undefined) return undefined;
      const { agent, owner, started_at: startedAt, deadline_at: deadlineAt } = row;
      return { id: row.id as RunId, draft: row.draft as DraftId, agent, owner, startedAt, deadlineAt };
    },

    start: (id, owner, startedAt, deadlineAt) => startFirst.touches(context, id, owner, startedAt, deadlineAt),
  };
}
