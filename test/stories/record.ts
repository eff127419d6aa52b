import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { disclosures } from '../../src/cli/disclose.ts';
import { exportLines, storedCopy } from '../../src/cli/log-copy.ts';
import { createAdapters } from '../../src/main.ts';
import { openInstallation } from '../../src/installation.ts';
import { createLogger } from '../../src/logger.ts';
import { parseVerifierKey } from '../../src/log/verifier-key.ts';
import { verifyLog } from '../../src/log/verify.ts';
import { startNode } from '../support/processes.ts';
import type { Config } from '../../src/config.ts';

interface Story {
  config: Config;
  url: string;
  clock: { now(): number; sleep(ms: number, signal?: AbortSignal): Promise<void> };
  folder: string;
  /** The platform's own. */
  record: { wire: unknown; world: unknown };
}

/** What an auditor would do after the story: verify the log, then join the platform's record with an export of it, in a process of its own. */
export async function checkRecord(story: Story): Promise<void> {
  const { folder } = story;
  const { wire, world } = story.record;
  const { lines, problems, verifierKey } = await readLog(story);
  expect(problems).toEqual([]);
  const files = { exported: join(folder, 'export.jsonl'), wire: join(folder, 'wire.json'), world: join(folder, 'world.json') };
  await writeFile(files.exported, `${lines.join('\n')}\n`);
  await writeFile(files.wire, JSON.stringify(wire));
  await writeFile(files.world, JSON.stringify(world));
  const checker = startNode('test/checker/main.ts', { args: [files.exported, files.wire, files.world, verifierKey] });
  const exit = await checker.exited;
  expect(checker.output().stdout + checker.output().stderr).toBe('');
  expect(exit.code).toBe(0);
}

async function readLog({ config, url, clock }: Story): Promise<{ lines: string[]; problems: string[]; verifierKey: string }> {
  const { given, signer } = await openInstallation(config, createLogger('silent'), createAdapters(config, url, clock), { clock });
  try {
    const { problems } = await verifyLog(await storedCopy(given.store.read), parseVerifierKey(signer.verifierKey));
    const lines: string[] = [];
    for await (const line of exportLines(given.store.read, signer)) lines.push(line);
    for await (const line of disclosures(given.store.read)) lines.push(line);
    return { lines, problems, verifierKey: signer.verifierKey };
  } finally {
    await given.store.close();
  }
}
