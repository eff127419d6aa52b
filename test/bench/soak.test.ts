import { expect, it } from 'vitest';
import { growthIn, type Sample } from '../../bench/soak/growth.ts';
import { startNode } from '../support/processes.ts';

it('two hundred questions over five years of one process leave nothing that grows but the log', { timeout: 240_000 }, async () => {
  const soak = startNode('bench/soak.ts', { args: ['--cycles', '200'] });
  const exit = await soak.exited;
  const { stdout, stderr } = soak.output();
  expect(exit, stdout + stderr).toEqual({ code: 0, signal: null });
  expect(stdout).toMatch(/\| 200 \| 2000 \| .*\nNothing grew but the log, and the log verifies\.\n$/);
});

const samples = (change: (nth: number) => Partial<Sample>): Sample[] =>
  Array.from({ length: 20 }, (_, nth) => ({
    cycles: nth,
    days: nth,
    heapBytes: 30_000_000,
    rssBytes: 200_000_000,
    rows: { entries: 1_000 * nth, drafts: 500 },
    ...change(nth),
  }));

it('the soak tells of a heap and of a table that grow, and of no other change', () => {
  expect(growthIn(samples(() => ({})))).toEqual([]);
  expect(growthIn(samples((nth) => ({ rows: { entries: 1_000 * nth, drafts: Math.min(nth, 9) * 50 } })))).toEqual([]);
  expect(growthIn(samples((nth) => ({ rows: { entries: 0, drafts: 500 + 10 * nth } })))).toEqual(['the table drafts grew from 610 to 680']);
  expect(growthIn(samples((nth) => ({ heapBytes: 30_000_000 + 1_000_000 * nth })))).toEqual([
    'the heap, in bytes, grew from 41000000 to 48000000',
  ]);
});
