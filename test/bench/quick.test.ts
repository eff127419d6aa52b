import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Results } from '../../bench/results.ts';
import { startNode } from '../support/processes.ts';

it('the quick benchmark runs the real product, measures every number, and leaves nothing behind', { timeout: 90_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-quick-bench-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const json = join(folder, 'results.json');
  const args = ['--quick', '--stores', 'sqlite', '--drafts', '50', '--concurrency', '2', '--folder', folder, '--json', json];
  const bench = startNode('bench/main.ts', { args });
  expect(await bench.exited, bench.output().stderr).toEqual({ code: 0, signal: null });

  const { floors, cycles, asides } = JSON.parse(await readFile(json, 'utf8')) as Results;
  expect(floors.map(({ how, concurrency }) => `${how} ${concurrency}`)).toEqual(['by_hand 1', 'grouped 2']);
  expect(cycles.map(({ drafts }) => drafts)).toEqual([0, 50]);
  expect(asides.map(({ drafts }) => drafts)).toEqual([0, 50]);
  const { bytes: _few, ...measured } = cycles[1]!;
  expect(Object.entries(measured).filter(([, value]) => typeof value === 'number' && !(value > 0))).toEqual([]);
  // The seeded drafts fit the log that was seeded with them: six entries each, and those of the cycles.
  expect(asides[1]!.verify).toMatchObject({ problems: 0 });
  expect(asides[1]!.verify!.entries).toBeGreaterThan(300);
  const { stdout } = bench.output();
  for (const head of ['Whole cycles', 'What one cycle costs', 'Floors', 'Beside the cycles']) expect(stdout).toContain(`**${head}`);
  expect(await readdir(folder)).toEqual(['results.json']);
});
