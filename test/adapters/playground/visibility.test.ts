import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cardBody, postBody } from './bodies.ts';
import { id, startPlatform } from './client.ts';

type Platform = Awaited<ReturnType<typeof startPlatform>>;
let p: Platform;
beforeAll(async () => void (p = await startPlatform()));
afterAll(() => p.stop());

const HANDLES = ['ana', 'ben', 'chloe', 'dan', 'olu', 'ana-sales', 'gil'];

describe('what people can see', () => {
  it('leaves Dan without a byte of a card: neither in his view nor in his stream', async () => {
    const streams = new Map(await Promise.all(HANDLES.map(async (handle) => [handle, await p.events(handle)] as const)));
    const { body } = await p.bot('card', cardBody('ana', 'the draft is secretdraft'));
    const message = body['message'] as string;
    await p.bot('update', { ...cardBody('ana', 'the draft is secretdraft, again'), message });
    await p.click('dan', message, 'approve');
    // Everybody's ear works: what came after the card has come, and the order is kept.
    await p.say('olu', 'globex-shared', 'heardbyall');
    for (const stream of streams.values()) await stream.next((one) => JSON.stringify(one.data).includes('heardbyall'));
    expect(streams.get('ana')?.all()).toContain('secretdraft');
    expect(JSON.stringify(await p.view('ana'))).toContain('secretdraft');
    for (const handle of HANDLES.slice(1)) {
      expect(streams.get(handle)?.all(), handle).not.toContain('secretdraft');
      expect(streams.get(handle)?.all(), handle).not.toContain(`"${message}"`);
      expect(JSON.stringify(await p.view(handle)), handle).not.toContain('secretdraft');
    }
  });

  it('comes as it changes, with the place where it is', async () => {
    const stream = await p.events('ana');
    expect(await stream.next()).toEqual({ event: 'hello', data: { person: id('ana') } });
    const said = await p.say('ben', 'engineering', 'good morning');
    expect(await stream.next()).toMatchObject({
      event: 'changed',
      data: { place: id('engineering'), message: { id: said, text: 'good morning' } },
    });
    const card = (await p.bot('card', cardBody('ana', 'an answer'))).body['message'];
    const shown = await stream.next();
    expect(shown).toMatchObject({ event: 'changed', data: { place: 'direct', message: { id: card, kind: 'card' } } });
    expect(shown.data['message']).toEqual((await p.view('ana')).direct.find((one) => one.id === card));

    const post = (await p.bot('publish', postBody('engineering', 'a post'))).body['message'];
    expect(await stream.next()).toMatchObject({ data: { message: { id: post, kind: 'publication', text: 'a post' } } });
    await p.bot('retract', { channel: id('engineering'), message: post, tombstone: 'It was retracted.' });
    expect(await stream.next()).toMatchObject({
      event: 'changed',
      data: { message: { id: post, kind: 'tombstone', text: 'It was retracted.', actions: [] } },
    });
    const other = (await p.bot('publish', postBody('engineering', 'another post'))).body['message'];
    await stream.next();
    await p.bot('retract', { channel: id('engineering'), message: other, tombstone: null });
    expect(await stream.next()).toEqual({ event: 'removed', data: { place: id('engineering'), message: { id: other } } });
  });

  it('ends for somebody who is taken out of a channel, also in a stream that is open', async () => {
    const stream = await p.events('chloe');
    await p.say('ana', 'team-payments', 'before');
    await stream.next((one) => JSON.stringify(one.data).includes('before'));
    await p.world({ channel: { id: 'team-payments', members: [id('ana'), id('ben')] } });
    await stream.next((one) => one.event === 'world');
    await p.say('ana', 'team-payments', 'afterwards');
    await p.bot('publish', postBody('team-payments', 'published afterwards'));
    await p.say('ana', 'engineering', 'heardbyall');
    await stream.next((one) => JSON.stringify(one.data).includes('heardbyall'));
    expect(stream.all()).not.toContain('afterwards');
    expect((await p.view('chloe')).channels.map((channel) => channel.name)).not.toContain('team-payments');
    expect(JSON.stringify(await p.view('ben'))).toContain('published afterwards');
  });

  it('is private in each private place', async () => {
    await p.say('ben', 'direct', 'benssecret');
    expect(JSON.stringify((await p.view('ben')).direct)).toContain('benssecret');
    for (const handle of HANDLES.filter((one) => one !== 'ben')) expect(JSON.stringify(await p.view(handle))).not.toContain('benssecret');
  });
});
