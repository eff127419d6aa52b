import type { RequestListener } from 'node:http';
import { describe, expect, test } from 'vitest';
import { createHttpConnector } from '../../../src/agents/connectors/http.ts';
import { isPublic } from '../../../src/agents/addresses.ts';
import { type RunOutcome, runAgent } from '../../../src/agents/run-agent.ts';
import { ask, notStopped } from '../questions.ts';
import { serving } from '../serving.ts';
import { UNWATCHED } from '../../support/unwatched.ts';

const ANSWER = { kind: 'answer', audience: 'requester_only', text: 'Yes.', sources: [] };
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };
const env = { FAQ_SECRET: `whsec_${Buffer.alloc(24, 1).toString('base64')}`, SHORT: 'whsec_c2hvcnQ=', PLAIN: 'hunter2' };

function create(settings: Record<string, string>) {
  return createHttpConnector({ env }).create({ name: 'faq', connector: 'http', timeLimitMs: 1_000, settings, tools: [] });
}

async function outcome(listener: RequestListener, signal = notStopped(), timeLimitMs = 20_000): Promise<RunOutcome> {
  const made = create({ url: await serving(listener), secret: 'FAQ_SECRET', private_addresses: 'allow' });
  if (!made.ok) throw new Error(made.sentence);
  return runAgent(made.agent, ask('Well?'), { timeLimitMs, signal, oversight: UNWATCHED });
}

const say = (event: string, data: object): string => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
const stream =
  (said: string | Buffer): RequestListener =>
  (_, response) =>
    void response.writeHead(200, { 'content-type': 'text/event-stream' }).end(said);

const failed = (detail: string): RunOutcome => ({ ok: false, code: 'AGENT_FAILED', detail });

