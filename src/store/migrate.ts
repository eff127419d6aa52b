import { sql } from 'kysely';
import type { Writer } from './group-commit.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { NAMES } from './migrations/migration.ts';
import { StoreError } from './store-error.ts';
import type { Db } from './tables.ts';

type Kind = 'sqlite' | 'postgres';

/**
 * Brings the database to the schema of this program, in one transaction under a lock: of processes that start together one migrates,
 * the others wait and find it done. `prepare` runs in the same transaction. A newer database is refused (`DATABASE_NEWER`) and left alone.
 */
export async function migrate(writer: Writer<Db>, kind: Kind, prepare: (db: Db) => Promise<void>): Promise<void> {
  await writer.connected(async (db) => {
    try {
      await writer.begin(db);
      if (kind === 'postgres') await waitForOthers(db);
      await raise(db, kind);
      await prepare(db);
      await writer.run(db, ['commit']);
    } catch (error) {
      await writer.rollBack(db);
      throw error;
    }
  });
}

/** As long as it takes: a migration of a large database is slow. */
async function waitForOthers(db: Db): Promise<void> {
  await sql`set local lock_timeout = 0`.execute(db);
  await sql`select pg_advisory_xact_lock(hashtextextended('countersign migrate ' || current_schema(), 0))`.execute(db);
}

async function raise(db: Db, kind: Kind): Promise<void> {
  const { text, end } = NAMES[kind];
  await sql.raw(`create table if not exists meta (name ${text} primary key, value ${text} not null)${end}`).execute(db);
  const row = await db.selectFrom('meta').select('value').where('name', '=', 'schema').executeTakeFirst();
  const found = Number(row?.value ?? 0);
  if (found > MIGRATIONS.length) {
    throw new StoreError('DATABASE_NEWER', { detail: `its schema is ${found}, this program knows ${MIGRATIONS.length}` });
  }
  for (const migration of MIGRATIONS.slice(found)) {
    for (const statement of migration(NAMES[kind])) await sql.raw(statement).execute(db);
  }
  if (found === MIGRATIONS.length) return;
  const value = String(MIGRATIONS.length);
  await db
    .insertInto('meta')
    .values({ name: 'schema', value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}
