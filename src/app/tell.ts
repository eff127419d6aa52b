import type { Card } from '../adapter.ts';
import type { Draft } from '../core/draft.ts';
import { idFrom, type PersonId, referenceOf, requestReferenceOf } from '../core/ids.ts';
import { ALARMS, type NoticeCode, type Words } from '../core/sentences.ts';
import type { RefusalCode } from '../core/errors.ts';
import type { EffectRow } from '../store/store.ts';
import { type About, aboutDraft, describe, isRefusalCode, wordsFor } from './describe-refusal.ts';
import { adapterOf, namesOf } from './names.ts';
import { addAlarm } from './notices.ts';
import type { Ports } from './ports.ts';
import { readText } from './sealed.ts';

/** Sends one sentence of the fixed catalogue to one person; to the operators, it becomes a notice for each. */
export async function tell(ports: Ports, effect: EffectRow): Promise<'done'> {
  const code = String(effect.payload.code) as RefusalCode | NoticeCode;
  const draft = effect.draft === null ? null : ((await ports.store.read.drafts.get(effect.draft)) ?? null);
  if (effect.payload.to === 'operators') return alarm(ports, code as RefusalCode, draft, effect.key);
  const to = effect.payload.to === 'requester' ? draft?.request.requester : (String(effect.payload.to) as PersonId);
  const about = effect.payload.about === undefined ? draft && aboutDraft(draft) : (JSON.parse(String(effect.payload.about)) as About);
  if (to === undefined || !about || isOverdue(code, draft, to)) return 'done';
  const last = effect.payload.last === undefined ? draft?.last : (JSON.parse(String(effect.payload.last)) as Draft['last']);
  const given = effect.payload.detail === undefined ? {} : (JSON.parse(String(effect.payload.detail)) as Words['detail']);
  const detail = draft === null || !last || isRefusalCode(code) ? given : { ...(await endDetail(ports, draft, last)), ...given };
  const text = await describe(ports, code, detail, about, draft);
  await adapterOf(ports, to).showCard(noticeCard(ports, text, draft), { kind: 'person', person: to });
  return 'done';
}

/** A reminder that could not be sent in time is none any more when this person has nothing to review. */
function isOverdue(code: string, draft: Draft | null, to: PersonId): boolean {
  if (code !== 'REMINDER') return false;
  return draft?.state !== 'awaiting_reviewer' || draft.approvals.some((approval) => approval.person === to);
}

function noticeCard(ports: Ports, text: string, draft: Draft | null): Card {
  return {
    id: idFrom('crd', ports.randomBytes(16)),
    kind: 'notice',
    title: text,
    parts: [],
    actions: [],
    draft: draft?.id ?? null,
    revision: null,
    state: draft?.state ?? null,
    digest: null,
  };
}

async function alarm(ports: Ports, code: RefusalCode, draft: Draft | null, key: string): Promise<'done'> {
  if (draft === null) return 'done';
  const about = aboutDraft(draft);
  const words = await wordsFor(ports, about, { why: (await ports.store.read.texts.get(draft.id, 'platform-said')) ?? '' });
  const what = ALARMS[code]?.(words) ?? `something went wrong with a draft in ${words.channel}`;
  await ports.store.transact((tx) =>
    addAlarm(ports, tx, {
      code: 'ALARM',
      detail: { what: what.replace(/\.$/, ''), code, request: requestReferenceOf(draft.id) },
      about,
      draft: draft.id,
      key,
    }),
  );
  return 'done';
}

/** What the notices of an end say: who, why, and the reference for a proof. */
async function endDetail(ports: Ports, draft: Draft, { kind, by, reason }: Draft['last']): Promise<Words['detail']> {
  const name = await namesOf(ports, by === null ? [] : [by]);
  const words = reason?.startsWith('reason:') ? await readText(ports, draft.id, reason) : null;
  return {
    by: by === null ? 'Countersign' : name(by),
    reason: words === null ? '' : ports.text.plain(words),
    reference: draft.revision === null ? '' : referenceOf(draft.revision.publicationId),
    outcome: kind === 'published' ? 'was posted' : 'was not posted',
  };
}
