import type { Draft } from '../core/draft.ts';
import { type DraftId, idFrom, type PersonId } from '../core/ids.ts';
import { fallbackAt } from '../core/timers.ts';
import { dayAndTime } from '../core/times.ts';
import type { EffectRow, Tables } from '../store/store.ts';
import { aboutDraft } from './describe-refusal.ts';
import { ableToReview, entitledIn } from './lookups.ts';
import { addNotice } from './notices.ts';
import type { Ports } from './ports.ts';
import { addUpdate } from './show.ts';

/** Makes a card for each reviewer who could decide now; with `fallback`, for those who are asked because nobody decided. */
export async function showReviewers(ports: Ports, effect: EffectRow): Promise<'done'> {
  const draft = await ports.store.read.drafts.get(effect.draft as DraftId);
  if (!draft || draft.state !== 'awaiting_reviewer' || draft.revision?.digest !== effect.payload.digest) return 'done';
  const due = fallbackAt(draft);
  const isFallback = effect.payload.fallback === true;
  if (isFallback && (due === null || due > ports.clock.now())) return 'done';
  const people = isFallback ? await entitledIn(ports, draft, draft.requirements.fallback?.from ?? []) : await ableToReview(ports, draft);
  await ports.store.transact(async (tx) => {
    const now = await tx.drafts.get(draft.id);
    if (now?.state !== 'awaiting_reviewer' || now.revision?.digest !== draft.revision?.digest) return;
    const cards = await tx.cards.ofDraft(draft.id);
    for (const person of people) {
      if (cards.some((card) => card.role === 'reviewer' && card.person === person && card.digest === now.revision?.digest)) continue;
      await addReviewCard(ports, tx, now, person);
    }
    for (const card of cards) if (card.open && card.ref !== null) await addUpdate(ports, tx, card);
  });
  return 'done';
}

async function addReviewCard(ports: Ports, tx: Tables, draft: Draft, person: PersonId): Promise<void> {
  const card = idFrom('crd', ports.randomBytes(16));
  await tx.cards.insert({
    id: card,
    draft: draft.id,
    person,
    role: 'reviewer',
    revision: draft.revision?.number ?? 0,
    digest: draft.revision?.digest ?? null,
    ref: null,
    open: true,
    shownAt: null,
  });
  await tx.effects.add({
    id: idFrom('eff', ports.randomBytes(16)),
    kind: 'show_card',
    key: `show_card:${draft.id}:${card}`,
    draft: draft.id,
    payload: { card },
    dueAt: ports.clock.now(),
  });
}

/** At half time, once: whoever has not decided is reminded. */
export async function remindReviewers(ports: Ports, effect: EffectRow): Promise<'done'> {
  const draft = await ports.store.read.drafts.get(effect.draft as DraftId);
  if (!draft || draft.state !== 'awaiting_reviewer' || draft.revision?.digest !== effect.payload.digest) return 'done';
  const closes = dayAndTime(draft.expiresAt, ports.clock.now(), ports.timeZone);
  await ports.store.transact(async (tx) => {
    for (const card of await tx.cards.ofDraft(draft.id)) {
      const decided = draft.approvals.some((approval) => approval.person === card.person);
      if (card.role !== 'reviewer' || card.digest !== draft.revision?.digest || decided) continue;
      await addNotice(ports, tx, {
        to: card.person,
        code: 'REMINDER',
        detail: { closes },
        about: aboutDraft(draft),
        draft: draft.id,
        key: card.id,
      });
    }
  });
  return 'done';
}
