import type { CardRow, Draft } from '../core/draft.ts';
import { type CardId, type ChannelId, type DraftId, idFrom, type PersonId } from '../core/ids.ts';
import { fallbackAt } from '../core/timers.ts';
import { dayAndTime } from '../core/times.ts';
import type { EffectRow, Tables } from '../store/store.ts';
import type { Carried } from './carried.ts';
import { aboutDraft } from './describe-refusal.ts';
import { ableToReview, entitledIn } from './lookups.ts';
import { addNotice } from './notices.ts';
import type { Ports } from './ports.ts';
import { reviewChannelFor } from './review-channel.ts';
import { addUpdate, SOON_MS } from './add-update.ts';

/** Makes a card for each reviewer who could decide now; with `fallback`, for those who are asked because nobody decided. */
export async function showReviewers(ports: Ports, effect: EffectRow): Promise<Carried> {
  const draft = await ports.store.read.drafts.get(effect.draft as DraftId);
  if (!draft || draft.state !== 'awaiting_reviewer' || draft.revision?.digest !== effect.payload.digest) return 'done';
  const due = fallbackAt(draft);
  const isFallback = effect.payload.fallback === true;
  if (isFallback && (due === null || due > ports.clock.now())) return 'done';
  const people = isFallback ? await entitledIn(ports, draft, draft.requirements.fallback?.from ?? []) : await ableToReview(ports, draft);
  const together = isFallback ? null : await reviewChannelFor(ports, draft);
  const lastly = async (tx: Tables): Promise<void> => {
    const now = await tx.drafts.get(draft.id);
    if (now?.state !== 'awaiting_reviewer' || now.revision?.digest !== draft.revision?.digest) return;
    const cards = await tx.cards.ofDraft(draft.id);
    const unasked = people.filter((person) => !hasCard(cards, person, now.revision?.digest));
    const inChannel = unasked.filter((person) => together?.readers.includes(person));
    if (together !== null) await addSharedCards(ports, tx, now, inChannel, together.channel);
    for (const person of unasked) if (!inChannel.includes(person)) await addReviewCard(ports, tx, now, person);
    for (const card of cards) if (card.open && card.ref !== null) await addUpdate(ports, tx, card, SOON_MS);
  };
  return { lastly };
}

/** One that was given up before it was shown is no card of theirs. */
function hasCard(cards: readonly CardRow[], person: PersonId, digest: string | undefined): boolean {
  const isTheirs = (card: CardRow): boolean => card.role === 'reviewer' && card.person === person && card.digest === digest;
  return cards.some((card) => isTheirs(card) && (card.open || card.ref !== null));
}

/** A card in the person's own place. */
export async function addReviewCard(ports: Ports, tx: Tables, draft: Draft, person: PersonId): Promise<void> {
  const card = idFrom('crd', ports.randomBytes(16));
  await tx.cards.insert(reviewRow(draft, card, person, null));
  await addShow(ports, tx, draft, card);
}

/** A row for each of them, and one message for all: what each was shown is logged for each, and each decides under their own name. */
async function addSharedCards(ports: Ports, tx: Tables, draft: Draft, people: readonly PersonId[], channel: ChannelId): Promise<void> {
  const ids = people.map(() => idFrom('crd', ports.randomBytes(16)));
  const [lead] = ids;
  if (lead === undefined) return;
  for (const [nth, person] of people.entries()) await tx.cards.insert(reviewRow(draft, ids[nth] ?? lead, person, { lead, channel }));
  await addShow(ports, tx, draft, lead);
}

function reviewRow(draft: Draft, id: CardId, person: PersonId, shared: CardRow['shared']): CardRow {
  const bound = { revision: draft.revision?.number ?? 0, digest: draft.revision?.digest ?? null };
  return { id, draft: draft.id, person, role: 'reviewer', ...bound, ref: null, shared, open: true, shownAt: null };
}

async function addShow(ports: Ports, tx: Tables, draft: Draft, card: CardId): Promise<void> {
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
export async function remindReviewers(ports: Ports, effect: EffectRow): Promise<Carried> {
  const draft = await ports.store.read.drafts.get(effect.draft as DraftId);
  if (!draft || draft.state !== 'awaiting_reviewer' || draft.revision?.digest !== effect.payload.digest) return 'done';
  const closes = dayAndTime(draft.expiresAt, ports.clock.now(), ports.timeZone);
  const lastly = async (tx: Tables): Promise<void> => {
    for (const card of await tx.cards.ofDraft(draft.id)) {
      const decided = draft.approvals.some((approval) => approval.person === card.person);
      if (card.role !== 'reviewer' || card.digest !== draft.revision?.digest || decided) continue;
      await addNotice(ports, tx, {
        to: card.person,
        code: 'REMINDER',
        detail: { closes, ...(card.shared === null ? {} : { together: 1 }) },
        about: aboutDraft(draft),
        draft: draft.id,
        key: card.id,
      });
    }
  };
  return { lastly };
}
