import type { Ports } from './app/ports.ts';
import { appendFact } from './app/entries.ts';
import { rulesDigest } from './log/digests.ts';
import type { LoadedRules } from './rules/watch.ts';
import type { Store } from './store/store.ts';

/**
 * The number of these rules in the database: the newest version when it has the same digest, else a new one, with its entry in the
 * log. Two processes on one file agree on the number; a process on an older one begins nothing until it has read the file again.
 */
export async function versionOf(ports: Pick<Ports, 'store' | 'log' | 'clock' | 'randomBytes'>, loaded: LoadedRules): Promise<number> {
  const digest = rulesDigest(loaded.digestSource);
  return ports.store.transact(async (tx) => {
    await tx.kill.lock('exclusive');
    const latest = await tx.rules.latest();
    if (latest?.digest === digest) return latest.version;
    const version = (latest?.version ?? 0) + 1;
    const at = ports.clock.now();
    await tx.rules.insert({ version, digest, at });
    await appendFact(ports, tx, { type: 'rules.loaded', refs: { version }, digests: { rules: digest } }, at);
    return version;
  });
}

/** The version that a command works under: it loads nothing into the database, it only looks. */
export async function knownVersionOf(store: Store): Promise<number> {
  return (await store.read.rules.latest())?.version ?? 0;
}
