import type { CardRef, MessageRef } from '../adapter.ts';
import type { CardRow, Draft } from '../core/draft.ts';
import { channelIdOf, idFrom, type PersonId } from '../core/ids.ts';
import { adapterOf } from './names.ts';
import type { Ports } from './ports.ts';
import { editIn, sendIn } from './show-on.ts';

/**
 * No private way leads to whoever asked. Where the platform can, a message stands in the place of the question by which they alone open
 * their card, and which says nothing of it; one for all cards of a draft. Null where it cannot. Never for a reviewer: it would tell
 * everybody there that a draft is under review.
 */
export async function pointTo(ports: Ports, draft: Draft, row: CardRow, cards: readonly CardRow[]): Promise<CardRef | null> {
  const { asked } = draft.request;
  if (row.role !== 'requester' || draft.destination === null) return null;
  const standing = await pointerOf(ports, draft, cards);
  if (standing !== null) return standing;
  return sendIn(ports, asked, row.id, () => adapterOf(ports, row.person).point({ kind: 'waits', draft: draft.id, card: row.id }, asked));
}

/** The message says that there is something new; false where there is none, or the platform did not take that. */
export async function pointToNews(ports: Ports, draft: Draft): Promise<boolean> {
  const { asked, requester } = draft.request;
  const at = await pointerOf(ports, draft, await ports.store.read.cards.ofDraft(draft.id));
  if (at === null) return false;
  const change = () => adapterOf(ports, requester).point({ kind: 'news', draft: draft.id, at }, asked);
  return (await editIn(ports, channelIdOf(asked), at.message, change, (ref) => ref === null)) !== null;
}

/** That message, where it stands. */
async function pointerOf(ports: Ports, { request }: Draft, cards: readonly CardRow[]): Promise<CardRef | null> {
  const channel = channelIdOf(request.asked);
  for (const { person, ref } of cards) {
    if (person === request.requester && ref !== null && (await ports.store.read.channelCards.has(channel, ref.message))) return ref;
  }
  return null;
}

/** Whoever asks again and again and cannot be told anything makes one such message an hour in one channel, whatever threads it has. */
const AN_HOUR_MS = 3_600_000;

/** Somebody was refused an answer, and cannot be told so privately. They must not wait for one. */
export async function sayNoAnswer(ports: Ports, { person, message }: { person: PersonId; message: MessageRef }): Promise<void> {
  const now = ports.clock.now();
  const key = `no-answer:${person}:${channelIdOf(message)}:${Math.floor(now / AN_HOUR_MS)}`;
  if (!(await ports.store.transact((tx) => tx.deliveries.put(key, '{}', now)))) return;
  const card = idFrom('crd', ports.randomBytes(16));
  const said = await sendIn(ports, message, card, () => adapterOf(ports, person).point({ kind: 'no_answer', card }, message));
  if (said === null) ports.logger.warn({ channel: channelIdOf(message) }, 'whoever asked got no answer, and could not be told so');
}
