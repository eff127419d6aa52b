import { createSecretKey, type KeyObject } from 'node:crypto';
import type { Context } from './context.ts';
import { kept } from './kept.ts';
import { newKey, placeOf, seal, unseal } from './sealed-text.ts';
import { StoreError } from './store-error.ts';
import type { Texts } from './store.ts';

const keyOf = kept(({ db }, draft: string) => db.selectFrom('draft_keys').select('wrapped').where('draft', '=', draft));
const insertKey = kept(({ db }, draft: string, wrapped: Uint8Array) =>
  db
    .insertInto('draft_keys')
    .values({ draft, wrapped })
    .onConflict((conflict) => conflict.doNothing()),
);
const putText = kept(({ db }, draft: string, name: string, sealed: Uint8Array) =>
  db
    .insertInto('texts')
    .values({ draft, name, sealed })
    .onConflict((conflict) => conflict.columns(['draft', 'name']).doUpdateSet({ sealed: (is) => is.ref('excluded.sealed') })),
);
const everyTextOf = kept(({ db }, draft: string) =>
  db
    .selectFrom('texts')
    .innerJoin('draft_keys', 'draft_keys.draft', 'texts.draft')
    .select(['name', 'sealed', 'wrapped'])
    .where('texts.draft', '=', draft),
);
/** How many one statement reads; what is not asked for is the name of no text. */
const AT_ONCE = 6;
const textsOf = kept(({ db }, draft: string, a: string, b: string, c: string, d: string, e: string, f: string) =>
  db
    .selectFrom('texts')
    .innerJoin('draft_keys', 'draft_keys.draft', 'texts.draft')
    .select(['name', 'sealed', 'wrapped'])
    .where('texts.draft', '=', draft)
    .where('name', 'in', [a, b, c, d, e, f]),
);

/**
 * Texts are sealed under their draft's key, which is made with the first of them. Erasing deletes the key and the sealed texts, and
 * leaves a row that says so: a late `put` is refused (`TEXT_ERASED`).
 */
export function createTexts(context: Context): Texts {
  const { db, dataKey } = context;
  /** Undefined: never made. Null: erased. */
  async function wrappedKeyOf(draft: string): Promise<Uint8Array | null | undefined> {
    return (await keyOf.first(context, draft))?.wrapped;
  }

  const unwrap = (draft: string, wrapped: Uint8Array): Uint8Array => unseal(dataKey, placeOf.draftKey(draft), wrapped);

  async function makeKey(draft: string): Promise<Uint8Array | null | undefined> {
    const wrapped = seal(dataKey, placeOf.draftKey(draft), newKey());
    return (await insertKey.touches(context, draft, wrapped)) ? wrapped : wrappedKeyOf(draft);
  }

  async function some(draft: string, names: readonly string[]): Promise<Map<string, string>> {
    const opened = new Map<string, string>();
    let key: KeyObject | null = null;
    for (let from = 0; from < names.length; from += AT_ONCE) {
      const [a = '', b = '', c = '', d = '', e = '', f = ''] = names.slice(from, from + AT_ONCE);
      for (const { name, sealed, wrapped } of await textsOf.all(context, draft, a, b, c, d, e, f)) {
        if (wrapped === null) continue;
        key ??= createSecretKey(unwrap(draft, wrapped));
        opened.set(name, Buffer.from(unseal(key, placeOf.text(draft, name), sealed)).toString('utf8'));
      }
    }
    return opened;
  }

  return {
    async put(draft, name, text) {
      if (!text.isWellFormed()) throw new RangeError('a text with a lone surrogate cannot be sealed as it is');
      const found = await wrappedKeyOf(draft);
      const wrapped = found === undefined ? await makeKey(draft) : found;
      if (!wrapped) throw new StoreError('TEXT_ERASED');
      const sealed = seal(unwrap(draft, wrapped), placeOf.text(draft, name), Buffer.from(text, 'utf8'));
      await putText.all(context, draft, name, sealed);
    },

    get: async (draft, name) => (await some(draft, [name])).get(name),
    some,

    async ofDraft(draft) {
      const rows = await everyTextOf.all(context, draft);
      const wrapped = rows[0]?.wrapped ?? null;
      let key: KeyObject | null = null;
      return {
        open(name) {
          const row = rows.find((one) => one.name === name);
          if (row === undefined || wrapped === null) return undefined;
          key ??= createSecretKey(unwrap(draft, wrapped));
          return Buffer.from(unseal(key, placeOf.text(draft, name), row.sealed)).toString('utf8');
        },
      };
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
