import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { changeDatabase } from '../cli/tampering.ts';
import { startBot } from '../stories/bots.ts';
import { openCompany } from '../stories/company.ts';
import { createGate, createHold } from '../stories/gates.ts';
import { ask, press } from '../stories/turns.ts';
import { freePort, startNode, until } from '../support/processes.ts';
import { ALL_CHECKS, healthOf, metrics, ready, untilFailed } from './asking.ts';

const HEALTH = { HEALTH_PORT: '0' };

test('a bot that runs is ready, names what it looked at, and tells nothing else', async () => {
  const company = await openCompany({ database: 'sqlite', environment: HEALTH });
  const health = healthOf(company);
  expect(health).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const response = await fetch(`${health}/readyz`);
  expect(await response.json()).toEqual({ state: 'running', checks: Object.fromEntries(ALL_CHECKS.map((check) => [check, 'ok'])) });
  expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store']);
  const live = await fetch(`${health}/livez`);
  expect([live.status, await live.json()]).toEqual([200, { state: 'running' }]);
  const elsewhere = await fetch(`${health}/console/state`);
  expect([elsewhere.status, ((await elsewhere.json()) as { code: string }).code]).toEqual([404, 'NOT_FOUND']);
  expect((await fetch(`${health}/readyz`, { method: 'POST' })).status).toBe(404);
});

test('without HEALTH_PORT there is none, and the playground’s address has none either', async () => {
  const company = await openCompany({ database: 'sqlite', hosted: true });
  expect(company.bot.running().healthUrl).toBe(null);
  for (const path of ['livez', 'readyz', 'metrics']) expect((await fetch(`${company.url}/${path}`)).status).toBe(404);
});