describe('an address as an agent', () => {
  test('is sent one POST, and nothing of who asks or where', async () => {
    let sent = '';
    const run = await outcome((request, response) => {
      request.setEncoding('utf8').on('data', (chunk: string) => (sent += chunk));
      request.on('end', () => {
        sent = `${request.method} ${request.url} ${sent}`;
        response.writeHead(200, JSON_TYPE).end(JSON.stringify(ANSWER));
      });
    });
    expect(run).toEqual({ ok: true, output: ANSWER });
    expect(sent).toMatch(
      /^POST \/ \{"v":1,"run":"run_0+","question":"Well\?","wish":null,"previous":null,"rejection":null,"conversation":\[\],"thread":\[\],"max_characters":1800\}$/,
    );
  });

  test.each<[string, RequestListener, string]>([
    ['refuses', (_, response) => response.writeHead(503).end('down: the secret is 42'), 'The agent’s address answered with status 503.'],
    [
      'sends us elsewhere',
      (_, response) => response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end(),
      'The agent’s address answered with status 307.',
    ],
    [
      'answers with a page',
      (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Yes'),
      'The agent’s address answered with something that is neither application/json nor text/event-stream.',
    ],
    [
      'answers with no JSON',
      (_, response) => response.writeHead(200, JSON_TYPE).end('{"kind":'),
      'The agent’s address sent something that is not JSON in UTF-8.',
    ],
    [
      'sends ten megabytes',
      (_, response) => response.writeHead(200, JSON_TYPE).end('a'.repeat(10_000_000)),
      'The agent’s address sent more than 1048576 bytes.',
    ],
    [
      'breaks off',
      (request, response) => (
        response.writeHead(200, { ...JSON_TYPE, 'content-length': 100 }).write('{'),
        setImmediate(() => request.socket.destroy())
      ),
      'The agent’s address broke off its answer.',
    ],
    ['ends its stream early', stream(say('progress', { text: 'Y' })), 'The agent’s address ended its stream without an answer.'],
    ['streams no JSON', stream('event: answer\ndata: {"kind":\n\n'), 'The agent’s address sent an event that is not JSON in UTF-8.'],
    [
      'streams no text',
      stream(Buffer.from([...Buffer.from('data: '), 255])),
      'The agent’s address sent an event that is not JSON in UTF-8.',
    ],
    ['tells progress without a text', stream(say('progress', {})), 'The agent’s address told its progress without a text.'],
    [
      'tells progress for ever',
      stream(say('progress', { text: '' }).repeat(1_001)),
      'The agent’s address told its progress more than 1000 times.',
    ],
    ['streams ten megabytes', stream(`data: ${'a'.repeat(10_000_000)}`), 'The agent’s address sent more than 1048576 bytes.'],
    ['hangs up', (request) => request.socket.destroy(), 'The agent’s address cannot be reached (ECONNRESET).'],
  ])('fails when it %s, and the operator reads how, never what it said', async (_what, listener, detail) => {
    expect(await outcome(listener)).toEqual(failed(detail));
  });

  test('may stream: what is no progress and no answer is left alone, and nothing counts after the first answer', async () => {
    const told: string[] = [];
    const said = [': hello\n\n', say('thinking', { text: 'Hm' }), say('progress', { text: 'Y' }), say('answer', ANSWER)].join('');
    const made = create({ url: await serving(stream(`${said}${said}`)), secret: 'FAQ_SECRET', private_addresses: 'allow' });
    if (!made.ok) throw new Error(made.sentence);
    const oversight = { ...UNWATCHED, progress: (text: string) => void told.push(text) };
    const run = await runAgent(made.agent, ask('Well?'), { timeLimitMs: 5_000, signal: notStopped(), oversight });
    expect([run, told]).toEqual([{ ok: true, output: ANSWER }, ['Y']]);
  });

  test('that says nothing, or drips, is over when its time is, and hears that it is stopped', async () => {
    const closed = Promise.withResolvers<void>();
    const silent: RequestListener = (request) => void request.socket.on('close', () => closed.resolve());
    expect(await outcome(silent, notStopped(), 200)).toMatchObject({ ok: false, code: 'AGENT_TIMED_OUT' });
    await closed.promise;
    const drips: RequestListener = (_, response) => {
      response.writeHead(200, JSON_TYPE);
      const dripping = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(dripping));
    };
    expect(await outcome(drips, AbortSignal.timeout(200))).toMatchObject({ ok: false, code: 'AGENT_ABORTED' });
  });

  test('is not reached by a name that stands for a private address, unless the rules allow it', async () => {
    const url = new URL(await serving((_, response) => response.writeHead(200, JSON_TYPE).end(JSON.stringify(ANSWER))));
    const made = create({ url: `https://localhost:${url.port}/`, secret: 'FAQ_SECRET' });
    if (!made.ok) throw new Error(made.sentence);
    expect(await runAgent(made.agent, ask('Well?'), { timeLimitMs: 5_000, signal: notStopped(), oversight: UNWATCHED })).toEqual(
      failed('The agent’s address is a private one, which the rules do not allow.'),
    );
  });

  test.each<[Record<string, string>, string]>([
    [{ url: 'http://faq.example.com/' }, 'would send questions unencrypted over the internet; use https://.'],
    [{ url: 'https://ana:hunter2@faq.example.com/' }, 'has a user or a password in its `url:`; name an environment variable instead.'],
    [{ url: 'https://169.254.169.254/latest' }, 'has a private address; where that is meant, write `private_addresses: allow`.'],
    [{ url: 'https://[::ffff:127.0.0.1]/' }, 'has a private address; where that is meant, write `private_addresses: allow`.'],
    [{ url: 'https://0x7f.1/' }, 'has a private address; where that is meant, write `private_addresses: allow`.'],
    [{ url: 'ftp://faq.example.com/' }, 'needs a `url:` that begins with https:// or http://.'],
    [{ secret: 'PLAIN' }, 'needs a secret in PLAIN: “whsec_” and at least 24 bytes in base64.'],
    [{ secret: 'SHORT' }, 'needs a secret in SHORT: “whsec_” and at least 24 bytes in base64.'],
    [{ secret: 'UNSET' }, 'needs a secret in UNSET: “whsec_” and at least 24 bytes in base64.'],
  ])('%j is not taken, with a sentence that says why', (settings, because) => {
    const made = create({ url: 'https://faq.example.com/', secret: 'FAQ_SECRET', ...settings });
    expect(made).toEqual({ ok: false, sentence: `The agent faq ${because}` });
  });

  test.each([
    ['1.1.1.1', true],
    ['2606:4700:4700::1111', true],
    ['10.1.2.3', false],
    ['100.64.0.1', false],
    ['127.9.9.9', false],
    ['172.31.255.255', false],
    ['172.32.0.1', true],
    ['192.168.1.1', false],
    ['0.0.0.0', false],
    ['255.255.255.255', false],
    ['::1', false],
    ['::', false],
    ['fe80::1', false],
    ['fd00::1', false],
    ['::ffff:8.8.8.8', false],
    ['64:ff9b::a00:1', false],
    ['2002:a00:1::', false],
    ['2001:db8::1', false],
    ['not an address', false],
  ])('%s is reached by everybody: %s', (address, isReached) => expect(isPublic(address)).toBe(isReached));
});
