import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { addressOf } from './desk.ts';

export interface TestDatabase {
  /** `postgres://…`, a database that nobody else uses, empty. */
  url: string;
  /** Ends whatever is still connected, and removes the database. */
  drop(): Promise<void>;
}

/** A fresh database on the run's PostgreSQL, or on the server that `TEST_DATABASE_URL` names (its user must be allowed to create databases). */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = await serverUrl();
  const name = `countersign_test_${randomBytes(8).toString('hex')}`;
  await administer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => administer(server, `drop database if exists ${name} with (force)`),
  };
}

function serverUrl(): Promise<string> {
  const named = process.env['TEST_DATABASE_URL'];
  return named === undefined || named === '' ? addressOf('postgres') : Promise.resolve(named);
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
