import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createGroupCommit, type GroupCommit } from '../../src/store/group-commit.ts';
import type { OpenDatabase } from '../../src/store/open-database.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import type { Db } from '../../src/store/tables.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { gate } from './harness.ts';

let postgres: TestDatabase;
beforeAll(async () => void (postgres = await createTestDatabase()));
afterAll(() => postgres.drop());

const TIMEOUTS = { lockMs: 20_000, idleMs: 10_000 };

interface Bench {
  database: OpenDatabase;
  groups: GroupCommit<Db>;
  commits: number[];
  rows(): Promise<number[]>;
}

/** A table of numbers, and one whose rule is looked at only when a transaction commits. */
async function benchOn(database: OpenDatabase): Promise<Bench> {
  const commits: number[] = [];
  const groups = createGroupCommit(database.writer, { onCommit: (works) => commits.push(works) });
  onTestFinished(async () => {
    await groups.close();
    await database.close();
  });
  await groups.transact(async (db) => {
    await sql`create table numbers (n bigint primary key)`.execute(db);
    await sql`create table late (n bigint references numbers (n) deferrable initially deferred)`.execute(db);
  });
  const reader = database.openReader();
  const rows = async (): Promise<number[]> =>
    (await sql<{ n: number }>`select n from numbers order by n`.execute(reader)).rows.map((row) => row.n);
  return { database, groups, commits: (commits.pop(), commits), rows };
}

async function onPostgres(url = postgres.url): Promise<Bench> {
  const cleaner = await openPostgres(postgres.url, TIMEOUTS);
  await cleaner.writer.connected((db) => sql`drop table if exists late, numbers`.execute(db));
  await cleaner.close();
  return benchOn(await openPostgres(url, TIMEOUTS));
}

async function onSqlite(): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-group-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return benchOn(await openSqlite(join(folder, 'test.db'), 1_000));
}

const add = (n: number) => async (db: Db) => {
  await sql`insert into numbers values (${n})`.execute(db);
  return n;
};

describe.each([
  ['SQLite', onSqlite],
  ['PostgreSQL', onPostgres],
])('saving together on %s', (_name, open) => {
  it('runs the works one by one when the commit of all fails, and rejects only the one that it fails for', async () => {
    const { groups, commits, rows } = await open();
    const spoil = groups.transact((db) => sql`insert into late values (99)`.execute(db));
    const outcomes = await Promise.allSettled([groups.transact(add(1)), spoil, groups.transact(add(2))]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await rows()).toEqual([1, 2]);
    expect(commits).toEqual([1, 1]);
  });

  it('gathers the next group while one commits', async () => {
    const { groups, commits } = await open();
    const [begun, go] = [gate(), gate()];
    const first = groups.transact(async (db) => {
      begun.open();
      await go.opened;
      return add(0)(db);
    });
    await begun.opened;
    const others = [1, 2, 3].map((n) => groups.transact(add(n)));
    go.open();
    expect(await Promise.all([first, ...others])).toEqual([0, 1, 2, 3]);
    expect(commits).toEqual([1, 3]);
  });
});

