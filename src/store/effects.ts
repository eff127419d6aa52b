import { type Insertable, type RawBuilder, sql, type Selectable } from 'kysely';
import type { DraftId, EffectId } from '../core/ids.ts';
import { touched, type Context } from './context.ts';
import { kept } from './kept.ts';
import { leaseIsAlive } from './leases.ts';
import type { EffectKind, EffectRow, Effects } from './store.ts';
import type { Database } from './tables.ts';

const free = (context: Context) => sql<boolean>`(effects.owner is null or not ${leaseIsAlive(context, sql`'process:' || effects.owner`)})`;

const ADDED = ['id', 'kind', 'key', 'draft', 'payload', 'due_at'] as const;
type Added = Pick<Insertable<Database['effects']>, (typeof ADDED)[number]>;

const added = ({ db }: Context, row: Added, more: { owner: null | RawBuilder<string | null>; attempts: number }) =>
  db
    .insertInto('effects')
    .values({ ...row, ...more })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet({
        payload: (is) => is.ref('excluded.payload'),
        generation: sql`effects.generation + 1`,
        // One that is being carried out was due already: what it is added for again has a time of its own.
        due_at: sql`case when effects.owner is not null or excluded.due_at < effects.due_at then excluded.due_at else effects.due_at end`,
      }),
    );

const addRow = kept((context, row: Added) => added(context, row, { owner: null, attempts: 0 }), ADDED);
const addOwnRow = kept((context, row: Added, owner: string, lease: string) => {
  const own = sql<string | null>`(select cast(${owner} as text) where ${leaseIsAlive(context, sql`${lease}`)})`;
  return added(context, row, { owner: own, attempts: 1 }).returning(['id', 'owner']);
}, ADDED);

const takeRow = kept((context, id: string, owner: string, lease: string, now: number) =>
  context.db
    .updateTable('effects')
    .set({ owner, attempts: sql`attempts + 1` })
    .where('id', '=', id)
    .where('owner', 'is', null)
    .where('due_at', '<=', now)
    .where(leaseIsAlive(context, sql`${lease}`))
    .returningAll(),
);

const claimDue = kept((context, owner: string, lease: string, now: number, limit: number) =>
  claimed(context, owner, lease, dueFor(context, now, limit)),
);
const claimDueBut = kept((context, owner: string, lease: string, now: number, limit: number, kind: string) =>
  claimed(context, owner, lease, dueFor(context, now, limit).where('kind', '<>', kind)),
);

const dueFor = (context: Context, now: number, limit: number) =>
  context.db
    .selectFrom('effects')
    .select('id')
    .where('due_at', '<=', now)
    .where(free(context))
    .orderBy('due_at')
    .orderBy('id')
    .limit(limit);

function claimed(context: Context, owner: string, lease: string, due: ReturnType<typeof dueFor>) {
  const { db, kind } = context;
  return (
    db
      .with('taken', () => (kind === 'postgres' ? due.forUpdate().skipLocked() : due))
      .updateTable('effects')
      .set({ owner, attempts: sql`attempts + 1` })
      .where('id', 'in', (is) => is.selectFrom('taken').select('taken.id'))
      // A process that stood still until its lease ran out would lose to the next one at once what it claims now.
      .where(leaseIsAlive(context, sql`${lease}`))
      .returningAll()
  );
}

const removeRow = kept(({ db }, id: string, owner: string, generation: number) =>
  db.deleteFrom('effects').where('id', '=', id).where('owner', '=', owner).where('generation', '=', generation),
);
const keepForAgain = kept(({ db }, id: string, owner: string) =>
  db.updateTable('effects').where('id', '=', id).where('owner', '=', owner).set({ owner: null, attempts: 0 }),
);
const nextDue = kept((context) => context.db.selectFrom('effects').select('due_at').where(free(context)).orderBy('due_at').limit(1));

/** An effect belongs to the process that claimed it as long as the lease `process:<owner>` is alive by the database's clock. */
export function createEffects(context: Context): Effects {
  const { db } = context;
  const take: Effects['take'] = async (id, owner, now) => {
    const row = await takeRow.first(context, id, owner, leaseOf(owner), now);
    return row && effectOf(row);
  };

  return {
    async add(effect) {
      await addRow.all(context, addedOf(effect));
    },

    async addAndTake(effect, owner, now) {
      const row = await addOwnRow.first(context, addedOf(effect), owner, leaseOf(owner));
      if (row === undefined) return undefined;
      if (row.id === effect.id && row.owner !== null) return { ...effect, attempts: 1, generation: 1 };
      return row.owner === null ? take(row.id as EffectId, owner, now) : undefined;
    },

    take,

    async claim(owner, now, limit, without = null) {
      const rows =
        without === null
          ? await claimDue.all(context, owner, leaseOf(owner), now, limit)
          : await claimDueBut.all(context, owner, leaseOf(owner), now, limit, without);
      return rows.map(effectOf).sort((a, b) => a.dueAt - b.dueAt || (a.id < b.id ? -1 : 1));
    },

    async complete(effect, owner) {
      if (await removeRow.touches(context, effect.id, owner, effect.generation)) return 'gone';
      // It was added again meanwhile: what that asks for counts its attempts anew.
      return (await keepForAgain.touches(context, effect.id, owner)) ? 'again' : 'lost';
    },

    async postpone(effect, owner, dueAt, countsAttempt) {
      const postponed = await db
        .updateTable('effects')
        .where('id', '=', effect.id)
        .where('owner', '=', owner)
        .set({
          owner: null,
          due_at: sql`case when generation = ${effect.generation} or due_at > ${dueAt} then cast(${dueAt} as bigint) else due_at end`,
          ...(countsAttempt ? {} : { attempts: sql`attempts - 1` }),
        })
        .executeTakeFirst();
      return touched(postponed);
    },

    async hasten(now, until) {
      const hastened = await db
        .updateTable('effects')
        .set({ due_at: now })
        .where('due_at', '>', now)
        .where('due_at', '<=', until)
        .where('kind', 'not in', ['show_reviewers', 'remind_reviewers'])
        .where(free(context))
        .executeTakeFirst();
      return Number(hastened.numUpdatedRows);
    },

    nextDueAt: async () => (await nextDue.first(context))?.due_at ?? null,

    async total() {
      const all = db.selectFrom('effects').select((is) => is.fn.countAll<number>().as('total'));
      return (await all.executeTakeFirstOrThrow()).total;
    },

    async dueCount(now) {
      const due = db.selectFrom('effects').where('due_at', '<=', now);
      return (await due.select((is) => is.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()).count;
    },
  };
}

function addedOf({ id, kind, key, draft, payload, dueAt }: Parameters<Effects['add']>[0]): Added {
  return { id, kind, key, draft, payload: JSON.stringify(payload), due_at: dueAt };
}

function leaseOf(owner: string): string {
  return `process:${owner}`;
}

function effectOf(row: Selectable<Database['effects']>): EffectRow {
  const { id, kind, key, draft, payload, due_at: dueAt, attempts, generation } = row;
  return {
    id: id as EffectId,
    kind: kind as EffectKind,
    key,
    draft: draft as DraftId | null,
    payload: JSON.parse(payload) as EffectRow['payload'],
    dueAt,
    attempts,
    generation,
  };
}
