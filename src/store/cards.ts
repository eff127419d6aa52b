import type { Selectable } from 'kysely';
import type { CardRow } from '../core/draft.ts';
import type { CardId, DraftId, PersonId } from '../core/ids.ts';
import { touched, type Context } from './context.ts';
import type { Cards } from './store.ts';
import type { Database } from './tables.ts';

export function createCards({ db }: Context): Cards {
  const all = db.selectFrom('cards').selectAll();

  return {
    async get(id) {
      const row = await all.where('id', '=', id).executeTakeFirst();
      return row ? cardOf(row) : undefined;
    },

    async insert(card) {
      await db.insertInto('cards').values(rowOf(card)).execute();
    },

    async save(card) {
      const saved = await db.updateTable('cards').set(rowOf(card)).where('id', '=', card.id).executeTakeFirst();
      if (!touched(saved)) throw new Error('there is no such card to save');
    },

    ofDraft: async (draft) => (await all.where('draft', '=', draft).orderBy('seq').execute()).map(cardOf),
  };
}

function rowOf({ id, draft, person, role, revision, digest, ref, open, shownAt }: CardRow) {
  return {
    id,
    draft,
    person,
    role,
    revision,
    digest,
    surface: ref?.surface ?? null,
    message: ref?.message ?? null,
    open: open ? 1 : 0,
    shown_at: shownAt,
  };
}

function cardOf(row: Selectable<Database['cards']>): CardRow {
  const { surface, message } = row;
  return {
    id: row.id as CardId,
    draft: row.draft as DraftId,
    person: row.person as PersonId,
    role: row.role as CardRow['role'],
    revision: row.revision,
    digest: row.digest,
    ref: surface === null || message === null ? null : { surface, message },
    open: row.open === 1,
    shownAt: row.shown_at,
  };
}
