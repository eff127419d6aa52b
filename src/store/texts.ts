import { touched, type Context } from './context.ts';
import { newKey, placeOf, seal, unseal } from './sealed-text.ts';
import { StoreError } from './store-error.ts';
import type { Texts } from './store.ts';

/**
 * Texts are sealed under their draft's key, which is made with the first of them. Erasing deletes the key and the sealed texts, and
 * leaves a row that says so: a late `put` is refused (`TEXT_ERASED`).
 */
export function createTexts({ db, dataKey }: Context): Texts {
  /** Undefined: never made. Null: erased. */
  async function wrappedKeyOf(draft: string): Promise<Uint8Array | null | undefined> {
    return (await db.selectFrom('draft_keys').select('wrapped').where('draft', '=', draft).executeTakeFirst())?.wrapped;
  }

  const unwrap = (draft: string, wrapped: Uint8Array): Uint8Array => unseal(dataKey, placeOf.draftKey(draft), wrapped);

  async function makeKey(draft: string): Promise<Uint8Array | null | undefined> {
    const wrapped = seal(dataKey, placeOf.draftKey(draft), newKey());
    const made = await db
      .insertInto('draft_keys')
      .values({ draft, wrapped })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return touched(made) ? wrapped : wrappedKeyOf(draft);
  }

  return {
    async put(draft, name, text) {
      if (!text.isWellFormed()) throw new RangeError('a text with a lone surrogate cannot be sealed as it is');
      const found = await wrappedKeyOf(draft);
      const wrapped = found === undefined ? await makeKey(draft) : found;
      if (!wrapped) throw new StoreError('TEXT_ERASED');
      const sealed = seal(unwrap(draft, wrapped), placeOf.text(draft, name), Buffer.from(text, 'utf8'));
      await db
        .insertInto('texts')
        .values({ draft, name, sealed })
        .onConflict((conflict) => conflict.columns(['draft', 'name']).doUpdateSet({ sealed }))
        .execute();
    },

    async get(draft, name) {
      const row = await db
        .selectFrom('texts')
        .innerJoin('draft_keys', 'draft_keys.draft', 'texts.draft')
        .select(['sealed', 'wrapped'])
        .where('texts.draft', '=', draft)
        .where('name', '=', name)
        .executeTakeFirst();
      if (!row?.wrapped) return undefined;
      return Buffer.from(unseal(unwrap(draft, row.wrapped), placeOf.text(draft, name), row.sealed)).toString('utf8');
    },

    async erase(draft) {
      await db
        .insertInto('draft_keys')
        .values({ draft, wrapped: null })
        .onConflict((conflict) => conflict.column('draft').doUpdateSet({ wrapped: null }))
        .execute();
      await db.deleteFrom('texts').where('draft', '=', draft).execute();
      await db.updateTable('drafts').set({ erased: 1 }).where('id', '=', draft).execute();
    },

    isErased: async (draft) => (await wrappedKeyOf(draft)) === null,
  };
}
