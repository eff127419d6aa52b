import { afterEach, beforeEach, expect, it } from 'vitest';
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
    hold: (what: string) => Promise.resolve((asked.push(`hold ${what}`), hold())),
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
