import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { SqliteDatabase, SqliteStatement } from 'kysely';
import { bound } from './kept.ts';
import { StoreError, type StoreErrorCode } from './store-error.ts';

/** `node:sqlite` as Kysely's SQLite dialect wants it, with prepared statements kept. Errors come out as StoreErrors where they are the store's. */
export interface SqliteConnection extends SqliteDatabase {
  /** Ends the transaction without a trace, also one that SQLite has ended by itself. */
  rollBack(): void;
  isInTransaction(): boolean;
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
    isInTransaction: () => database.isTransaction,
    close() {
      if (database.isOpen) database.close();
    },
  };
}

function statementOf(statement: StatementSync, guarded: <T>(run: () => T) => T): SqliteStatement {
  const values = (parameters: readonly unknown[]): SQLInputValue[] => bound(parameters) as SQLInputValue[];
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => guarded(() => statement.all(...values(parameters))),
    run: (parameters) => guarded(() => statement.run(...values(parameters))),
    iterate: (parameters) => guarded(() => statement.iterate(...values(parameters))),
  };
}

/**
 * Reads on `writing` while nobody writes there, and on `reading` while somebody does, so that only what is committed is seen. Its own
 * commits leave a connection's pages in its memory; to another one each commit is news, after which it reads them all again.
 */
export function connectReader(writing: SqliteConnection, reading: SqliteConnection): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  const keep = (sql: string): SqliteStatement => {
    const there = reading.prepare(sql);
    const now = (): SqliteStatement => (writing.isInTransaction() ? there : writing.prepare(sql));
    const statement: SqliteStatement = {
      // What may write runs where it is refused.
      reader: there.reader,
      all: (parameters) => (isQuestion(sql) ? now() : there).all(parameters),
      run: (parameters) => there.run(parameters),
      iterate: (parameters) => there.iterate(parameters),
    };
    kept.set(sql, statement);
    const [oldest] = kept.keys();
    if (kept.size > STATEMENTS_KEPT && oldest !== undefined) kept.delete(oldest);
    return statement;
  };
  return { prepare: (sql) => kept.get(sql) ?? keep(sql), close: () => {} };
}

function isQuestion(sql: string): boolean {
  return sql.startsWith('select ');
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
