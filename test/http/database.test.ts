import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPostgres, type PostgresServer } from '../support/postgres-server.ts';
import { until } from '../support/processes.ts';
import { type Company, openCompany } from '../stories/company.ts';
import { createGate, slowAgents } from '../stories/gates.ts';
import { QUESTION } from '../stories/turns.ts';
import { healthOf, metrics, ready, untilFailed } from './asking.ts';

/** A server of our own: others share the run's, and this one is stopped and started. */
let server: PostgresServer;
beforeAll(async () => void (server = await startPostgres()));
afterAll(() => server.stop());

test('PostgreSQL goes and comes back: not ready and ready again by itself, and alive all the while', async () => {
  const company = await openCompany({ database: 'sqlite', environment: await withDatabase('gone') });
  const health = healthOf(company);
  expect(await ready(health)).toEqual({ status: 200, state: 'running', failed: [] });
  await server.halt();
  const gone = await ready(health);
  expect([gone.status, gone.failed]).toEqual([503, expect.arrayContaining(['database', 'schema', 'lease', 'rules', 'log'])]);
  expect((await fetch(`${health}/livez`)).status).toBe(200);
  const { all, value } = await metrics(health);
  expect(value('countersign_database_up')).toBe(0);
  expect([all.has('countersign_drafts'), all.has('countersign_deliveries_total')]).toEqual([false, true]);
  await server.resume();
  await untilFailed(health, []);
  expect((await metrics(health)).value('countersign_database_up')).toBe(1);
  await company.say('ana', 'random', QUESTION);
  await company.card('ana', { state: 'awaiting_requester' });
  await company.check();
});

test('a PostgreSQL that lets us read and not write: not ready', async () => {
  const company = await openCompany({ database: 'sqlite', environment: await withDatabase('standby') });
  await administer(
    "alter database standby set default_transaction_read_only = on; select pg_terminate_backend(pid) from pg_stat_activity where datname = 'standby'",
  );
  // The next beat of its heart finds out.
  await company.pass(2_500);
  await untilFailed(healthOf(company), ['database']);
  await administer(
    "alter database standby reset default_transaction_read_only; select pg_terminate_backend(pid) from pg_stat_activity where datname = 'standby'",
  );
  await company.pass(2_500);
  await untilFailed(healthOf(company), []);
});

test('asked to end while PostgreSQL is gone and an agent works: it ends within seconds, and says that it could not do so in order', async () => {
  const gate = createGate();
  const company = await openCompany({
    database: 'sqlite',
    environment: await withDatabase('ending'),
    overrides: { wrap: slowAgents(gate) },
  });
  await company.say('ana', 'random', QUESTION);
  await gate.reached;
  await server.halt();
  const beganAt = performance.now();
  await expect(company.bot.stop()).rejects.toThrow('Not everything could be stopped in order; the log says what.');
  expect(performance.now() - beganAt).toBeLessThan(5_000);
  gate.open();
  await server.resume();
  // Nothing is lost: the next start finds the run that ended, and tells.
  await startAgain(company);
});

async function startAgain(company: Company): Promise<void> {
  await company.bot.restart();
  await company.pass(11_000);
  await until(async () => (await company.view('ana')).direct.some(({ text }) => text.includes('was interrupted before it answered')), {
    what: 'Ana to be told that the agent was interrupted',
    timeoutMs: 30_000,
  });
}

/** A database of this name on our server, in the settings of a bot with health. */
async function withDatabase(name: string): Promise<Record<string, string>> {
  await administer(`create database ${name}`);
  return { HEALTH_PORT: '0', DATABASE_URL: server.url.replace(/postgres$/, name) };
}

async function administer(statements: string): Promise<void> {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  try {
    for (const statement of statements.split('; ')) await client.query(statement);
  } finally {
    await client.end();
  }
}
