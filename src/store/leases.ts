import { sql, type RawBuilder } from 'kysely';
import type { Context } from './context.ts';
import { kept } from './kept.ts';
import type { Leases } from './store.ts';

const acquireRow = kept(({ db, clock }, name: string, owner: string, ttlMs: number) => {
  const end = sql<number>`${clock()} + cast(${ttlMs} as bigint)`;
  return db
    .insertInto('leases')
    .values({ name, owner, expires_at: end })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ owner, expires_at: end })
        .where((is) => is.or([is('leases.owner', '=', owner), is('leases.expires_at', '<=', clock())])),
    );
});

/** A lease is alive until the database's clock reaches its end; nobody's own clock has a say. */
export function createLeases(context: Context): Leases {
  const { db, clock } = context;

  return {
    acquire: (name, owner, ttlMs) => acquireRow.touches(context, name, owner, ttlMs),

    async release(name, owner) {
      await db.deleteFrom('leases').where('name', '=', name).where('owner', '=', owner).execute();
    },

    async holder(name) {
      const row = await db
        .selectFrom('leases')
        .select('owner')
        .where('name', '=', name)
        .where('expires_at', '>', clock())
        .executeTakeFirst();
      return row?.owner;
    },

    async sweep(longerThanMs) {
      const dead = await db
        .deleteFrom('leases')
        .where('name', 'like', 'process:%')
        .where('expires_at', '<', sql<number>`${clock()} - cast(${longerThanMs} as bigint)`)
        .executeTakeFirst();
      return Number(dead.numDeletedRows);
    },

    async living() {
      const rows = await db
        .selectFrom('leases')
        .select('owner')
        .where('name', 'like', 'process:%')
        .where('expires_at', '>', clock())
        .execute();
      return rows.map(({ owner }) => owner);
    },
  };
}

/** A condition for other tables' queries: somebody holds the lease of this name now. */
export function leaseIsAlive({ clock }: Context, name: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`exists (select 1 from leases where leases.name = ${name} and leases.expires_at > ${clock()})`;
}
