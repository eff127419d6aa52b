/**
 * Somebody else's emulator of Slack, beside ours: the same calls have the same outcomes, and what it answers, ours answers in the same form.
 * It is laxer: it does not ask who is a member, knows no limits of blocks, and takes any token. What only it has is listed.
 */
import { createEmulator } from 'emulate';
import type { Emulator } from 'emulate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startFakeSlack } from '../client.ts';
import type { SlackClient } from '../client.ts';
import { isFields } from './fields.ts';
import { BOT_TOKEN } from './seed.ts';

type Args = Record<string, unknown>;

interface Side {
  call(method: string, args: Args): Promise<Args>;
  channel: string;
  person: string;
}

let ours: Side;
let theirs: Side;
let fake: SlackClient;
let emulator: Emulator;

const caller = (apiUrl: string) => async (method: string, args: Args) => {
  const response = await fetch(apiUrl + method, {
    method: 'POST',
    headers: { authorization: `Bearer ${BOT_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify(args),
  });
  return (await response.json()) as Args;
};

beforeAll(async () => {
  fake = await startFakeSlack();
  ours = { call: caller(fake.apiUrl), channel: 'C0ENG', person: 'U0ANA' };
  const people = [{ name: 'ana', real_name: 'Ana' }, { name: 'ben' }];
  const seed = {
    team: { name: 'Acme', domain: 'acme' },
    users: people,
    channels: [{ name: 'engineering' }],
    tokens: [{ token: BOT_TOKEN, type: 'bot', user: 'ben', scopes: ['chat:write'] }],
  };
  emulator = await createEmulator({ service: 'slack', port: 0, seed: { slack: seed } });
  const call = caller(`${emulator.url}/api/`);
  const { channels } = (await call('conversations.list', {})) as { channels: { id: string; name: string }[] };
  const { members } = (await call('users.list', {})) as { members: { id: string; name: string }[] };
  const idOf = (all: { id: string; name: string }[], name: string) => all.find((one) => one.name === name)?.id ?? '';
  theirs = { call, channel: idOf(channels, 'engineering'), person: idOf(members, 'ana') };
});
afterAll(() => emulator.close());

/** What a person's profile and a place in a channel's list hold, which nobody here asks for. */
const ONLY_THEIRS = [
  /^user\.profile\.(title|phone|skype|email|image_\d+|status_\w+|huddle_\w+)/,
  /^channel\.(is_open|last_read|num_members)$/,
  /^message\.(edited|bot_profile)/,
  /^response_metadata\.warnings/,
];

/** Each field's path with its type; of a list, the form of its first element. */
function formOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.length === 0 ? [] : formOf(value[0], `${path}[]`);
  if (!isFields(value)) return [`${path}: ${typeof value}`];
  return Object.entries(value).flatMap(([name, one]) => formOf(one, path === '' ? name : `${path}.${name}`));
}

/** The same call on both sides. */
async function both(method: string, argsOf: (side: Side) => Args): Promise<[ours: Args, theirs: Args]> {
  const answers = [await ours.call(method, argsOf(ours)), await theirs.call(method, argsOf(theirs))] as const;
  return [...answers];
}

async function expectTheSame(method: string, argsOf: (side: Side) => Args): Promise<[ours: Args, theirs: Args]> {
  const [mine, other] = await both(method, argsOf);
  expect([mine['ok'], mine['error']], `${method}: ${JSON.stringify(mine)}`).toEqual([other['ok'], other['error']]);
  const missing = formOf(other).filter(
    (field) => !formOf(mine).includes(field) && !ONLY_THEIRS.some((known) => known.test(field.split(':')[0]!)),
  );
  expect(missing, method).toEqual([]);
  return [mine, other];
}

it('answers about people and places in the same form', async () => {
  await expectTheSame('auth.test', () => ({}));
  await expectTheSame('users.info', (side) => ({ user: side.person }));
  await expectTheSame('conversations.info', (side) => ({ channel: side.channel }));
  await expectTheSame('conversations.members', (side) => ({ channel: side.channel }));
  await fake.settings({ scopes: [...((await fake.settings({}))['scopes'] as string[]), 'team:read'] });
  await expectTheSame('team.info', () => ({}));
});

it('keeps a post, its thread, its change and its end in the same way', async () => {
  const at = new Map<Side, string>();
  const metadata = { event_type: 'publication', event_payload: { id: 'pub_1' } };
  const [mine, other] = await expectTheSame('chat.postMessage', (side) => ({ channel: side.channel, text: 'first', metadata }));
  at.set(ours, String(mine['ts'])).set(theirs, String(other['ts']));
  await expectTheSame('chat.postMessage', (side) => ({ channel: side.channel, text: 'reply', thread_ts: at.get(side) }));
  await expectTheSame('chat.postEphemeral', (side) => ({ channel: side.channel, user: side.person, text: 'psst' }));

  const textsOf = (answer: Args) => (answer['messages'] as { text: string }[]).map((one) => one.text);
  const history = await expectTheSame('conversations.history', (side) => ({ channel: side.channel, include_all_metadata: true }));
  expect(history.map(textsOf)).toEqual([['first'], ['first']]);
  const replies = await expectTheSame('conversations.replies', (side) => ({
    channel: side.channel,
    ts: at.get(side),
    include_all_metadata: true,
  }));
  expect(replies.map(textsOf)).toEqual([
    ['first', 'reply'],
    ['first', 'reply'],
  ]);

  const changed = await expectTheSame('chat.update', (side) => ({ channel: side.channel, ts: at.get(side), text: 'changed' }));
  expect(changed.map((one) => one['text'])).toEqual(['changed', 'changed']);
  await expectTheSame('chat.getPermalink', (side) => ({ channel: side.channel, message_ts: at.get(side) }));
  await expectTheSame('chat.delete', (side) => ({ channel: side.channel, ts: at.get(side) }));
  await expectTheSame('chat.delete', (side) => ({ channel: side.channel, ts: '1700000000.000100' }));
});

it('says no in the same words', async () => {
  await expectTheSame('conversations.info', () => ({ channel: 'C0NONE' }));
  await expectTheSame('conversations.history', () => ({ channel: 'C0NONE' }));
  await expectTheSame('users.info', () => ({ user: 'U0NOBODY' }));
  await expectTheSame('chat.postMessage', () => ({ channel: 'C0NONE', text: 'x' }));
  await expectTheSame('chat.postMessage', (side) => ({ channel: side.channel }));
  await expectTheSame('chat.update', (side) => ({ channel: side.channel, ts: '1700000000.000100', text: 'x' }));
  const view = { type: 'modal', title: { type: 'plain_text', text: 'Why' }, blocks: [] };
  await expectTheSame('views.open', () => ({ trigger_id: 'none', view }));
});

it('is the stricter one where the two differ', async () => {
  const errorsOf = async (method: string, argsOf: (side: Side) => Args) => (await both(method, argsOf)).map((one) => one['error'] ?? 'ok');
  const replies = await errorsOf('conversations.replies', (side) => ({ channel: side.channel, ts: '1700000000.000100' }));
  expect(replies).toEqual(['thread_not_found', 'ok']);
  const inNoThread = await errorsOf('chat.postMessage', (side) => ({ channel: side.channel, text: 'x', thread_ts: '1700000000.000100' }));
  expect(inNoThread).toEqual(['cannot_reply_to_message', 'ok']);
  const blocks = Array.from({ length: 51 }, () => ({ type: 'divider' }));
  expect(await errorsOf('chat.postMessage', (side) => ({ channel: side.channel, text: 'x', blocks }))).toEqual(['invalid_blocks', 'ok']);
});
