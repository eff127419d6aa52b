import pg from 'pg';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { createPostgresStore, type PostgresStoreOptions } from '../../src/store/kysely-store.ts';
import type { Store } from '../../src/store/store.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { freePort } from '../support/ports.ts';
import { until } from '../support/until.ts';
import { DATA_KEY, gate } from './harness.ts';
import { draftOf } from './samples.ts';

/** What two processes on one PostgreSQL owe each other. */
let database: TestDatabase;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.drop());

async function open(options: Partial<PostgresStoreOptions> = {}): Promise<Store> {
  const store = await createPostgresStore({ url: database.url, dataKey: DATA_KEY, ...options });
  onTestFinished(() => store.close());
  return store;
}

it('lets several processes hold the kill switch for share, and makes an engage wait for all of them', async () => {
  const [one, other, engaging] = [await open(), await open(), await open()];
  const order: string[] = [];
  const [held, alsoHeld, free] = [gate(), gate(), gate()];
  const hold = (store: Store, taken: typeof held) =>
    store.transact(async (tx) => {
      await tx.kill.lock('share');
      taken.open();
      await free.opened;
      order.push('shared');
    });
  const shares = [hold(one, held), hold(other, alsoHeld)];
  await Promise.all([held.opened, alsoHeld.opened]);
  const waiting = gate();
  const engage = engaging.transact(async (tx) => {
    waiting.open();
    await tx.kill.lock('exclusive');
    order.push('exclusive');
    await tx.kill.set({ scope: 'all', engaged: true, epoch: 1, by: null, reason: 'a drill', at: 1 });
  });
  await waiting.opened;
  // The database itself says that the engage waits: only then are the others let go.
  await until(async () => (await lockWaiters()) === 1);
  free.open();
  await Promise.all([...shares, engage]);
  expect(order).toEqual(['shared', 'shared', 'exclusive']);
});

it('shows a begin that waited for an engage what the engage wrote', async () => {
  const [engaging, beginning] = [await open(), await open()];
  const [locked, go] = [gate(), gate()];
  const engage = engaging.transact(async (tx) => {
    await tx.kill.lock('exclusive');
    await tx.kill.set({ scope: 'agent:handbook', engaged: true, epoch: 3, by: null, reason: 'a drill', at: 1 });
    locked.open();
    await go.opened;
  });
  await locked.opened;
  const begin = beginning.transact((tx) => tx.kill.lock('share'));
  await until(async () => (await lockWaiters()) === 1);
  go.open();
  await engage;
  expect(await begin).toContainEqual(expect.objectContaining({ scope: 'agent:handbook', engaged: true, epoch: 3 }));
});

it('takes the locks of a process that stands still within a transaction, and saves nothing of it', async () => {
  const [stopped, other] = [await open({ idleInTransactionMs: 200 }), await open()];
  const draft = draftOf();
  await other.transact((tx) => tx.drafts.insert(draft));
  const [saved, woken] = [gate(), gate()];
  const lost = stopped.transact(async (tx) => {
    await tx.drafts.save({ ...draft, version: 2, state: 'withdrawn' });
    saved.open();
    await woken.opened;
    await tx.drafts.get(draft.id);
  });
  const outcome = lost.catch((error: unknown) => error);
  await saved.opened;
  expect(await other.transact((tx) => tx.drafts.save({ ...draft, version: 2, state: 'approved' }))).toBe(true);
  woken.open();
  expect(await outcome).toMatchObject({ code: 'STORE_UNAVAILABLE' });
  expect((await stopped.read.drafts.get(draft.id))?.state).toBe('approved');
  expect(await stopped.transact((tx) => tx.drafts.save({ ...draft, version: 3 }))).toBe(true);
});

it('gives up waiting for a lock, for that work alone', async () => {
  const [holding, waiting] = [await open(), await open({ lockTimeoutMs: 100 })];
  const draft = draftOf();
  await holding.transact((tx) => tx.drafts.insert(draft));
  const [saved, go] = [gate(), gate()];
  const hold = holding.transact(async (tx) => {
    await tx.drafts.save({ ...draft, version: 2 });
    saved.open();
    await go.opened;
  });
  await saved.opened;
  const outcomes = await Promise.allSettled([
    waiting.transact((tx) => tx.deliveries.put('before', 'x', 1)),
    waiting.transact((tx) => tx.drafts.save({ ...draft, version: 2 })),
    waiting.transact((tx) => tx.deliveries.put('after', 'x', 1)),
  ]);
  expect(outcomes).toEqual([
    { status: 'fulfilled', value: true },
    { status: 'rejected', reason: expect.objectContaining({ code: 'STORE_LOCKED' }) },
    { status: 'fulfilled', value: true },
  ]);
  go.open();
  await hold;
});

it('says what to do when the server is not there or refuses us, and never says the password', async () => {
  const nobody = `postgres://countersign:hunter2@127.0.0.1:${await freePort()}/countersign`;
  const missing = new URL(database.url);
  missing.pathname = '/not_there';
  for (const url of [nobody, missing.href]) {
    const error = await createPostgresStore({ url, dataKey: DATA_KEY }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(String(error)).not.toContain('hunter2');
  }
});

it('goes on after every connection was cut while nobody used them', async () => {
  const store = await open();
  await store.read.now();
  await ask(
    `select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = 'countersign' and datname = current_database()`,
  );
  await until(() => store.read.now(), { what: 'a reader with a new connection' });
  expect(await store.transact((tx) => tx.deliveries.put('d', 'x', 1))).toBe(true);
});

const lockWaiters = async (kind: 'advisory' | 'transactionid' = 'advisory'): Promise<number> =>
  Number((await ask(`select count(*) as n from pg_locks where locktype = '${kind}' and not granted`))[0]?.n);

async function ask(text: string): Promise<{ n?: string }[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query<{ n?: string }>(text);
  await client.end();
  return rows;
}

it('keeps a draft that is held as it is until the transaction ends', async () => {
  const [showing, deciding] = [await open(), await open()];
  const draft = draftOf();
  await showing.transact((tx) => tx.drafts.insert(draft));
  const order: string[] = [];
  const [held, free] = [gate(), gate()];
  const shown = showing.transact(async (tx) => {
    await tx.drafts.hold(draft.id);
    held.open();
    await free.opened;
    order.push('shown');
  });
  await held.opened;
  const decided = deciding.transact(async (tx) => {
    expect(await tx.drafts.save({ ...draft, version: draft.version + 1 })).toBe(true);
    order.push('decided');
  });
  await until(async () => (await lockWaiters('transactionid')) === 1);
  free.open();
  await Promise.all([shown, decided]);
  expect(order).toEqual(['shown', 'decided']);
});
