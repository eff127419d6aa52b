/** What comes in over HTTP, signed or not, whole or not: nothing ends the process, and nobody acts who is not known to be one of us. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Inbound } from '#adapter';
import { createSlackAdapter } from '../../../adapters/slack/adapter.ts';
import type { SlackAdapter } from '../../../adapters/slack/adapter.ts';
import { startFakeSlack } from './client.ts';
import { event, PAYLOADS, who } from './payloads.ts';
import type { Body, Kind } from './payloads.ts';
import { BOT_TOKEN, BOT_USER, SIGNING_SECRET } from './fake/seed.ts';

type Call = { name: keyof Inbound; given: Body };

const DONE = { ok: true as const, state: null, draft: null, message: null, pointer: null };
const INPUT = { label: 'Your words', initial: '', maxCharacters: 100, isNeeded: false, ok: 'Send' };

let fake: Awaited<ReturnType<typeof startFakeSlack>>;
let adapter: SlackAdapter;
let server: Server;
let url: string;
let calls: Call[] = [];
const warned: string[] = [];
const ear = <Answer>(name: keyof Inbound, answer: Answer) => {
  return (given: object): Promise<Answer> => {
    calls.push({ name, given: given as Body });
    return Promise.resolve(answer);
  };
};

beforeAll(async () => {
  fake = await startFakeSlack();
  const ignore = () => 'nobody reads it';
  adapter = createSlackAdapter({
    botToken: BOT_TOKEN,
    appToken: null,
    signingSecret: SIGNING_SECRET,
    apiUrl: fake.apiUrl,
    now: Date.now,
    logger: { info: ignore, warn: (_data, message) => void warned.push(message), error: ignore },
  });
  server = createServer((request, response) => adapter.requestListener?.(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await adapter.stop();
  server.closeAllConnections();
  server.close();
  await fake.stop();
});
beforeEach(() => void (calls = []));

const start = () =>
  adapter.start({
    ask: ear('ask', DONE),
    click: ear('click', DONE),
    command: ear('command', DONE),
    form: ({ verb }) =>
      ear('form', { ok: true as const, action: { verb, label: 'Send', tone: 'plain' as const, confirm: null, input: INPUT } })({ verb }),
    home: ear('home', { title: 'Yours', sections: [] }),
    noAnswer: () => Promise.resolve(),
    ownMessage: ear('ownMessage', undefined),
    open: () => Promise.resolve({ ok: false, code: 'UNKNOWN_CARD', message: 'nothing' }),
    hold: () => Promise.resolve(true),
    letGo: () => Promise.resolve(),
  });

interface Sent {
  /** Seconds away from now. */
  ahead?: number;
  secret?: string;
  path?: string;
}

async function send(
  type: string,
  text: string,
  { ahead = 0, secret = SIGNING_SECRET, path = '/slack/events' }: Sent = {},
): Promise<number> {
  const at = String(Math.floor(Date.now() / 1000) + ahead);
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${at}:${text}`).digest('hex')}`;
  const headers = { 'content-type': type, 'x-slack-request-timestamp': at, 'x-slack-signature': signature };
  const response = await fetch(url + path, { method: 'POST', headers, body: text });
  await response.arrayBuffer();
  return response.status;
}

const FORM = 'application/x-www-form-urlencoded';
const deliver: Record<Kind, (body: Body, sent?: Sent) => Promise<number>> = {
  event: (body, sent) => send('application/json', JSON.stringify(body), sent),
  interaction: (body, sent) => send(FORM, new URLSearchParams({ payload: JSON.stringify(body) }).toString(), sent),
  command: (body, sent) => {
    const given = Object.entries(body).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as [string, string]] : []));
    return send(FORM, new URLSearchParams(given).toString(), sent);
  },
};

const payloads = Object.entries(PAYLOADS).map(([name, one]) => [name, one] as const);

/** What is handed in may be told after the acknowledgement. */
const handed = async (names: (keyof Inbound)[]) => {
  await expect.poll(() => calls.map(({ name }) => name), { timeout: 5_000 }).toEqual(names);
};

