import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { contractCanFail } from './contract.ts';

const connectors = readdirSync(new URL('../../src/agents/connectors/', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => basename(entry.name, '.ts'))
  // What an agent that calls us says is put to the same contract at the door: `test/http/answers.test.ts`.
  .filter((connector) => connector !== 'api');

describe('the contract of agents', () => {
  contractCanFail();

  test('is put to at least one connector', () => expect(connectors).toContain('handbook'));

  test.each(connectors)('is put to the connector %s', (connector) => {
    const tests = new URL(`./connectors/${connector}-contract.test.ts`, import.meta.url);
    expect(existsSync(tests) ? readFileSync(tests, 'utf8') : '').toContain('agentContract({');
  });
});
