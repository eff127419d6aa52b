import { createSecretKey } from 'node:crypto';
import { sql, type KyselyPlugin, type RawBuilder } from 'kysely';
import type { Context } from './context.ts';
import { createTables } from './create-tables.ts';
import { createGroupCommit } from './group-commit.ts';
import { later } from './kept.ts';
import { checkDataKey } from './meta.ts';
import { migrate } from './migrate.ts';
import type { OpenDatabase } from './open-database.ts';
import { openPostgres } from './postgres.ts';
import { openSqlite } from './sqlite.ts';
import type { Store } from './store.ts';
import type { Db } from './tables.ts';

interface CommonOptions {
  /** The operator's DATA_KEY, 32 bytes. */
  dataKey: Uint8Array;
  /** Hears of every commit, with the number of works in it. */
  onCommit?: (works: number) => void;
}

export interface SqliteStoreOptions extends CommonOptions {
  /** A path, or `:memory:`. */
  file: string;
  /** Milliseconds since 1970: SQLite has no clock of its own, so this one is the database's. */
  now: () => number;
  /** How long to wait for another process that writes; 5 s unless told. */
  busyTimeoutMs?: number;
}

export interface PostgresStoreOptions extends CommonOptions {
  /** `postgres://…` */
  url: string;
  /** What is added to the database's clock: tests let time pass with it. */
  skewMs?: () => number;
  /** See `PostgresTimeouts`; 20 s and 10 s unless told. */
  lockTimeoutMs?: number;
  idleInTransactionMs?: number;
}

/** Opens the file, made and migrated where needed. Rejects with a StoreError. */
export async function createSqliteStore({ file, now, busyTimeoutMs = 5_000, ...common }: SqliteStoreOptions): Promise<Store> {
  const database = await openSqlite(file, busyTimeoutMs);
  return storeOn('sqlite', database, () => sql<number>`cast(${later(now)} as integer)`, common);
}

/** Connects and migrates where needed. Rejects with a StoreError. */
export async function createPostgresStore(options: PostgresStoreOptions): Promise<Store> {
  const { url, skewMs = () => 0, lockTimeoutMs = 20_000, idleInTransactionMs = 10_000, ...common } = options;
  const database = await openPostgres(url, { lockMs: lockTimeoutMs, idleMs: idleInTransactionMs });
  const clock = (): RawBuilder<number> =>
    sql`(floor(extract(epoch from clock_timestamp()) * 1000)::bigint + cast(${later(skewMs)} as bigint))`;
  return storeOn('postgres', database, clock, common);
}

/** The store over an open database, which it closes in the end, also when it refuses it. */
export async function storeOn(
  kind: Store['kind'],
  database: OpenDatabase,
  clock: Context['clock'],
  options: CommonOptions,
): Promise<Store> {
  const { onCommit } = options;
  try {
    if (options.dataKey.length !== 32) throw new RangeError('DATA_KEY must have 32 bytes');
    const dataKey = createSecretKey(options.dataKey);
    const kept: Context['kept'] = new Map();
    const contextOn = (db: Db, check = (): void => {}): Context => ({
      kind,
      db: db.withPlugin(beforeEachQuery(check)),
      clock,
      dataKey,
      check,
      kept,
    });
    await migrate(database.writer, kind, (db) => checkDataKey(contextOn(db)));
    const groups = createGroupCommit(database.writer, onCommit ? { onCommit } : {});
    const reader = database.openReader();
    return {
      kind,
      transact: (work) =>
        groups.transact((db, scope) => {
          const refuseWhenOver = (): void => {
            if (scope.over) throw new Error('a work read or wrote after it had settled');
          };
          return work(createTables(contextOn(db, refuseWhenOver)));
        }),
      read: createTables(contextOn(reader, groups.refuseInsideWork)),
      snapshot: (work) => database.snapshot((db) => work(createTables(contextOn(db)))),
      async close() {
        await groups.close();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

function beforeEachQuery(check: () => void): KyselyPlugin {
  return {
    transformQuery({ node }) {
      check();
      return node;
    },
    transformResult: async ({ result }) => result,
  };
}
