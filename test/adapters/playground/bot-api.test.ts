import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cardBody, postBody } from './bodies.ts';
import { id, startPlatform } from './client.ts';

type Platform = Awaited<ReturnType<typeof startPlatform>>;
let p: Platform;
beforeAll(async () => void (p = await startPlatform()));
afterAll(() => p.stop());

/** What the platform wrote down since then. */
async function wireOf(work: () => Promise<unknown>) {
  const before = (await p.wire()).at(-1)?.n ?? 0;
  await work();
  return p.wire(before);
}

describe('the bot', () => {
  it('is whoever holds the token, and nobody else', async () => {
    for (const token of ['', 'wrong', 'a token that is only used in test', 'a token that is only used in tests.']) {
      const { status, body } = await p.bot('publish', postBody('engineering', 'forged'), token);
      expect([status, body['code']]).toEqual([401, 'WRONG_TOKEN']);
    }
    expect((await p.send('GET', '/playground/bot/deliveries')).status).toBe(401);
    expect((await p.send('POST', '/playground/bot/publish', postBody('engineering', 'forged'))).status).toBe(401);
    expect(JSON.stringify(await p.view('ana'))).not.toContain('forged');
  });

  it('posts in channels that it is in, and nowhere else', async () => {
    expect((await p.bot('publish', postBody('engineering', 'a post'))).status).toBe(201);
    await p.world({ channel: { id: 'lobby', botIsIn: false } });
    for (const [channel, status, code] of [
      ['lobby', 403, 'NOT_A_MEMBER'],
      ['no-such-channel', 404, 'CHANNEL_NOT_FOUND'],
      ['direct-ana', 404, 'CHANNEL_NOT_FOUND'],
    ] as const) {
      const answer = await p.bot('publish', postBody(channel, 'astray'));
      expect([answer.status, answer.body['code']]).toEqual([status, code]);
    }
    expect(JSON.stringify(await p.view('ana'))).not.toContain('astray');
  });

  it.each([
    ['an unknown key', postBody('engineering', 'odd', { parse: 'full' })],
    ['a missing key', { channel: id('engineering'), text: 'odd' }],
    ['a nested unknown key', postBody('engineering', 'odd', { metadata: { publication: 'p', reference: 'r', more: 1 } })],
    ['a text that is no text', postBody('engineering', 'odd', { text: { toString: 1 } })],
    ['half a surrogate pair', postBody('engineering', 'odd \ud800')],
    ['an action that is no name', postBody('engineering', 'odd', { actions: [{ id: '__proto__', label: 'odd' }] })],
  ])('is refused with %s', async (_what, body) => {
    const answer = await p.bot('publish', body);
    expect([answer.status, answer.body['code']]).toEqual([400, 'BAD_REQUEST']);
    expect(JSON.stringify(await p.view('ana'))).not.toContain('odd');
  });

  it('is refused a message of more than 4,000 characters, and never has one cut', async () => {
    const longest = 'ä'.repeat(4000);
    expect((await p.bot('publish', postBody('random', longest))).status).toBe(201);
    expect((await p.view('ana')).channels.find((one) => one.name === 'random')?.messages.at(-1)?.text).toBe(longest);
    const answer = await p.bot('publish', postBody('random', `${longest}a`));
    expect([answer.status, answer.body['code']]).toEqual([413, 'TEXT_TOO_LONG']);
    // Of what is much too large nobody reads the rest: whoever still sends may see the connection end before the answer.
    const huge = await p.bot('publish', postBody('random', 'a'.repeat(2_000_000))).then(({ body }) => body['code'], causeOf);
    expect(['BODY_TOO_LARGE', 'EPIPE', 'ECONNRESET']).toContain(huge);
  });

  it('shows a card only with a preview and one place for it', async () => {
    for (const more of [
      { preview: null },
      { parts: [] },
      { parts: [{ kind: 'answer' }, { kind: 'answer' }] },
      { parts: [{ kind: 'answer', preview: 'another' }] },
    ]) {
      expect((await p.bot('card', cardBody('ana', 'odd card', more))).body['code']).toBe('BAD_REQUEST');
    }
    expect(JSON.stringify(await p.view('ana'))).not.toContain('odd card');
  });

  it('changes its own cards only, and only for the person who has them', async () => {
    const said = await p.say('ana', 'direct', 'my own words');
    const card = (await p.bot('card', cardBody('ana', 'a card'))).body['message'] as string;
    const post = (await p.bot('publish', postBody('engineering', 'a post'))).body['message'] as string;
    for (const [recipient, message] of [
      ['ana', said],
      ['ben', card],
      ['ana', post],
      ['ana', 'm999999'],
    ] as const) {
      const answer = await p.bot('update', { ...cardBody(recipient, 'overwritten'), message });
      expect([answer.status, answer.body['code']], message).toEqual([404, 'MESSAGE_NOT_FOUND']);
      expect(
        (await p.bot('retract', { channel: id('engineering'), message: message === post ? said : message, tombstone: 'gone' })).status,
      ).toBe(404);
    }
    for (const handle of ['ana', 'ben']) expect(JSON.stringify(await p.view(handle))).not.toMatch(/overwritten|gone/);
  });

  it('leaves a line in the wire log for everything it asks, with what it sent', async () => {
    const post = postBody('engineering', 'logged');
    const entries = await wireOf(async () => {
      await p.bot('publish', post);
      await p.bot('publish', { ...post, channel: 'lobby' });
      await p.bot('publish', '{"broken');
      await p.bot('publish', post, 'wrong');
      await p.bot('no_such_operation', {});
      await p.bot('person', { person: id('ana') });
      await p.faults({ operation: 'publish', mode: 'cut_after' });
      await expect(p.bot('publish', post)).rejects.toThrow('fetch failed');
    });
    expect(entries.map(({ path, status, stored }) => [path.replace('/playground/bot/', ''), status, stored])).toEqual([
      ['publish', 201, true],
      ['publish', 403, false],
      ['publish', 400, false],
      ['publish', 401, false],
      ['no_such_operation', 404, false],
      ['person', 200, false],
      ['publish', 0, true],
    ]);
    expect(entries[0]).toMatchObject({ method: 'POST', body: post, message: expect.stringMatching(/^m\d+$/) });
    expect(entries[1]).not.toHaveProperty('message');
    expect(entries[2]?.body).toBeNull();
    expect(JSON.stringify(entries)).not.toContain('Bearer');
    const numbers = (await p.wire()).map((entry) => entry.n);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });
});

