import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kysely, type SqliteDatabase, SqliteDialect } from 'kysely';
import type { Writer } from './group-commit.ts';
import type { OpenDatabase } from './open-database.ts';
import { connectReader, connectSqlite, isFailedFsync, type SqliteConnection } from './sqlite-driver.ts';
import { hasCode, StoreError } from './store-error.ts';
import type { Database, Db } from './tables.ts';

/**
 * One connection that writes, and for a file a second one that only reads: in WAL mode it sees what is committed and never waits.
 * A database in memory has one connection only, so there a reader waits until the group that is being written has ended.
 */
export async function openSqlite(file: string, busyTimeoutMs: number): Promise<OpenDatabase> {
  const isFile = file !== ':memory:';
  if (isFile) createPrivateFile(file);
  const main = connectSqlite(file, { readOnly: false, busyTimeoutMs: 0 });
  const opened = [main];
  const close = (): void => {
    for (const one of opened.reverse()) one.close();
  };
  try {
    await setUp(main, isFile, busyTimeoutMs);
  } catch (error) {
    close();
    throw error;
  }
  const db = kyselyOf(main);

  return {
    openReader() {
      if (!isFile) return db;
      const reader = connectSqlite(file, { readOnly: true, busyTimeoutMs });
      opened.push(reader);
      return kyselyOf(connectReader(main, reader));
    },
    async snapshot(use) {
      if (!isFile) return use(db);
      const reader = connectSqlite(file, { readOnly: true, busyTimeoutMs });
      try {
        reader.prepare('begin').run([]);
        return await use(kyselyOf(reader));
      } finally {
        reader.close();
      }
    },
    writer: writerOf(db, main, busyTimeoutMs),
    async close() {
      close();
    },
  };
}

function kyselyOf(connection: SqliteDatabase): Db {
  return new Kysely<Database>({ dialect: new SqliteDialect({ database: connection }) });
}

/** The file is nobody else's business: SQLite gives its companions (`-wal`, `-shm`) the same mode. */
function createPrivateFile(file: string): void {
  try {
    closeSync(openSync(file, 'a', 0o600));
  } catch (cause) {
    throw new StoreError('STORE_UNAVAILABLE', { cause, detail: `the file ${file} cannot be opened` });
  }
}

/** Of pages that it has read or written; SQLite's own 2 MB hold no more than a few hundred drafts. */
const CACHE_KB = 32_000;

async function setUp(connection: SqliteConnection, isFile: boolean, busyTimeoutMs: number): Promise<void> {
  if (isFile) await whileLocked(busyTimeoutMs, () => pragma(connection, 'journal_mode = wal'));
  // FULL: a commit is on the disk when it returns. secure_delete: an erased key is overwritten and not only forgotten.
  for (const setting of ['synchronous = full', 'foreign_keys = on', 'secure_delete = on', `cache_size = -${CACHE_KB}`])
    pragma(connection, setting);
}

function pragma(connection: SqliteConnection, setting: string): void {
  connection.prepare(`pragma ${setting}`).all([]);
}

/** SQLite's own busy timeout would hold the whole process while it waits for another one; this lets it go on with other things. */
async function whileLocked<T>(timeoutMs: number, run: () => T | Promise<T>): Promise<T> {
  const giveUpAt = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await run();
    } catch (error) {
      if (!hasCode(error, 'STORE_LOCKED') || performance.now() > giveUpAt) throw error;
    }
    await sleep(1 + Math.random() * 10);
  }
}

function writerOf(db: Db, main: SqliteConnection, busyTimeoutMs: number): Writer<Db> {
  // Straight to the connection: what Kysely would do around it costs more than a savepoint.
  const run = (statements: readonly string[]): void => {
    for (const statement of statements) main.prepare(statement).run([]);
  };
  return {
    connected: (use) => db.connection().execute(use),
    async begin() {
      // Whoever began so can write and commit: no later statement of the transaction meets a lock.
      await whileLocked(busyTimeoutMs, () => run(['begin immediate']));
      run(['savepoint work']);
    },
    async run(_connection, statements) {
      run(statements);
    },
    async rollBack() {
      main.rollBack();
    },
    leavesOpen: isFailedFsync,
  };
}