describe('saving together on PostgreSQL', () => {
  it('rejects a work that goes on after its statement failed, and lets the others stand', async () => {
    const { groups, rows } = await onPostgres();
    const careless = async (db: Db): Promise<void> => {
      await add(5)(db);
      await add(5)(db).catch(() => 0);
    };
    const works = [groups.transact(add(1)), groups.transact(careless), groups.transact(add(2)), groups.transact(careless)];
    const outcomes = await Promise.allSettled(works);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected']);
    expect(await rows()).toEqual([1, 2]);
  });

  it('runs works again that deadlocked with another process', async () => {
    const { groups, rows, database } = await onPostgres();
    await groups.transact(async (db) => {
      await add(1)(db);
      await add(2)(db);
    });
    const other = createGroupCommit(database.writer, {});
    const [here, there] = [gate(), gate()];
    let runs = 0;
    const raise = (first: number, second: number, mine: typeof here, theirs: typeof there) => async (db: Db) => {
      runs += 1;
      await sql`update numbers set n = n + 10 where n % 10 = ${first}`.execute(db);
      mine.open();
      await theirs.opened;
      await sql`update numbers set n = n + 10 where n % 10 = ${second}`.execute(db);
    };
    const works = [
      groups.transact(add(3)),
      groups.transact(raise(1, 2, here, there)),
      other.transact(add(4)),
      other.transact(raise(2, 1, there, here)),
    ];
    await Promise.all(works);
    expect(runs).toBe(3);
    expect(await rows()).toEqual([3, 4, 21, 22]);
  });

  it('rejects every work of a group whose connection is lost, and goes on with another one', async () => {
    const { groups, rows } = await onPostgres();
    const cut = (db: Db) => sql`select pg_terminate_backend(pg_backend_pid())`.execute(db);
    const reasons = await Promise.all([add(1), cut, add(2)].map((work) => groups.transact<unknown>(work).catch((error: unknown) => error)));
    expect(reasons).toEqual(reasons.map(() => expect.objectContaining({ code: 'STORE_UNAVAILABLE' })));
    expect(await groups.transact(add(3))).toBe(3);
    expect(await rows()).toEqual([3]);
  });

  it('survives that a connection is cut between two statements of a work', async () => {
    const { groups, rows, database } = await onPostgres();
    const lost = groups.transact(async (db) => {
      await add(1)(db);
      const { rows: found } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
      await database
        .openReader()
        .connection()
        .execute((db2) => sql`select pg_terminate_backend(${found[0]?.pid}, 5000)`.execute(db2));
      await add(2)(db);
    });
    await expect(lost).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(await groups.transact(add(3))).toBe(3);
    expect(await rows()).toEqual([3]);
  });

  it.each([
    ['after the database had it', true],
    ['before the database had it', false],
  ])('says that nobody knows when the connection is cut during a commit, %s', async (_when, arrives) => {
    const proxy = await cuttingProxy(postgres.url, arrives);
    const { groups, rows } = await onPostgres(proxy.url);
    proxy.arm();
    const works = [add(1), async () => Promise.reject(new RangeError('my own')), add(2)];
    const reasons = await Promise.all(works.map((work) => groups.transact<unknown>(work).catch((error: unknown) => error)));
    const unknown = expect.objectContaining({ code: 'COMMIT_UNKNOWN' });
    expect(reasons).toEqual([unknown, new RangeError('my own'), unknown]);
    expect(await groups.transact(add(3))).toBe(3);
    expect(await rows()).toEqual(arrives ? [1, 2, 3] : [3]);
  });

  it('waits for the disk also where the server is told not to', async () => {
    const url = postgres.url;
    const admin = await openPostgres(url, TIMEOUTS);
    const name = new URL(url).pathname.slice(1);
    await admin.writer.connected((db) => sql`alter database ${sql.id(name)} set synchronous_commit = off`.execute(db));
    await admin.close();
    const { groups, database } = await onPostgres();
    const setting = async (db: Db) =>
      (await sql<{ value: string }>`select current_setting('synchronous_commit') as value`.execute(db)).rows[0]?.value;
    expect(await setting(database.openReader())).toBe('off');
    expect(await groups.transact(setting)).toBe('on');
    await groups.transact((db) => sql`alter database ${sql.id(name)} reset synchronous_commit`.execute(db));
  });
});

/** Stands between the store and PostgreSQL, and once armed cuts the connection at the next commit: before or after it was passed on. */
async function cuttingProxy(url: string, passesOn: boolean): Promise<{ url: string; arm(): void }> {
  const target = new URL(url);
  let armed = false;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
    far.on('data', (chunk) => void near.write(chunk));
    near.on('data', (chunk) => {
      const cuts = armed && chunk.includes('work; commit');
      if (!cuts) return void far.write(chunk);
      armed = false;
      if (passesOn) far.end(chunk);
      else far.destroy();
      // The answer of the database comes to nobody.
      far.removeAllListeners('data').resume();
      far.once('close', () => near.destroy());
    });
    near.on('close', () => far.end());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const proxied = new URL(url);
  proxied.port = String((server.address() as AddressInfo).port);
  return { url: proxied.href, arm: () => void (armed = true) };
}
