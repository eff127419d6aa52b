import { expect, it } from 'vitest';
import { startFakeSlack } from '../client.ts';
import type { SlackClient } from '../client.ts';
import { ear, startBolt } from './bolt.ts';
import type { Receiver } from './bolt.ts';

async function listening(receiver: Receiver) {
  const fake = await startFakeSlack();
  const heard = ear<string>();
  await startBolt(fake, receiver, (app) => app.event('app_mention', ({ event }) => Promise.resolve(heard.put(event.text))));
  return { fake, heard };
}

const mention = (fake: SlackClient, words: string) => fake.say('U0ANA', 'engineering', words, { mentions: ['U0BOT'] });
const attempts = async (fake: SlackClient) => (await fake.deliveries()).map((one) => [one.attempt, one.outcome, one.status]);

it('Socket Mode: connects again after a cable was pulled, a connection was recycled or one was refused', async () => {
  const { fake, heard } = await listening('socket');
  await fake.settings({ retryMs: [100, 300, 1000, 3000, 6000] });
  for (const trouble of [{ cut: true }, { disconnect: 'refresh_requested' }, { refuse: 1, cut: true }]) {
    await fake.socket(trouble);
    await mention(fake, JSON.stringify(trouble));
    expect(await heard.next()).toContain(Object.keys(trouble)[0]);
  }
  expect(await fake.connections()).toBe(1);
  expect((await attempts(fake)).map(([, outcome]) => outcome)).toContain('no_connection');
});

it('Socket Mode: any one of several connections gets what is delivered', async () => {
  const { fake, heard } = await listening('socket');
  const other = ear<string>();
  await startBolt(fake, 'socket', (app) => app.event('app_mention', ({ event }) => Promise.resolve(other.put(event.text))));
  expect(await fake.connections()).toBe(2);
  await mention(fake, 'first');
  await mention(fake, 'second');
  const both = [await heard.next(), await other.next()];
  expect(both.map((one) => one.split(' ')[1]).toSorted()).toEqual(['first', 'second']);
});

it('HTTP: what is not signed by Slack, or was signed too long ago, reaches nobody; what is from the future does', async () => {
  const { fake, heard } = await listening('http');
  await fake.settings({ retryMs: [] });
  for (const mode of ['wrong_signature', 'old', 'future']) {
    await fake.deliveryFault(mode);
    await mention(fake, mode);
    await fake.idle();
  }
  // Bolt takes a time in the future (measured).
  expect(await heard.next()).toContain('future');
  expect(await attempts(fake)).toEqual([
    [1, 'refused', 401],
    [1, 'refused', 401],
    [1, 'acked', 200],
  ]);
});

it('HTTP: the same bytes can be sent once more, and Bolt runs the handler twice', async () => {
  const { fake, heard } = await listening('http');
  await mention(fake, 'once');
  const first = await heard.next();
  expect(await fake.post('replay')).toMatchObject({ outcome: 'acked' });
  expect(await heard.next()).toBe(first);
});

it('HTTP: an address is verified as somebody enters it', async () => {
  const { fake } = await listening('http');
  const { body } = await fake.post<{ body: { challenge: string } }>('verify', { kind: 'url_verification' });
  expect(body.challenge).toMatch(/^3eZ/);
  expect(await fake.post('verify', { kind: 'ssl_check' })).toMatchObject({ outcome: 'acked', status: 200 });
});

it('over both, deliveries can change their order, be late, and stop while Slack is out', async () => {
  const { fake, heard } = await listening('socket');
  await fake.deliveryFault('reorder');
  await mention(fake, 'first');
  await mention(fake, 'second');
  expect([await heard.next(), await heard.next()].map((one) => one.split(' ')[1])).toEqual(['second', 'first']);
  await fake.deliveryFault('delay', { ms: 1500 });
  await mention(fake, 'late');
  await mention(fake, 'in time');
  expect(await heard.next()).toContain('in time');
  expect(await heard.next()).toContain('late');

  await fake.settings({ retryMs: [50, 100, 3000] });
  await fake.outage(true);
  await mention(fake, 'nobody hears');
  await expect.poll(async () => (await fake.deliveries()).filter((one) => one.outcome === 'lost').length).toBe(3);
  await fake.outage(false);
  expect(await heard.next()).toContain('nobody hears');
});
