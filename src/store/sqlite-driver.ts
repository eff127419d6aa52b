import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { SqliteDatabase, SqliteStatement } from 'kysely';
import { StoreError, type StoreErrorCode } from './store-error.ts';

/** `node:sqlite` as Kysely's SQLite dialect wants it, with prepared statements kept. Errors come out as StoreErrors where they are the store's. */
export interface SqliteConnection extends SqliteDatabase {
  /** Ends the transaction without a trace, also one that SQLite has ended by itself. */
  rollBack(): void;
}

const STATEMENTS_KEPT = 500;

export function connectSqlite(file: string, options: { readOnly: boolean; busyTimeoutMs: number }): SqliteConnection {
  const database = named(() => new DatabaseSync(file, { readOnly: options.readOnly, timeout: options.busyTimeoutMs }));
  const kept = new Map<string, SqliteStatement>();
  let isGivenUp = false;

  /**
   * SQLite itself ends the whole transaction after some errors (full, I/O). What a work did afterwards would then be saved at once, so
   * nothing runs any more until it is rolled back.
   */
  function guarded<T>(run: () => T): T {
    if (isGivenUp) throw new Error('the database has ended this transaction');
    const wasInside = database.isTransaction;
    try {
      return named(run);
    } catch (error) {
      isGivenUp = wasInside && !database.isTransaction;
      throw error;
    }
  }

  function keep(sql: string): SqliteStatement {
    const statement = statementOf(
      named(() => database.prepare(sql)),
      guarded,
    );
    kept.set(sql, statement);
    const [oldest] = kept.keys();
    if (kept.size > STATEMENTS_KEPT && oldest !== undefined) kept.delete(oldest);
    return statement;
  }

  return {
    prepare: (sql) => kept.get(sql) ?? keep(sql),
    rollBack() {
      isGivenUp = false;
      if (database.isTransaction) named(() => database.exec('rollback'));
    },
    close() {
      if (database.isOpen) database.close();
    },
  };
}

function statementOf(statement: StatementSync, guarded: <T>(run: () => T) => T): SqliteStatement {
  const values = (parameters: readonly unknown[]): SQLInputValue[] => parameters as SQLInputValue[];
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => guarded(() => statement.all(...values(parameters))),
    run: (parameters) => guarded(() => statement.run(...values(parameters))),
    iterate: (parameters) => guarded(() => statement.iterate(...values(parameters))),
  };
}

/** Primary result codes, https://www.sqlite.org/rescode.html; what is not here is the fault of a statement and not of the database. */
const CODES: ReadonlyMap<number, StoreErrorCode> = new Map([
  [5, 'STORE_LOCKED'], // SQLITE_BUSY
  [6, 'STORE_LOCKED'], // SQLITE_LOCKED
  [8, 'STORE_READ_ONLY'], // SQLITE_READONLY
  [10, 'STORE_UNAVAILABLE'], // SQLITE_IOERR
  [11, 'STORE_CORRUPT'], // SQLITE_CORRUPT
  [13, 'STORE_FULL'], // SQLITE_FULL
  [14, 'STORE_UNAVAILABLE'], // SQLITE_CANTOPEN
  [26, 'STORE_CORRUPT'], // SQLITE_NOTADB
]);

/** SQLITE_IOERR_FSYNC, SQLITE_IOERR_DIR_FSYNC: after a crash a commit that failed so may be there. */
const FSYNC_FAILED = [1034, 1290];

export function isFailedFsync(error: unknown): boolean {
  return error instanceof StoreError && FSYNC_FAILED.includes(resultCodeOf(error.cause) ?? 0);
}

function resultCodeOf(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : undefined;
}

function named<T>(run: () => T): T {
  try {
    return run();
  } catch (cause) {
    const code = CODES.get((resultCodeOf(cause) ?? 0) & 0xff);
    throw code === undefined ? cause : new StoreError(code, { cause });
  }
}
