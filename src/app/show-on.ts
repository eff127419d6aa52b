import { AdapterError, type Card, type CardRef, type Surface } from '../adapter.ts';
import { type CardId, type ChannelId, channelIdOf, type Place } from '../core/ids.ts';
import { adapterOf } from './names.ts';
import { editOf, stopForForged } from './own-message.ts';
import type { Ports } from './ports.ts';

/**
 * Shows a card or a notice. Where several people read it together, it is written down before it is sent, and again when the platform
 * has said which message it became: whatever else our own bot writes there is not by us.
 */
export async function showOn(ports: Ports, surface: Surface, card: Card): Promise<CardRef> {
  if (surface.kind === 'person') return adapterOf(ports, surface.person).showCard(card, surface);
  const { place } = surface;
  return sendIn(ports, place, card.id, () => adapterOf(ports, channelIdOf(place)).showCard(card, surface));
}

/** The same for whatever else is written where several people read it; null when it was not written after all. */
export async function sendIn<Ref extends CardRef | null>(
  ports: Ports,
  place: Place,
  card: CardId,
  write: () => Promise<Ref>,
): Promise<Ref> {
  const channel = channelIdOf(place);
  const send = await ports.store.transact((tx) => tx.channelCards.add({ card, channel, sentAt: ports.clock.now() }));
  const ref = await write().catch(async (error: unknown) => {
    // Only a clear no says that there is no message that could be ours.
    if (isClearNo(error)) await ports.store.transact((tx) => tx.channelCards.refused(send));
    throw error;
  });
  if (ref === null) {
    await ports.store.transact((tx) => tx.channelCards.refused(send));
    return ref;
  }
  const forged = await ports.store.transact((tx) => tx.channelCards.answered(send, ref.message));
  if (forged !== null) await stopForForged(ports, { ...place, message: forged });
  return ref;
}

/** Changes a message of ours that several people read: written down before, too, so that another change of it is known for none of ours. */
export async function editIn<Done>(
  ports: Ports,
  channel: ChannelId,
  message: string,
  change: () => Promise<Done>,
  isNo: (done: Done) => boolean = () => false,
): Promise<Done> {
  const send = await writeDownEdit(ports, channel, message);
  const takeBack = () => ports.store.transact((tx) => tx.channelCards.refused(send));
  const done = await change().catch(async (error: unknown) => {
    if (isClearNo(error)) await takeBack();
    throw error;
  });
  if (isNo(done)) await takeBack();
  return done;
}

/** Gives back what names it, for `refused`. */
export function writeDownEdit(ports: Ports, channel: ChannelId, message: string): Promise<number> {
  return ports.store.transact((tx) => tx.channelCards.add({ card: editOf(message), channel, sentAt: ports.clock.now() }));
}

function isClearNo(error: unknown): boolean {
  return error instanceof AdapterError && error.code !== 'UNREACHABLE';
}
