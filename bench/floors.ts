import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import pg from 'pg';
import { createGroupCommit } from '../src/store/group-commit.ts';
import { openPostgres } from '../src/store/postgres.ts';
import { openSqlite } from '../src/store/sqlite.ts';
import type { Address } from './database.ts';

/** How many durable commits one cycle is compared with: ask, answer, approve, approve, publish. */
const COMMITS_A_CYCLE = 5;
const BODY = 'x'.repeat(1_000);

export interface FloorOrder {
  /** `by_hand`: every row by a commit of its own, on so many connections. `grouped`: through our group commit, so many at once. */
  how: 'by_hand' | 'grouped';
  concurrency: number;
  ms: number;
}

/** Cycles of five bare durable commits a second: one row of 1,000 bytes each, and nothing else. */
export async function measureFloor(address: Address, { how, concurrency, ms }: FloorOrder): Promise<number> {
  const writers = how === 'grouped' ? await groupedWriters(address, concurrency) : await handWriters(address, concurrency);
  let isOver = false;
  let commits = 0;
  const one = async (write: () => Promise<void>): Promise<void> => {
    while (!isOver) {
      await write();
      if (!isOver) commits += 1;
    }
  };
  const from = performance.now();
  const all = Promise.all(writers.writes.map(one));
  await Promise.race([all, sleep(ms)]);
  isOver = true;
  const took = performance.now() - from;
  await all;
  await writers.close();
  return (commits / COMMITS_A_CYCLE / took) * 1000;
}

interface Writers {
  writes: (() => Promise<void>)[];
  close(): Promise<void>;
}

/** SQLite has one writer at a time, so there only one connection makes sense. */
async function handWriters({ folder, url }: Address, connections: number): Promise<Writers> {
  if (url === null) return handSqlite(join(folder, 'floor.sqlite'));
  const clients = await Promise.all(Array.from({ length: connections }, () => connected(url)));
  await clients[0]?.query(TABLE.postgres);
  return {
    writes: clients.map((client) => async () => void (await client.query('insert into floor (body) values ($1)', [BODY]))),
    close: async () => void (await Promise.all(clients.map((client) => client.end()))),
  };
}

function handSqlite(file: string): Writers {
  const database = new DatabaseSync(file);
  for (const setting of ['journal_mode = wal', 'synchronous = full']) database.exec(`pragma ${setting}`);
  database.exec(TABLE.sqlite);
  const insert = database.prepare('insert into floor (body) values (?)');
  let done = 0;
  const write = async (): Promise<void> => {
    insert.run(BODY);
    done += 1;
    // A commit that does not wait leaves no turn to the clock that ends the measurement.
    if (done % 50 === 0) await sleep(0);
  };
  return { writes: [write], close: async () => database.close() };
}

async function groupedWriters({ folder, url }: Address, concurrency: number): Promise<Writers> {
  const isSqlite = url === null;
  const timeouts = { lockMs: 20_000, idleMs: 10_000 };
  const database = isSqlite ? await openSqlite(join(folder, 'floor.sqlite'), 5_000) : await openPostgres(url, timeouts);
  const groups = createGroupCommit(database.writer, {});
  await groups.transact((db) => sql.raw(isSqlite ? TABLE.sqlite : TABLE.postgres).execute(db));
  const write = (): Promise<void> => groups.transact(async (db) => void (await sql`insert into floor (body) values (${BODY})`.execute(db)));
  return {
    writes: Array.from({ length: concurrency }, () => write),
    async close() {
      await groups.close();
      await database.close();
    },
  };
}

const TABLE = {
  sqlite: 'create table if not exists floor (id integer primary key, body text not null)',
  postgres: 'create table if not exists floor (id bigserial primary key, body text not null)',
};

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}
