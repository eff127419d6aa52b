import type { Entry } from '../../src/core/fact.ts';
import { openInstallation } from '../../src/installation.ts';
import { decodeEntry } from '../../src/log/entry.ts';
import { createLogger } from '../../src/logger.ts';
import type { Company } from './company.ts';

/** What the log says so far, in its order; what has no place in it yet comes last. */
export async function entriesOf(company: Company): Promise<Entry[]> {
  const { given } = await openInstallation(company.config, createLogger('silent'), new Map(), { clock: company.clock });
  try {
    const { entries } = given.store.read;
    const rows = [...(await entries.range(0, 10_000)), ...(await entries.unsequenced(10_000))];
    return rows.map((row) => decodeEntry(row.bytes));
  } finally {
    await given.store.close();
  }
}
