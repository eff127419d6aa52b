import { beforeAll, describe, expect, test } from 'vitest';
import { createHttpConnector } from '../../../src/agents/connectors/http.ts';
import type { Agent } from '../../../src/agents/agent.ts';
import { runAgent } from '../../../src/agents/run-agent.ts';
import { startNode } from '../../support/processes.ts';
import { until } from '../../support/until.ts';
import { agentContract } from '../contract.ts';
import { ask, notStopped } from '../questions.ts';
import { UNWATCHED } from '../../support/unwatched.ts';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
let url: string;

/** The example that docs/agents.md shows. */
beforeAll(async () => {
  const example = startNode('examples/agents/http.mjs', { env: { PORT: '0', FAQ_SECRET: SECRET } });
  url = await until(() => /listening on (\S+)/.exec(example.output().stdout)?.[1], { what: 'the example to listen' });
});

function agentWith(secret: string): Agent {
  const settings = { url, secret: 'FAQ_SECRET', private_addresses: 'allow' };
  const made = createHttpConnector({ env: { FAQ_SECRET: secret } }).create({
    name: 'house',
    connector: 'http',
    timeLimitMs: 1_000,
    settings,
    tools: [],
  });
  if (!made.ok) throw new Error(made.sentence);
  return made.agent;
}

describe('the agent of the connector http', () => {
  agentContract({
    answerable: 'How many days of holiday do I have?',
    otherAnswerable: 'When do I ask for a holiday?',
    unanswerable: 'What is the capital of Mongolia?',
    make: () => Promise.resolve(agentWith(SECRET)),
  });

  test('is asked with a signature, without which the example answers nobody', async () => {
    const other = agentWith(`whsec_${Buffer.alloc(32, 8).toString('base64')}`);
    expect(await runAgent(other, ask('How many holidays?'), { timeLimitMs: 5_000, signal: notStopped(), oversight: UNWATCHED })).toEqual({
      ok: false,
      code: 'AGENT_FAILED',
      detail: 'The agent’s address answered with status 401.',
    });
  });
});
