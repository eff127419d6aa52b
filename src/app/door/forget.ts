import type { Ports } from '../ports.ts';

/** So long the same Idempotency-Key has the same answer. */
const SUBMISSIONS_KEPT_MS = 24 * 3_600_000;

/** A little longer than they live: nothing depends on when they are swept. */
const GRANTS_KEPT_MS = 10 * 60_000;

/** Grants that are over go with the words of their question; what was handed in is known by its key for a day. */
export async function forgetGrants(ports: Ports): Promise<void> {
  const now = ports.clock.now();
  await ports.store.transact(async (tx) => {
    await tx.grants.sweep(now - GRANTS_KEPT_MS);
    await tx.submissions.sweep(now - SUBMISSIONS_KEPT_MS);
  });
}
