import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { createPostgresStore, createSqliteStore } from '../../src/store/kysely-store.ts';
import type { Store } from '../../src/store/store.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';

/** One empty database for one test; everything that was opened is closed and removed when the test ends. */
export interface Harness {
  /** Each call is what another process would open. */
  open(options?: { dataKey?: Uint8Array }): Promise<Store>;
  /** Lets time pass by the database's clock. */
  advance(ms: number): void;
  /** Commits of all stores so far, as the number of works in each. */
  commits: number[];
  /** What a child process needs to open the same database (`writer-child.ts`). */
  address: { sqlite: string } | { postgres: string };
  /** Statements behind the store's back. */
  run(statements: string): Promise<void>;
}

export const DATA_KEY = new Uint8Array(32).fill(7);

export async function sqliteHarness(): Promise<Harness> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-store-'));
  const file = join(folder, 'countersign.db');
  let now = 1_750_000_000_000;
  const commits: number[] = [];
  const open = (dataKey: Uint8Array): Promise<Store> =>
    createSqliteStore({ file, dataKey, now: () => now, onCommit: (works) => commits.push(works) });
  return {
    ...closing(open, () => rm(folder, { recursive: true })),
    advance: (ms) => void (now += ms),
    commits,
    address: { sqlite: file },
    run: async (statements) => {
      const database = new DatabaseSync(file);
      database.exec(statements);
      database.close();
    },
  };
}

/** One database for a file of tests, emptied for each: making a new one takes a third of a second. */
export function postgresHarnesses(): () => Promise<Harness> {
  let database: TestDatabase;
  beforeAll(async () => void (database = await createTestDatabase()));
  afterAll(() => database.drop());
  return async () => {
    await emptied(database.url);
    return postgresHarness(database.url);
  };
}

function postgresHarness(url: string): Harness {
  let skew = 0;
  const commits: number[] = [];
  const open = (dataKey: Uint8Array): Promise<Store> =>
    createPostgresStore({ url, dataKey, skewMs: () => skew, onCommit: (works) => commits.push(works) });
  return {
    ...closing(open, async () => {}),
    advance: (ms) => void (skew += ms),
    commits,
    address: { postgres: url },
    run: (statements) => onServer(url, statements),
  };
}

const emptied = (url: string): Promise<void> => onServer(url, 'drop schema public cascade; create schema public');

async function onServer(url: string, statements: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statements);
  await client.end();
}

function closing(open: (dataKey: Uint8Array) => Promise<Store>, remove: () => Promise<void>): Pick<Harness, 'open'> {
  const opened: Store[] = [];
  onTestFinished(async () => {
    await Promise.all(opened.map((store) => store.close()));
    await remove();
  });
  return {
    async open({ dataKey = DATA_KEY } = {}) {
      const store = await open(dataKey);
      opened.push(store);
      return store;
    },
  };
}

/** What both sides of a race reached, when the other side must be there first. */
export function gate(): { opened: Promise<void>; open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}
