import { expect, test } from 'vitest';
import { createLogger } from '../../src/logger.ts';
import { openCompany } from '../stories/company.ts';
import { settled } from '../stories/settled.ts';
import { rawRequest } from '../support/raw-request.ts';
import { get, OLU, order, state } from './corner.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

async function send(
  url: string,
  headers: Record<string, string>,
  body: string,
  method = 'POST',
): Promise<{ status: number; code: string }> {
  const { status, text } = await rawRequest(method, url, headers, body);
  return { status, code: (JSON.parse(text) as { code: string }).code };
}

test('what is not in the agreed form is refused, says what to do, and changes nothing', async () => {
  const company = await openCompany({ database: 'sqlite', hosted: true });
  const stop = { scope: 'all', reason: 'let me' };
  const bad: [verb: string, said: Record<string, unknown>, message: RegExp][] = [
    ['engage', { ...stop, force: true }, /Unrecognized key: "force"/],
    ['engage', { scope: 'all' }, /^"reason" is not as it must be/],
    ['engage', { ...stop, scope: '' }, /^"scope" is not as it must be/],
    ['engage', { ...stop, person: 'olu' }, /^"person" is not as it must be/],
    ['engage', { ...stop, person: ['playground:acme:olu'] }, /^"person" is not as it must be/],
    ['engage', { ...stop, reason: 'x'.repeat(8001) }, /^"reason" is not as it must be/],
    ['engage', { ...stop, reason: 'a\0b' }, /^"reason" is not as it must be: must be well-formed text without NUL/],
    ['withdraw', { draft: 'rq-00000000', reason: '\ud800' }, /^"reason" is not as it must be/],
    ['engage', { ...stop, scope: 'all\0' }, /^"scope" is not as it must be/],
    ['retract', { draft: '\udfff' }, /^"draft" is not as it must be/],
    ['engage', { ...stop, person: `${OLU}\ud800` }, /^"person" is not as it must be/],
    ['settle', { draft: 'rq-00000000', outcome: 'failed', reason: 'x', version: 0 }, /^"version" is not as it must be/],
    ['retract', { draft: 'rq-00000000', reason: 'x' }, /Unrecognized key: "reason"/],
    ['settle', { draft: 'rq-00000000', outcome: 'maybe', reason: 'x' }, /^"outcome" is not as it must be/],
    ['verify', { key: 'mine' }, /Unrecognized key: "key"/],
  ];
  for (const [verb, said, message] of bad) {
    const refused = await order(company, verb, said);
    expect([refused.status, refused.body.code], JSON.stringify(said).slice(0, 80)).toEqual([400, 'BAD_REQUEST']);
    expect(refused.body.message).toMatch(message);
    expect(refused.body.message).toMatch(/ See adapters\/playground\/README\.md\.$/);
  }
  expect(await get(company, '/console/state')).toMatchObject({ status: 400 });
  expect(await get(company, `/console/state?person=${OLU}&as=root`)).toMatchObject({ status: 400 });

  const { url } = company;
  const inForm = JSON.stringify({ person: OLU, ...stop });
  expect(await send(`${url}/console/engage`, JSON_TYPE, '{"person":')).toEqual({ status: 400, code: 'BAD_REQUEST' });
  expect(await send(`${url}/console/engage`, JSON_TYPE, 'null')).toEqual({ status: 400, code: 'BAD_REQUEST' });
  expect(await send(`${url}/console/engage`, { 'content-type': 'text/plain' }, inForm)).toEqual({ status: 415, code: 'NOT_JSON' });
  expect(await send(`${url}/console/engage`, JSON_TYPE, `${' '.repeat(64 * 1024)}${inForm}`)).toEqual({
    status: 413,
    code: 'BODY_TOO_LARGE',
  });
  expect(await send(`${url}/console/engage`, { 'transfer-encoding': 'chunked', ...JSON_TYPE }, `${' '.repeat(80_000)}${inForm}`)).toEqual({
    status: 413,
    code: 'BODY_TOO_LARGE',
  });
  expect(await send(`${url}/console/engage`, { ...JSON_TYPE, origin: 'http://evil.example' }, inForm)).toEqual({
    status: 403,
    code: 'FOREIGN_ORIGIN',
  });
  expect(await send(`${url}/console/engage`, { ...JSON_TYPE, host: 'evil.example' }, inForm)).toEqual({
    status: 403,
    code: 'FOREIGN_HOST',
  });
  expect(await send(`${url}/console/state?person=${OLU}`, { host: 'evil.example' }, '', 'GET')).toEqual({
    status: 403,
    code: 'FOREIGN_HOST',
  });
  for (const path of ['/console', '/console/', '/console/engage', '/console/elsewhere']) {
    expect(await send(`${url}${path}`, {}, '', 'GET'), path).toEqual({ status: 404, code: 'NOT_FOUND' });
  }
  expect((await state(company)).switch.stopped).toEqual([]);
  // The same order in the right form is carried out, so nothing above was refused for another reason.
  expect(await send(`${url}/console/engage`, { ...JSON_TYPE, origin: url }, inForm)).toMatchObject({ status: 200 });
});

test('its answers are kept by no cache and carry the headers of the platform', async () => {
  const company = await openCompany({ database: 'sqlite', hosted: true });
  for (const path of [`/console/state?person=${OLU}`, '/console/operators', '/console/state', '/console/nothing']) {
    const { headers } = await fetch(`${company.url}${path}`);
    expect(headers.get('content-type'), path).toBe('application/json');
    expect(headers.get('cache-control'), path).toBe('no-store');
    expect(headers.get('content-security-policy'), path).toMatch(/^default-src 'none'/);
    expect(headers.get('x-content-type-options'), path).toBe('nosniff');
  }
});

test('what goes wrong is written to the program’s log, and the answer says no more than where to look', async () => {
  const lines: { data: object; message: string }[] = [];
  const company = await openCompany({
    database: 'sqlite',
    hosted: true,
    overrides: {
      wrap: (given) => ({
        ...given,
        logger: { ...createLogger('silent'), error: (data, message) => lines.push({ data, message }) },
        log: { ...given.log, verify: () => Promise.reject(new Error('the disk is on fire')) },
      }),
    },
  });
  await settled(company);
  expect(await order(company, 'verify', {})).toEqual({
    status: 500,
    body: { code: 'FAILED', message: 'That did not work. The program’s log on the server says why; look there, then try again.' },
  });
  expect(lines).toEqual([{ data: { error: new Error('the disk is on fire') }, message: 'the operator’s corner could not answer' }]);
});
