import type { DraftId, RunId } from '../core/ids.ts';
import { type Context, touched } from './context.ts';
import type { Submissions } from './store.ts';

export function createSubmissions({ db }: Context): Submissions {
  return {
    async get(agent, key) {
      const row = await db.selectFrom('submissions').selectAll().where('agent', '=', agent).where('key', '=', key).executeTakeFirst();
      if (row === undefined) return undefined;
      const { digest, owner, reply, at } = row;
      return { agent, key, digest, owner, draft: row.draft as DraftId, run: row.run as RunId, reply, at };
    },

    put: async (row) =>
      touched(
        await db
          .insertInto('submissions')
          .values(row)
          .onConflict((conflict) => conflict.columns(['agent', 'key']).doNothing())
          .executeTakeFirst(),
      ),

    takeOver: async (agent, key, { from, to }) =>
      touched(
        await db
          .updateTable('submissions')
          .set({ owner: to })
          .where('agent', '=', agent)
          .where('key', '=', key)
          .where('owner', '=', from)
          .where('reply', 'is', null)
          .executeTakeFirst(),
      ),

    answer: async (agent, key, reply) =>
      touched(
        await db
          .updateTable('submissions')
          .set({ reply })
          .where('agent', '=', agent)
          .where('key', '=', key)
          .where('reply', 'is', null)
          .executeTakeFirst(),
      ),

    sweep: async (before) => Number((await db.deleteFrom('submissions').where('at', '<', before).executeTakeFirst()).numDeletedRows),
  };
}
