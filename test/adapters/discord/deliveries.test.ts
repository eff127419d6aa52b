import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ChatAdapter, Place } from '#adapter';
import { CANCEL, confirmId } from '../../../adapters/discord/components/ids.ts';
import { plainWords, readQuestion } from '../../../adapters/discord/deliveries/words.ts';
import { cardOf, createEar, DONE, newId, postOf } from '../contract/made.ts';
import type { Harness } from '../harness.ts';
import { startFakeDiscord } from './client.ts';
import { connect } from './connect.ts';
import { BOT_TOKEN, BOT_USER, CHANNELS, GUILD, PEOPLE, PUBLIC_KEY } from './fake/seed.ts';

let fake: Awaited<ReturnType<typeof startFakeDiscord>>;
let adapter: ChatAdapter;
const hear = createEar();
beforeAll(async () => {
  fake = await startFakeDiscord();
  await fake.settings({ privilegedIntents: ['MESSAGE_CONTENT'] });
  adapter = connect(fake.url);
  await adapter.start(hear.inbound);
});
afterAll(async () => {
  await adapter.stop();
  await fake.stop();
});

it('takes for a question only what names the bot in its words: no reply to it, no word of a bot, no other message', async () => {
  let asked = 0;
  hear.ear.answer = () => ((asked += 1), Promise.resolve(DONE));
  const theirs = await fake.say('ana', 'engineering', 'hello', { mentions: ['ben'] });
  await fake.say('ana', 'engineering', `my bot is ${BOT_USER}`, { reply: theirs });
  await fake.say('otherbot', 'engineering', 'handbook: what?', { mentions: [BOT_USER] });
  await fake.say('dan', 'engineering', 'handbook: who?', { mentions: [BOT_USER] });
  expect(await hear.ask()).toMatchObject({ question: 'who?', agent: 'handbook', person: `discord:${PEOPLE.dan}` });
  expect(asked).toBe(1);
});

it('takes no click that Discord would not send, and says so to whoever sent it', async () => {
  const said = await fake.say('dan', 'random', 'nothing to press');
  for (const customId of ['cs:approve:crd_0', 'cs:yes:approve:crd_0123456789ABCDEFGHJKMNPQRS', 'something else']) {
    await fake.click('dan', said, customId, { stale: true });
    expect((await fake.sees('dan')).text).toContain('This button is not one of mine. Nothing was changed.');
  }
});

it('changes nothing that others read for a button of ours that somebody put there, and tells whoever pressed it alone', async () => {
  const headers = { authorization: `Bot ${BOT_TOKEN}`, 'content-type': 'application/json' };
  const buttons = [CANCEL, confirmId('approve', 'crd_0123456789ABCDEFGHJKMNPQRS', '1')];
  for (const customId of buttons) {
    const row = { type: 1, components: [{ type: 2, style: 1, label: 'Press me', custom_id: customId }] };
    const body = JSON.stringify({ content: 'Read by everybody.', components: [row], allowed_mentions: { parse: [] } });
    const forged = await fetch(`${fake.apiUrl}/v10/channels/${CHANNELS.random}/messages`, { method: 'POST', headers, body });
    const { id } = (await forged.json()) as { id: string };
    expect(await fake.click('dan', id, customId)).toMatchObject({ outcome: 'acked' });
    const readBy = async (who: string) => (await fake.sees(who)).channels.flatMap(({ messages }) => messages);
    expect((await readBy('ben')).find((one) => one.id === id)).toMatchObject({
      text: expect.stringContaining('Read by everybody.'),
      edited: false,
    });
    const told = (await readBy('dan')).filter((one) => one.ephemeral).at(-1);
    expect(told?.text).toMatch(/Nothing was changed|Done\./);
    expect((await readBy('ben')).some((one) => one.id === told?.id)).toBe(false);
  }
});

