import { requestReferenceOf } from '../core/ids.ts';
import { advance } from './advance.ts';
import { appendFact } from './entries.ts';
import type { Ports } from './ports.ts';

const BATCH = 100;
/** Longer than any platform repeats a delivery. */
const DELIVERIES_KEPT_MS = 7 * 86_400_000;

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
  const now = ports.clock.now();
  for (const draft of await ports.store.read.drafts.ended(now - retentionMs, BATCH)) {
    await ports.store.transact(async (tx) => {
      if (await tx.texts.isErased(draft.id)) return;
      await tx.texts.erase(draft.id);
      await appendFact(ports, tx, { type: 'text.erased', draft: draft.id, refs: { why: 'retention' }, digests: {} }, now);
    });
    ports.logger.info({ request: requestReferenceOf(draft.id) }, 'the text of a draft was erased because its time was over');
  }
}

export async function forgetDeliveries(ports: Ports): Promise<void> {
  const before = ports.clock.now() - DELIVERIES_KEPT_MS;
  await ports.store.transact((tx) => tx.deliveries.sweep(before));
}
