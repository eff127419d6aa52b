import type { Selectable } from 'kysely';
import type { CardRow } from '../core/draft.ts';
import type { CardId, ChannelId, DraftId, PersonId } from '../core/ids.ts';
import type { Context } from './context.ts';
import { kept } from './kept.ts';
import type { Cards } from './store.ts';
import type { Database } from './tables.ts';

const COLUMNS = [
  'id',
  'draft',
  'person',
  'role',
  'revision',
  'digest',
  'surface',
  'message',
  'shared_lead',
  'shared_channel',
  'open',
  'shown_at',
] as const;

const byId = kept(({ db }, id: string) => db.selectFrom('cards').selectAll().where('id', '=', id));
const byDraft = kept(({ db }, draft: string) => db.selectFrom('cards').selectAll().where('draft', '=', draft).orderBy('seq'));
const insertRow = kept(({ db }, row: ReturnType<typeof rowOf>) => db.insertInto('cards').values(row), COLUMNS);
const saveRow = kept(({ db }, { id, ...row }: ReturnType<typeof rowOf>) => db.updateTable('cards').set(row).where('id', '=', id), COLUMNS);

export function createCards(context: Context): Cards {
  return {
    async get(id) {
      const row = await byId.first(context, id);
      return row && cardOf(row);
    },

    async insert(card) {
      await insertRow.all(context, rowOf(card));
    },

    async save(card) {
      if (!(await saveRow.touches(context, rowOf(card)))) throw new Error('there is no such card to save');
    },

    ofDraft: async (draft) => (await byDraft.all(context, draft)).map(cardOf),
  };
}

function rowOf({ id, draft, person, role, revision, digest, ref, shared, open, shownAt }: CardRow) {
  return {
    id,
    draft,
    person,
    role,
    revision,
    digest,
    surface: ref?.surface ?? null,
    message: ref?.message ?? null,
    shared_lead: shared?.lead ?? null,
    shared_channel: shared?.channel ?? null,
    open: open ? 1 : 0,
    shown_at: shownAt,
  };
}

function cardOf(row: Selectable<Database['cards']>): CardRow {
  const { surface, message, shared_lead: lead, shared_channel: channel } = row;
  return {
    id: row.id as CardId,
    draft: row.draft as DraftId,
    person: row.person as PersonId,
    role: row.role as CardRow['role'],
    revision: row.revision,
    digest: row.digest,
    ref: surface === null || message === null ? null : { surface, message },
    shared: lead === null || channel === null ? null : { lead: lead as CardId, channel: channel as ChannelId },
    open: row.open === 1,
    shownAt: row.shown_at,
  };
}