describe('faults', () => {
  it('strike as often as was said, then no more, and can be cleared', async () => {
    await p.faults({ operation: 'publish', mode: 'refuse', times: 2, code: 'CHANNEL_ARCHIVED', message: 'The channel is archived.' });
    expect(await p.api('GET', '/faults')).toMatchObject({ body: { faults: [{ operation: 'publish', mode: 'refuse', times: 2 }] } });
    const refused = await p.bot('publish', postBody('engineering', 'x'));
    expect([refused.status, refused.body]).toEqual([403, { code: 'CHANNEL_ARCHIVED', message: 'The channel is archived.' }]);
    await p.faults({ operation: 'publish', times: 0 });
    expect((await p.bot('publish', postBody('engineering', 'x'))).status).toBe(201);
    await p.faults({ operation: 'find', mode: 'rate_limit', retryAfter: 7 });
    const limited = await p.bot('find', {});
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
    expect((await p.api('GET', '/faults')).body).toEqual({
      faults: [],
      direct_messages_closed: [],
      unchecked_clicks: false,
      clock: { aheadMs: 0 },
    });
  });

  it.each([
    { operation: 'publish' },
    { operation: 'publish', mode: 'explode' },
    { operation: 'everything', mode: 'cut_after' },
    { operation: 'delivery', mode: 'refuse' },
    { operation: 'publish', mode: 'refuse', times: -1 },
    { operation: 'publish', mode: 'refuse', code: 'lower' },
    { direct_messages: { person: 'playground:acme:ana' } },
    [],
  ])('are not set by %j', async (faults) => {
    expect(await p.api('POST', '/faults', faults)).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST' } });
  });

  it('close a private place, and open it again', async () => {
    await p.faults({ direct_messages: { person: id('ben'), open: false } });
    expect(await p.bot('card', cardBody('ben', 'unseen'))).toMatchObject({ status: 403, body: { code: 'DIRECT_MESSAGES_CLOSED' } });
    await p.faults({ direct_messages: { person: id('ben'), open: true } });
    expect((await p.bot('card', cardBody('ben', 'seen'))).status).toBe(201);
    expect(JSON.stringify(await p.view('ben'))).not.toContain('unseen');
    expect((await p.api('POST', '/faults', { direct_messages: { person: id('nobody'), open: false } })).status).toBe(404);
  });

  it('can make a clock that goes ahead, for all that the platform writes down', async () => {
    const hour = 3_600_000;
    await p.faults({ clock: { aheadMs: 5 * hour } });
    const message = (await p.bot('publish', postBody('random', 'later'))).body['message'];
    await p.faults({ clock: { aheadMs: 0 } });
    const seen = (await p.view('ana')).channels.flatMap((channel) => channel.messages).find((one) => one.id === message);
    const logged = (await p.wire()).find((entry) => entry.message === message);
    for (const at of [seen?.at, logged?.at]) expect(Date.parse(at ?? '') - Date.now()).toBeGreaterThan(4 * hour);
  });

  it('can make a platform whose buttons are forged', async () => {
    const card = (await p.bot('card', cardBody('ana', 'a card'))).body['message'] as string;
    expect((await p.click('dan', card, 'reject')).status).toBe(404);
    await p.faults({ unchecked_clicks: true });
    const stream = await p.deliveries();
    const clicking = p.click('dan', card, 'reject');
    const { data } = await stream.next((one) => one.data['kind'] === 'click');
    expect(data).toMatchObject({ person: id('dan'), action: 'reject', target: { kind: 'card', message: card } });
    await p.bot('ack', { id: data['id'], reply: { ok: false, code: 'NOT_YOURS', message: 'This button is not for you.' } });
    expect(await clicking).toMatchObject({ status: 403, body: { code: 'NOT_YOURS' } });
  });
});

