import { mkdtemp, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { ignore } from './counting.ts';

export type StoreKind = 'sqlite' | 'postgres';

/** Where one installation keeps everything: its folder, and on PostgreSQL a database of its own. */
export interface Address {
  kind: StoreKind;
  folder: string;
  /** Null on SQLite. */
  url: string | null;
}

/** A connection of the benchmark's own, whose statements are not counted. */
export interface Sql {
  query(text: string, values?: readonly (string | number | null)[]): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

export async function createAddress(kind: StoreKind, under: string, serverUrl: string | null): Promise<Address> {
  const folder = await mkdtemp(join(under, `${kind}-`));
  if (serverUrl === null) return { kind, folder, url: null };
  const url = new URL(serverUrl);
  url.pathname = `/bench_${folder.slice(-6).toLowerCase()}_${process.pid}`;
  await administer(serverUrl, `create database ${url.pathname.slice(1)}`);
  return { kind, folder, url: url.href };
}

export async function removeAddress({ folder, url }: Address, serverUrl: string | null): Promise<void> {
  if (url !== null && serverUrl !== null) {
    await administer(serverUrl, `drop database if exists ${new URL(url).pathname.slice(1)} with (force)`);
  }
  await rm(folder, { recursive: true, force: true });
}

export function sqliteFileOf({ folder }: Address): string {
  return join(folder, 'countersign.sqlite');
}

export async function openSql(address: Address): Promise<Sql> {
  return address.url === null ? openSqlite(sqliteFileOf(address)) : openPostgres(address.url);
}

function openSqlite(file: string): Sql {
  const database = new DatabaseSync(file, { timeout: 10_000 });
  const kept = new Map<string, ReturnType<DatabaseSync['prepare']>>();
  const prepare = (text: string): ReturnType<DatabaseSync['prepare']> => {
    const statement = ignore(database.prepare(text));
    kept.set(text, statement);
    return statement;
  };
  return {
    query: async (text, values = []) => (kept.get(text) ?? prepare(text)).all(...values),
    close: async () => database.close(),
  };
}

async function openPostgres(url: string): Promise<Sql> {
  const client = ignore(new pg.Client({ connectionString: url }));
  await client.connect();
  let last: Promise<unknown> = Promise.resolve();
  return {
    // One after another, as a connection takes them.
    query(text, values = []) {
      const ask = async () => (await client.query<Record<string, unknown>>(withNumbers(text), [...values])).rows;
      const asked = last.then(ask, ask);
      last = asked;
      return asked;
    },
    close: () => client.end(),
  };
}

/** `?` as SQLite has it becomes `$1`, `$2` … */
function withNumbers(text: string): string {
  let nth = 0;
  return text.replaceAll('?', () => `$${(nth += 1)}`);
}

/** Bytes on disk, after whatever SQLite still had in its write-ahead log was moved into the file. */
export async function bytesOf(address: Address): Promise<number> {
  const sql = await openSql(address);
  try {
    if (address.kind === 'postgres') {
      const [row] = await sql.query('select pg_database_size(current_database()) as bytes');
      return Number(row?.['bytes']);
    }
    await sql.query('pragma wal_checkpoint(truncate)');
    return (await stat(sqliteFileOf(address))).size;
  } finally {
    await sql.close();
  }
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
