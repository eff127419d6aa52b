import type { Context } from './context.ts';
import { newKey, placeOf, seal, unseal } from './sealed-text.ts';
import { hasCode, StoreError } from './store-error.ts';
import type { Meta } from './store.ts';

export function createMeta({ db }: Context): Meta {
  return {
    get: async (name) => (await db.selectFrom('meta').select('value').where('name', '=', name).executeTakeFirst())?.value,
    async set(name, value) {
      await db
        .insertInto('meta')
        .values({ name, value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
        .execute();
    },
  };
}

/** The first opening seals a random value under DATA_KEY; every later one must be able to open it (`WRONG_DATA_KEY`). */
export async function checkDataKey({ db, dataKey }: Context): Promise<void> {
  const name = 'data_key_check';
  const row = await db.selectFrom('meta').select('value').where('name', '=', name).executeTakeFirst();
  if (row === undefined) {
    const value = Buffer.from(seal(dataKey, placeOf.check(), newKey())).toString('base64');
    await db.insertInto('meta').values({ name, value }).execute();
    return;
  }
  try {
    unseal(dataKey, placeOf.check(), Buffer.from(row.value, 'base64'));
  } catch (cause) {
    throw hasCode(cause, 'SEALED_UNREADABLE') ? new StoreError('WRONG_DATA_KEY', { cause }) : cause;
  }
}
