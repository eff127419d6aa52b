import type { Draft } from '../core/draft.ts';
import { type PersonId, requestReferenceOf } from '../core/ids.ts';
import { ALARM_WHAT } from '../core/sentences.ts';
import type { Tables } from '../store/store.ts';
import { aboutDraft } from './describe-refusal.ts';
import { adapterOf, namesOf } from './names.ts';
import { addAlarm } from './notices.ts';
import { pointToNews } from './point-to.ts';
import type { Ports } from './ports.ts';

/**
 * No private way leads to this person, so a sentence about this draft cannot be sent to them. Whoever asked may still read it alone where
 * they asked, or see there that there is something new; else operators hear whom to ask for a way, once for a draft and person, and it is
 * tried again.
 */
export async function isToldElsewhere(ports: Ports, draft: Draft, to: PersonId, sentence: string): Promise<boolean> {
  const { requester, asked } = draft.request;
  if (to === requester && draft.destination !== null) {
    if (await adapterOf(ports, requester).whisper(requester, asked, sentence)) return true;
    if (await pointToNews(ports, draft)) return true;
  }
  await alarmUntold(ports, draft, to);
  return false;
}

/** A card or a notice of this draft reached this person on no way. What it says, operators are not told. */
export async function alarmUntold(ports: Ports, draft: Draft, person: PersonId): Promise<void> {
  const name = (await namesOf(ports, [person]))(person);
  const channel = draft.destination === null ? null : `#${ports.text.plain(draft.audience.channelName)}`;
  const what = person === draft.request.requester ? ALARM_WHAT.untold(name, channel) : ALARM_WHAT.unasked(name, channel);
  const detail = { what, code: 'NO_PRIVATE_SURFACE', request: requestReferenceOf(draft.id) };
  await ports.store.transact(async (tx: Tables) => {
    const key = `untold:${draft.id}:${person}`;
    if (!(await tx.deliveries.put(key, '{}', ports.clock.now()))) return;
    await addAlarm(ports, tx, { code: 'ALARM', detail, about: aboutDraft(draft), draft: draft.id, key });
  });
}