it('begins no post when its thread took so long that the post could end too late, and says that it can be tried again', async () => {
  // What the post itself may take leaves its thread a hundred milliseconds.
  const hasty = connect(fake.url, { timeouts: { publishMs: 9_900, otherMs: 2_000 } });
  const question = await fake.say('dan', 'random', 'a question');
  const place: Place = { platform: 'discord', workspace: GUILD, channel: CHANNELS.random, thread: question };
  const sent = async () =>
    (await fake.wire()).filter(({ method, path }) => method === 'POST' && path.endsWith(`/channels/${question}/messages`)).length;
  await fake.fault(['POST /channels/{channel_id}/messages/{message_id}/threads'], 'slow', { ms: 300 });
  const { filled } = postOf({ adapter: hasty } as Harness, place, 'an answer');
  expect(await hasty.publish(filled)).toMatchObject({ kind: 'refused', code: 'THREAD_UNANSWERED', retryAfterMs: 2_000 });
  expect(await sent()).toBe(0);
  expect(await hasty.publish(filled)).toMatchObject({ kind: 'accepted' });
  expect(await sent()).toBe(1);
});

it.each([
  [
    'POST /channels/{channel_id}/messages/{message_id}/threads',
    'http_error',
    {},
    { kind: 'refused', code: 'THREAD_UNANSWERED', retryAfterMs: 2_000 },
  ],
  ['POST /channels/{channel_id}/messages/{message_id}/threads', 'cut_after', {}, { kind: 'refused', code: 'THREAD_UNANSWERED' }],
  [
    'POST /channels/{channel_id}/messages/{message_id}/threads',
    'rate_limit',
    { seconds: 3 },
    { kind: 'refused', code: 'TOO_OFTEN', retryAfterMs: 3_000 },
  ],
  ['POST /channels/{channel_id}/messages', 'http_error', { status: 408 }, { kind: 'unknown' }],
])('of a post for which %s runs into %s %j says what it came to', async (route, mode, more, outcome) => {
  const question = await fake.say('dan', 'random', 'a question');
  const place: Place = { platform: 'discord', workspace: GUILD, channel: CHANNELS.random, thread: question };
  await fake.fault([route], mode, { channel: 'server', ...more });
  const { filled } = postOf({ adapter } as Harness, place, 'an answer');
  expect(await adapter.publish(filled)).toMatchObject(outcome);
});

it('hands in a second press as another delivery, and tells when it could not be kept', async () => {
  hear.ear.answer = () => Promise.reject(new Error('the disk is full'));
  const ref = await adapter.showCard(cardOf('an answer'), { kind: 'person', person: `discord:${PEOPLE.ana}` });
  const button = (await fake.sees('ana')).channels.flatMap(({ messages }) => messages).find(({ id }) => id === ref.message)?.buttons[0];
  const ids: string[] = [];
  for (let n = 0; n < 2; n += 1) {
    await fake.click('ana', ref.message, button?.custom_id ?? '');
    const form = (await fake.sees('ana')).modals.at(-1);
    await fake.submit('ana', form?.id ?? '', { 'cs:text': '' });
    ids.push((await hear.click()).deliveryId);
    expect((await fake.sees('ana')).text).toContain('That did not work. Nothing was changed.');
  }
  expect(new Set(ids).size).toBe(2);
  hear.ear.answer = () => Promise.resolve(DONE);
});

const POSTED = { platform: 'discord', workspace: '1', channel: '2', thread: null };

it('shows a page of a list whole: with less of its questions, or without its buttons, rather than without a line', async () => {
  const before = hear.inbound.home;
  const retract = { verb: 'retract' as const, label: 'Retract', tone: 'danger' as const, confirm: null, input: null };
  for (const [mark, length, words, question] of [
    ['how ', 40, 7, 'whole'],
    ['how ', 1000, 7, 'cut'],
    ['*', 1000, 12, 'left out'],
  ] as const) {
    const item = (list: string) => (_: unknown, nth: number) => ({
      draft: newId('drf'),
      sentence: `line ${list} ${nth} ${'in the channel '.repeat(words)}`,
      question: mark.repeat(length).slice(0, length),
      card: null,
      noCard: 'No card.',
      cardIn: null,
      publication: list === 'published' ? { ...POSTED, message: '1' } : null,
      actions: list === 'published' ? [retract] : [],
    });
    hear.inbound.home = () =>
      Promise.resolve({
        title: 'Your page.',
        sections: (['open', 'published'] as const).map((list) => ({
          list,
          title: list,
          empty: 'Nothing.',
          items: Array.from({ length: 6 }, item(list)),
          page: 1,
          more: true,
        })),
      });
    await fake.command('ana', 'random', 'drafts');
    const shown = (await fake.sees('ana')).channels.flatMap(({ messages }) => messages).findLast(({ text }) => text.includes('page 2'));
    for (const list of ['open', 'published']) for (let nth = 0; nth < 6; nth += 1) expect(shown?.text).toContain(`line ${list} ${nth} `);
    expect([shown?.text.includes(mark), shown?.text.includes('…')]).toEqual([question !== 'left out', question === 'cut']);
    expect(shown?.text).toContain('open, page 2 (older ones not shown)');
    expect(shown?.buttons.filter(({ label }) => label === 'Open')).toHaveLength(6);
    expect(shown?.buttons.slice(-4).map(({ label }) => label)).toEqual([
      'Newer: open',
      'Older: open',
      'Newer: published',
      'Older: published',
    ]);
  }
  hear.inbound.home = before;
  expect(await fake.violations()).toEqual([]);
});

