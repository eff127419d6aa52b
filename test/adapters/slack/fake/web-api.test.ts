import { LogLevel, WebClient } from '@slack/web-api';
import type { UsersListResponse } from '@slack/web-api';
import { beforeAll, describe, expect, it } from 'vitest';
import { startFakeSlack } from '../client.ts';
import type { SlackClient } from '../client.ts';
import { APP_TOKEN, BOT_TOKEN } from './seed.ts';

let fake: SlackClient;
let client: WebClient;
const options = () => ({ slackApiUrl: fake.apiUrl, retryConfig: { retries: 0 }, logLevel: LogLevel.ERROR, rejectRateLimitedCalls: true });
beforeAll(async () => {
  fake = await startFakeSlack();
  client = new WebClient(BOT_TOKEN, options());
});

type Args = Record<string, unknown>;

/** The whole answer, also where it is a no: without the library, whose console does not belong here. */
async function call(method: string, args: Args, token = BOT_TOKEN): Promise<Args> {
  const response = await fetch(fake.apiUrl + method, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(args),
  });
  return (await response.json()) as Args;
}
const errorOf = async (method: string, args: Args, token = BOT_TOKEN) => (await call(method, args, token))['error'] ?? 'ok';
const post = (args: Args) => errorOf('chat.postMessage', { channel: 'C0ENG', text: 'hello', ...args });

describe('who asks', () => {
  it('must have the right token, of the right kind, with the scope', async () => {
    expect(await errorOf('auth.test', {}, 'xoxb-of-somebody')).toBe('invalid_auth');
    expect(await errorOf('chat.postMessage', { channel: 'C0ENG', text: 'x' }, APP_TOKEN)).toBe('not_allowed_token_type');
    expect(await errorOf('apps.connections.open', {})).toBe('not_allowed_token_type');
    expect(await errorOf('chat.startStream', {})).toBe('unknown_method');
    expect(await call('team.info', {})).toMatchObject({
      error: 'missing_scope',
      needed: 'team:read',
      provided: expect.stringContaining('im:write'),
    });
    await fake.settings({ tokenError: 'token_revoked' });
    expect(await errorOf('auth.test', {})).toBe('token_revoked');
    await fake.settings({ tokenError: null });
    expect(await errorOf('auth.test', {})).toBe('ok');
  });

  it('is told which argument a method does not have', async () => {
    const answer = await call('chat.postMessage', { channel: 'C0ENG', text: 'hello', unfurl_link: false });
    expect(answer).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: { messages: ['[ERROR] unsupported argument: unfurl_link'] },
    });
    expect(JSON.stringify(await fake.wire())).not.toContain(BOT_TOKEN);
  });
});

describe('where the bot may write', () => {
  it.each([
    ['C0NONE', 'channel_not_found'],
    ['engineering', 'channel_not_found'],
    ['U0NOBODY', 'channel_not_found'],
    ['U0GONE', 'user_disabled'],
    ['U0OTHERBOT', 'cannot_dm_bot'],
  ])('%s: %s', async (channel, error) => expect(await post({ channel })).toBe(error));

  it('not where it is no member, what is archived, restricted or closed to it', async () => {
    await fake.world({ channel: { id: 'C0OPEN', members: ['U0ANA'] } });
    await fake.world({ channel: { id: 'C0SECRET', kind: 'private', members: ['U0ANA'] } });
    await fake.world({ channel: { id: 'C0OLD', members: ['U0BOT'], archived: true } });
    await fake.world({ channel: { id: 'C0NEWS', members: ['U0BOT'], posters: ['U0OLU'] } });
    await fake.world({ person: { id: 'U0DAN', refusesDirect: 'messages_tab_disabled' } });
    const places = ['C0OPEN', 'C0SECRET', 'C0OLD', 'C0NEWS', 'U0DAN'];
    const errors = await Promise.all(places.map((channel) => post({ channel })));
    expect(errors).toEqual(['not_in_channel', 'channel_not_found', 'is_archived', 'restricted_action', 'messages_tab_disabled']);
  });

  it('in a thread only beneath a message that is there', async () => {
    const { ts = '' } = await client.chat.postMessage({ channel: 'C0ENG', text: 'first' });
    expect(await post({ thread_ts: ts })).toBe('ok');
    expect(await post({ thread_ts: '1700000000.000100' })).toBe('cannot_reply_to_message');
    expect(await post({ thread_ts: ts, channel: 'C0RAND' })).toBe('cannot_reply_to_message');
  });

  it('to one person only where they are', async () => {
    const ephemeral = (channel: string) => errorOf('chat.postEphemeral', { channel, user: 'U0DAN', text: 'psst' });
    expect([await ephemeral('C0ENG'), await ephemeral('C0PAY')]).toEqual(['ok', 'user_not_in_channel']);
    const [seen, other] = [await fake.sees('U0DAN'), await fake.sees('U0BEN')];
    expect(seen.text).toContain('(only visible to you) Countersign: psst');
    expect(other.text).not.toContain('psst');
    const { messages } = await client.conversations.history({ channel: 'C0ENG' });
    expect(messages?.some((one) => one.text === 'psst')).toBe(false);
    const { ts } = seen.channels.flatMap((one) => one.messages).find((one) => one.text === 'psst') ?? {};
    expect(await errorOf('chat.update', { channel: 'C0ENG', ts, text: 'x' })).toBe('message_not_found');
  });
});

