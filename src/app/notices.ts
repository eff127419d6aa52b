import type { Draft } from '../core/draft.ts';
import { type DraftId, idFrom, type PersonId, referenceOf, requestReferenceOf } from '../core/ids.ts';
import type { RefusalCode } from '../core/errors.ts';
import type { NoticeCode, Words } from '../core/sentences.ts';
import type { Tables } from '../store/store.ts';
import { type About, aboutDraft } from './describe-refusal.ts';
import type { Ports } from './ports.ts';

export interface Notice {
  to: PersonId;
  code: RefusalCode | NoticeCode;
  detail: Words['detail'];
  about: About;
  draft?: DraftId;
  /** One notice a key: the same thing is told once. */
  key: string;
}

/** Saves a notice with whatever caused it; it is written out and sent after the commit. Holds no byte from an agent. */
export async function addNotice(ports: Ports, tx: Tables, notice: Notice): Promise<void> {
  await tx.effects.add({
    id: idFrom('eff', ports.randomBytes(16)),
    kind: 'tell',
    key: `tell:${notice.to}:${notice.code}:${notice.key}`,
    draft: notice.draft ?? null,
    payload: { to: notice.to, code: notice.code, detail: JSON.stringify(notice.detail), about: JSON.stringify(notice.about) },
    dueAt: ports.clock.now(),
  });
}

/** Operators had an alarm about an unconfirmed post; it was found, or confirmed after all. */
export async function addAllClear(ports: Ports, tx: Tables, draft: Draft): Promise<void> {
  const reference = draft.revision === null ? '' : referenceOf(draft.revision.publicationId);
  const detail = { reference, request: requestReferenceOf(draft.id) };
  await addAlarm(ports, tx, { code: 'ALL_CLEAR', detail, about: aboutDraft(draft), draft: draft.id, key: draft.publishing.attempt ?? '' });
}

/** Tells every operator whom the rules name for alarms. */
export async function addAlarm(ports: Ports, tx: Tables, alarm: Omit<Notice, 'to'>): Promise<void> {
  for (const to of ports.rules.current().book.operators.alarms) await addNotice(ports, tx, { ...alarm, to });
}
