import type { Form, Pressed } from '../adapter.ts';
import { refusal } from '../core/errors.ts';
import { refuseUnknown } from './decide.ts';
import { aboutDraft, describeRefusal } from './describe-refusal.ts';
import { findTarget } from './find-target.ts';
import type { Ports } from './ports.ts';
import { rowOfPerson } from './review-channel.ts';
import { cardOf } from './view-card.ts';

/**
 * The button of a card as it is now, for a platform that asks for its words in a window of its own. It changes nothing: whether the
 * click counts is decided when it comes with the words. A button that the card does not have any more is refused at once, so that
 * nobody writes in vain.
 */
export async function formOf(ports: Ports, pressed: Pressed): Promise<Form> {
  const found = await findTarget(ports, pressed);
  if (found === null || found.row === null) return refuseUnknown(ports, pressed, 'UNKNOWN_CARD', null);
  const { draft } = found;
  const row = await rowOfPerson(ports, found.row, pressed.person);
  if (row === null) return refuseUnknown(ports, pressed, 'NOT_YOURS', draft);
  const action = (await cardOf(ports, draft, row)).actions.find(({ verb }) => verb === pressed.verb);
  if (action) return { ok: true, action };
  const isCurrent = row.digest !== null && row.digest === draft.revision?.digest;
  const refused = refusal(isCurrent ? 'ALREADY_DECIDED' : 'STALE');
  return { ok: false, code: refused.code, message: await describeRefusal(ports, refused, aboutDraft(draft), draft, pressed.person) };
}
