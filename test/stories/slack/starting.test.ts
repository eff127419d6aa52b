import { expect, test } from 'vitest';
import { openSlackCompany } from './company.ts';

const NO_CONNECTION =
  'Slack opens no connection for deliveries. See that SLACK_APP_TOKEN is right, Socket Mode on, and Slack within reach; then start again.';

const AWAY: [mode: string, more: Record<string, unknown>][] = [
  ['refuse', { code: 'internal_error' }],
  ['rate_limit', {}],
  ['http_error', { status: 503 }],
  ['cut', {}],
  ['malformed', {}],
];
const NOT_LET_IN: [mode: string, more: Record<string, unknown>] = ['refuse', { code: 'invalid_auth' }];

const STARTS: [method: string, letIn: string, away: string][] = [
  [
    'auth.test',
    'Slack does not accept the bot’s token. Set SLACK_BOT_TOKEN to the one under “OAuth & Permissions”.',
    'Slack does not answer. See that this machine reaches it, then start again.',
  ],
  ['apps.connections.open', NO_CONNECTION, NO_CONNECTION],
];

test.each(STARTS)(
  'a start at which Slack fails at %s ends with an instruction, and the next one takes what people asked meanwhile',
  { timeout: 120_000 },
  async (method, letIn, away) => {
    const company = await openSlackCompany({ receiver: 'socket' });
    for (const [[mode, more], says] of [[NOT_LET_IN, letIn] as const, ...AWAY.map((fault) => [fault, away] as const)]) {
      await company.fake.fault([method], mode, more);
      await expect(company.restart(), mode).rejects.toThrow(says);
    }
    const asked = company.ask('ana', 'random', 'handbook: how do I rotate the staging database password?');
    await company.restart();
    await asked;
    await company.told('ana', /Draft from handbook\. Only you can see it\./);
    await company.check();
  },
);