test('while it starts it lives and is not ready; asked to end then, it ends at once', async () => {
  const company = await openCompany({ database: 'sqlite', withoutBot: true });
  // A platform that takes the connection and says nothing.
  const silent = createServer().listen(0, '127.0.0.1').unref();
  await once(silent, 'listening');
  const health = `http://127.0.0.1:${await freePort()}`;
  const bot = startNode('src/main.ts', {
    env: {
      ...company.environment,
      PLAYGROUND_URL: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`,
      HEALTH_PORT: new URL(health).port,
    },
  });
  await once(silent, 'connection');
  expect(await ready(health)).toEqual({ status: 503, state: 'starting', failed: [] });
  expect((await fetch(`${health}/livez`)).status).toBe(200);
  const { all } = await metrics(health);
  expect([all.has('countersign_deliveries_total'), all.has('countersign_drafts')]).toEqual([true, false]);
  expect(await bot.kill('SIGTERM')).toEqual({ code: 143, signal: null });
});

test('while it stops it is not ready from the first moment, lives until the end, and is gone after it', async () => {
  const hold = createHold();
  const company = await openCompany({ database: 'sqlite', environment: HEALTH, overrides: { wrap: hold.wrap } });
  const health = healthOf(company);
  const draft = await ask(company, 'ana', 'random');
  const gate = hold.next();
  await press(company, 'ana', draft, 'approve');
  await gate.reached;
  const stopped = company.bot.stop();
  expect(await ready(health)).toEqual({ status: 503, state: 'stopping', failed: [] });
  expect((await fetch(`${health}/livez`)).status).toBe(200);
  expect((await metrics(health)).all.has('countersign_deliveries_total')).toBe(true);
  // What it still does is nobody else's to take over: its lease is prolonged for as long as that takes.
  for (let beats = 0; beats < 5; beats += 1) await company.pass(2_500);
  const leaseEndsAt = (): number =>
    changeDatabase(company.config, (database) =>
      Number(database.prepare("select expires_at from leases where name like 'process:%'").get()?.['expires_at']),
    );
  await until(() => leaseEndsAt() > company.clock.now() + 5_000, { what: 'the lease of a process that is stopping to be prolonged' });
  gate.open();
  await stopped;
  expect(leaseEndsAt()).toBeNaN();
  await expect(fetch(`${health}/livez`)).rejects.toThrow('fetch failed');
});

test('a port that somebody else has is said, with the setting to change', async () => {
  const company = await openCompany({ database: 'sqlite', environment: HEALTH });
  const { port } = new URL(healthOf(company));
  const bot = startNode('src/main.ts', { env: { ...company.environment, HEALTH_PORT: port } });
  expect(await bot.exited).toEqual({ code: 1, signal: null });
  expect(bot.output().stderr).toBe(
    `Port ${port} is in use. Stop the program that holds it, or choose another: HEALTH_PORT=${Number(port) + 1}\n`,
  );
});

test('an address that this machine does not have is said, with the setting to correct', async () => {
  const company = await openCompany({ database: 'sqlite', withoutBot: true });
  // Of a network that is set apart for documents: https://www.rfc-editor.org/rfc/rfc5737
  const bot = startNode('src/main.ts', { env: { ...company.environment, HEALTH_PORT: '0', HEALTH_HOST: '192.0.2.1' } });
  expect(await bot.exited).toEqual({ code: 1, signal: null });
  expect(bot.output().stderr).toBe('192.0.2.1 is not an address of this machine. Correct HEALTH_HOST.\n');
});

test('rules: not ready while another process has newer ones, ready again when it has read them', async () => {
  const company = await openCompany({ database: 'sqlite', environment: HEALTH });
  const newRules = (rules: string): string => rules.replace('asks: 20/hour', 'asks: 30/hour');
  const newFile = `${company.rulesFile}.new`;
  await writeFile(newFile, newRules(await readFile(company.rulesFile, 'utf8')));
  const other = await startBot(company, { environment: { RULES_FILE: newFile, HEALTH_PORT: '' } });
  await untilFailed(healthOf(company), ['rules']);
  await other.kill('SIGTERM');
  await company.writeRules(newRules);
  await untilFailed(healthOf(company), []);
});

test('platform: not ready while the chat is away', async () => {
  const company = await openCompany({ database: 'sqlite', environment: HEALTH });
  await company.platform?.kill();
  await untilFailed(healthOf(company), ['platform']);
});

test('log: not ready while entries cannot be signed, and the metrics say how many and how long', async () => {
  const company = await openCompany({ database: 'sqlite', environment: HEALTH });
  const health = healthOf(company);
  await company.pass(6_000);
  // Another process has the lease, and does nothing with it.
  changeDatabase(company.config, (database) => {
    database.exec("delete from leases where name = 'sequencer'");
    database
      .prepare("insert into leases (name, owner, expires_at) values ('sequencer', 'elsewhere', ?)")
      .run(company.clock.now() + 3_600_000);
  });
  await ask(company, 'ana', 'random');
  expect((await ready(health)).status).toBe(200);
  await company.pass(11_000);
  await untilFailed(health, ['log']);
  const { value } = await metrics(health);
  expect(value('countersign_log_unsigned_entries')).toBeGreaterThan(0);
  expect(value('countersign_log_unsigned_age_seconds')).toBeGreaterThan(11);
  changeDatabase(company.config, (database) => database.exec("delete from leases where name = 'sequencer'"));
  await untilFailed(health, []);
  expect((await metrics(health)).value('countersign_log_unsigned_entries')).toBe(0);
});

test('schema and lease: not ready when a newer program has changed the database under its feet, or when others believe it dead', async () => {
  const company = await openCompany({ database: 'sqlite', environment: HEALTH });
  const health = healthOf(company);
  let known = '';
  changeDatabase(company.config, (database) => {
    known = String(database.prepare("select value from meta where name = 'schema'").get()?.['value']);
    database.exec("update meta set value = '99' where name = 'schema'");
  });
  await untilFailed(health, ['schema']);
  changeDatabase(company.config, (database) => {
    database.exec(`update meta set value = '${known}' where name = 'schema'`);
    database.exec("delete from leases where name like 'process:%'");
  });
  expect((await ready(health)).failed).toEqual(['lease']);
  // The next beat of its heart takes it again.
  await untilFailed(health, []);
});

test('a check that hangs has failed within seconds, and is not begun again by whoever asks meanwhile', async () => {
  const gate = createGate();
  let looks = 0;
  let isHanging = false;
  const company = await openCompany({
    database: 'sqlite',
    environment: HEALTH,
    overrides: {
      wrap: (given) => ({
        ...given,
        log: {
          ...given.log,
          async lag() {
            if (!isHanging) return given.log.lag();
            looks += 1;
            await gate.pass();
            return given.log.lag();
          },
        },
      }),
    },
  });
  isHanging = true;
  const asked = [1, 2, 3].map(() => ready(healthOf(company)));
  for (const one of await Promise.all(asked)) expect(one).toEqual({ status: 503, state: 'running', failed: ['log'] });
  expect(looks).toBe(1);
  gate.open();
  await until(async () => (await ready(healthOf(company))).status === 200);
});
