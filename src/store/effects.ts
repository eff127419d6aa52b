import { sql, type Selectable } from 'kysely';
import type { DraftId, EffectId } from '../core/ids.ts';
import { touched, type Context } from './context.ts';
import { leaseIsAlive } from './leases.ts';
import type { EffectKind, EffectRow, Effects } from './store.ts';
import type { Database } from './tables.ts';

/** An effect belongs to the process that claimed it as long as the lease `process:<owner>` is alive by the database's clock. */
export function createEffects(context: Context): Effects {
  const { db, kind } = context;
  const free = () => sql<boolean>`(effects.owner is null or not ${leaseIsAlive(context, sql`'process:' || effects.owner`)})`;
  const held = (effect: EffectRow, owner: string) =>
    db.updateTable('effects').where('id', '=', effect.id).where('owner', '=', owner).set({ owner: null });

  return {
    async add({ id, kind: what, key, draft, payload, dueAt }) {
      await db
        .insertInto('effects')
        .values({ id, kind: what, key, draft, payload: JSON.stringify(payload), due_at: dueAt, owner: null })
        .onConflict((conflict) =>
          conflict.column('key').doUpdateSet({
            payload: (is) => is.ref('excluded.payload'),
            generation: sql`effects.generation + 1`,
            // One that is being carried out was due already: what it is added for again has a time of its own.
            due_at: sql`case when effects.owner is not null or excluded.due_at < effects.due_at then excluded.due_at else effects.due_at end`,
          }),
        )
        .execute();
    },

    async claim(owner, now, limit) {
      const due = db
        .selectFrom('effects')
        .select('id')
        .where('due_at', '<=', now)
        .where(free())
        .orderBy('due_at')
        .orderBy('id')
        .limit(limit);
      const rows = await db
        .with('taken', () => (kind === 'postgres' ? due.forUpdate().skipLocked() : due))
        .updateTable('effects')
        .set({ owner, attempts: sql`attempts + 1` })
        .where('id', 'in', (is) => is.selectFrom('taken').select('taken.id'))
        // A process that stood still until its lease ran out would lose to the next one at once what it claims now.
        .where(leaseIsAlive(context, sql`${`process:${owner}`}`))
        .returningAll()
        .execute();
      return rows.map(effectOf).sort((a, b) => a.dueAt - b.dueAt || (a.id < b.id ? -1 : 1));
    },

    async complete(effect, owner) {
      const gone = await db
        .deleteFrom('effects')
        .where('id', '=', effect.id)
        .where('owner', '=', owner)
        .where('generation', '=', effect.generation)
        .executeTakeFirst();
      if (touched(gone)) return true;
      // It was added again meanwhile: what that asks for counts its attempts anew.
      return touched(await held(effect, owner).set({ attempts: 0 }).executeTakeFirst());
    },

    async postpone(effect, owner, dueAt, countsAttempt) {
      const postponed = await held(effect, owner)
        .set({
          due_at: sql`case when generation = ${effect.generation} or due_at > ${dueAt} then cast(${dueAt} as bigint) else due_at end`,
          ...(countsAttempt ? {} : { attempts: sql`attempts - 1` }),
        })
        .executeTakeFirst();
      return touched(postponed);
    },

    async pending() {
      const next = db.selectFrom('effects').select('due_at').where(free()).orderBy('due_at').limit(1);
      const { total } = await db
        .selectFrom('effects')
        .select((is) => is.fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      return { total, nextDueAt: (await next.executeTakeFirst())?.due_at ?? null };
    },
  };
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
