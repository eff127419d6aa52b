import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import pg from 'pg';
import { type Address, sqliteFileOf } from './database.ts';

export type Value = string | number | null | Uint8Array;
export type Row = Record<string, Value>;

/** Writes rows straight into the tables, many at a time. */
export interface Bulk {
  begin(): Promise<void>;
  insert(table: string, rows: readonly Row[]): Promise<void>;
  /** Commits what was inserted since `begin`. */
  commit(): Promise<void>;
  /** On PostgreSQL, the planner's statistics are brought up to date before, as time would do. */
  close(): Promise<void>;
}

export async function openBulk(address: Address): Promise<Bulk> {
  return address.url === null ? bulkSqlite(sqliteFileOf(address)) : bulkPostgres(address.url);
}

function bulkSqlite(file: string): Bulk {
  const database = new DatabaseSync(file);
  return {
    begin: async () => database.exec('begin immediate'),
    async insert(table, rows) {
      const [first] = rows;
      if (!first) return;
      const columns = Object.keys(first);
      const statement = database.prepare(`insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`);
      for (const row of rows) statement.run(...columns.map((column): SQLInputValue => row[column] ?? null));
    },
    commit: async () => database.exec('commit'),
    async close() {
      database.exec('pragma wal_checkpoint(truncate)');
      database.close();
    },
  };
}

async function bulkPostgres(url: string): Promise<Bulk> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const run = async (text: string, values: unknown[] = []): Promise<void> => void (await client.query(text, values));
  return {
    begin: () => run('begin'),
    async insert(table, rows) {
      const [first] = rows;
      if (!first) return;
      const columns = Object.keys(first).join(', ');
      const json = JSON.stringify(rows.map(withHex));
      await run(`insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, $1)`, [json]);
    },
    commit: () => run('commit'),
    async close() {
      await run('analyze');
      await client.end();
    },
  };
}

/** Bytes as PostgreSQL reads them in a text. */
function withHex(row: Row): Row {
  const plain = (value: Value): Value => (value instanceof Uint8Array ? `\\x${Buffer.from(value).toString('hex')}` : value);
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [column, plain(value)]));
}
