import { expect, test } from 'vitest';
import { disturb } from './faults.ts';

/** What changes something on Slack's side fails, before or after it has done so. */
test.each([
  ['by an error of its server', 'http_error', 'socket', 0],
  ['because it came too often', 'rate_limit', 'http', 1],
  ['by a cut before it was done', 'cut', 'socket', 2],
  ['by a cut after it was done', 'cut_after', 'http', 3],
  ['by “internal error” after it was done', 'internal_error_after', 'socket', 4],
] as const)(
  'whatever is written to Slack may once fail %s: it is posted once, and people read what became of it',
  async (_how, mode, receiver, nth) => {
    const spots = await disturb(receiver, { mode, nth }, ({ method }) => /^(chat|views)\./.test(method));
    expect(spots).toEqual(
      expect.arrayContaining([
        { method: 'chat.postEphemeral', channel: null },
        { method: 'chat.postMessage', channel: null },
        { method: 'chat.postMessage', channel: 'C0PAY' },
        { method: 'chat.update', channel: null },
        { method: 'chat.update', channel: 'C0PAY' },
      ]),
    );
  },
);
