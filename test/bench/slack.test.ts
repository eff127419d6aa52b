import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { measureRounds } from '../../bench/slack/rounds.ts';
import { startNode } from '../support/processes.ts';

it('the quick benchmark of Slack runs the real product, measures both sides, and leaves nothing behind', { timeout: 120_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-slack-bench-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const json = join(folder, 'results.json');
  const bench = startNode('bench/slack.ts', { args: ['--quick', '--deliveries', '3', '--folder', folder, '--json', json] });
  expect(await bench.exited, bench.output().stderr).toEqual({ code: 0, signal: null });

  const { measured, aftermath } = JSON.parse(await readFile(json, 'utf8')) as Awaited<ReturnType<typeof measureRounds>>;
  expect(measured.map(({ to, kind }) => `${to}: ${kind}`).sort()).toEqual(
    ['bare Bolt', 'countersign'].flatMap((to) => ['approve', 'question', 'review'].map((kind) => `${to}: ${kind}`)),
  );
  for (const { perSecond, p50, p99 } of measured) for (const value of [perSecond, p50, p99 - p50 + 1]) expect(value).toBeGreaterThan(0);
  expect(aftermath.map(({ kind }) => kind)).toEqual(['question', 'approve', 'review']);
  for (const { calls } of aftermath) expect(calls).toBeGreaterThan(0);
  const { stdout } = bench.output();
  for (const head of ['Deliveries and their acknowledgements', 'What each delivery leads to']) expect(stdout).toContain(`**${head}`);
  expect(await readdir(folder)).toEqual(['results.json']);
});
