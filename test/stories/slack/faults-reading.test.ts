import { expect, test } from 'vitest';
import { disturb } from './faults.ts';

/** What changes nothing on Slack's side is answered too late, wrongly or not at all. */
test.each([
  ['an error of its server', 'http_error', 'http', 0],
  ['“too often, in a second”', 'rate_limit', 'socket', 1],
  ['a cut connection', 'cut', 'http', 2],
  ['“internal error”', 'refuse', 'socket', 3],
] as const)(
  'whatever is asked of Slack may once be answered by %s: it is posted once, or the person is told',
  async (_what, mode, receiver, nth) => {
    const spots = await disturb(receiver, { mode, nth }, ({ method }) => !/^(chat|views)\./.test(method));
    expect(new Set(spots.map(({ method }) => method))).toEqual(
      new Set([
        'conversations.info',
        'conversations.members',
        'conversations.open',
        'conversations.replies',
        'usergroups.users.list',
        'users.info',
        'users.list',
      ]),
    );
  },
);
