import { sql } from 'kysely';
import { touched, type Context } from './context.ts';
import type { Slots } from './store.ts';

export function createSlots({ db, clock }: Context): Slots {
  return {
    async take(channel, intervalMs) {
      const interval = sql<number>`cast(${intervalMs} as bigint)`;
      const taken = await db
        .insertInto('slots')
        .values({ channel, taken_at: clock() })
        .onConflict((conflict) =>
          conflict
            .column('channel')
            // The clock is asked again: this insert may have waited for another process's.
            .doUpdateSet({ taken_at: clock() })
            // A slot that was taken in the future was taken before the clock went back: nobody waits for that.
            .where(sql<boolean>`slots.taken_at <= ${clock()} - ${interval} or slots.taken_at > ${clock()}`),
        )
        .executeTakeFirst();
      if (touched(taken)) return 0;
      const { wait } = await db
        .selectFrom('slots')
        .select(sql<number>`taken_at + ${interval} - ${clock()}`.as('wait'))
        .where('channel', '=', channel)
        .executeTakeFirstOrThrow();
      return Math.max(1, wait);
    },
  };
}