describe('what a message may be', () => {
  const section = (text: string, more: Args = {}) => ({ type: 'section', text: { type: 'mrkdwn', text }, ...more });
  const press = (more: Args = {}) => ({ type: 'button', text: { type: 'plain_text', text: 'Go' }, action_id: 'a', ...more });
  const actions = (...elements: object[]) => ({ type: 'actions', elements });
  const rich = (...elements: object[]) => ({ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] });

  it.each<[string, object[]]>([
    ['51 blocks', Array.from({ length: 51 }, () => ({ type: 'divider' }))],
    ['a section of 3001 characters', [section('x'.repeat(3001))]],
    ['an empty section', [section('')]],
    ['a header of 151', [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }]],
    ['a header of mrkdwn', [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }]],
    ['a button of 76', [actions(press({ text: { type: 'plain_text', text: 'x'.repeat(76) } }))]],
    ['an action_id of 256', [actions(press({ action_id: 'x'.repeat(256) }))]],
    ['a block_id of 256', [section('x', { block_id: 'x'.repeat(256) })]],
    ['a value of 2001', [actions(press({ value: 'x'.repeat(2001) }))]],
    ['an unknown block', [{ type: 'carousel', elements: [] }]],
    ['an unknown element', [actions({ type: 'workflow_button' })]],
    ['an unknown field', [section('x', { colour: 'red' })]],
    ['one block_id twice', [section('x', { block_id: 'b' }), section('y', { block_id: 'b' })]],
    ['one action_id twice', [actions(press(), press())]],
    ['rich text with an unknown element', [rich({ type: 'mention', user_id: 'U0ANA' })]],
    ['rich text with an empty text', [rich({ type: 'text', text: '' })]],
    ['rich text with a style of a wrong form', [rich({ type: 'text', text: 'x', style: 'bold' })]],
    [
      'a list of texts',
      [{ type: 'rich_text', elements: [{ type: 'rich_text_list', style: 'bullet', elements: [{ type: 'text', text: 'x' }] }] }],
    ],
  ])('not %s', async (_what, blocks) => {
    const answer = await call('chat.postMessage', { channel: 'C0ENG', text: 'hello', blocks });
    expect(answer).toMatchObject({ ok: false, error: 'invalid_blocks' });
    expect(JSON.stringify(answer['errors'])).toContain('json-pointer:/blocks');
  });

  it('everything that stays within the limits', async () => {
    const confirm = {
      title: { type: 'plain_text', text: 'x'.repeat(100) },
      text: { type: 'mrkdwn', text: 'x'.repeat(300) },
      confirm: { type: 'plain_text', text: 'Yes' },
      deny: { type: 'plain_text', text: 'No' },
    };
    const header = { type: 'header', text: { type: 'plain_text', text: 'x'.repeat(150) } };
    const blocks = [header, section('x'.repeat(3000)), actions(press({ confirm, value: 'x'.repeat(2000), style: 'danger' }))];
    expect(await post({ blocks: [...blocks, rich({ type: 'text', text: 'x', style: { bold: true } })] })).toBe('ok');
    const tooLong = { ...confirm, title: { type: 'plain_text', text: 'x'.repeat(101) } };
    expect(await post({ blocks: [actions(press({ confirm: tooLong }))] })).toBe('invalid_blocks');
    expect(await post({ blocks: Array.from({ length: 5 }, () => section('x'.repeat(3000))) })).toBe('msg_blocks_too_long');
  });

  it('long: a post is cut and a change refused', async () => {
    const answer = await call('chat.postMessage', { channel: 'C0ENG', text: 'x'.repeat(40_001) });
    expect(answer).toMatchObject({ ok: true, warning: 'message_truncated' });
    expect((answer['message'] as Args)['text']).toHaveLength(40_000);
    expect(await errorOf('chat.update', { channel: 'C0ENG', ts: answer['ts'], text: 'x'.repeat(4001) })).toBe('msg_too_long');
    expect(await post({ text: '' })).toBe('no_text');
    expect(await post({ parse: 'full' })).toBe('invalid_arguments');
  });

  it('a view has limits of its own', async () => {
    const view = (more: Args) => ({ type: 'modal', title: { type: 'plain_text', text: 'Why' }, blocks: [], ...more });
    const input = { type: 'input', label: { type: 'plain_text', text: 'x' }, element: { type: 'plain_text_input', action_id: 'a' } };
    const open = (more: Args) => errorOf('views.open', { trigger_id: 'none', view: view(more) });
    expect(await open({})).toBe('invalid_trigger_id');
    for (const wrong of [
      { title: { type: 'plain_text', text: 'x'.repeat(25) } },
      { blocks: [input] },
      { private_metadata: 'x'.repeat(3001) },
      { blocks: Array.from({ length: 101 }, () => ({ type: 'divider' })) },
      { type: 'home' },
    ]) {
      expect(await open(wrong)).toBe('invalid_arguments');
    }
    expect(await open({ blocks: Array.from({ length: 100 }, () => section('x'.repeat(2900))) })).toBe('view_too_large');
  });
});

