import { expect, test } from 'vitest';
import { createApiConnector } from '../../../src/agents/connectors/api.ts';
import { runAgent } from '../../../src/agents/run-agent.ts';
import { ask } from '../questions.ts';
import { UNWATCHED } from '../../support/unwatched.ts';

const made = createApiConnector().create({ name: 'scribe', connector: 'api', timeLimitMs: 1_000, tools: [], settings: {} });

test('an agent that calls us is sent nothing: its run waits for as long as it may, and ends when it is told to', async () => {
  if (!made.ok) throw new Error(made.sentence);
  const stop = new AbortController();
  const run = runAgent(made.agent, ask('Well?'), { timeLimitMs: 60_000, signal: stop.signal, oversight: UNWATCHED });
  const late = await runAgent(made.agent, ask('Well?'), { timeLimitMs: 20, signal: stop.signal, oversight: UNWATCHED });
  expect(late).toMatchObject({ ok: false, code: 'AGENT_TIMED_OUT' });
  stop.abort();
  expect(await run).toMatchObject({ ok: false, code: 'AGENT_ABORTED' });
  await expect(made.agent.run(ask('Well?'), stop.signal, UNWATCHED)).rejects.toThrow('aborted');
});
