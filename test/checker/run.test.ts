import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startNode } from '../support/processes.ts';
import { honestStory } from './honest-story.ts';
import { card } from './planted.ts';
import { expectClean, runChecker } from './run.ts';
import { evidenceOf } from './told.ts';

const honest = evidenceOf(honestStory());
const broken = evidenceOf(card('notice to Ana', { title: 'See https://vault.example' })(honestStory()));

it('looks in a process of its own, and says what there was to look at', async () => {
  expect(await expectClean(honest)).toMatchObject({ publications: 3, drafts: 4 });
});

it('ends with 1 where something is wrong, and names the rule, the write and what is the matter', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-checker-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const texts = { 'export.jsonl': broken.exported, 'wire.json': JSON.stringify(broken.wire), 'world.json': JSON.stringify(broken.world) };
  const files = Object.keys(texts).map((name) => join(folder, name));
  await Promise.all(Object.values(texts).map((text, nth) => writeFile(files[nth] ?? '', text)));
  const checker = startNode('test/checker/main.ts', { args: [...files, broken.verifierKey] });
  expect((await checker.exited).code).toBe(1);
  const { stdout } = checker.output();
  expect(stdout).toMatch(/^card[.]address \(wire \d+\): it holds a live address\n/);
  expect(await runChecker(broken)).toEqual({ code: 1, stdout, stderr: '' });
  await expect(expectClean(broken)).rejects.toThrow('it holds a live address');
});

it('ends with 2, and never with 0, where it cannot look', async () => {
  const missing = startNode('test/checker/main.ts', { args: ['no-such-file', 'nor-this', 'nor-that', honest.verifierKey] });
  expect(await missing.exited).toMatchObject({ code: 2 });
  const without = startNode('test/checker/main.ts');
  expect(await without.exited).toMatchObject({ code: 2 });
});
