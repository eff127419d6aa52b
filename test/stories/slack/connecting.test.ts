import { expect, test } from 'vitest';
import { addAgentAt, CODE, DOOR, withCallers } from '../outside-agents.ts';
import { openSlackCompany } from './company.ts';

const withScribe = (rules: string): string =>
  withCallers(
    rules.replace(
      'agents: { handbook: { connector: handbook, folder: ./examples/handbook } }',
      'agents:\n  handbook: { connector: handbook, folder: ./examples/handbook }',
    ),
  );

test('an agent that calls us is connected by its code, which only one person reads, and what it hands in waits for that person and a reviewer', async () => {
  const company = await openSlackCompany({ receiver: 'http', rules: withScribe, environment: DOOR });
  const scribe = await addAgentAt(() => company.running().apiUrl ?? '', company.environment, 'scribe');
  const told = await company.command('ana', 'engineering', 'connect scribe Which valve is it?', CODE);
  for (const other of ['ben', 'dan']) expect((await company.sees(other)).text).not.toMatch(CODE);
  const grant = await scribe.redeem(CODE.exec(told)?.[0] ?? '');
  const draft = await scribe.submit(grant, 'The **left** valve.');
  const card = await company.told('ana', /Draft from scribe\. Only you can see it\./);
  for (const other of ['ben', 'dan']) expect((await company.sees(other)).text).not.toContain('valve');
  await company.press('ana', card, 'approve');
  const review = await company.told('ben', /asks you to review an answer from scribe/);
  expect((await scribe.call('GET', `/v1/drafts/${draft}`)).body.state).toBe('awaiting_reviewer');
  await company.press('ben', review, 'approve');
  const post = await company.told('dan', /Written by scribe \(AI\)\./, 'engineering');
  expect(post.text).toMatch(/The left valve\.[^]*Approved by Ana \(ana\) and Ben/);
  expect((await scribe.call('GET', `/v1/drafts/${draft}`)).body.state).toBe('published');
  await company.check();
});