describe('the world', () => {
  it('is told as it is, and changes only as far as it was said', async () => {
    const { body } = await p.api('GET', '/world');
    expect(body['people']).toHaveLength(7);
    expect(body['groups']).toEqual([{ id: id('group-oncall'), name: 'oncall', members: [id('ben'), id('chloe')] }]);
    const engineering = (world: Record<string, unknown>) =>
      (world['channels'] as { name: string }[]).find((one) => one.name === 'engineering');
    const before = engineering(body);
    expect(before).toMatchObject({ audience: 'workspace', outside: [], botIsIn: true });
    const changed = await p.world({ channel: { id: 'engineering', audience: 'external' } });
    expect(engineering(changed)).toEqual({ ...before, audience: 'external', outside: ['Globex'] });
    for (const [change, status] of [
      [{ channel: { id: 'engineering', members: [id('nobody')] } }, 404],
      [{ channel: { id: 'no-such-channel' } }, 404],
      [{ person: { id: id('ana'), active: 'no' } }, 400],
      [{ group: { id: 'oncall', members: [] } }, 400],
      [{ workspace: {} }, 400],
    ] as const) {
      expect((await p.api('POST', '/world', change)).status, JSON.stringify(change)).toBe(status);
    }
    expect(engineering((await p.api('GET', '/world')).body)).toEqual(engineering(changed));
  });
});

function causeOf(error: unknown): unknown {
  return ((error as Error).cause as NodeJS.ErrnoException).code;
}
