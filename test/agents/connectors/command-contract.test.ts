import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';
import { createCommandAgent } from '../../../src/agents/connectors/command.ts';
import { nodePath } from '../../support/processes.ts';
import { agentContract } from '../contract.ts';

/** The example that docs/agents.md shows. */
const file = fileURLToPath(new URL('../../../examples/agents/command.mjs', import.meta.url));

describe('the agent of the connector command', () => {
  agentContract({
    answerable: 'Where do I get coffee?',
    otherAnswerable: 'Which door is mine?',
    unanswerable: 'What is the capital of Mongolia?',
    make: () =>
      Promise.resolve(createCommandAgent('house', { file, args: [], env: { PATH: `${dirname(nodePath)}:/usr/bin:/bin` }, user: null })),
  });
});
