import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { nodePath } from '../support/processes.ts';
import { openCompany } from './company.ts';
import { addAgent, answerOf, apiOf, connect, DOOR, newKey, withCallers } from './outside-agents.ts';
import { cardAfter, isAfter, press, publish } from './turns.ts';

const TEXT = 'The **blue** valve, by the door. Its twin is in the cellar.';

test('an agent that calls us hands in a draft for the person who connected it: they alone see it, approve it, Ben reviews it, and it is posted', async () => {
  const company = await openCompany({ database: 'sqlite', rules: withCallers, environment: DOOR });
  const scribe = await addAgent(company, 'scribe');
  const code = await connect(company, 'ana', 'engineering', 'scribe', 'Which valve stops the water?');
  expect(await company.sees('dan')).not.toContain(code);

  const made = await scribe.call('POST', '/v1/grants', { body: { code: code.toLowerCase().replaceAll('-', ' ') } });
  expect(made).toMatchObject({ status: 201, body: { verbs: ['draft', 'revise', 'withdraw', 'read'], drafts: 3, draft: null } });
  const grant = String(made.body.grant);
  expect((await scribe.call('POST', '/v1/grants', { body: { code } })).body.code).toBe('CODE_NOT_VALID');
  const asked = await scribe.call('GET', `/v1/requests/${String(made.body.request)}`, { grant });
  expect(asked).toMatchObject({ status: 200, body: { question: 'Which valve stops the water?', wish: null, thread: [] } });
  expect(JSON.stringify(asked.body)).not.toMatch(/ana|engineering/);

  const key = newKey();
  const handed = await scribe.call('POST', '/v1/drafts', { grant, key, body: answerOf(TEXT) });
  expect(handed).toMatchObject({ status: 201, body: { state: 'awaiting_requester', revision: 1, run: null } });
  expect(handed.headers.get('location')).toBe(`/v1/drafts/${String(handed.body.id)}`);
  expect((await scribe.call('POST', '/v1/drafts', { grant, key, body: answerOf(TEXT) })).body).toEqual(handed.body);
  const card = await company.card('ana', { draft: String(handed.body.id), state: 'awaiting_requester' });
  expect(card.text).toContain('Which valve stops the water?');
  expect(await company.sees('ana')).toContain('by the door');
  for (const person of ['ben', 'chloe', 'dan', 'olu']) expect(await company.sees(person)).not.toContain('valve');

  const post = await publish(company, card, 'ana', ['ben'], 'engineering');
  expect(post.text).toContain('Written by scribe');
  expect((await scribe.call('GET', `/v1/drafts/${String(handed.body.id)}`)).body.state).toBe('published');
  await company.check();
});

test('asked again, it answers the same draft; it may take its own back, and not what a person has written anew', async () => {
  const company = await openCompany({ database: 'sqlite', rules: withCallers, environment: DOOR });
  const scribe = await addAgent(company, 'scribe');
  const grant = await scribe.redeem(await connect(company, 'ana', 'engineering', 'scribe', 'Which valve?'));
  const draft = await scribe.submit(grant, TEXT);
  const card = await company.card('ana', { draft, state: 'awaiting_requester' });
  expect((await scribe.call('POST', `/v1/drafts/${draft}/revisions`, { grant, key: newKey(), body: answerOf('Again.') })).body.code).toBe(
    'NOT_AWAITED',
  );
  await press(company, 'ana', card, 'ask_again', 'shorter, please');
  const [waiting] = (await scribe.call('GET', '/v1/runs')).body.drafts as { id: string; run: string }[];
  expect(waiting).toMatchObject({ id: draft, state: 'awaiting_agent' });
  const forRun = await scribe.call('POST', '/v1/grants', { body: { run: waiting?.run } });
  expect(forRun).toMatchObject({ status: 201, body: { draft, request: draft, verbs: ['revise', 'read'], drafts: 0 } });
  const runGrant = String(forRun.body.grant);
  const asked = await scribe.call('GET', `/v1/requests/${draft}`, { grant: runGrant });
  expect(asked.body).toMatchObject({ question: 'Which valve?', wish: 'shorter, please', previous: expect.stringContaining('blue') });
  const again = await scribe.call('POST', `/v1/drafts/${draft}/revisions`, {
    grant: runGrant,
    key: newKey(),
    body: answerOf('The blue one.'),
  });
  expect(again).toMatchObject({ status: 201, body: { id: draft, revision: 2, state: 'awaiting_requester' } });
  const next = await cardAfter(company, 'ana', card, 'awaiting_requester');
  await press(company, 'ana', next, 'approve');
  await company.card('ben', { draft, state: 'awaiting_reviewer' });

  expect((await scribe.call('DELETE', `/v1/drafts/${draft}`, { grant: runGrant })).body.code).toBe('GRANT_NOT_VALID');
  expect((await scribe.call('DELETE', `/v1/drafts/${draft}`, { grant })).body).toMatchObject({ state: 'withdrawn' });
  expect((await scribe.call('DELETE', `/v1/drafts/${draft}`, { grant })).status).toBe(200);
  await company.notice('ana', 'scribe took back its draft for #engineering. Nothing was posted.');
  await company.card(
    'ana',
    (one) => one.id === next.id && /^scribe took this draft back\. You.* saw it; nobody else did\.$/.test(one.title ?? ''),
  );
  await company.card('ben', { draft, title: 'scribe took it back. Nothing was posted.' });

  const second = await scribe.submit(grant, 'Another.');
  const edited = await company.card('ana', { draft: second, state: 'awaiting_requester' });
  await press(company, 'ana', edited, 'edit', 'In my own words.');
  expect((await scribe.call('DELETE', `/v1/drafts/${second}`, { grant })).body.code).toBe('CANNOT_WITHDRAW');
  await company.check();
});

