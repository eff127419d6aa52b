import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startNode } from '../support/processes.ts';
import type { Evidence, Findings } from './check.ts';

/**
 * Has a process of its own look at what a story left behind; throws with everything that it found. Resolves with what there was to look
 * at, so that a test can also say that there was something.
 */
export async function expectClean(evidence: Evidence): Promise<Findings['looked']> {
  const { code, stdout, stderr } = await runChecker(evidence);
  if (code !== 0) throw new Error(`The checker ended with ${code}:\n${stdout}${stderr}`);
  return (JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Findings).looked;
}

export async function runChecker({
  exported,
  wire,
  world,
  verifierKey,
}: Evidence): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-checker-'));
  try {
    const texts = { 'export.jsonl': exported, 'wire.json': JSON.stringify(wire), 'world.json': JSON.stringify(world) };
    const files = Object.keys(texts).map((name) => join(folder, name));
    await Promise.all(Object.values(texts).map((text, nth) => writeFile(files[nth] ?? '', text)));
    const checker = startNode('test/checker/main.ts', { args: [...files, verifierKey] });
    const { code } = await checker.exited;
    return { code, ...checker.output() };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
