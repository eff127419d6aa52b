import { existsSync, statSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { spawnSync } from 'node:child_process';
import { sql } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { createSqliteStore, storeOn } from '../../src/store/kysely-store.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import type { Store } from '../../src/store/store.ts';
import { nodePath } from '../support/processes.ts';
import { DATA_KEY, gate } from './harness.ts';
import { newId } from './samples.ts';

async function folderOf(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-faults-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

/** A store, its file, and a way to its writing connection, for settings that only a broken machine would make. */
async function opened(): Promise<{ store: Store; file: string; pragma(text: string): Promise<unknown> }> {
  const file = join(await folderOf(), 'countersign.db');
  const database = await openSqlite(file, 100);
  const store = await storeOn('sqlite', database, () => sql<number>`0`, { dataKey: DATA_KEY });
  onTestFinished(() => store.close());
  const pragma = (text: string) =>
    database.writer.connected(
      async (db) => Object.values((await sql.raw<object>(`pragma ${text}`).execute(db)).rows[0] ?? {})[0] as unknown,
    );
  return { store, file, pragma };
}

const put = (store: Store, id: string, bytes = 1) => store.transact((tx) => tx.deliveries.put(id, 'x'.repeat(bytes), 1));
const get = (store: Store, id: string) => store.read.deliveries.get(id);

it('writes through to the disk, in a file that only its owner reads', async () => {
  const { store, file, pragma } = await opened();
  await put(store, 'd');
  expect([await pragma('journal_mode'), await pragma('synchronous'), await pragma('secure_delete')]).toEqual(['wal', 2, 1]);
  for (const end of ['', '-wal', '-shm']) expect(statSync(file + end).mode & 0o777).toBe(0o600);
});

it('says that the disk is full, saves nothing by halves, keeps what fits, and goes on when there is room', async () => {
  const { store, pragma } = await opened();
  await put(store, 'first');
  await pragma(`max_page_count = ${Number(await pragma('page_count')) + 10}`);
  const big = store.transact(async (tx) => {
    await tx.deliveries.put('small part', 'x', 1);
    await tx.deliveries.put('big part', 'x'.repeat(1_000_000), 1);
  });
  const outcomes = await Promise.allSettled([put(store, 'before'), big, put(store, 'after')]);
  expect(outcomes).toMatchObject([{ value: true }, { reason: { code: 'STORE_FULL' } }, { value: true }]);
  const careless = store.transact(async (tx) => {
    await tx.deliveries.put('big part', 'x'.repeat(1_000_000), 1).catch(() => false);
    await tx.deliveries.put('careless', 'x', 1);
  });
  const afterwards = await Promise.allSettled([careless]);
  expect(await get(store, 'careless')).toBe(afterwards[0].status === 'fulfilled' ? 'x' : undefined);
  expect(await Promise.all(['before', 'small part', 'big part', 'after'].map((id) => get(store, id)))).toEqual([
    'x',
    undefined,
    undefined,
    'x',
  ]);
  await pragma('max_page_count = 100000');
  expect(await put(store, 'big part', 1_000_000)).toBe(true);
});

it('saves nothing by halves when the file may not grow any further', async () => {
  const file = join(await folderOf(), 'countersign.db');
  const script = 'test/store/writer-child.ts';
  // 1024-byte blocks on some shells, 512-byte ones on others: between half a megabyte and one.
  const child = spawnSync('/bin/sh', ['-c', `ulimit -f 1024; exec "${nodePath}" ${script}`], {
    env: { ADDRESS: JSON.stringify({ sqlite: file }) },
    encoding: 'utf8',
    timeout: 20_000,
  });
  expect(child.stderr).toContain('STORE_UNAVAILABLE');
  expect(child.stderr).toContain('disk I/O error');
  const saved = child.stdout
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { saved: string }).saved);
  expect(saved.length).toBeGreaterThan(5);
  const store = await createSqliteStore({ file, dataKey: DATA_KEY, now: Date.now });
  onTestFinished(() => store.close());
  for (const id of saved) expect(await get(store, id)).toBe('x'.repeat(2_000));
  for (let n = 0; n < saved.length + 20; n += 1) expect(await get(store, `w${n}`)).toBe(await get(store, `w${n}-twin`));
  expect(await put(store, 'd')).toBe(true);
});

it('says that the database cannot be written, and goes on when it can', async () => {
  const { store, pragma } = await opened();
  await pragma('query_only = on');
  await expect(put(store, 'd')).rejects.toMatchObject({ code: 'STORE_READ_ONLY' });
  await pragma('query_only = off');
  expect(await put(store, 'd')).toBe(true);
});

it('says that another process holds the database, works on meanwhile, and goes on when it is free', async () => {
  const { store, file } = await opened();
  const other = new DatabaseSync(file);
  onTestFinished(() => other.close());
  other.exec('begin immediate');
  let turns = 0;
  const counting = setInterval(() => (turns += 1), 1);
  await expect(put(store, 'd')).rejects.toMatchObject({ code: 'STORE_LOCKED' });
  clearInterval(counting);
  expect(turns).toBeGreaterThan(3);
  const patient = put(store, 'd');
  other.exec('commit');
  expect(await patient).toBe(true);
});

it('says that the file is damaged, or is no database', async () => {
  const file = join(await folderOf(), 'countersign.db');
  await writeFile(file, 'dear diary '.repeat(1_000));
  await expect(createSqliteStore({ file, dataKey: DATA_KEY, now: Date.now })).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
});

it('says that the file cannot be opened', async () => {
  const file = join(await folderOf(), 'missing', 'countersign.db');
  await expect(createSqliteStore({ file, dataKey: DATA_KEY, now: Date.now })).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
});

it('keeps no text in the clear, and no trace of an erased key', async () => {
  const { store, file } = await opened();
  const draft = newId('drf');
  await store.transact((tx) => tx.texts.put(draft, 'question', 'rotate the staging password'));
  const everything = async () =>
    Buffer.concat(await Promise.all(['', '-wal'].filter((end) => existsSync(file + end)).map((end) => readFile(file + end))));
  expect((await everything()).includes('staging')).toBe(false);
  const peek = new DatabaseSync(file, { readOnly: true });
  const { wrapped } = peek.prepare('select wrapped from draft_keys').get() as { wrapped: Uint8Array };
  peek.close();
  expect((await everything()).includes(Buffer.from(wrapped))).toBe(true);
  await store.transact((tx) => tx.texts.erase(draft));
  await store.close();
  expect(existsSync(`${file}-wal`)).toBe(false);
  expect((await everything()).includes(Buffer.from(wrapped))).toBe(false);
});

it('shows a reader of a database in memory only what is committed, by letting it wait', async () => {
  const store = await createSqliteStore({ file: ':memory:', dataKey: DATA_KEY, now: Date.now });
  const [written, go] = [gate(), gate()];
  const work = store.transact(async (tx) => {
    await tx.deliveries.put('d', 'x', 1);
    written.open();
    await go.opened;
    throw new RangeError('changed my mind');
  });
  const refused = work.catch((error: unknown) => error);
  await written.opened;
  const reading = get(store, 'd');
  go.open();
  expect(await reading).toBeUndefined();
  expect(await refused).toEqual(new RangeError('changed my mind'));
  expect(await put(store, 'd')).toBe(true);
  expect(await get(store, 'd')).toBe('x');
  await store.close();
});
