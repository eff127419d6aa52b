import { expect, test } from 'vitest';
import { openDiscordCompany } from './company.ts';

const AWAY = 'Discord does not answer. See that this machine reaches it, then start again.';
const NO_GATEWAY = 'Discord opens no gateway. See that this machine reaches it, then start again.';

const STARTS: [route: string, away: string | RegExp, modes: [string, Record<string, unknown>][]][] = [
  [
    'GET /users/@me',
    AWAY,
    [
      ['http_error', { status: 503 }],
      ['cut', {}],
      ['malformed', {}],
      ['rate_limit', {}],
    ],
  ],
  [
    'GET /gateway/bot',
    NO_GATEWAY,
    [
      ['http_error', { status: 503 }],
      ['cut', {}],
    ],
  ],
  [
    'PUT /applications/{application_id}/commands',
    /Discord did not answer|Discord refused \(50001\)/,
    [
      ['cut', {}],
      ['refuse', { code: 50001 }],
    ],
  ],
];

test('a start at which Discord fails ends with an instruction, and the next one works', { timeout: 120_000 }, async () => {
  const company = await openDiscordCompany({ transport: 'gateway' });
  for (const [route, says, modes] of STARTS) {
    for (const [mode, more] of modes) {
      await company.fake.fault([route], mode, more);
      await expect(company.restart(), `${route} ${mode}`).rejects.toThrow(says);
    }
  }
  await company.restart();
  await company.ask('ana', 'random', 'handbook: how do I rotate the staging database password?');
  await company.told('ana', /Draft from handbook\. Only you can see it\./);
  expect(await company.fake.connections()).toBe(1);
  await company.check();
});
