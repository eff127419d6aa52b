import type { Opened, Opening } from '../adapter.ts';
import type { CardRow } from '../core/draft.ts';
import { channelIdOf } from '../core/ids.ts';
import { refuseUnknown } from './decide.ts';
import type { Ports } from './ports.ts';
import { writeDownEdit } from './show-on.ts';
import { openAlone } from './show.ts';
import { cardOf } from './view-card.ts';

/**
 * The newest card that this message points to, as it is now, for the person whose it is; for everybody else there is nothing. From a list
 * of their own, it is their newest card of the draft, wherever it stands.
 */
export async function openCard(ports: Ports, opening: Opening): Promise<Opened> {
  const { person, draft: id, at, from } = opening;
  const draft = await ports.store.read.drafts.get(id);
  const cards = draft === undefined ? [] : await ports.store.read.cards.ofDraft(draft.id);
  const pointed = cards.filter((one) => (from === 'list' ? one.person === person : isPointedTo(one, at.message)));
  const row = pointed.toSorted((one, other) => other.revision - one.revision)[0];
  if (draft === undefined || row === undefined) return refuseUnknown(ports, { person, verb: 'edit' }, 'UNKNOWN_CARD', null);
  if (row.person !== person) return refuseUnknown(ports, { person, verb: 'edit' }, 'NOT_YOURS', draft);
  // A card for several is shown in their channel alone.
  const showing = row.shared === null ? await openAlone(ports, row, at) : null;
  if (showing === null || showing.row.ref === null) return refuseUnknown(ports, { person, verb: 'edit' }, 'UNKNOWN_CARD', draft);
  // What pointed to something new is about to say that it was seen.
  if (from === 'news') await writeDownEdit(ports, channelIdOf(draft.request.asked), at.message);
  return { ok: true, card: await cardOf(ports, showing.draft, showing.row, cards), message: showing.row.ref.message };
}

function isPointedTo({ role, ref }: CardRow, message: string): boolean {
  return role === 'requester' && ref?.message === message;
}
