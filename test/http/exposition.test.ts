import { expect, test } from 'vitest';
import { exposition } from '../../src/http/exposition.ts';
import { createCounter, createHistogram } from '../../src/http/instruments.ts';
import { createMeter } from '../../src/http/meter.ts';
import { REFUSAL_CODES } from '../../src/core/errors.ts';
import { parseMetrics } from './prometheus-text.ts';

test('a family is written with its help and type once, then its samples', () => {
  const counter = createCounter('acme_total', 'How often.', [{ kind: 'a' }, { kind: 'b' }]);
  counter.add({ kind: 'b' });
  counter.add({ kind: 'c' });
  expect(exposition([counter.family()])).toBe(
    '# HELP acme_total How often.\n# TYPE acme_total counter\nacme_total{kind="a"} 0\nacme_total{kind="b"} 1\nacme_total{kind="c"} 1\n',
  );
});

test('a family without a sample is left out, and so is its help', () => {
  expect(exposition([createCounter('acme_total', 'How often.', []).family()])).toBe('');
});

test('what would end a line or a label is written out', () => {
  const text = exposition([
    { name: 'acme', help: 'back\\slash\nand line', type: 'gauge', samples: [{ labels: { is: 'a "b" \\ c\nd' }, value: -1.5e-9 }] },
  ]);
  expect(text).toBe('# HELP acme back\\\\slash\\nand line\n# TYPE acme gauge\nacme{is="a \\"b\\" \\\\ c\\nd"} -1.5e-9\n');
  expect(parseMetrics(text).get('acme')?.samples.size).toBe(1);
});

test('numbers that JSON has no word for have the words of the text form', () => {
  const family = { name: 'acme', help: 'x', type: 'gauge' } as const;
  const samples = [NaN, Infinity, -Infinity].map((value, n) => ({ labels: { n: String(n) }, value }));
  expect([
    ...parseMetrics(exposition([{ ...family, samples }]))
      .get('acme')!
      .samples.values(),
  ]).toEqual([NaN, Infinity, -Infinity]);
});

test('a histogram counts upwards: each bucket holds those below it, and +Inf all', () => {
  const histogram = createHistogram('acme_seconds', 'How long.', [1, 10]);
  for (const seconds of [0.5, 1, 5, 50]) histogram.observe(seconds, { by: 'ben' });
  expect([...parseMetrics(exposition([histogram.family()])).get('acme_seconds')!.samples]).toEqual([
    ['acme_seconds_bucket{by="ben",le="1"}', 2],
    ['acme_seconds_bucket{by="ben",le="10"}', 3],
    ['acme_seconds_bucket{by="ben",le="+Inf"}', 4],
    ['acme_seconds_sum{by="ben"}', 56.5],
    ['acme_seconds_count{by="ben"}', 4],
  ]);
});

test('a code that is not in our list becomes other: nothing from outside becomes a label', () => {
  const meter = createMeter();
  meter.delivered('ask', { is: 'refused', code: 'playground:acme:ana' });
  meter.moved({ fact: 'draft.failed', from: 'awaiting_agent', afterMs: 20, by: 'system', code: 'drf_0123' });
  const text = exposition(meter.families());
  expect(text).not.toMatch(/acme|drf_/);
  expect(text).toContain('countersign_refusals_total{code="other"} 1\n');
  expect(text).toContain('countersign_agent_run_seconds_count{result="other"} 1\n');
  expect(parseMetrics(text).get('countersign_refusals_total')?.samples.size).toBe(REFUSAL_CODES.length + 1);
});
