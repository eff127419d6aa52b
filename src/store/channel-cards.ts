import { type Context, touched } from './context.ts';
import type { ChannelCards } from './store.ts';

/** Cards in channels are few beside those of people, so nothing here is kept compiled. */
export function createChannelCards({ db }: Context): ChannelCards {
  const take = async (send: number, message: string): Promise<boolean> =>
    touched(
      await db
        .updateTable('channel_cards')
        .set({ message })
        .where('seq', '=', send)
        .where((is) => is.or([is('message', 'is', null), is('message', '=', message)]))
        .executeTakeFirst(),
    );

  return {
    async add({ card, channel, sentAt }) {
      const row = { card, channel, sent_at: sentAt, message: null };
      return (await db.insertInto('channel_cards').values(row).returning('seq').executeTakeFirstOrThrow()).seq;
    },

    async answered(send, message) {
      if (await take(send, message)) return null;
      const row = await db.selectFrom('channel_cards').select('message').where('seq', '=', send).executeTakeFirst();
      await db.updateTable('channel_cards').set({ message }).where('seq', '=', send).execute();
      return row?.message ?? null;
    },

    async refused(send) {
      await db.deleteFrom('channel_cards').where('seq', '=', send).where('message', 'is', null).execute();
    },

    async has(channel, message) {
      const rows = db.selectFrom('channel_cards').select('seq').where('message', '=', message).where('channel', '=', channel);
      return (await rows.executeTakeFirst()) !== undefined;
    },

    async claim({ card, channel, sentFrom, sentUntil }, message) {
      const unanswered = await db
        .selectFrom('channel_cards')
        .select('seq')
        .where('card', '=', card)
        .where('channel', '=', channel)
        .where('message', 'is', null)
        .where('sent_at', '>=', sentFrom)
        .where('sent_at', '<=', sentUntil)
        .orderBy('seq')
        .execute();
      // Another process may be faster with each of them.
      for (const { seq } of unanswered) if (await take(seq, message)) return true;
      return false;
    },

    sweep: async (before) => Number((await db.deleteFrom('channel_cards').where('sent_at', '<', before).executeTakeFirst()).numDeletedRows),
  };
}