describe('a delivery', () => {
  it('is not taken before the start', async () => {
    expect(await deliver.command(PAYLOADS['a command']?.body() ?? {})).toBe(503);
    await start();
  });

  it.each(payloads)('%s is handed in, by the person whom Slack names', async (_name, { kind, body, hands }) => {
    expect(await deliver[kind](body())).toBe(200);
    await handed(hands);
    for (const { given } of calls) if ('person' in given) expect(given['person']).toBe('slack:T0ACME:U0ANA');
  });

  it.each(payloads)('%s is refused when its signature or its time is not right', async (_name, { kind, body }) => {
    const wrong: Sent[] = [{ secret: 'another' }, { ahead: 400 }, { ahead: -400 }, { path: '/slack/other' }];
    const statuses = [];
    for (const sent of wrong) statuses.push(await deliver[kind](body(), sent));
    expect(statuses).toEqual([401, 401, 401, 404]);
    expect(calls).toEqual([]);
  });

  it.each(payloads)(
    '%s with fields missing, null or of another kind ends nothing, and lets nobody act for somebody else',
    async (_name, one) => {
      const { kind, body } = one;
      for (const path of pathsIn(body())) {
        for (const value of [undefined, null, 7, {}, 'U0DAN'] as const) {
          calls = [];
          const changed = changedAt(body(), path, value);
          const status = await deliver[kind](changed);
          expect([200, 500], `${path.join('.')} ${JSON.stringify(value)}`).toContain(status);
          const claimed = value === 'U0DAN' ? ['slack:T0ACME:U0ANA', 'slack:T0ACME:U0DAN'] : ['slack:T0ACME:U0ANA'];
          for (const { given } of calls) if ('person' in given) expect(claimed).toContain(given['person']);
        }
      }
      calls = [];
      expect(await deliver[kind](body())).toBe(200);
      await expect.poll(() => calls.length, { timeout: 5_000 }).toBeGreaterThan(0);
    },
    120_000,
  );

  it.each(payloads.filter(([name]) => name !== 'a message of our own' && name !== 'app_home_opened'))(
    '%s of somebody of another organisation does nothing',
    async (_name, { kind, body }) => {
      const changed = JSON.parse(JSON.stringify(body()).replaceAll('"T0ACME"', '"T0GLOBEX"')) as Body;
      // The envelope of an event says for whom it is delivered, and that is us.
      if (kind === 'event') Object.assign(changed, { team_id: 'T0ACME', context_team_id: 'T0ACME', authorizations: null });
      expect(await deliver[kind](changed)).toBe(200);
      expect(calls).toEqual([]);
    },
  );

  it.each([
    ['of a bot', { bot_id: 'B9', subtype: 'bot_message' }],
    ['that was changed', { edited: { user: 'U0ANA', ts: '1' } }],
    ['that tells of a change', { subtype: 'message_changed' }],
    ['that somebody joined', { subtype: 'channel_join' }],
    ['of nobody', { user: null }],
    ['of ourselves', { user: BOT_USER }],
  ])('in a direct message %s is no question', async (_what, more) => {
    const message = {
      type: 'message',
      channel_type: 'im',
      user: 'U0ANA',
      team: 'T0ACME',
      channel: 'D0ANA',
      ts: '1700000000.1',
      text: 'what?',
    };
    expect(await deliver.event(event({ ...message, ...more }))).toBe(200);
    expect(calls).toEqual([]);
  });

  it('of people in a channel is not listened to, also when it mentions us', async () => {
    const text = `<@${BOT_USER}> what?`;
    const message = { type: 'message', channel_type: 'channel', user: 'U0ANA', team: 'T0ACME', channel: 'C0ENG', ts: '1700000000.1', text };
    expect(await deliver.event(event(message))).toBe(200);
    expect(calls).toEqual([]);
  });

  it.each([
    ['null', 'application/json', 'null', 400],
    ['a number', 'application/json', '7', 400],
    ['a text', 'application/json', '"event_callback"', 400],
    ['a truth', 'application/json', 'true', 400],
    ['a list', 'application/json', '[{"type":"event_callback"}]', 400],
    ['no JSON', 'application/json', '{"type":', 400],
    ['nothing', 'application/json', '', 400],
    ['a form whose payload is null', FORM, 'payload=null', 400],
    ['a form whose payload is a number', FORM, 'payload=7', 400],
    ['a form whose payload is no JSON', FORM, 'payload=%7B', 400],
    ['a form of another name', FORM, 'something=else', 200],
    ['an empty form', FORM, '', 200],
    ['larger than anything of Slack’s', 'application/json', JSON.stringify({ type: 'x'.repeat(5_000_000) }), 413],
  ])('that is %s, and signed, is refused or let go in one answer, said in the log, and ends nothing', async (_what, type, text, status) => {
    warned.length = 0;
    expect(await send(type, text)).toBe(status);
    if (status !== 200) expect(warned).toEqual(['a request could not be read']);
    expect(calls).toEqual([]);
    expect(await deliver.command(PAYLOADS['a command']?.body() ?? {})).toBe(200);
    await handed(['command']);
  });

  it('that breaks off before its end is nothing, and ends nothing', async () => {
    warned.length = 0;
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write('POST /slack/events HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"type":');
    await once(server, 'request');
    socket.destroy();
    await expect.poll(() => warned).toEqual(['a request could not be read']);
    expect(await deliver.command(PAYLOADS['a command']?.body() ?? {})).toBe(200);
  });

  it('of a kind that nobody knows is acknowledged, so that it does not come again', async () => {
    expect(await deliver.event(event({ type: 'star_added', user: 'U0ANA' }))).toBe(200);
    expect(await deliver.event({ type: 'something_else' })).toBe(200);
    expect(await deliver.interaction({ type: 'block_suggestion', ...who() })).toBe(200);
    expect(calls).toEqual([]);
  });
});

function pathsIn(value: unknown, at: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, child]) => [[...at, name], ...pathsIn(child, [...at, name])]);
}

function changedAt(body: Body, path: string[], value: unknown): Body {
  const [last = '', ...before] = path.toReversed();
  let inside = body as Record<string, unknown>;
  for (const name of before.toReversed()) inside = inside[name] as Record<string, unknown>;
  if (value === undefined) delete inside[last];
  else inside[last] = value;
  return body;
}
