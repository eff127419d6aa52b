import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openCompany } from './company.ts';
import { addAgent, answerOf, CODE, connect, DOOR, newKey, withCallers } from './outside-agents.ts';
import { changeDatabase } from '../cli/tampering.ts';
import { runHere } from '../support/run-command.ts';
import { asking, createGate } from './gates.ts';
import { entriesOf } from './log.ts';
import { engage, isAfter, release } from './turns.ts';

const draftWith = (grant: string) => ({ grant, key: newKey(), body: answerOf('The blue one.') });

test('the switch ends every grant and every code: releasing it brings none back', async () => {
  const company = await openCompany({ database: 'sqlite', rules: withCallers, environment: DOOR });
  const scribe = await addAgent(company, 'scribe');
  const grant = await scribe.redeem(await connect(company, 'ana', 'engineering', 'scribe', 'Which valve?'));
  const elsewhere = await scribe.redeem(await connect(company, 'ana', 'random', 'scribe', 'Which valve?'));
  const code = await connect(company, 'dan', 'engineering', 'scribe', 'Which valve?');
  await engage(company, 'leak', 'channel:playground:acme:engineering ');
  expect((await scribe.call('POST', '/v1/drafts', draftWith(grant))).body.code).toBe('GRANT_NOT_VALID');
  const said = await company.say('ana', 'engineering', '/countersign connect scribe Which valve?');
  expect((await company.notice('ana', (one) => isAfter(one, said))).text).toMatch(/^Olu stopped publishing in #engineering/);
  await release(company, 'channel:playground:acme:engineering ');
  expect((await scribe.call('POST', '/v1/drafts', draftWith(grant))).body.code).toBe('GRANT_NOT_VALID');
  expect((await scribe.call('POST', '/v1/grants', { body: { code } })).body.code).toBe('CODE_NOT_VALID');
  expect((await scribe.call('POST', '/v1/drafts', draftWith(elsewhere))).status).toBe(201);
  await company.check();
});

test('a code is in no reply that is kept, a question and a grant are in the database in no form that can be read, and a grant ends with its time', async () => {
  const company = await openCompany({ database: 'sqlite', rules: withCallers, environment: DOOR });
  const scribe = await addAgent(company, 'scribe');
  const code = await connect(company, 'ana', 'engineering', 'scribe', 'Which umbrella is dry?');
  const stored = (): string =>
    changeDatabase(company.config, (database) => {
      database.exec('pragma wal_checkpoint(truncate)');
      return readFileSync(join(company.config.dataDir, 'countersign.sqlite'), 'latin1');
    });
  expect(stored()).toContain('CONNECT_CODE_SHOWN');
  for (const secret of [code, code.replaceAll('-', ''), 'umbrella']) expect(stored()).not.toContain(secret);
  const grant = await scribe.redeem(code);
  expect(stored()).not.toContain(grant.slice(4));
  await company.pass(10 * 60_000);
  expect((await scribe.call('POST', '/v1/drafts', draftWith(grant))).body.code).toBe('GRANT_NOT_VALID');
  await company.check();
});

test('without a question there is no code, and what the rules refuse when asked they refuse here, and again when it is handed in', async () => {
  const company = await openCompany({
    database: 'sqlite',
    rules: (rules) => withCallers(rules).replace('open_drafts: 10', 'open_drafts: 1'),
    environment: DOOR,
  });
  const scribe = await addAgent(company, 'scribe');
  const told = async (words: string, channel = 'engineering'): Promise<string> => {
    const said = await company.say('ana', channel, words);
    return (await company.notice('ana', (one) => isAfter(one, said))).text;
  };
  expect(await told('/countersign connect scribe')).toBe(
    "There was no question after the agent's name. Your question went to no agent. Write it like this: /countersign connect scribe how do I …?",
  );
  expect(await told('/countersign connect scribe Which?', 'lobby')).toMatch(/^Agents cannot be asked in #lobby/);
  expect(await told('/countersign connect oracle Which?')).toMatch(/^There is no agent called oracle/);
  expect(await told('/countersign connect other Which?')).toMatch(/^other cannot be connected/);
  expect(CODE.test(await told('/countersign connect scribe Which valve?'))).toBe(true);
  const grant = await scribe.redeem(await connect(company, 'ana', 'engineering', 'scribe', 'Which valve?'));
  await scribe.submit(grant, 'The blue one.');
  expect((await scribe.call('POST', '/v1/drafts', draftWith(grant))).body.code).toBe('NOT_ALLOWED_NOW');
  expect(await told('/countersign connect scribe Which?')).toMatch(/^You have 1 open draft, which is the limit/);
  await company.check();
});

test('a secret that is revoked while the platform is asked hands nothing in', async () => {
  const gate = createGate();
  let isHeld = false;
  const company = await openCompany({
    database: 'sqlite',
    rules: withCallers,
    environment: DOOR,
    overrides: { wrap: asking(async () => (isHeld ? gate.pass() : undefined)) },
  });
  const scribe = await addAgent(company, 'scribe');
  const grant = await scribe.redeem(await connect(company, 'ana', 'engineering', 'scribe', 'Which valve?'));
  isHeld = true;
  const handedIn = scribe.call('POST', '/v1/drafts', draftWith(grant));
  await gate.reached;
  expect((await runHere(['agent', 'revoke', 'scribe'], company.environment)).code).toBe(0);
  gate.open();
  expect((await handedIn).body.code).toBe('GRANT_NOT_VALID');
  expect((await entriesOf(company)).map(({ type }) => type)).not.toContain('draft.requested');
  await company.check();
});

test('another secret ends every grant and every code that was made for the one before', async () => {
  const company = await openCompany({ database: 'sqlite', rules: withCallers, environment: DOOR });
  const scribe = await addAgent(company, 'scribe');
  const grant = await scribe.redeem(await connect(company, 'ana', 'engineering', 'scribe', 'Which valve?'));
  const code = await connect(company, 'ben', 'engineering', 'scribe', 'Which valve?');
  const secret = (await runHere(['agent', 'rotate', 'scribe'], company.environment)).stdout.trim();
  const handedIn = await scribe.call('POST', '/v1/drafts', { ...draftWith(grant), secret });
  expect([handedIn.status, handedIn.body.code]).toEqual([403, 'GRANT_NOT_VALID']);
  const redeemed = await scribe.call('POST', '/v1/grants', { body: { code }, secret });
  expect(redeemed.body.code).toBe('CODE_NOT_VALID');
  await company.check();
});
