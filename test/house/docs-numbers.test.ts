import { describe, expect, it } from 'vitest';
import { textOf } from './tree.ts';

/** Numbers that our pages promise: where they are said, and the constants that make them true. */
const SAID: [page: string, source: string, constant: string, words: (value: number) => string][] = [
  ['docs/lifecycle.md', 'src/app/publish.ts', 'FRESH_MS', (ms) => `the answers may be ${ms / 1000} s old at step e`],
  ['docs/lifecycle.md', 'src/app/publish.ts', 'START_WITHIN_MS', (ms) => `with its owner and a deadline of ${ms / 1000} s`],
  ['docs/lifecycle.md', 'src/app/publish.ts', 'SEND_WITHIN_MS', (ms) => `once, at most ${ms / 1000} s, no retry`],
  ['docs/lifecycle.md', 'src/core/timers.ts', 'betweenMs', (ms) => `at least ${ms / 1000} s apart`],
  ['docs/lifecycle.md', 'src/core/timers.ts', 'quietMs', (ms) => `both at least ${ms / 60_000} minutes past the deadline`],
  ['docs/architecture.md', 'src/app/publish.ts', 'SEND_WITHIN_MS', (ms) => `without any retry, within ${ms / 1000} seconds`],
  ['docs/architecture.md', 'src/app/run-effects.ts', 'AT_ONCE', (rows) => `takes due ones, at most ${rows} at once`],
  ['docs/deploy.md', 'src/app/publish.ts', 'SEND_WITHIN_MS', (ms) => `a send may last ${ms / 1000} seconds`],
  ['docs/deploy.md', 'src/app/heartbeat.ts', 'LEASE_MS', (ms) => `is taken over within about ${ms / 1000} seconds`],
  ['docs/deploy.md', 'src/log/sequencer.ts', 'LEASE_MS', (ms) => `the others take over after ${ms / 1000} seconds`],
  ['docs/deploy.md', 'src/app/heartbeat.ts', 'HEARTBEAT_MS', (ms) => `the last heartbeat (every ${ms / 1000} seconds)`],
  ['docs/deploy.md', 'src/app/readiness.ts', 'ANSWER_WITHIN_MS', (ms) => `no answer after ${ms / 1000} seconds`],
  ['docs/deploy.md', 'src/app/readiness.ts', 'SIGNED_WITHIN_MS', (ms) => `for more than ${ms / 1000} seconds`],
  ['docs/deploy.md', 'src/app/sweeps.ts', 'ERASED_KEPT_DAYS', (days) => `is forgotten ${days} days after that`],
  ['SECURITY.md', 'src/app/publish.ts', 'FRESH_MS', (ms) => `at most ${ms / 1000} seconds before the send starts`],
  [
    'adapters/playground/README.md',
    'adapters/playground/platform/saying.ts',
    'CLICK_WAITS_MS',
    (ms) => `No answer within ${ms / 1000} seconds is 504`,
  ],
  [
    'adapters/playground/README.md',
    'adapters/playground/platform/platform.ts',
    'REDELIVER_AFTER_MS',
    (ms) => `without that within ${ms / 1000} seconds`,
  ],
];

describe('a number on a page', () => {
  it.each(SAID)('is that of the program: %s, %s %s', (page, source, constant, words) => {
    const [, written] = new RegExp(`\\b${constant}(?: =|:) ([0-9_]+)\\b`).exec(textOf(source)) ?? [];
    if (written === undefined) throw new Error(`${source} has no constant ${constant} that is one number`);
    expect(textOf(page)).toContain(words(Number(written.replaceAll('_', ''))));
  });
});
