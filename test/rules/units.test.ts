import fc from 'fast-check';
import { expect, test } from 'vitest';
import { durationMs, rateOf, sayDuration, sayRate } from '../../src/rules/units.ts';

test.each([
  ['30s', 30_000],
  ['15m', 900_000],
  ['4h', 14_400_000],
  ['24h', 86_400_000],
  ['7d', 604_800_000],
])('reads the duration %s', (text, ms) => {
  expect(durationMs(text)).toBe(ms);
});

test.each(['', '30', 's', '0s', '-1s', '1.5h', '1 h', '1h ', '1H', '1w', '٣s', '12345678s', '1h\n', '1e3s'])(
  'refuses %j as a duration',
  (text) => {
    expect(() => durationMs(text)).toThrow(RangeError);
  },
);

test.each([
  ['20/hour', { count: 20, perMs: 3_600_000 }],
  ['5/minute', { count: 5, perMs: 60_000 }],
  ['100/day', { count: 100, perMs: 86_400_000 }],
])('reads the rate %s', (text, rate) => {
  expect(rateOf(text)).toEqual(rate);
});

test.each(['', '20', '20/', '/hour', '0/hour', '20/week', '20/hours', '20 / hour', '20/hour/day', '20/constructor'])(
  'refuses %j as a rate',
  (text) => {
    expect(() => rateOf(text)).toThrow(RangeError);
  },
);

test.each([
  [30_000, '30 seconds'],
  [60_000, '1 minute'],
  [90_000, '90 seconds'],
  [3_600_000, '1 hour'],
  [86_400_000, '24 hours'],
  [604_800_000, '7 days'],
  [1, '1 milliseconds'],
])('says %d ms as %s', (ms, words) => {
  expect(sayDuration(ms)).toBe(words);
});

test('says a rate as people do', () => {
  expect(['20/hour', '5/minute', '100/day'].map((text) => sayRate(rateOf(text)))).toEqual(['20 an hour', '5 a minute', '100 a day']);
});

test('says a duration without losing any of it', () => {
  const sizes: Record<string, number> = { second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000 };
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9_999_999 }), fc.constantFrom('s', 'm', 'h', 'd'), (count, unit) => {
      const ms = durationMs(`${count}${unit}`);
      const [said = '', word = ''] = sayDuration(ms).split(' ');
      expect(Number(said) * (sizes[word.replace(/s$/, '')] ?? Number.NaN)).toBe(ms);
    }),
    { numRuns: 200 },
  );
});
