import { expect, test } from 'vitest';
import { disturb } from './faults.ts';

/** Roles, readers and rights are asked for again between the last approval and the post. */
test.each([
  ['an error of its server', 'http_error', 'http', 0],
  ['“too often, in a second”', 'rate_limit', 'socket', 1],
] as const)(
  'whatever is asked of Slack after the last approval may once be answered by %s: it is posted once, or the person is told',
  async (_what, mode, receiver, nth) => {
    const spots = await disturb(
      receiver,
      { mode, nth, from: 'the last approval' },
      ({ method }) => !/^(chat|views|users\.list)/.test(method),
    );
    expect(new Set(spots.map(({ method }) => method))).toEqual(
      new Set([
        'conversations.info',
        'conversations.members',
        'conversations.open',
        'conversations.replies',
        'usergroups.users.list',
        'users.info',
      ]),
    );
  },
);
