import type { CardRow } from '../core/draft.ts';
import { idFrom } from '../core/ids.ts';
import type { Tables } from '../store/store.ts';
import type { Ports } from './ports.ts';
import { leadOf } from './review-channel.ts';

/**
 * For what is about to change again anyway: who else got a card, an approval whose post is on its way. A card that changes
 * three times meanwhile is written once. Whoever presses the last approval reads of it that much later, or that it is posted. Nothing
 * else is put off, and what ends a draft brings forward what was.
 */
export const SOON_MS = 250;

/** Has a card that was shown brought up to date; one that changes anyway until `inMs` is written once. */
export async function addUpdate(ports: Ports, tx: Tables, row: CardRow, inMs = 0): Promise<void> {
  const id = idFrom('eff', ports.randomBytes(16));
  await tx.effects.add({
    id,
    kind: 'update_card',
    key: `update_card:${row.draft}:${leadOf(row)}`,
    draft: row.draft,
    payload: { card: leadOf(row) },
    dueAt: ports.clock.now() + inMs,
  });
}
