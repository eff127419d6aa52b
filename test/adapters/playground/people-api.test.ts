import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cardBody, postBody } from './bodies.ts';
import { id, startPlatform } from './client.ts';
import type { StreamedEvent } from './client.ts';

type Platform = Awaited<ReturnType<typeof startPlatform>>;
let p: Platform;
beforeAll(async () => void (p = await startPlatform()));
afterAll(() => p.stop());

const ana = id('ana');
const said = (more: object = {}) => ({ person: ana, channel: 'engineering', text: 'hello', ...more });

/** Every no has the same form, and its message tells what to do. */
async function expectNo(answer: Promise<{ status: number; body: Record<string, unknown> }>, status: number, code: string): Promise<void> {
  const { status: found, body } = await answer;
  expect([found, body['code']]).toEqual([status, code]);
  expect(Object.keys(body)).toEqual(['code', 'message']);
  expect(body['message']).toMatch(/[a-z]{2}.*[.?]/);
}

/** Other tests of this file leave commands waiting. */
const isClick = ({ data }: StreamedEvent) => data['kind'] === 'click';

describe('saying something', () => {
  it('puts it where it was said, under the name of whoever said it', async () => {
    const { status, body } = await p.api('POST', '/say', said({ text: 'good morning' }));
    expect(status).toBe(202);
    const { channels } = await p.view('dan');
    const seen = channels.find((channel) => channel.name === 'engineering')?.messages.find((one) => one.id === body['message']);
    expect(seen).toMatchObject({ from: ana, name: 'Ana (ana)', text: 'good morning', thread: null, kind: 'message', actions: [] });
    expect(seen?.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it('takes the channel by its id too, and hangs a reply to a reply on the first message', async () => {
    const root = await p.say('ana', id('random'), 'a question');
    const reply = await p.say('ben', 'random', 'an answer', root);
    const last = await p.say('ana', 'random', 'thanks', reply);
    const { channels } = await p.view('ana');
    const threads = channels.find((channel) => channel.name === 'random')?.messages.map((one) => [one.id, one.thread]);
    expect(threads).toEqual([
      [root, null],
      [reply, root],
      [last, root],
    ]);
  });

  it('is refused for strangers to the channel, and for things that are not there', async () => {
    await expectNo(p.api('POST', '/say', said({ person: id('dan'), channel: 'team-payments' })), 403, 'NOT_A_MEMBER');
    await expectNo(p.api('POST', '/say', said({ person: id('gil') })), 403, 'NOT_A_MEMBER');
    await expectNo(p.api('POST', '/say', said({ person: id('nobody') })), 404, 'PERSON_NOT_FOUND');
    await expectNo(p.api('POST', '/say', said({ channel: 'no-such-channel' })), 404, 'CHANNEL_NOT_FOUND');
    await expectNo(p.api('POST', '/say', said({ channel: id('direct-ben') })), 404, 'CHANNEL_NOT_FOUND');
    await expectNo(p.api('POST', '/say', said({ thread: 'm999999' })), 404, 'THREAD_NOT_FOUND');
    const elsewhere = await p.say('ana', 'random', 'elsewhere');
    await expectNo(p.api('POST', '/say', said({ thread: elsewhere })), 404, 'THREAD_NOT_FOUND');
  });

  it('has its limits: 8,000 characters, 64 KB', async () => {
    const longest = '𝕒'.repeat(8000);
    expect((await p.api('POST', '/say', said({ channel: 'lobby', text: longest }))).status).toBe(202);
    await expectNo(p.api('POST', '/say', said({ text: `${longest}a` })), 413, 'TEXT_TOO_LONG');
    await expectNo(p.api('POST', '/say', said({ text: 'a'.repeat(64 * 1024) })), 413, 'BODY_TOO_LARGE');
  });

  it.each([
    ['nothing to say', said({ text: ' \n ' })],
    ['no person', { channel: 'engineering', text: 'hello' }],
    ['a person that is no text', said({ person: 1 })],
    ['a text that is an array', said({ text: ['hello'] })],
    ['a channel that is an object', said({ channel: { name: 'engineering' } })],
    ['half a surrogate pair', '{"person":"playground:acme:ana","channel":"lobby","text":"\\ud800"}'],
    ['a NUL', said({ text: 'a\0b' })],
    ['a key that means nothing', said({ as: id('ben') })],
    ['a key of the prototype', '{"person":"playground:acme:ana","channel":"lobby","text":"hello","__proto__":{"person":"x"}}'],
    ['a constructor', said({ constructor: 1 })],
    ['an array', [said()]],
    ['null', 'null'],
    ['no JSON', '{"person":'],
    ['nothing', ''],
    ['very deep JSON', '['.repeat(30_000)],
  ])('is not understood with %s', async (_what, body) => {
    await expectNo(p.api('POST', '/say', body), 400, 'BAD_REQUEST');
  });

  it('keeps a command out of the channel', async () => {
    const message = await p.say('ana', 'engineering', '/countersign explain secretword');
    expect(JSON.stringify(await p.view('ben'))).not.toContain('secretword');
    const { direct, channels } = await p.view('ana');
    expect(direct.find((one) => one.id === message)?.text).toBe('/countersign explain secretword');
    expect(JSON.stringify(channels)).not.toContain('secretword');
  });
});

describe('looking', () => {
  it('shows each person the channels they are in, and who else can read them', async () => {
    const audiences = async (person: string) =>
      (await p.view(person)).channels.map(({ id: channel, name, audience }) => ({ channel, name, audience }));
    expect(await audiences('ana')).toEqual([
      { channel: id('engineering'), name: 'engineering', audience: 'Everyone at Acme reads this (6 people)' },
      { channel: id('random'), name: 'random', audience: 'Everyone at Acme reads this (6 people)' },
      { channel: id('globex-shared'), name: 'globex-shared', audience: 'People outside Acme can read this: Globex' },
      { channel: id('team-payments'), name: 'team-payments', audience: 'Only people in this channel read this (4 people)' },
      { channel: id('lobby'), name: 'lobby', audience: 'Everyone at Acme reads this (6 people)' },
    ]);
    expect((await audiences('dan')).map((one) => one.name)).toEqual(['engineering', 'random', 'globex-shared', 'lobby']);
    expect((await audiences('gil')).map((one) => one.name)).toEqual(['globex-shared']);
  });

  it('shows a card whole: as text, and in its parts', async () => {
    const { body } = await p.bot('card', cardBody('olu', 'line one\nline two'));
    const card = (await p.view('olu')).direct.find((one) => one.id === body['message']);
    expect(card).toMatchObject({
      from: 'bot',
      name: 'Countersign',
      kind: 'card',
      text: 'Draft from handbook. Only you can see it.\n\nNothing is posted unless you approve it.\n\nline one\nline two',
      title: 'Draft from handbook. Only you can see it.',
      draft: 'drf_00000000000000000000000000',
      revision: 1,
      state: 'awaiting_requester',
      actions: [{ id: 'approve', label: 'Approve', tone: 'primary', confirm: null, input: null }],
    });
    expect(card?.['parts']).toContainEqual({ kind: 'answer', preview: 'line one\nline two' });
  });

  it('needs to know who looks', async () => {
    await expectNo(p.api('GET', '/view'), 400, 'BAD_REQUEST');
    await expectNo(p.api('GET', '/view?person=playground:acme:nobody'), 404, 'PERSON_NOT_FOUND');
    await expectNo(p.api('GET', '/events?person=__proto__'), 404, 'PERSON_NOT_FOUND');
    await expectNo(p.api('GET', '/nothing'), 404, 'NOT_FOUND');
    await expectNo(p.api('GET', '/wire?after=-1'), 400, 'BAD_REQUEST');
  });
});

describe('pressing a button', () => {
  it('is for those who see it, and for what it offers', async () => {
    const { body } = await p.bot('card', cardBody('ana', 'an answer'));
    const message = body['message'] as string;
    await expectNo(p.click('dan', message, 'approve'), 404, 'MESSAGE_NOT_FOUND');
    await expectNo(p.click('dan', 'm999999', 'approve'), 404, 'MESSAGE_NOT_FOUND');
    await expectNo(p.click('ana', message, 'retract'), 403, 'ACTION_NOT_OFFERED');
    await expectNo(p.click('ana', message, 'toString'), 403, 'ACTION_NOT_OFFERED');
    await expectNo(p.click('nobody', message, 'approve'), 404, 'PERSON_NOT_FOUND');
    await expectNo(p.click('ana', message, 'approve', { text: 'a'.repeat(8001) }), 413, 'TEXT_TOO_LONG');
    await expectNo(p.click('ana', message, 'approve', { text: 1 }), 400, 'BAD_REQUEST');
    await expectNo(p.click('ana', message, 'approve', { delivery: 'a b' }), 400, 'BAD_REQUEST');
  });

  it.each([
    ['NOT_YOURS', 403],
    ['NOT_ALLOWED_TO_ASK', 403],
    ['NOT_A_MEMBER', 403],
    ['NOT_AN_OPERATOR', 403],
    ['STALE', 409],
    ['ALREADY_DECIDED', 409],
    ['ENGAGED', 409],
  ])('tells that the bot refused it with %s by status %i', async (code, status) => {
    const { body } = await p.bot('card', cardBody('ben', 'an answer'));
    const stream = await p.deliveries();
    const clicking = p.click('ben', body['message'] as string, 'approve');
    const { data } = await stream.next(isClick);
    await p.bot('ack', { id: data['id'], reply: { ok: false, code, message: 'Nothing was changed.' } });
    await expectNo(clicking, status, code);
  });

  it('reaches the bot also in the moment in which the button goes', async () => {
    const { body } = await p.bot('card', cardBody('ben', 'an answer'));
    const message = body['message'] as string;
    await p.bot('update', { ...cardBody('ben', 'an answer', { actions: [], state: 'published' }), message });
    const stream = await p.deliveries();
    const clicking = p.click('ben', message, 'approve');
    const { data } = await stream.next(isClick);
    expect(data).toMatchObject({ kind: 'click', person: id('ben'), action: 'approve' });
    await p.bot('ack', { id: data['id'], reply: { ok: true, state: 'published', draft: null, message: null } });
    const { status, body: told } = await clicking;
    expect([status, told]).toEqual([200, { state: 'published' }]);
  });

  it('can be replayed under the same delivery id, and the bot hears it again', async () => {
    const { body } = await p.bot('publish', postBody('engineering', 'a post'));
    const stream = await p.deliveries();
    for (let round = 0; round < 2; round += 1) {
      const clicking = p.click('dan', body['message'] as string, 'retract', { delivery: 'again-and-again' });
      const { data } = await stream.next(isClick);
      expect(data).toMatchObject({ id: 'again-and-again', target: { kind: 'publication', message: body['message'] } });
      await p.bot('ack', { id: data['id'], reply: { ok: true, state: 'retracted', draft: null, message: null } });
      expect((await clicking).status).toBe(200);
    }
  });

  it('is told when the bot does not answer, and is kept for it', { timeout: 20_000 }, async () => {
    const { body } = await p.bot('card', cardBody('chloe', 'an answer'));
    await expectNo(p.click('chloe', body['message'] as string, 'approve'), 504, 'BOT_DID_NOT_ANSWER');
    const stream = await p.deliveries();
    const { data } = await stream.next((one) => isClick(one) && one.data['person'] === id('chloe'));
    expect(data).toMatchObject({ kind: 'click', action: 'approve' });
    await p.bot('ack', { id: data['id'], reply: { ok: true, state: null, draft: null, message: null } });
  });

  it('is not for somebody whose account is closed', async () => {
    await p.world({ person: { id: id('ana-sales'), active: false } });
    await expectNo(p.click('ana-sales', 'm1', 'approve'), 403, 'PERSON_INACTIVE');
    await expectNo(p.api('POST', '/say', said({ person: id('ana-sales') })), 403, 'PERSON_INACTIVE');
    await expectNo(p.api('GET', `/view?person=${id('ana-sales')}`), 403, 'PERSON_INACTIVE');
  });
});