describe('what stays', () => {
  const metadata = { event_type: 'publication', event_payload: { id: 'pub_1' } };

  it('metadata, shown to whoever asks for it, until it is taken away', async () => {
    const { ts = '' } = await client.chat.postMessage({ channel: 'C0ENG', text: 'with', metadata });
    const found = async (all: boolean) => {
      const { messages } = await client.conversations.history({ channel: 'C0ENG', include_all_metadata: all, oldest: ts, inclusive: true });
      return messages?.find((one) => one.ts === ts)?.metadata;
    };
    expect([await found(false), await found(true)]).toEqual([undefined, metadata]);
    await client.chat.update({ channel: 'C0ENG', ts, text: 'changed' });
    expect(await found(true)).toEqual(metadata);
    expect(await errorOf('chat.update', { channel: 'C0ENG', ts, text: 'changed', metadata: {} })).toBe('ok');
    expect(await found(true)).toBeUndefined();
    expect(await post({ metadata: { event_type: 'x' } })).toBe('invalid_metadata_format');
  });

  it('a tombstone, where the first message of a thread was deleted', async () => {
    const { ts = '' } = await client.chat.postMessage({ channel: 'C0ENG', text: 'a question' });
    await client.chat.postMessage({ channel: 'C0ENG', text: 'an answer', thread_ts: ts });
    await client.chat.delete({ channel: 'C0ENG', ts });
    const { messages } = await client.conversations.replies({ channel: 'C0ENG', ts });
    expect(messages?.map((one) => [(one as Args)['subtype'], one.text])).toEqual([
      ['tombstone', 'This message was deleted.'],
      [undefined, 'an answer'],
    ]);
    expect(await errorOf('chat.delete', { channel: 'C0ENG', ts })).toBe('message_not_found');
  });

  it('a line in the wire log for every page that Slack fetches for a preview', async () => {
    const before = (await fake.wire()).length;
    const text = 'see https://host.example/a';
    await client.chat.postMessage({ channel: 'C0ENG', text, unfurl_links: false, unfurl_media: false });
    expect((await fake.wire(before)).filter((entry) => entry.method === 'GET')).toEqual([]);
    await client.chat.postMessage({ channel: 'C0ENG', text });
    await client.chat.postEphemeral({ channel: 'C0ENG', user: 'U0BEN', text });
    const fetched = (await fake.wire(before)).filter((entry) => entry.method === 'GET').map((entry) => entry.path);
    expect(fetched).toEqual(['https://host.example/a', 'https://host.example/a']);
  });

  it('pages of a long list', async () => {
    const ids: (string | undefined)[] = [];
    for await (const page of client.paginate('users.list', { limit: 5 }))
      ids.push(...(page as UsersListResponse).members!.map((one) => one.id));
    expect(ids).toContain('U0ANA');
    expect(ids).not.toContain('U0GIL');
    expect(new Set(ids).size).toBe(ids.length);
    const { user } = await client.users.info({ user: 'U0GIL' });
    expect(user).toMatchObject({ team_id: 'T0GLOBEX', is_bot: false });
  });

  it('user groups, where the plan has them', async () => {
    expect((await client.usergroups.users.list({ usergroup: 'S0ONCALL' })).users).toEqual(['U0BEN', 'U0CHLOE']);
    expect(await errorOf('usergroups.users.list', { usergroup: 'S0NONE' })).toBe('no_such_subteam');
    await fake.world({ hasUserGroups: false });
    expect(await errorOf('usergroups.list', {})).toBe('plan_upgrade_required');
  });

  it('who is outside of a shared channel', async () => {
    const { channel } = await client.conversations.info({ channel: 'C0GLOBEX' });
    expect(channel).toMatchObject({ is_ext_shared: true, is_pending_ext_shared: false, is_org_shared: false });
    await fake.post('share', { channel: 'C0RAND', pending: true });
    expect((await client.conversations.info({ channel: 'C0RAND' })).channel).toMatchObject({
      is_ext_shared: false,
      is_pending_ext_shared: true,
    });
    expect((await client.conversations.members({ channel: 'C0GLOBEX' })).members).toContain('U0GIL');
  });
});
