import type { Opened, Opening } from '../adapter.ts';
import { refuseUnknown } from './decide.ts';
import type { Ports } from './ports.ts';
import { cardOf } from './view-card.ts';

/** The newest card that this message points to, as it is now, for the person whose it is; for everybody else there is nothing. */
export async function openCard(ports: Ports, { person, draft: id, message }: Opening): Promise<Opened> {
  const draft = await ports.store.read.drafts.get(id);
  const cards = draft === undefined ? [] : await ports.store.read.cards.ofDraft(draft.id);
  const pointed = cards.filter(({ role, ref }) => role === 'requester' && ref?.message === message);
  const row = pointed.toSorted((one, other) => other.revision - one.revision)[0];
  if (draft === undefined || row === undefined) return refuseUnknown(ports, { person, verb: 'edit' }, 'UNKNOWN_CARD', null);
  if (row.person !== person) return refuseUnknown(ports, { person, verb: 'edit' }, 'NOT_YOURS', draft);
  return { ok: true, card: await cardOf(ports, draft, row, cards) };
}
