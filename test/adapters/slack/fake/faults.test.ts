import { randomUUID } from 'node:crypto';
import { LogLevel, WebClient } from '@slack/web-api';
import { beforeAll, expect, it } from 'vitest';
import { startFakeSlack } from '../client.ts';
import type { SlackClient } from '../client.ts';
import { BOT_TOKEN } from './seed.ts';

let fake: SlackClient;
beforeAll(async () => void (fake = await startFakeSlack()));

function ready() {
  const options = {
    slackApiUrl: fake.apiUrl,
    retryConfig: { retries: 0 },
    timeout: 1000,
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
  };
  const client = new WebClient(BOT_TOKEN, options);
  const post = (text: string) =>
    client.chat.postMessage({ channel: 'C0ENG', text }).then(
      () => 'ok',
      (error: unknown) => {
        const { code, data, retryAfter } = error as { code: string; data?: { error: string }; retryAfter?: number };
        return data?.error ?? retryAfter ?? code;
      },
    );
  return { client, post };
}

it.each([
  ['refuse', 'restricted_action', false, 200],
  ['rate_limit', 7, false, 429],
  ['http_error', 'slack_webapi_http_error', false, 503],
  ['hang', 'slack_webapi_request_error', false, 0],
  ['hang_after', 'slack_webapi_request_error', true, 0],
  ['cut', 'slack_webapi_request_error', false, 0],
  ['cut_after', 'slack_webapi_request_error', true, 0],
  ['internal_error_after', 'internal_error', true, 200],
  ['slow', 'ok', true, 200],
])('a post can %s: the bot gets %s, and that it stands there is %s', async (mode, result, stands, status) => {
  const { post } = ready();
  await fake.fault(['chat.postMessage'], mode, { code: 'restricted_action', seconds: 7, ms: 100 });
  const word = randomUUID();
  expect(await post(word)).toBe(result);
  expect((await fake.sees('U0DAN')).text.includes(word)).toBe(stands);
  const last = (await fake.wire()).at(-1);
  expect(last).toMatchObject({ path: '/api/chat.postMessage', body: { text: word }, status, stored: stands });
  expect(await post('the next')).toBe('ok');
});

it('an answer can be no JSON, although the post stands there', async () => {
  const { post } = ready();
  await fake.fault(['chat.postMessage'], 'malformed');
  expect(await post('a word')).not.toBe('ok');
  expect((await fake.sees('U0DAN')).text).toContain('a word');
});

it('a fault lasts until it is cleared where that is wanted, or strikes one conversation only', async () => {
  const { client, post } = ready();
  await fake.fault(['chat.postMessage'], 'refuse', { code: 'restricted_action', times: null, channel: 'C0ENG' });
  expect([await post('one'), await post('two')]).toEqual(['restricted_action', 'restricted_action']);
  expect((await client.chat.postMessage({ channel: 'C0RAND', text: 'elsewhere' })).ok).toBe(true);
  await fake.fault(['chat.postMessage'], 'refuse', { times: 0 });
  expect(await post('three')).toBe('ok');
});

it('the first of several methods runs into it, and during an outage all of them', async () => {
  const { client, post } = ready();
  await fake.fault(['users.info', 'users.list'], 'refuse', { code: 'team_access_not_granted' });
  await expect(client.users.list({})).rejects.toMatchObject({ data: { error: 'team_access_not_granted' } });
  expect((await client.users.info({ user: 'U0ANA' })).ok).toBe(true);
  await fake.outage(true);
  expect(await post('now')).toBe('slack_webapi_http_error');
  await fake.outage(false);
  expect(await post('then')).toBe('ok');
});

it('about one message a second in each channel, where that is switched on', async () => {
  const { client, post } = ready();
  await fake.settings({ strictRate: true });
  expect([await post('one'), await post('two')]).toEqual(['ok', 1]);
  expect((await client.chat.postMessage({ channel: 'C0RAND', text: 'elsewhere' })).ok).toBe(true);
  await fake.clock(2000);
  expect(await post('three')).toBe('ok');
});
