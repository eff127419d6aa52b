import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { nodePath } from '../support/processes.ts';
import { openCompany } from './company.ts';
import { ask, publish } from './turns.ts';

const program = new URL('../../examples/agents/command.mjs', import.meta.url).pathname;
const environment = { PATH: `${dirname(nodePath)}:/usr/bin:/bin` };
const withProgram = (rules: string): string =>
  rules.replace(/( {2}handbook:)[\s\S]*?(limits:)/, `$1 { connector: command, program: ${program}, environment: [PATH] }\n$2`);

test('a program of the company’s own answers in the place of the handbook, and its answer goes the same way', async () => {
  const company = await openCompany({ database: 'sqlite', rules: withProgram, environment });
  const draft = await ask(company, 'ana', 'engineering', '@handbook where do I get coffee?');
  expect(draft.text).toContain('descaled on Mondays');
  expect(await company.sees('dan')).not.toContain('descaled');
  const post = await publish(company, draft, 'ana', ['ben'], 'engineering');
  expect(post.text).toContain('Source: The house rules');
  await company.check();
});
