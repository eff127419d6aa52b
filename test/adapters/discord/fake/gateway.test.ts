import { describe, expect, it } from 'vitest';
import { IDENTIFY, openFake, openSession } from './library.ts';
import { BOT_TOKEN, GUILD, OTHER_GUILD, PEOPLE } from './seed.ts';

const resumeOf = (session: unknown, seq: number) => ({ op: 6, d: { token: BOT_TOKEN, session_id: session, seq } });

describe('the gateway', () => {
  it('tells of the servers as unavailable first, then of each', async () => {
    const fake = await openFake();
    const session = await openSession(fake, IDENTIFY);
    const ready = await session.next('READY');
    expect(ready.d['guilds']).toEqual([GUILD, OTHER_GUILD].map((id) => ({ id, unavailable: true })));
    expect((await session.next('GUILD_CREATE')).d).toMatchObject({ id: GUILD, name: 'Acme', member_count: 12 });
    expect((await session.next('GUILD_CREATE')).d).toMatchObject({ id: OTHER_GUILD });
    session.send({ op: 1, d: 2 });
    expect(await session.next('11')).toMatchObject({ op: 11 });
  });

  it('tells after a resume what was missed, in order and once, and some of it again where it is told to', async () => {
    const fake = await openFake();
    const first = await openSession(fake, IDENTIFY);
    const ready = await first.next('READY');
    await fake.say('ana', 'direct', 'one');
    const one = await first.next('MESSAGE_CREATE');
    await fake.gateway({ cut: true });
    await first.closed;
    await fake.say('ana', 'direct', 'two');
    await fake.say('ana', 'direct', 'three');

    const second = await openSession(fake, resumeOf(ready.d['session_id'], Number(one.s)));
    expect((await second.next('MESSAGE_CREATE')).d).toMatchObject({ content: 'two' });
    expect((await second.next('MESSAGE_CREATE')).d).toMatchObject({ content: 'three' });
    const resumed = await second.next('RESUMED');
    expect(resumed.s).toBe(Number(one.s) + 3);

    await fake.gateway({ cut: true, repeat: 3 });
    const third = await openSession(fake, resumeOf(ready.d['session_id'], Number(resumed.s)));
    expect([(await third.next('MESSAGE_CREATE')).d, (await third.next('MESSAGE_CREATE')).d]).toMatchObject([
      { content: 'two' },
      { content: 'three' },
    ]);
  });

  it('does not resume what it does not know any more', async () => {
    const fake = await openFake();
    const first = await openSession(fake, IDENTIFY);
    const ready = await first.next('READY');
    await fake.gateway({ reconnect: true });
    expect(await first.next('7')).toMatchObject({ op: 7 });
    await fake.gateway({ invalidate: true });
    expect(await first.next('9')).toMatchObject({ d: false });
    const second = await openSession(fake, resumeOf(ready.d['session_id'], 1));
    expect(await second.next('9')).toMatchObject({ d: false });
  });

  it('tells every session of everything, twice where a test wants that, and later what was lost', async () => {
    const fake = await openFake();
    const [one, other] = [await openSession(fake, IDENTIFY), await openSession(fake, IDENTIFY)];
    const ready = await one.next('READY');
    await other.next('READY');
    await fake.deliveryFault('duplicate', { type: 'MESSAGE_CREATE' });
    const said = await fake.say('ana', 'direct', 'hello');
    for (const session of [one, one, other, other]) expect((await session.next('MESSAGE_CREATE')).d).toMatchObject({ id: said });
    await fake.deliveryFault('lose');
    await fake.say('ana', 'direct', 'lost');
    await fake.gateway({ cut: true });
    const again = await openSession(fake, resumeOf(ready.d['session_id'], 5));
    expect((await again.next('MESSAGE_CREATE')).d).toMatchObject({ content: 'lost' });
    expect((await fake.deliveries()).map((record) => record.outcome)).toEqual(['acked', 'no_connection']);
  });

  it('closes on a wrong token, and on a privileged intent that is not switched on', async () => {
    const fake = await openFake();
    expect(await (await openSession(fake, { op: 2, d: { ...IDENTIFY.d, token: 'wrong' } })).closed).toBe(4004);
    expect(await (await openSession(fake, { op: 2, d: { ...IDENTIFY.d, intents: 1 | (1 << 15) } })).closed).toBe(4014);
    await fake.settings({ tokenIsReset: true });
    expect(await (await openSession(fake, IDENTIFY)).closed).toBe(4004);
  });

  it('tells a session nothing that its intents leave out, nor of places that the bot does not see', async () => {
    const fake = await openFake();
    const session = await openSession(fake, { op: 2, d: { ...IDENTIFY.d, intents: 1 | 512 } });
    await session.next('READY');
    await fake.world({ channel: { id: 'review-room', people: ['ben', 'chloe'], withBot: false } });
    await fake.say('ben', 'review-room', 'not for the bot');
    await fake.say('ana', 'direct', 'not asked for');
    const said = await fake.say('ana', 'engineering', 'for whom is this?');
    expect((await session.next('MESSAGE_CREATE')).d).toMatchObject({
      id: said,
      content: '',
      member: { roles: [] },
      author: { id: PEOPLE.ana },
    });
  });
});
