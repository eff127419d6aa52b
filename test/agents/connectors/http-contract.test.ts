import { beforeAll, describe, expect, test } from 'vitest';
import { createHttpConnector } from '../../../src/agents/connectors/http.ts';
import type { Agent } from '../../../src/agents/agent.ts';
import { runAgent } from '../../../src/agents/run-agent.ts';
import { startNode } from '../../support/processes.ts';
import { until } from '../../support/until.ts';
import { type Act, type Actor, ANSWERED, PARTS, SECRET } from '../acts.ts';
import { agentContract } from '../contract.ts';
import { serving } from '../serving.ts';
import { ask, notStopped } from '../questions.ts';
import { UNWATCHED } from '../../support/unwatched.ts';

const SECRET_OF_BOTH = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
let url: string;

const [first = '', second = '', third = ''] = PARTS;
const event = (name: string, data: unknown): string => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
const progress = (text: string): string => event('progress', { text });

/** What it says before it is released, and what after; a status by itself where it fails. */
const SAID: Record<Act, [before: string, after: string] | number> = {
  streams: [
    progress(first) + progress(first + second),
    progress(first + second + third) + event('answer', { ...ANSWERED, text: first + second + third }),
  ],
  fails: 500,
  hangs: [progress(first), ''],
  huge: ['a'.repeat(2_000_000), ''],
  lies: [event('answer', { ...ANSWERED, audience: 'everyone' }), ''],
  twice: [event('answer', ANSWERED) + event('answer', { ...ANSWERED, text: SECRET }), ''],
  late: [progress(first), event('answer', ANSWERED)],
};

async function acts(act: Act): Promise<Actor> {
  const released = Promise.withResolvers<void>();
  const said = SAID[act];
  const address = await serving((_, response) => {
    if (typeof said === 'number') return void response.writeHead(said).end(SECRET);
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(said[0]);
    void released.promise.then(() => response.end(said[1]));
  });
  return { agent: agentWith(SECRET_OF_BOTH, address), release: async () => released.resolve() };
}

/** The example that docs/agents.md shows. */
beforeAll(async () => {
  const example = startNode('examples/agents/http.mjs', { env: { PORT: '0', FAQ_SECRET: SECRET_OF_BOTH } });
  url = await until(() => /listening on (\S+)/.exec(example.output().stdout)?.[1], { what: 'the example to listen' });
});

function agentWith(secret: string, address = url): Agent {
  const settings = { url: address, secret: 'FAQ_SECRET', private_addresses: 'allow' };
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
    acts,
    make: () => Promise.resolve(agentWith(SECRET_OF_BOTH)),
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
