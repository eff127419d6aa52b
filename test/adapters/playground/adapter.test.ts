import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createPlaygroundAdapter } from '../../../adapters/playground/adapter.ts';
import { readQuestion } from '../../../adapters/playground/inbound.ts';
import { freePort, until } from '../../support/processes.ts';
import { createEar, postOf } from '../contract/made.ts';
import type { Harness } from '../harness.ts';
import { startPlatform, startPlatformProcess } from './client.ts';
import { connect, TOKEN } from './connect.ts';

it('does not start with a wrong token, and says what to set', async () => {
  const platform = await startPlatform();
  const starting = connect(platform.url, 'another token than the right one').start(createEar().inbound);
  await expect(starting).rejects.toMatchObject({ code: 'REFUSED', message: expect.stringContaining('PLAYGROUND_TOKEN') });
});

it('does not start where nothing listens', async () => {
  const starting = connect(`http://127.0.0.1:${await freePort()}`).start(createEar().inbound);
  await expect(starting).rejects.toMatchObject({ code: 'UNREACHABLE' });
});

it.each(['https://127.0.0.1:1', 'http://chat.example', 'http://127.0.0.1.chat.example', 'nothing', ''])(
  'is not made for %j: its chat never leaves this machine',
  (url) => {
    expect(() => connect(url)).toThrow('never leaves this machine');
  },
);

it('goes on when the platform was away, and takes what was said meanwhile and nobody acknowledged', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'playground-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const env = { PORT: String(await freePort()), PLAYGROUND_FILE: join(folder, 'chat.sqlite') };
  const before = await startPlatformProcess(env);
  const hear = createEar();
  const adapter = connect(before.url);
  await adapter.start(hear.inbound);
  onTestFinished(() => adapter.stop());
  await before.say('ana', 'direct', 'one');
  expect((await hear.ask()).question).toBe('one');
  await before.process.kill('SIGKILL');
  await until(() => !adapter.isConnected(), { what: 'the adapter to see that the platform is gone' });
  const after = await startPlatformProcess(env);
  await after.say('ana', 'direct', 'two');
  expect((await hear.ask((asked) => asked.question === 'two')).person).toBe('playground:acme:ana');
  expect(adapter.isConnected()).toBe(true);
});

it('sends no post that it has not composed', async () => {
  const platform = await startPlatform();
  const adapter = connect(platform.url);
  const place = { platform: 'playground', workspace: 'acme', channel: 'engineering', thread: null };
  const { filled } = postOf({ adapter } as Harness, place, 'a text');
  const other = { ...filled, request: { ...filled.request, method: 'POST /playground/bot/card' } };
  expect(await adapter.publish(other)).toMatchObject({ kind: 'refused', code: 'NOT_COMPOSED_HERE' });
  expect(await platform.wire()).toEqual([]);
  expect((await adapter.publish(filled)).kind).toBe('accepted');
  expect((await platform.wire()).map((entry) => `${entry.method} ${entry.path}`)).toEqual([filled.request.method]);
  expect((await platform.wire())[0]?.body).toEqual(filled.request.body);
});

it('shows nothing of the token in what it logs and throws', async () => {
  const platform = await startPlatformProcess();
  const lines: unknown[] = [];
  const log = (data: object, message: string) => lines.push([data, message]);
  const adapter = createPlaygroundAdapter({ url: platform.url, token: TOKEN, now: Date.now, logger: { info: log, warn: log, error: log } });
  const hear = createEar();
  hear.ear.answer = () => Promise.reject(new Error('the disk is full'));
  await adapter.start(hear.inbound);
  await platform.say('ana', 'direct', 'one');
  await hear.ask();
  await platform.process.kill('SIGKILL');
  const error: unknown = await adapter.person('playground:acme:ana').catch((cause: unknown) => cause);
  await adapter.stop();
  expect(error).toMatchObject({ code: 'UNREACHABLE' });
  expect(lines.length).toBeGreaterThan(0);
  const { inspect } = await import('node:util');
  expect(inspect([lines, error], { depth: 10 })).not.toContain(TOKEN);
});

it.each([
  ['@handbook how do I?', false, 'handbook', 'how do I?'],
  ['  @Handbook: how do I?', false, 'handbook', 'how do I?'],
  ['@handbook', false, 'handbook', ''],
  ['@countersign handbook: how do I?', false, 'handbook', 'how do I?'],
  ['@Countersign, handbook: how do I?', false, 'handbook', 'how do I?'],
  ['@countersign @handbook how do I?', false, 'handbook', 'how do I?'],
  ['@countersign: how do I?', false, null, 'how do I?'],
  ['@countersign how do I?', false, null, 'how do I?'],
  ['@countersign https://host.example/ is what?', false, null, 'https://host.example/ is what?'],
  ['@countersign', false, null, ''],
  ['@countersigned how?', false, 'countersigned', 'how?'],
  ['handbook: how do I?', true, 'handbook', 'how do I?'],
  ['@handbook how do I?', true, 'handbook', 'how do I?'],
  ['how do I: that?', true, null, 'how do I: that?'],
  ['@ben said so, is that right?', true, null, '@ben said so, is that right?'],
  ['line one\nline two', true, null, 'line one\nline two'],
  ['', true, null, ''],
])('reads %j', (text, direct, agent, question) => {
  expect(readQuestion(text, direct, ['playground:acme:ben'])).toEqual({ agent, question });
});
