import { expect } from 'vitest';
import { disclosures } from '../../src/cli/disclose.ts';
import { exportLines } from '../../src/cli/log-copy.ts';
import { createAdapters } from '../../src/main.ts';
import { openInstallation } from '../../src/installation.ts';
import { createLogger } from '../../src/logger.ts';
import { parseVerifierKey } from '../../src/log/verifier-key.ts';
import { verifyLog } from '../../src/log/verify.ts';
import { storedCopy } from '../../src/stored-log.ts';
import { expectClean } from '../checker/run.ts';
import type { Config } from '../../src/config.ts';
import type { WireEntry } from '../checker/wire.ts';

interface Story {
  config: Config;
  url: string;
  clock: { now(): number; sleep(ms: number, signal?: AbortSignal): Promise<void> };
  /** The platform's own. */
  record: { wire: WireEntry[]; world: unknown };
}

/** What an auditor would do after the story: verify the log, then join the platform's record with an export of it, in a process of its own. */
export async function checkRecord(story: Story): Promise<void> {
  const { lines, problems, verifierKey } = await readLog(story);
  expect(problems).toEqual([]);
  const { wire, world } = story.record;
  await expectClean({ exported: `${lines.join('\n')}\n`, wire, world, verifierKey });
}

async function readLog({ config, url, clock }: Story): Promise<{ lines: string[]; problems: string[]; verifierKey: string }> {
  const { given, signer } = await openInstallation(config, createLogger('silent'), await createAdapters(config, url, clock), { clock });
  try {
    const { problems } = await verifyLog(await storedCopy(given.store.read), parseVerifierKey(signer.verifierKey));
    const lines: string[] = [];
    for await (const line of exportLines(given.store.read, signer)) lines.push(line);
    // The auditor comes when no token is worth anything any more.
    for await (const line of disclosures(given.store.read, { holds: () => false })) lines.push(line);
    return { lines, problems, verifierKey: signer.verifierKey };
  } finally {
    await given.store.close();
  }
}
