import { expect, test } from 'vitest';
import { answerOf, apiOf, addAgent, connect, DOOR, newKey, withCallers } from '../stories/outside-agents.ts';
import { openCompany } from '../stories/company.ts';
import { rawRequest } from '../support/raw-request.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

test('without API_PORT there is no door', async () => {
  const company = await openCompany({ database: 'sqlite' });
  expect(company.bot.running().apiUrl).toBe(null);
});

test('every no is problem details, whatever was sent', async () => {
  const company = await openCompany({ database: 'sqlite', rules: withCallers, environment: DOOR });
  const scribe = await addAgent(company, 'scribe');
  const api = apiOf(company);
  const own = { authorization: `Bearer ${scribe.secret}` };
  const key = { 'idempotency-key': newKey() };
  const drafts = `${api}/v1/drafts`;
  const calls: Record<string, [method: string, url: string, headers: Record<string, string>, body?: string]> = {
    '401 AGENT_NOT_KNOWN': ['POST', drafts, JSON_TYPE, '{}'],
    '404 NO_SUCH_PATH': ['GET', `${api}/v2`, own],
    '405 METHOD_NOT_ALLOWED': ['PUT', drafts, own],
    '400 BAD_REQUEST': ['POST', `${api}/v1/grants`, { ...own, ...JSON_TYPE }, '{"code":'],
    '413 TOO_LARGE': ['POST', drafts, { ...own, ...JSON_TYPE }, JSON.stringify(answerOf('x'.repeat(300_000)))],
    '413 TOO_LARGE in pieces': [
      'POST',
      drafts,
      { ...own, ...JSON_TYPE, 'transfer-encoding': 'chunked' },
      JSON.stringify(answerOf('x'.repeat(300_000))),
    ],
    '415 NOT_JSON': ['POST', drafts, { ...own, 'content-type': 'text/plain' }, 'Yes.'],
    '422 AGENT_BROKE_CONTRACT': [
      'POST',
      drafts,
      { ...own, ...key, ...JSON_TYPE },
      JSON.stringify({ ...answerOf('Yes.'), audience: 'everyone' }),
    ],
    '400 KEY_NEEDED': ['POST', drafts, { ...own, ...JSON_TYPE }, JSON.stringify(answerOf('Yes.'))],
    '403 GRANT_NOT_VALID': ['POST', drafts, { ...own, ...key, ...JSON_TYPE }, JSON.stringify(answerOf('Yes.'))],
    '403 CODE_NOT_VALID': ['POST', `${api}/v1/grants`, { ...own, ...JSON_TYPE }, '{"code":"AAAA-AAAA-AAAA-AAAA"}'],
    '404 NOT_FOUND': ['GET', `${drafts}/drf_00000000000000000000000000`, own],
    '403 NAME_REFUSED': ['GET', `${api}/v1/openapi.json`, { host: 'attacker.example' }],
    '403 NAME_REFUSED by origin': ['GET', `${api}/v1/openapi.json`, { origin: 'https://attacker.example' }],
  };
  for (const [name, [method, url, headers, body]] of Object.entries(calls)) {
    const { status, text } = await rawRequest(method, url, headers, body ?? '');
    const told = JSON.parse(text) as Record<string, unknown>;
    const [wanted, code] = name.split(' ');
    expect({ name, status, ...told }).toEqual({
      name,
      status: Number(wanted),
      type: `urn:countersign:problem:${code}`,
      title: expect.any(String),
      detail: expect.any(String),
      code,
    });
  }
  const { headers } = await fetch(drafts, { method: 'PUT', headers: own });
  expect([headers.get('allow'), headers.get('content-type'), headers.get('cache-control')]).toEqual([
    'POST',
    'application/problem+json',
    'no-store',
  ]);
  const open = await rawRequest('GET', `${api}/v1/openapi.json`, { origin: api });
  expect(open.status).toBe(200);
  await company.check();
});

test('one key is one draft, also when it is sent twice at once and again after a restart; another body under it is an error', async () => {
  const company = await openCompany({ database: 'sqlite', rules: withCallers, environment: DOOR });
  const scribe = await addAgent(company, 'scribe');
  const grant = await scribe.redeem(await connect(company, 'ana', 'engineering', 'scribe', 'Which valve?'));
  const key = newKey();
  const send = (text: string): ReturnType<typeof scribe.call> => scribe.call('POST', '/v1/drafts', { grant, key, body: answerOf(text) });
  const both = await Promise.all([send('The blue one.'), send('The blue one.')]);
  const [first] = both.filter(({ status }) => status === 201);
  expect(both.map(({ status, body }) => (status === 201 ? 201 : body.code)).toSorted()).toEqual(
    both.every(({ status }) => status === 201) ? [201, 201] : [201, 'SUBMISSION_UNDER_WAY'],
  );
  expect((await send('The red one.')).body.code).toBe('KEY_USED');
  await company.bot.restart();
  expect((await send('The blue one.')).body).toEqual(first?.body);
  await company.card('ana', { draft: String(first?.body.id), state: 'awaiting_requester' });
  expect((await company.view('ana')).direct.filter(({ kind }) => kind === 'card')).toHaveLength(1);
  // A day later the key is free, and the grant long dead.
  await company.pass(25 * 3_600_000);
  await company.bot.restart();
  expect((await send('The blue one.')).body.code).toBe('GRANT_NOT_VALID');
  await company.check();
});

test('an agent that asks too much waits, and holds up nobody else; whoever tries codes gets ten a minute', async () => {
  const company = await openCompany({ database: 'sqlite', rules: withCallers, environment: DOOR });
  const [scribe, other] = [await addAgent(company, 'scribe'), await addAgent(company, 'other')];
  const tries = await Promise.all(
    Array.from({ length: 15 }, () => scribe.call('POST', '/v1/grants', { body: { code: 'AAAA-AAAA-AAAA-AAAA' } })),
  );
  expect(tries.map(({ status }) => status).toSorted()).toEqual([...Array<number>(10).fill(403), ...Array<number>(5).fill(429)]);
  const calls = await Promise.all(Array.from({ length: 120 }, () => scribe.call('GET', '/v1/runs')));
  const refused = calls.filter(({ status }) => status === 429);
  expect(refused).toHaveLength(15);
  expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(refused[0]?.body.code).toBe('TOO_MANY_CALLS');
  expect((await other.call('GET', '/v1/runs')).status).toBe(200);
  await company.check();
});
