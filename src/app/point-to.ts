import type { CardRef } from '../adapter.ts';
import type { CardRow, Draft } from '../core/draft.ts';
import { channelIdOf } from '../core/ids.ts';
import { adapterOf } from './names.ts';
import type { Ports } from './ports.ts';
import { sendIn } from './show-on.ts';

/**
 * No private way leads to whoever asked. Where the platform can, a message stands in the place of the question by which they alone open
 * their card, and which says nothing of it; one for all cards of a draft. Null where it cannot.
 */
export async function pointTo(ports: Ports, draft: Draft, row: CardRow, cards: readonly CardRow[]): Promise<CardRef | null> {
  const { asked } = draft.request;
  if (row.role !== 'requester' || draft.destination === null) return null;
  const channel = channelIdOf(asked);
  for (const { person, ref } of cards) {
    if (person === row.person && ref !== null && (await ports.store.read.channelCards.has(channel, ref.message))) return ref;
  }
  return sendIn(ports, asked, row.id, () => adapterOf(ports, row.person).point({ draft: draft.id, card: row.id }, asked));
}
