import { AdapterError, type Card, type Surface } from '../adapter.ts';
import type { Draft } from '../core/draft.ts';
import { idFrom, type PersonId, placeOfChannel, referenceOf, requestReferenceOf } from '../core/ids.ts';
import { ALARMS, type NoticeCode, OURSELVES, RAN_OUT, SETTLED_AS, SOME_ALARM, type Words } from '../core/sentences.ts';
import { ranOutBecause } from '../core/timers.ts';
import { atTime } from '../core/times.ts';
import type { RefusalCode } from '../core/errors.ts';
import type { EffectRow } from '../store/store.ts';
import { type About, aboutDraft, describe, describeFailure, isRefusalCode, wordsFor } from './describe-refusal.ts';
import { namesOf } from './names.ts';
import { addAlarm } from './notices.ts';
import type { Ports } from './ports.ts';
import { readText } from './sealed.ts';
import { showOn } from './show-on.ts';
import { isToldElsewhere } from './tell-elsewhere.ts';

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
  const detail = draft === null || !last || isRefusalCode(code) ? given : { ...(await endDetail(ports, draft, last, code)), ...given };
  const text = await describe(ports, code, detail, about, draft);
  try {
    await showOn(ports, surfaceFor(ports, to), noticeCard(ports, text, draft));
  } catch (error) {
    // An alarm that reaches no operator would only raise another.
    if (!(error instanceof AdapterError) || error.code !== 'NO_PRIVATE_SURFACE' || draft === null || code === 'ALARM') throw error;
    if (!(await isToldElsewhere(ports, draft, to, text))) throw error;
  }
  return 'done';
}

/** Alarms may go to one private channel of the operators; everything else goes to people. */
function surfaceFor(ports: Ports, to: PersonId): Surface {
  const place = ports.rules.current().book.operators.alarmChannels.includes(to) ? placeOfChannel(to) : undefined;
  return place === undefined ? { kind: 'person', person: to } : { kind: 'review_channel', place };
}

/** Of what a notice that comes late speaks as if it were still so: where it is not, another notice has said or will say more. */
const ONLY_WHILE: Partial<Record<string, Draft['state']>> = {
  REMINDER: 'awaiting_reviewer',
  OUTCOME_UNKNOWN: 'outcome_unknown',
  PUBLISH_FAILED: 'publish_failed',
  NOT_FOUND_THERE: 'publish_failed',
};

/** It could not be sent in time, and is not true any more. */
function isOverdue(code: string, draft: Draft | null, to: PersonId): boolean {
  const stateThen = ONLY_WHILE[code];
  if (stateThen !== undefined && draft?.state !== stateThen) return true;
  return code === 'REMINDER' && draft !== null && draft.approvals.some((approval) => approval.person === to);
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
  const what = (ALARMS[code] ?? SOME_ALARM)(words);
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
async function endDetail(ports: Ports, draft: Draft, last: Draft['last'], code: NoticeCode): Promise<Words['detail']> {
  const { kind, by, reason } = last;
  const name = await namesOf(ports, by === null ? [] : [by]);
  const words = reason?.startsWith('reason:') ? await readText(ports, draft.id, reason) : null;
  return {
    by: by === null ? OURSELVES : by === draft.request.requester ? 'you' : name(by),
    reason: words === null ? '' : ports.text.plain(words),
    ...(code === 'SETTLED' ? await shownAt(ports, draft) : {}),
    reference: draft.revision === null ? '' : referenceOf(draft.revision.publicationId),
    outcome: SETTLED_AS[kind === 'published' ? 'published' : 'publish_failed'],
    why: (code === 'NO_ANSWER' ? await describeFailure(ports, draft, last) : null) ?? RAN_OUT[ranOutBecause(draft)],
  };
}

/** `at 14:05`: when the requester's card of this text came, by which they find it again. */
async function shownAt(ports: Ports, draft: Draft): Promise<Words['detail']> {
  const cards = await ports.store.read.cards.ofDraft(draft.id);
  const at = cards.findLast(
    ({ role, digest, shownAt: shown }) => role === 'requester' && digest === draft.revision?.digest && shown !== null,
  );
  return at?.shownAt == null ? {} : { shownAt: atTime(at.shownAt, ports.clock.now(), ports.timeZone) };
}