test('a person who asks it in the channel has its answer as soon as it fetches the question; the grant for that run is for nothing else', async () => {
  const company = await openCompany({ database: 'postgres', rules: withCallers, environment: DOOR });
  const [scribe, other] = [await addAgent(company, 'scribe'), await addAgent(company, 'other')];
  const said = await company.say('ana', 'engineering', '@scribe which valve?');
  const working = await company.card('ana', (card) => isAfter(card, said) && card.state === 'awaiting_agent');
  const [waiting] = (await scribe.call('GET', '/v1/runs')).body.drafts as { id: string; run: string }[];
  expect(waiting?.id).toBe(working.draft);
  expect((await other.call('GET', '/v1/runs')).body).toEqual({ drafts: [] });
  expect((await other.call('POST', '/v1/grants', { body: { run: waiting?.run } })).body.code).toBe('CODE_NOT_VALID');
  const grant = String((await scribe.call('POST', '/v1/grants', { body: { run: waiting?.run } })).body.grant);
  const broken = await scribe.call('POST', `/v1/drafts/${waiting?.id}/revisions`, { grant, key: newKey(), body: answerOf('a\u0000b') });
  expect(broken).toMatchObject({ status: 422, body: { code: 'ANSWER_REFUSED' } });
  const handed = await scribe.call('POST', `/v1/drafts/${waiting?.id}/revisions`, { grant, key: newKey(), body: answerOf(TEXT) });
  expect(handed).toMatchObject({ status: 201, body: { state: 'awaiting_requester' } });
  const card = await company.card('ana', { draft: waiting?.id ?? '', state: 'awaiting_requester' });
  const post = await publish(company, card, 'ana', ['chloe'], 'engineering');
  expect(post.thread).toBe(said);
  expect((await scribe.call('POST', '/v1/drafts', { grant, key: newKey(), body: answerOf('More.') })).body.code).toBe('GRANT_NOT_VALID');
  await company.check();
});

test('the example hands in its answer for whoever gave it a code', async () => {
  const company = await openCompany({ database: 'sqlite', rules: withCallers, environment: DOOR });
  const { secret } = await addAgent(company, 'scribe');
  const code = await connect(company, 'ana', 'engineering', 'scribe', 'When is there coffee?');
  const env = { COUNTERSIGN_URL: apiOf(company), COUNTERSIGN_SECRET: secret };
  const run = (): Promise<{ stdout: string }> => promisify(execFile)(nodePath, ['examples/agents/calls-us.mjs', code], { env });
  const { stdout } = await run();
  const [draft = ''] = stdout.split(' ');
  expect(stdout).toBe(`${draft} is awaiting_requester\n`);
  expect((await company.card('ana', { draft, state: 'awaiting_requester' })).text).toContain('descaled on');
  await expect(run()).rejects.toThrow('CODE_NOT_VALID');
  await company.check();
});
