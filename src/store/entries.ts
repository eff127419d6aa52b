import { sql, type Selectable } from 'kysely';
import type { DraftId, EntryId } from '../core/ids.ts';
import type { Context } from './context.ts';
import { kept } from './kept.ts';
import type { Checkpoints, Entries, EntryRow } from './store.ts';
import type { Database } from './tables.ts';

/** How many positions one statement gives: two parameters each, and SQLite takes 32,766. */
const PLACED_AT_ONCE = 1_000;

const insertEntry = kept(({ db }, id: string, draft: string | null, bytes: Uint8Array, leafHash: Uint8Array) =>
  db.insertInto('entries').values({ id, draft, bytes, leaf_hash: leafHash, idx: null }),
);
const entryById = kept(({ db }, id: string) => db.selectFrom('entries').selectAll().where('id', '=', id));
const entriesFrom = kept(({ db }, from: number, limit: number) =>
  db.selectFrom('entries').selectAll().where('idx', '>=', from).orderBy('idx').limit(limit),
);
const entriesOfDraft = kept(({ db }, draft: string) => db.selectFrom('entries').selectAll().where('draft', '=', draft).orderBy('seq'));
const unplaced = kept(({ db }, limit: number) => db.selectFrom('entries').selectAll().where('idx', 'is', null).orderBy('seq').limit(limit));

/**
 * `seq` is drawn when the entry is written. An entry of a draft's next version is written only after the version before it was
 * committed, so by `seq` one draft's entries stand in the order of its versions.
 */
export function createEntries(context: Context): Entries {
  const { db } = context;

  return {
    async append({ id, draft, bytes, leafHash }) {
      await insertEntry.all(context, id, draft, bytes, leafHash);
    },

    async get(id) {
      const row = await entryById.first(context, id);
      return row && entryOf(row);
    },

    range: async (from, limit) => (await entriesFrom.all(context, from, limit)).map(entryOf),

    ofDraft: async (draft) => (await entriesOfDraft.all(context, draft)).map(entryOf),

    unsequenced: async (limit) => (await unplaced.all(context, limit)).map(entryOf),

    async unsequencedCount() {
      const waiting = db.selectFrom('entries').where('idx', 'is', null);
      return (await waiting.select((is) => is.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()).count;
    },

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

const CHECKPOINT = ['size', 'note', 'frontier', 'at'] as const;
const newestCheckpoint = kept(({ db }) => db.selectFrom('checkpoints').select(CHECKPOINT).orderBy('size', 'desc').limit(1));
const checkpointOf = kept(({ db }, size: number) => db.selectFrom('checkpoints').select(CHECKPOINT).where('size', '=', size));
const insertCheckpoint = kept(({ db }, row: Database['checkpoints']) => db.insertInto('checkpoints').values(row), CHECKPOINT);

export function createCheckpoints(context: Context): Checkpoints {
  return {
    latest: () => newestCheckpoint.first(context),
    async insert(checkpoint) {
      await insertCheckpoint.all(context, checkpoint);
    },
    get: (size) => checkpointOf.first(context, size),
    all: () => context.db.selectFrom('checkpoints').select(CHECKPOINT).orderBy('size').execute(),
  };
}
