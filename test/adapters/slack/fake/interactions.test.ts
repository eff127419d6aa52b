import type { App } from '@slack/bolt';
import { expect, it } from 'vitest';
import { startFakeSlack } from '../client.ts';
import { ear, startBolt } from './bolt.ts';

const open = async (prepare: (app: App) => void) => {
  const fake = await startFakeSlack();
  await startBolt(fake, 'socket', prepare);
  return fake;
};
const plain = (text: string) => ({ type: 'plain_text' as const, text });
const modal = (title: string) => ({ type: 'modal' as const, callback_id: title, title: plain(title), submit: plain('Go'), blocks: [] });

it('the app hears of its own messages, of changes and of what is deleted, each as what it is', async () => {
  const heard = ear<Record<string, unknown>>();
  const fake = await open((app) =>
    app.use(async ({ body, next }) => {
      heard.put((body as unknown as { event: Record<string, unknown> }).event);
      await next();
    }),
  );
  await fake.settings({ subscriptions: ['message.channels', 'message.im'] });
  const ts = await fake.say('U0ANA', 'engineering', 'one');
  expect(await heard.next()).toMatchObject({ type: 'message', user: 'U0ANA', channel: 'C0ENG', channel_type: 'channel', ts });
  await fake.post('edit', { person: 'U0ANA', message: ts, typed: 'two' });
  const changed = { subtype: 'message_changed', message: { text: 'two' }, previous_message: { text: 'one' } };
  expect(await heard.next()).toMatchObject({ type: 'message', ...changed });
  await fake.post('erase', { person: 'U0ANA', message: ts });
  expect(await heard.next()).toMatchObject({ type: 'message', subtype: 'message_deleted', deleted_ts: ts });
  await fetch(`${fake.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { authorization: 'Bearer xoxb-only-in-tests', 'content-type': 'application/json' },
    body: JSON.stringify({ channel: 'U0ANA', text: 'ours' }),
  });
  expect(await heard.next()).toMatchObject({ user: 'U0BOT', bot_id: 'B0BOT', app_id: 'A0COUNTERSIGN', channel_type: 'im' });
});

it('somebody of another organisation is told apart, and a channel that they can read is known by every event in it', async () => {
  const heard = ear<unknown>();
  const fake = await open((app) => {
    app.event('app_mention', ({ body }) => Promise.resolve(heard.put(body)));
    app.shortcut('any', async ({ ack, body }) => {
      await ack();
      heard.put(body);
    });
    app.event('channel_shared', ({ event }) => Promise.resolve(heard.put(event)));
    app.event('member_joined_channel', ({ event }) => Promise.resolve(heard.put(event)));
  });
  await fake.settings({ subscriptions: ['app_mention', 'channel_shared', 'member_joined_channel'] });
  const ts = await fake.say('U0GIL', 'globex-shared', 'hello', { mentions: ['U0BOT'] });
  expect(await heard.next()).toMatchObject({
    is_ext_shared_channel: true,
    event: { user: 'U0GIL', user_team: 'T0GLOBEX', source_team: 'T0GLOBEX' },
  });
  await fake.post('shortcut', { person: 'U0GIL', callback_id: 'any', message: ts });
  expect(await heard.next()).toMatchObject({ user: { id: 'U0GIL', team_id: 'T0GLOBEX' }, team: { id: 'T0ACME' } });
  await fake.settings({ enterprise: { id: 'E0ACME', name: 'Acme' } });
  await fake.post('shortcut', { person: 'U0ANA', callback_id: 'any' });
  expect(await heard.next()).toMatchObject({ team: null, enterprise: { id: 'E0ACME' } });
  await fake.post('share', { channel: 'C0RAND' });
  expect(await heard.next()).toMatchObject({ type: 'channel_shared', channel: 'C0RAND', connected_team_id: 'T0GLOBEX' });
  await fake.post('join', { channel: 'C0RAND', person: 'U0GIA' });
  expect(await heard.next()).toMatchObject({ type: 'member_joined_channel', user: 'U0GIA', channel: 'C0RAND' });
});

it('a conversation of several people is seen by them and by nobody else', async () => {
  const heard = ear<string>();
  const fake = await open((app) => app.event('app_mention', ({ event }) => Promise.resolve(heard.put(event.channel))));
  const { channel } = await fake.post<{ channel: string }>('say', {
    person: 'U0ANA',
    channel: ['U0BEN', 'U0BOT'],
    typed: 'the three of us',
    mentions: ['U0BOT'],
  });
  expect(await heard.next()).toBe(channel);
  const readers = await Promise.all(
    ['U0ANA', 'U0BEN', 'U0DAN'].map(async (one) => (await fake.sees(one)).text.includes('the three of us')),
  );
  expect(readers).toEqual([true, true, false]);
});

it('a submitted view can become another one, lie beneath another one, or close them all', async () => {
  const fake = await open((app) => {
    app.shortcut('start', async ({ ack, client, body }) => {
      await ack();
      await client.views.open({ trigger_id: body.trigger_id, view: modal('first') });
    });
    app.view('first', ({ ack }) => ack({ response_action: 'update', view: modal('second') }));
    app.view('second', ({ ack }) => ack({ response_action: 'push', view: modal('third') }));
    app.view('third', ({ ack }) => ack({ response_action: 'clear' }));
  });
  await fake.post('shortcut', { person: 'U0ANA', callback_id: 'start' });
  await fake.quiet();
  const titles = async () => (await fake.sees('U0ANA')).modals.map((one) => one.title);
  const submitTop = async () => fake.submit('U0ANA', (await fake.sees('U0ANA')).modals.at(-1)?.id ?? '', {});
  const seen = [await titles()];
  for (let step = 0; step < 3; step += 1) {
    await submitTop();
    seen.push(await titles());
  }
  expect(seen).toEqual([['first'], ['second'], ['second', 'third'], []]);
});

it('a trigger opens a view for three seconds, and a response_url answers five times in half an hour', async () => {
  const heard = ear<{ trigger: string; url: string }>();
  const fake = await open((app) =>
    app.command('/countersign', async ({ ack, command }) => {
      await ack();
      heard.put({ trigger: command.trigger_id, url: command.response_url });
    }),
  );
  const next = async () => {
    await fake.command('U0ANA', 'engineering', 'x');
    return heard.next();
  };
  const send = async (url: string, body: object) => {
    const headers = { authorization: 'Bearer xoxb-only-in-tests', 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    return [response.status, ((await response.json()) as { error?: string }).error];
  };
  const { trigger, url } = await next();
  await fake.clock(3500);
  expect(await send(`${fake.apiUrl}views.open`, { trigger_id: trigger, view: modal('late') })).toEqual([200, 'expired_trigger_id']);
  for (let use = 0; use < 5; use += 1) expect(await send(url, { text: `use ${use}` })).toEqual([200, undefined]);
  expect(await send(url, { text: 'one too many' })).toEqual([404, 'used_url']);
  const later = await next();
  await fake.clock(3500 + 31 * 60_000);
  expect(await send(later.url, { text: 'too late' })).toEqual([404, 'expired_url']);
  const { text } = await fake.sees('U0ANA');
  expect(text).toContain('use 4');
  expect(text).not.toMatch(/too many|too late/);
});
