import { once } from 'node:events';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { createTestDatabase } from './postgres.ts';
import { startNode, until } from './processes.ts';

it('gives every test a database of its own, which waits for the disk', async () => {
  const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  const client = new pg.Client({ connectionString: one.url });
  await client.connect();
  const { rows } = await client.query<{ fsync: string; synchronous_commit: string; name: string }>(
    `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as synchronous_commit, current_database() as name`,
  );
  await client.end();
  await Promise.all([one.drop(), other.drop()]);
  expect(rows).toEqual([{ fsync: 'on', synchronous_commit: 'on', name: new URL(one.url).pathname.slice(1) }]);
  expect(one.url).not.toBe(other.url);
});

it('removes a database that somebody is still connected to', async () => {
  const database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const told: string[] = [];
  client.on('error', (error) => told.push(error.message));
  await database.drop();
  await until(() => told.length > 0, { what: 'the connection to be cut' });
  expect(told[0]).toContain('terminating connection');
  await expect(new pg.Client({ connectionString: database.url }).connect()).rejects.toThrow('does not exist');
});

it('leaves no server and no folder behind, even when the run is killed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-test-'));
  await chmod(folder, 0o777);
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const run = startNode('test/support/postgres-child.ts', { env: { TMPDIR: folder } });
  const { url } = await run.jsonLine<{ url: string }>();
  const port = Number(new URL(url).port);
  expect(await isListening(port)).toBe(true);
  expect(await readdir(folder)).toHaveLength(1);
  await run.kill('SIGKILL');
  await until(async () => !(await isListening(port)), { what: 'the server to end' });
  await until(async () => (await readdir(folder)).length === 0, { what: 'the folder to be removed' });
});

async function isListening(port: number): Promise<boolean> {
  const socket = createConnection(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
