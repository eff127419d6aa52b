import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startPlatformProcess } from './client.ts';
import { cardBody, postBody } from './bodies.ts';

const DONE = { ok: true, state: null, draft: null, message: null };
const isDelivery = (one: { event: string }) => one.event === 'delivery';

async function start(env: Record<string, string> = {}) {
  return startPlatformProcess(env);
}

describe('a delivery', () => {
  it('is for the bot only when it is called by name', async () => {
    const p = await start();
    const stream = await p.deliveries();
    for (const text of [
      'hello',
      '@ben have you seen @handbook?',
      '@ana-sales hi',
      '@oncall help',
      '@everyone hi',
      '/me waves',
      'handbook: hi',
    ]) {
      await p.say('ana', 'engineering', text);
    }
    const forTheBot = ['@handbook what is A', '  @Handbook: what is B', '@Countersign what is C', '/countersign what is D'];
    for (const text of forTheBot) await p.say('ana', 'engineering', text);
    await p.say('ana', 'direct', 'what is E');
    const heard = [];
    for (let n = 0; n < 5; n += 1) heard.push((await stream.next(isDelivery)).data);
    expect(heard.map((one) => [one['kind'], one['text']])).toEqual([
      ['message', forTheBot[0]],
      ['message', forTheBot[1]],
      ['message', forTheBot[2]],
      ['command', 'what is D'],
      ['message', 'what is E'],
    ]);
    expect(heard.map((one) => one['direct'])).toEqual([false, false, false, undefined, true]);
  });

  it('names the people who are mentioned, each once, and nobody else', async () => {
    const p = await start();
    const stream = await p.deliveries();
    await p.say('ana', 'engineering', '@handbook tell @Ben, (@ana-sales) and @ben; not @nobody, not me@chloe.example, not x/@dan');
    const { data } = await stream.next(isDelivery);
    expect(data['mentions']).toEqual(['playground:acme:ben', 'playground:acme:ana-sales']);
  });

  it('does not come from a channel that the bot is not in', async () => {
    const p = await start();
    const stream = await p.deliveries();
    await p.world({ channel: { id: 'random', botIsIn: false } });
    await p.say('ana', 'random', '@handbook unheard');
    await p.say('ana', 'engineering', '@handbook heard');
    expect((await stream.next(isDelivery)).data['text']).toBe('@handbook heard');
  });

  it('goes to any one of several connections, and again to another when that one breaks', async () => {
    const p = await start();
    const [one, two] = [await p.deliveries(), await p.deliveries()];
    await p.say('ana', 'direct', 'first');
    await p.say('ana', 'direct', 'second');
    const [first, second] = [await one.next(isDelivery), await two.next(isDelivery)];
    expect(first.data['text']).not.toBe(second.data['text']);
    await one.close();
    const again = await two.next(isDelivery);
    expect(again.data).toEqual(first.data);
  });

  it('is handed out again after three seconds, until it is acknowledged', async () => {
    const p = await start();
    const stream = await p.deliveries();
    await p.say('ana', 'direct', 'are you there?');
    const first = await stream.next(isDelivery);
    const firstAt = performance.now();
    const second = await stream.next(isDelivery);
    expect(second.data).toEqual(first.data);
    expect(performance.now() - firstAt).toBeGreaterThan(2_500);
    expect((await p.bot('ack', { id: first.data['id'], reply: DONE })).body).toEqual({ first: true });
    expect((await p.bot('ack', { id: first.data['id'], reply: { ...DONE, message: 'twice' } })).body).toEqual({ first: false });
    await expect(stream.next(isDelivery, 3_500)).rejects.toThrow('no such event');
    expect(JSON.stringify(await p.view('ana'))).not.toContain('twice');
  });

  it('waits for a bot that is not there', async () => {
    const p = await start();
    await p.say('ana', 'direct', 'anybody?');
    const stream = await p.deliveries();
    expect((await stream.next(isDelivery)).data['text']).toBe('anybody?');
  });

  it('can be lost, cut or doubled on purpose, and arrives all the same', async () => {
    const p = await start();
    for (const mode of ['cut_before', 'cut_after'] as const) {
      await p.faults({ operation: 'delivery', mode });
      const broken = await p.deliveries();
      await p.say('ana', 'direct', mode);
      await broken.closed;
      expect(broken.all().includes(`"text":"${mode}"`)).toBe(mode === 'cut_after');
      const stream = await p.deliveries();
      const { data } = await stream.next(isDelivery);
      expect(data['text']).toBe(mode);
      await p.bot('ack', { id: data['id'], reply: DONE });
      await stream.close();
    }
    const stream = await p.deliveries();
    await p.faults({ operation: 'delivery', mode: 'duplicate' });
    await p.say('ana', 'direct', 'doubled');
    expect((await stream.next(isDelivery)).data).toEqual((await stream.next(isDelivery)).data);
    await p.faults({ operation: 'publish', mode: 'duplicate' });
    expect((await p.bot('publish', postBody('engineering', 'once'))).status).toBe(201);
    await p.say('ana', 'direct', 'doubled too');
    const doubled = (one: { data: Record<string, unknown> }) => one.data['text'] === 'doubled too';
    expect((await stream.next(doubled)).data).toEqual((await stream.next(doubled)).data);
  });
});

describe('a restart of the platform', () => {
  it.each(['SIGTERM', 'SIGKILL'] as const)('by %s keeps what was said, shown and logged, and what waits for the bot', async (signal) => {
    const folder = await mkdtemp(join(tmpdir(), 'playground-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const env = { PLAYGROUND_FILE: join(folder, 'new', 'chat.sqlite') };
    const before = await start(env);
    const question = await before.say('ana', 'engineering', '@handbook are you there?');
    await before.bot('card', cardBody('ana', 'an answer'));
    await before.bot('publish', postBody('engineering', 'a post', { thread: question }));
    await before.world({ person: { id: 'playground:acme:gil', active: false } });
    const stream = await before.deliveries();
    const handed = await stream.next(isDelivery);
    const [view, wire] = [await before.view('ana'), await before.wire()];
    await before.process.kill(signal);

    const after = await start(env);
    expect(await after.view('ana')).toEqual(view);
    expect(await after.wire()).toEqual(wire);
    expect(wire.map((entry) => entry.stored)).toEqual([true, true, false]);
    const again = await after.deliveries();
    expect((await again.next(isDelivery)).data).toEqual(handed.data);
    expect((await after.api('GET', '/view?person=playground:acme:gil')).status).toBe(403);
    // Numbers go on where they were, so no message ever takes the id of another.
    expect(Number((await after.say('ana', 'engineering', 'next')).slice(1))).toBeGreaterThan(Number(question.slice(1)) + 2);
  });

  it('says what to do when it cannot start', async () => {
    const running = await start();
    const port = new URL(running.url).port;
    await expect(start({ PORT: port })).rejects.toThrow(`Port ${port} is in use. Stop the program that holds it, or choose another: PORT=`);
    await expect(start({ PORT: 'x' })).rejects.toThrow('Give a number from 0 (any free port) to 65535');
    await expect(start({ PLAYGROUND_TOKEN: '' })).rejects.toThrow('Set PLAYGROUND_TOKEN');
  });
});
