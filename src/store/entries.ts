import { sql, type Selectable } from 'kysely';
import type { DraftId, EntryId } from '../core/ids.ts';
import type { Context } from './context.ts';
import type { Checkpoints, Entries, EntryRow } from './store.ts';
import type { Database } from './tables.ts';

/** How many positions one statement gives: two parameters each, and SQLite takes 32,766. */
const PLACED_AT_ONCE = 1_000;

/**
 * `seq` is drawn when the entry is written. An entry of a draft's next version is written only after the version before it was
 * committed, so by `seq` one draft's entries stand in the order of its versions.
 */
export function createEntries({ db }: Context): Entries {
  const all = db.selectFrom('entries').selectAll();

  return {
    async append({ id, draft, bytes, leafHash }) {
      await db.insertInto('entries').values({ id, draft, bytes, leaf_hash: leafHash, idx: null }).execute();
    },

    async get(id) {
      const row = await all.where('id', '=', id).executeTakeFirst();
      return row ? entryOf(row) : undefined;
    },

    range: async (from, limit) => (await all.where('idx', '>=', from).orderBy('idx').limit(limit).execute()).map(entryOf),

    ofDraft: async (draft) => (await all.where('draft', '=', draft).orderBy('seq').execute()).map(entryOf),

    unsequenced: async (limit) => (await all.where('idx', 'is', null).orderBy('seq').limit(limit).execute()).map(entryOf),

    async place(placed) {
      for (let from = 0; from < placed.length; from += PLACED_AT_ONCE) {
        const some = placed.slice(from, from + PLACED_AT_ONCE);
        const pairs = some.map(({ seq, index }) => sql`(cast(${seq} as bigint), cast(${index} as bigint))`);
        const { numAffectedRows } = await sql`
          update entries set idx = place.column2 from (values ${sql.join(pairs)}) as place
          where entries.seq = place.column1 and entries.idx is null`.execute(db);
        if (Number(numAffectedRows) !== some.length) throw new Error('an entry is not there, or has a position already');
      }
    },
  };
}

function entryOf(row: Selectable<Database['entries']>): EntryRow {
  const { seq, id, draft, bytes, leaf_hash: leafHash, idx: index } = row;
  return { seq, id: id as EntryId, draft: draft as DraftId | null, bytes, leafHash, index };
}

export function createCheckpoints({ db }: Context): Checkpoints {
  const all = db.selectFrom('checkpoints').select(['size', 'note', 'frontier', 'at']);

  return {
    latest: () => all.orderBy('size', 'desc').limit(1).executeTakeFirst(),
    async insert({ size, note, frontier, at }) {
      await db.insertInto('checkpoints').values({ size, note, frontier, at }).execute();
    },
    all: () => all.orderBy('size').execute(),
  };
}
