import { expect, test } from 'vitest';
import { STATES } from '../../src/core/draft.ts';
import { ALARM_WHAT, NOTICES, ORDERED, OWN_KEY, STANDS, verdict, type Words } from '../../src/core/sentences.ts';
import { expectWellWritten } from './well-written.ts';

const STANDING = { requester: 'Ana', reviewers: 'Ben or Chloe', agent: 'handbook' };

test.each(STATES)('what an operator reads of a draft in %s is whole sentences', (state) => {
  for (const isHeld of [true, false]) {
    for (const mayStand of [true, false]) {
      for (const settledBy of [null, 'Olu']) {
        expectWellWritten(STANDS[state]({ ...STANDING, isHeld, mayStand, settledBy }));
      }
    }
  }
});

test('what an operator has settled is in doubt no more', () => {
  const settled = STANDS.publish_failed({ ...STANDING, isHeld: false, mayStand: true, settledBy: 'Olu' });
  expect(settled).toBe('Settled by Olu as not posted. Waits for Ana.');
});

test('what an order did is whole sentences, and true where an earlier attempt was never confirmed', () => {
  expectWellWritten(`Done: ${ORDERED.withdrawn('rq-7KQ2M9XD', false)}`);
  expectWellWritten(`Done: ${ORDERED.withdrawn('rq-7KQ2M9XD', true)}`);
  expect(ORDERED.withdrawn('rq-7KQ2M9XD', true)).not.toContain('Nothing was posted');
  for (const outcome of ['published', 'failed'] as const) expectWellWritten(`Done: ${ORDERED.settled('rq-7KQ2M9XD', outcome)}`);
  expectWellWritten(`Done: ${ORDERED.retracting('cs-7KQ2M9XD')}`);
});

test('what a check of the log found is whole sentences, and says with whose key', () => {
  for (const problems of [0, 1, 2]) {
    for (const number of [0, 1, 41]) {
      const said = verdict({ problems, size: number, unsigned: number, texts: number, erased: number });
      expectWellWritten(said);
      expect(said).toContain(OWN_KEY);
    }
  }
});

test.each(['#engineering', null])('the alarm of somebody whom nothing reached says what to ask of them (%s)', (channel) => {
  for (const what of [ALARM_WHAT.untold('Ana', channel), ALARM_WHAT.unasked('Ana', channel)]) {
    const detail = { what, code: 'NO_PRIVATE_SURFACE', request: 'rq-7KQ2M9XD' };
    expectWellWritten(NOTICES.ALARM({ detail } as unknown as Words));
    expect(what).toContain('Ask them to allow direct messages from Countersign: for about an hour');
    // Not every platform has lists, and in none of them is all that cannot be told.
    expect(what).not.toMatch(/\blists?\b/);
  }
});
