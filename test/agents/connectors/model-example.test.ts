import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runAgent } from '../../../src/agents/run-agent.ts';
import { nodePath } from '../../support/processes.ts';
import { serversOf, watching } from '../mcp/open.ts';
import { answering, startEndpoint } from '../openai/server.ts';
import { ask, notStopped } from '../questions.ts';
import { modelAt } from './models.ts';

/** The examples that docs/agents.md shows. */
const example = (name: string): string => fileURLToPath(new URL(`../../../examples/agents/${name}`, import.meta.url));

test('the example’s instructions and tools make an agent of any model, in thirty lines each', async () => {
  const { url, heard } = await startEndpoint((_question, count) =>
    count === 1
      ? { calls: [{ name: 'office_opening_hours', arguments: '{"place":"library"}' }] }
      : answering('From 10:00, but not on Fridays.', { sources: [{ title: 'Opening hours', url: null }] }),
  );
  const program = { program: example('tools.mjs'), environment: ['PATH'] };
  const { servers } = serversOf({ office: program }, { env: { PATH: `${dirname(nodePath)}:/usr/bin:/bin` } });
  const { oversight, seen } = watching();
  const limits = { timeLimitMs: 20_000, signal: notStopped(), oversight };
  const agent = modelAt(url, { instructions: example('instructions.md') }, servers);
  const run = await runAgent(agent, ask('When does the library open?', { tools: ['office/opening_hours'] }), limits);
  expect(run).toMatchObject({ ok: true, output: { sources: [{ title: 'Opening hours' }] } });
  expect(heard[0]?.body.messages[0]?.content).toContain('You answer questions about the office');
  expect(heard[1]?.body.messages.at(-1)?.content).toBe('The library is open 10:00 to 16:00, closed on Fridays.');
  expect(seen).toEqual(['called office/opening_hours {"place":"library"}', 'answered']);
  for (const name of ['tools.mjs', 'instructions.md', 'command.mjs', 'http.mjs'])
    expect(readFileSync(example(name), 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(30);
});
