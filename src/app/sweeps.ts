import { requestReferenceOf } from '../core/ids.ts';
import { advance } from './advance.ts';
import { appendFact } from './entries.ts';
import type { Ports } from './ports.ts';

const BATCH = 100;
const DAY_MS = 86_400_000;
/** Longer than any platform repeats a delivery. */
const DELIVERIES_KEPT_MS = 7 * DAY_MS;
/** After the time of its text: so long its old cards still say what became of it, and its publication can be retracted. */
const ERASED_KEPT_DAYS = 365;
/** Of processes that never let go of theirs because they were killed. */
const DEAD_LEASES_KEPT_MS = 3_600_000;

/** Closes drafts whose time is over: they stay private, and their requesters are told. */
export async function expireDrafts(ports: Ports): Promise<void> {
  for (const draft of await ports.store.read.drafts.due(ports.clock.now(), BATCH)) {
    const done = await advance(ports, { draft: draft.id, actor: { kind: 'system' }, command: () => ({ kind: 'expire' }) });
    if (!done.ok) ports.logger.debug({ draft: draft.id, code: done.refusal.code }, 'a draft moved on just before it expired');
  }
}

/** Erases the text of drafts that ended longer ago than the rules keep them. The entries stay, and the log still verifies. */
export async function eraseOldTexts(ports: Ports): Promise<void> {
  const { retentionMs } = ports.rules.current().book;
  await inBatches(ports, async () => {
    const now = ports.clock.now();
    const ended = await ports.store.read.drafts.ended(now - retentionMs, BATCH);
    for (const draft of ended) {
      await ports.store.transact(async (tx) => {
        if (await tx.texts.isErased(draft.id)) return;
        await tx.texts.erase(draft.id);
        await appendFact(ports, tx, { type: 'text.erased', draft: draft.id, refs: { why: 'retention' }, digests: {} }, now);
      });
      ports.logger.info({ request: requestReferenceOf(draft.id) }, 'the text of a draft was erased because its time was over');
    }
    return ended.length;
  });
}

/** Forgets drafts whose text has been erased for a year: the log alone still knows of them, and still verifies. */
export async function forgetDrafts(ports: Ports): Promise<void> {
  const keptMs = ports.rules.current().book.retentionMs + ERASED_KEPT_DAYS * DAY_MS;
  await inBatches(ports, async () => {
    const forgotten = await ports.store.transact((tx) => tx.drafts.forget(ports.clock.now() - keptMs, BATCH));
    for (const draft of forgotten)
      ports.logger.info({ request: requestReferenceOf(draft) }, 'a draft was forgotten because its time was over');
    return forgotten.length;
  });
}

export async function forgetDeliveries(ports: Ports): Promise<void> {
  const before = ports.clock.now() - DELIVERIES_KEPT_MS;
  await ports.store.transact(async (tx) => {
    await tx.deliveries.sweep(before);
    // So long a platform may still tell that they were made.
    await tx.channelCards.sweep(before);
  });
}

/** No effect is put off for longer than this. */
const LONGEST_BACK_OFF_MS = 60_000;

/**
 * What was due at once, or soon to be tried again, when the clock was set back would wait until that time comes a second time. So it is
 * made due now. Each call compares with the time that the one before it saw.
 */
export function catchingUp(ports: Ports): () => Promise<void> {
  let seenAt = ports.clock.now();
  return async () => {
    const now = ports.clock.now();
    if (now < seenAt) {
      ports.logger.warn({ setBackByMs: seenAt - now }, 'the clock of this machine was set back; what was due before is done now');
      await ports.store.transact((tx) => tx.effects.hasten(now, seenAt + LONGEST_BACK_OFF_MS));
    }
    seenAt = now;
  };
}

export async function forgetDeadProcesses(ports: Ports): Promise<void> {
  await ports.store.transact((tx) => tx.leases.sweep(DEAD_LEASES_KEPT_MS));
}

/** However many there are: one batch after another, so that nothing else waits for long, until one is not full. */
async function inBatches(ports: Ports, one: () => Promise<number>): Promise<void> {
  while (!ports.stopping.aborted && (await one()) >= BATCH);
}
