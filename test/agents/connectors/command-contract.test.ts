import { chmod, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';
import { createCommandAgent } from '../../../src/agents/connectors/command.ts';
import { nodePath } from '../../support/processes.ts';
import { type Act, type Actor, ANSWERED, PARTS, SECRET } from '../acts.ts';
import { agentContract } from '../contract.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** The example that docs/agents.md shows. */
const file = fileURLToPath(new URL('../../../examples/agents/command.mjs', import.meta.url));

const [first = '', second = '', third = ''] = PARTS;
const say = (value: unknown): string => `echo '${JSON.stringify(value)}'`;
const progress = (text: string): string => say({ kind: 'progress', text });
const untilReleased = 'until [ -e released ]; do sleep 0.02; done';

const SCRIPTS: Record<Act, string[]> = {
  streams: [
    progress(first),
    progress(first + second),
    untilReleased,
    progress(first + second + third),
    say({ ...ANSWERED, text: first + second + third }),
  ],
  fails: [`echo ${SECRET} >&2`, `echo ${SECRET}`],
  hangs: [progress(first), 'sleep 1000'],
  huge: [`head -c 2000000 /dev/zero | tr '\\0' a`],
  lies: [say({ ...ANSWERED, audience: 'everyone' })],
  twice: [say(ANSWERED), say({ ...ANSWERED, text: SECRET })],
  late: ['trap "" TERM', progress(first), untilReleased, say(ANSWERED)],
};

async function acts(act: Act): Promise<Actor> {
  const folder = await temporaryFolder({ 'agent.sh': ['#!/bin/sh', ...SCRIPTS[act], ''].join('\n') });
  const program = join(folder, 'agent.sh');
  await chmod(program, 0o755);
  return {
    agent: createCommandAgent('house', { file: program, args: [], env: { PATH: '/usr/bin:/bin' }, user: null }),
    release: () => writeFile(join(folder, 'released'), ''),
  };
}

describe('the agent of the connector command', () => {
  agentContract({
    answerable: 'Where do I get coffee?',
    otherAnswerable: 'Which door is mine?',
    unanswerable: 'What is the capital of Mongolia?',
    acts,
    make: () =>
      Promise.resolve(createCommandAgent('house', { file, args: [], env: { PATH: `${dirname(nodePath)}:/usr/bin:/bin` }, user: null })),
  });
});
