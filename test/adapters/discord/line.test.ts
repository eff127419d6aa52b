import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { GATEWAY } from '../../../adapters/discord/config.ts';
import { until } from '../../support/until.ts';
import { createEar } from '../contract/made.ts';
import { startFakeDiscord } from './client.ts';
import { connect } from './connect.ts';

let fake: Awaited<ReturnType<typeof startFakeDiscord>>;
beforeEach(async () => void (fake = await startFakeDiscord()));
afterEach(() => fake.stop());

/** Whoever gives leases, with what was asked of it. */
function leases(hold: () => boolean) {
  const asked: string[] = [];
  const inbound = {
    ...createEar().inbound,
    hold: async (what: string) => (asked.push(`hold ${what}`), hold()),
    letGo: (what: string) => Promise.resolve(void asked.push(`let go ${what}`)),
  };
  return { asked, inbound };
}

it('gives the lease of the gateway back when Discord cannot be reached at the start: another process may reach it', async () => {
  const { asked, inbound } = leases(() => true);
  const adapter = connect(fake.url);
  await fake.fault(['GET /gateway/bot'], 'cut', { times: null });
  await expect(adapter.start(inbound)).rejects.toMatchObject({ code: 'UNREACHABLE' });
  expect(asked).toEqual([`hold ${GATEWAY}`, `let go ${GATEWAY}`]);
  expect(adapter.isConnected()).toBe(false);
});

it('gives it back each time that it takes over in vain, and holds it once Discord lets it in', async () => {
  let isMine = false;
  const { asked, inbound } = leases(() => isMine);
  const adapter = connect(fake.url);
  await adapter.start(inbound);
  await fake.fault(['GET /gateway/bot'], 'cut', { times: null });
  isMine = true;
  await until(() => asked.includes(`let go ${GATEWAY}`), { what: 'the lease is given back' });
  await fake.fault(['GET /gateway/bot'], 'cut', { times: 0 });
  await until(async () => (await fake.connections()) === 1, { what: 'a connection' });
  const given = asked.filter((one) => one.startsWith('let go')).length;
  await adapter.stop();
  expect(asked.filter((one) => one.startsWith('let go'))).toHaveLength(given + 1);
});

it('ends its connection as soon as another process may hold it, and makes one anew when it is its turn again', async () => {
  let isMine = true;
  const { inbound } = leases(() => isMine);
  const adapter = connect(fake.url);
  await adapter.start(inbound);
  expect(await fake.connections()).toBe(1);
  isMine = false;
  await until(async () => (await fake.connections()) === 0, { what: 'no connection', timeoutMs: 10_000 });
  isMine = true;
  await until(async () => (await fake.connections()) === 1, { what: 'a connection again', timeoutMs: 10_000 });
  await adapter.stop();
});

it('ends it as well when nobody can say who may hold it, after the eight seconds for which it was given', async () => {
  let asked = 0;
  let isKnown = true;
  const { inbound } = leases(() => {
    asked += 1;
    if (!isKnown) throw new Error('the database is away');
    return true;
  });
  const adapter = connect(fake.url);
  await adapter.start(inbound);
  isKnown = false;
  const before = asked;
  await until(() => asked > before, { what: 'one question in vain' });
  expect(await fake.connections()).toBe(1);
  passSeconds(8);
  await until(async () => (await fake.connections()) === 0, { what: 'no connection', timeoutMs: 10_000 });
  await adapter.stop();
});

it('ends with the code that Discord closed with, where the library makes no connection anew and no sentence is known', async () => {
  const dead = Promise.withResolvers<Error>();
  const adapter = connect(fake.url, { onDead: dead.resolve });
  await adapter.start(leases(() => true).inbound);
  await fake.gateway({ close: 4010 });
  expect((await dead.promise).message).toMatch(/^Discord closed the gateway for good \(4010\)\. Start again/);
  expect(adapter.isConnected()).toBe(false);
  await adapter.stop();
});

it('says at the start, too, what Discord does not let it in for', async () => {
  const adapter = connect(fake.url);
  await fake.gateway({ greet: 4014 });
  await expect(adapter.start(leases(() => true).inbound)).rejects.toMatchObject({
    code: 'REFUSED',
    message: expect.stringContaining('Privileged Gateway Intents'),
  });
});

/** For whoever measures time in this process. */
function passSeconds(seconds: number): void {
  const real = performance.now.bind(performance);
  const shifted = vi.spyOn(performance, 'now').mockImplementation(() => real() + seconds * 1000);
  onTestFinished(() => shifted.mockRestore());
}
