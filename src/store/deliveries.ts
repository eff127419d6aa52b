import { touched, type Context } from './context.ts';
import type { Deliveries } from './store.ts';

export function createDeliveries({ db }: Context): Deliveries {
  return {
    get: async (id) => (await db.selectFrom('deliveries').select('reply').where('id', '=', id).executeTakeFirst())?.reply,

    /** The same delivery in two processes at once: the second waits until the first has committed, and finds it. */
    async put(id, reply, at) {
      const written = await db
        .insertInto('deliveries')
        .values({ id, reply, at })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .executeTakeFirst();
      return touched(written);
    },

    sweep: async (before) => Number((await db.deleteFrom('deliveries').where('at', '<', before).executeTakeFirst()).numDeletedRows),
  };
}
