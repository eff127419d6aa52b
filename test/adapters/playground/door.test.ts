import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RawAnswer, rawRequest } from '../../support/raw-request.ts';
import { id, startPlatform } from './client.ts';

type Platform = Awaited<ReturnType<typeof startPlatform>>;
let p: Platform;
beforeAll(async () => void (p = await startPlatform()));
afterAll(() => p.stop());

const raw = (method: string, path: string, headers: Record<string, string>, body?: string): Promise<RawAnswer> =>
  rawRequest(method, `${p.url}${path}`, headers, body);

const said = JSON.stringify({ person: id('ana'), channel: 'engineering', text: 'from elsewhere' });
const json = { 'content-type': 'application/json' };

async function expectNothingWasSaid(): Promise<void> {
  expect(JSON.stringify(await p.view('ana'))).not.toContain('from elsewhere');
}

describe('the door of the playground', () => {
  it('opens to itself: the ear works', async () => {
    const { port } = new URL(p.url);
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`, 'localhost', 'LOCALHOST:9']) {
      const body = said.replace('from elsewhere', `from ${host}`);
      expect((await raw('POST', '/playground/api/say', { ...json, host, origin: `http://${host}` }, body)).status, host).toBe(202);
      expect(JSON.stringify(await p.view('ana'))).toContain(`from ${host}`);
    }
    expect((await raw('POST', '/playground/api/say', { ...json }, said.replace('from elsewhere', 'no origin'))).status).toBe(202);
  });

  it.each([
    'http://evil.example',
    'https://127.0.0.1',
    'http://127.0.0.1',
    'http://127.0.0.1.evil.example',
    'http://localhost.evil.example',
    'null',
    '',
    'file://',
  ])('does nothing for a page from %j', async (origin) => {
    const { status, text } = await raw('POST', '/playground/api/say', { ...json, origin }, said);
    expect([status, JSON.parse(text).code]).toEqual([403, 'FOREIGN_ORIGIN']);
    await expectNothingWasSaid();
    for (const path of [
      `/playground/api/view?person=${id('ana')}`,
      `/playground/api/events?person=${id('ana')}`,
      '/playground/api/wire',
      '/',
    ]) {
      const answer = await raw('GET', path, { origin });
      expect(answer.status).toBe(403);
      expect(answer.text).not.toContain('Acme');
    }
  });

  it.each([
    'evil.example',
    'localhost.evil.example',
    'localhost:1:2',
    '127.0.0.2',
    '0.0.0.0',
    '[::2]',
    'localhost@evil.example',
    '127.0.0.1.',
  ])('does nothing under the name %j', async (host) => {
    for (const [method, path, body] of [
      ['POST', '/playground/api/say', said],
      ['GET', `/playground/api/view?person=${id('ana')}`, ''],
      ['GET', '/playground/api/wire', ''],
      ['GET', '/', ''],
    ] as const) {
      const { status, text } = await raw(method, path, { ...json, host, origin: `http://${host}` }, body);
      expect([400, 403]).toContain(status);
      expect(text).not.toContain('Acme');
    }
    await expectNothingWasSaid();
  });

  it.each([
    {},
    { 'content-type': 'text/plain' },
    { 'content-type': 'application/x-www-form-urlencoded' },
    { 'content-type': 'multipart/form-data' },
  ])('reads nothing but JSON: %j', async (headers) => {
    const { status, text } = await raw('POST', '/playground/api/say', headers, said);
    expect([status, JSON.parse(text).code]).toEqual([415, 'NOT_JSON']);
    await expectNothingWasSaid();
  });

  it('answers no question of another page before a request', async () => {
    const headers = { origin: 'http://evil.example', 'access-control-request-method': 'POST' };
    const { status, text } = await raw('OPTIONS', '/playground/api/say', headers);
    expect(status).toBe(403);
    expect(text).not.toContain('allow');
  });

  it('lets nothing run that is not a file of ours', async () => {
    for (const path of ['/', '/playground/page/main.js', `/playground/api/view?person=${id('ana')}`, '/nothing', '/playground/bot/ack']) {
      const { headers } = await p.send('GET', path);
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      );
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    }
    const page = (await p.send('GET', '/')).body['text'] as string;
    expect(page).toContain('Anyone here can be anyone');
    expect(page).not.toMatch(/ style=| on[a-z]+=|<style|<script(?! type="module" src="\/playground\/page\/main.js">)/);
  });

  it('takes a body without a length only as far as it may go', async () => {
    const chunks = { ...json, 'transfer-encoding': 'chunked' };
    const { status } = await raw('POST', '/playground/api/say', chunks, `{"text":"${'a'.repeat(70_000)}"}`);
    expect(status).toBe(413);
  });
});
