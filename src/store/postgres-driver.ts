import { PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { bound } from './kept.ts';
import { StoreError, type StoreErrorCode } from './store-error.ts';

const CONNECTIONS = 10;
const CONNECT_TIMEOUT_MS = 10_000;
/** A server that has vanished without a word must not hold us for ever. Longer than any wait for a lock. */
const QUERY_TIMEOUT_MS = 60_000;

/** A pool whose errors are StoreErrors where they are the store's, and which throws a connection away after it failed. */
export function createPool(url: string): PostgresPool {
  const broken = new WeakSet<object>();
  const names = namesOfStatements();
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    keepAlive: true,
    application_name: 'countersign',
    types: TYPES,
  });
  // A connection that breaks while nobody uses it is no loss: the pool drops it and makes another when it is needed.
  pool.on('error', () => {});
  // One that breaks between two queries of a transaction tells its next query.
  pool.on('connect', (client) => void client.on('error', () => broken.add(client)));

  function guarded(client: pg.PoolClient): PostgresPoolClient {
    const query = async (text: string, values: readonly unknown[]): Promise<unknown> => {
      const name = values.length === 0 ? undefined : names.of(text);
      try {
        return await (name === undefined ? client.query(text, bound(values)) : client.query({ name, text, values: bound(values) }));
      } catch (error) {
        if (!(error instanceof pg.DatabaseError) || error.code === PLAN_IS_OLD) broken.add(client);
        throw named(error);
      }
    };
    return { query: query as PostgresPoolClient['query'], release: (destroy) => client.release(destroy === true || broken.has(client)) };
  }

  let ending: Promise<void> | undefined;
  return {
    options: pool.options,
    async connect() {
      try {
        return guarded(await pool.connect());
      } catch (error) {
        throw named(error);
      }
    },
    end: () => (ending ??= pool.end()),
  };
}

/** A table was changed under a prepared statement (`feature_not_supported`): a new connection prepares it anew. */
const PLAN_IS_OLD = '0A000';
const STATEMENTS_NAMED = 200;

/**
 * Names under which the server keeps what it has parsed and planned, on each connection. Only for what is asked again and again: the
 * second time a text comes it gets a name, and no more than so many do, because the server keeps them all.
 */
function namesOfStatements(): { of(text: string): string | undefined } {
  const names = new Map<string, string>();
  const seenOnce = new Set<string>();
  return {
    of(text) {
      const known = names.get(text);
      if (known !== undefined || names.size === STATEMENTS_NAMED) return known;
      if (!seenOnce.delete(text)) {
        if (seenOnce.size === STATEMENTS_NAMED) seenOnce.clear();
        seenOnce.add(text);
        return undefined;
      }
      const name = `countersign_${names.size}`;
      names.set(text, name);
      return name;
    },
  };
}

export function dialectOf(pool: PostgresPool): PostgresDialect {
  return new PostgresDialect({ pool });
}

const INT8 = 20;
const BYTEA = 17;

/** `pg` gives an int8 as text, because it may not fit into a number; ours all do. */
const TYPES = new pg.TypeOverrides();
TYPES.setTypeParser(INT8, (text) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('an integer of the database is too large');
  return value;
});
TYPES.setTypeParser(BYTEA, (text) => Uint8Array.from(Buffer.from(text.slice(2), 'hex')));

/** https://www.postgresql.org/docs/current/errcodes-appendix.html, whole codes before classes. The rest is the fault of a statement. */
const CODES: Readonly<Record<string, StoreErrorCode>> = {
  '40001': 'STORE_CONFLICT', // serialization_failure
  '40P01': 'STORE_CONFLICT', // deadlock_detected
  '55P03': 'STORE_LOCKED', // lock_not_available
  '57014': 'STORE_LOCKED', // query_canceled
  '53100': 'STORE_FULL', // disk_full
  '25006': 'STORE_READ_ONLY', // read_only_sql_transaction
  '25P03': 'STORE_UNAVAILABLE', // idle_in_transaction_session_timeout
  '3D000': 'STORE_UNAVAILABLE', // invalid_catalog_name
  XX001: 'STORE_CORRUPT', // data_corrupted
  XX002: 'STORE_CORRUPT', // index_corrupted
  '08': 'STORE_UNAVAILABLE', // connection exception
  '28': 'STORE_UNAVAILABLE', // invalid authorization
  '53': 'STORE_UNAVAILABLE', // insufficient resources
  '57': 'STORE_UNAVAILABLE', // operator intervention: shut down, starting up
  '58': 'STORE_UNAVAILABLE', // system error, such as I/O
};

/** What is not an answer of the server means that there is none: refused, broken, timed out. */
function named(error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError)) return new StoreError('STORE_UNAVAILABLE', { cause: error });
  const code = CODES[error.code ?? ''] ?? CODES[(error.code ?? '').slice(0, 2)];
  return code === undefined ? error : new StoreError(code, { cause: error });
}
