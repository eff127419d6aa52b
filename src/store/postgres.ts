import { Kysely, sql } from 'kysely';
import type { Writer } from './group-commit.ts';
import { createPool, dialectOf } from './postgres-driver.ts';
import type { OpenDatabase } from './open-database.ts';
import { hasCode } from './store-error.ts';
import type { Database, Db } from './tables.ts';

export interface PostgresTimeouts {
  /** How long a statement waits for somebody else's lock. */
  lockMs: number;
  /** After this time the server itself ends the transaction of a process that stands still, so that its locks come free. */
  idleMs: number;
}

/** One pool for all; one transaction at a time writes, readers take other connections. */
export async function openPostgres(url: string, timeouts: PostgresTimeouts): Promise<OpenDatabase> {
  const pool = createPool(url);
  const db = new Kysely<Database>({ dialect: dialectOf(pool) });
  try {
    const writer = writerOf(db, await beginStatement(db, timeouts));
    return { writer, openReader: () => db, snapshot: (use) => snapshotOf(db, use), close: () => pool.end() };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

/** PostgreSQL takes the snapshot at the first query; `read only` makes it safe to end it either way. */
function snapshotOf<T>(db: Db, use: (db: Db) => Promise<T>): Promise<T> {
  return db.connection().execute(async (connection) => {
    await sql.raw('begin isolation level repeatable read read only').execute(connection);
    try {
      return await use(connection);
    } finally {
      await sql.raw('rollback').execute(connection);
    }
  });
}

/** All in one message: a transaction costs no more round trips than its works do. A server that does not wait for its disk is told to. */
async function beginStatement(db: Db, { lockMs, idleMs }: PostgresTimeouts): Promise<string> {
  const { rows } = await sql<{ setting: string }>`select current_setting('synchronous_commit') as setting`.execute(db);
  const statements = [
    'begin isolation level read committed',
    `set local lock_timeout = ${lockMs}`,
    `set local idle_in_transaction_session_timeout = ${idleMs}`,
    ...(rows[0]?.setting === 'off' ? ['set local synchronous_commit = on'] : []),
    'savepoint work',
  ];
  return statements.join('; ');
}

function writerOf(db: Db, begin: string): Writer<Db> {
  const send = async (connection: Db, message: string): Promise<void> => void (await sql.raw(message).execute(connection));
  return {
    connected: (use) => db.connection().execute(use),
    begin: (connection) => send(connection, begin),
    run: (connection, statements) => send(connection, statements.join('; ')),
    async rollBack(connection) {
      try {
        await send(connection, 'rollback');
      } catch (error) {
        // Without a connection there is no transaction to end; the pool throws the connection away.
        if (!hasCode(error, 'STORE_UNAVAILABLE')) throw error;
      }
    },
    leavesOpen: (error) => hasCode(error, 'STORE_UNAVAILABLE'),
  };
}
