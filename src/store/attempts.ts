import { sql, type Selectable } from 'kysely';
import type { AttemptId, DraftId, EntryId } from '../core/ids.ts';
import type { Context } from './context.ts';
import { kept } from './kept.ts';
import type { AttemptRow, Attempts } from './store.ts';
import type { Database } from './tables.ts';

type Row = Omit<Database['attempts'], 'seq'>;

const insertRow = kept(
  ({ db }, row: Row) => db.insertInto('attempts').values(row),
  ['id', 'draft', 'owner', 'intent', 'deadline_at', 'started_at', 'ended', 'absent_reads', 'last_absent_at'],
);
const startOnce = kept(({ db, clock }, id: string, owner: string) =>
  db
    .updateTable('attempts')
    .set({ started_at: clock() })
    .where('id', '=', id)
    .where('owner', '=', owner)
    .where('started_at', 'is', null)
    .where('ended', '=', 0)
    .where('deadline_at', '>', clock()),
);
const endOne = kept(({ db }, id: string) => db.updateTable('attempts').set({ ended: 1 }).where('id', '=', id));

/** What lies between an intent and its outcome. Every deadline is compared by the database's clock, within the statement. */
export function createAttempts(context: Context): Attempts {
  const { db, clock } = context;
  const all = () => db.selectFrom('attempts').selectAll();

  return {
    async insert({ id, draft, owner, intent, deadlineAt, startedAt, ended, absentReads, lastAbsentAt }) {
      await insertRow.all(context, {
        id,
        draft,
        owner,
        intent,
        deadline_at: deadlineAt,
        started_at: startedAt,
        ended: ended ? 1 : 0,
        absent_reads: absentReads,
        last_absent_at: lastAbsentAt,
      });
    },

    async get(id) {
      const row = await all().where('id', '=', id).executeTakeFirst();
      return row ? attemptOf(row) : undefined;
    },

    ofDraft: async (draft) => (await all().where('draft', '=', draft).orderBy('seq').execute()).map(attemptOf),

    start: (id, owner) => startOnce.touches(context, id, owner),

    async end(id) {
      await endOne.all(context, id);
    },

    async noteAbsence(id, at) {
      await db
        .updateTable('attempts')
        .set({ absent_reads: sql`absent_reads + 1`, last_absent_at: at })
        .where('id', '=', id)
        .execute();
    },

    async overdue(limit) {
      const open = all().where('ended', '=', 0).where('deadline_at', '<=', clock());
      return (await open.orderBy('deadline_at').orderBy('seq').limit(limit).execute()).map(attemptOf);
    },

    async inFlight() {
      return (await all().where('ended', '=', 0).where('started_at', 'is not', null).orderBy('seq').execute()).map(attemptOf);
    },
  };
}

function attemptOf(row: Selectable<Database['attempts']>): AttemptRow {
  return {
    id: row.id as AttemptId,
    draft: row.draft as DraftId,
    owner: row.owner,
    intent: row.intent as EntryId,
    deadlineAt: row.deadline_at,
    startedAt: row.started_at,
    ended: row.ended === 1,
    absentReads: row.absent_reads,
    lastAbsentAt: row.last_absent_at,
  };
}