it('answers over HTTP what Discord signed, and nothing else', async () => {
  const other = connect(fake.url, { publicKey: PUBLIC_KEY }) as ChatAdapter & { requestListener: Parameters<typeof createServer>[1] };
  const server = createServer(other.requestListener ?? undefined).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const post = (path: string, body: string, headers: Record<string, string> = {}) => fetch(url + path, { method: 'POST', body, headers });
  const signed = { 'x-signature-timestamp': String(Math.floor(Date.now() / 1000)), 'x-signature-ed25519': '0'.repeat(128) };
  expect((await post('/discord/interactions', '{"type":1}')).status).toBe(401);
  expect((await post('/discord/interactions', '{"type":1}', signed)).status).toBe(401);
  expect((await post('/discord/else', '{"type":1}', signed)).status).toBe(404);
  expect((await fetch(`${url}/discord/interactions`)).status).toBe(404);
  expect((await post('/discord/interactions', 'x'.repeat(1_000_001), signed)).status).toBe(413);
  server.closeAllConnections();
  server.close();
});

it('takes nothing that is unsigned where interactions are to come signed, tells whoever did it, and the operator once', async () => {
  await adapter.stop();
  const warned: string[] = [];
  const logger = { info: () => {}, warn: (_: object, message: string) => void warned.push(message), error: () => {} };
  const signed = connect(fake.url, { publicKey: PUBLIC_KEY, logger });
  let clicks = 0;
  await signed.start({ ...hear.inbound, click: () => ((clicks += 1), Promise.resolve(DONE)) });
  expect(warned).toEqual(['commands and presses do not come']);
  const ref = await signed.showCard(cardOf('an answer'), { kind: 'person', person: `discord:${PEOPLE.ben}` });
  const button = (await fake.sees('ben')).channels.flatMap(({ messages }) => messages).find(({ id }) => id === ref.message)?.buttons[0];
  for (let n = 0; n < 2; n += 1) expect(await fake.click('ben', ref.message, button?.custom_id ?? '')).toMatchObject({ outcome: 'acked' });
  expect((await fake.sees('ben')).text).toContain('Countersign is not set up for this yet. Nothing was changed.');
  expect(clicks).toBe(0);
  expect(warned.filter((one) => one.startsWith('commands and presses come over the gateway'))).toHaveLength(1);
  await signed.stop();
  await adapter.start(hear.inbound);
});

it.each([
  ['<@1> handbook: how?', 'handbook', 'how?'],
  ['<@!1>, @handbook how?', 'handbook', 'how?'],
  ['<@1> how do I: ask?', null, 'how do I: ask?'],
  ['Handbook: how?', 'handbook', 'how?'],
  ['hello <@1> handbook: how?', null, 'hello  handbook: how?'],
  ['<@1>', null, ''],
])('reads %j as a question to %j', (written, agent, question) => {
  expect(readQuestion(written, '1')).toEqual({ agent, question });
});

it('gives people’s marks as words, and whom they name once, the bot not among them', async () => {
  const written = '<@2> and <@!2> asked <@1> in <#3> of <@&4>: <a:party:5> </ask:6> <t:0:R> <b>';
  expect(await plainWords(written, '1', (id) => Promise.resolve(`N${id}`))).toEqual({
    text: '@N2 and @N2 asked @Countersign in #3 of @4: :party: /ask 1970-01-01T00:00:00.000Z <b>',
    mentions: ['2'],
  });
});
