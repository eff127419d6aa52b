import type { Context } from './context.ts';
import { kept } from './kept.ts';
import type { Deliveries } from './store.ts';

const byId = kept(({ db }, id: string) => db.selectFrom('deliveries').select('reply').where('id', '=', id));
const insertNew = kept(({ db }, id: string, reply: string, at: number) =>
  db
    .insertInto('deliveries')
    .values({ id, reply, at })
    .onConflict((conflict) => conflict.column('id').doNothing()),
);

export function createDeliveries(context: Context): Deliveries {
  const { db } = context;
  return {
    get: async (id) => (await byId.first(context, id))?.reply,

    /** The same delivery in two processes at once: the second waits until the first has committed, and finds it. */
    put: (id, reply, at) => insertNew.touches(context, id, reply, at),

    sweep: async (before) => Number((await db.deleteFrom('deliveries').where('at', '<', before).executeTakeFirst()).numDeletedRows),
  };
}
