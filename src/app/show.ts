import { AdapterError } from '../adapter.ts';
import { type CardRow, type Draft, FINAL_STATES } from '../core/draft.ts';
import { type CardId, idFrom } from '../core/ids.ts';
import type { EffectRow, Tables } from '../store/store.ts';
import { appendFact } from './entries.ts';
import { reviewRight } from './lookups.ts';
import { adapterOf } from './names.ts';
import type { Ports } from './ports.ts';
import { failRun } from './submit-answer.ts';
import { cardOf } from './view-card.ts';

/** Shows one card to the person it is for. What it shows is logged first, bound to the digest; a private way that fails shows it to nobody. */
export async function showCard(ports: Ports, effect: EffectRow): Promise<'done'> {
  const card = String(effect.payload.card) as CardId;
  if (!(await isStillEntitled(ports, card))) return closeUnshown(ports, card);
  const showing = await ports.store.transact((tx) => recordShowing(ports, tx, card));
  if (showing === null || showing.row.ref !== null) return 'done';
  const { draft, row } = showing;
  try {
    const ref = await adapterOf(ports, row.person).showCard(await cardOf(ports, draft, row), { kind: 'person', person: row.person });
    await ports.store.transact((tx) => keepRef(ports, tx, row.id, ref, draft.version));
  } catch (error) {
    if (!(error instanceof AdapterError) || error.code !== 'NO_PRIVATE_SURFACE') throw error;
    if (row.role === 'requester' && draft.state === 'awaiting_agent' && draft.run !== null)
      await failRun(ports, draft.id, draft.run, 'NO_PRIVATE_SURFACE');
    throw error;
  }
  return 'done';
}

/** Roles hold when a card is shown, too: it may have waited for long until its person could be reached. */
async function isStillEntitled(ports: Ports, card: CardId): Promise<boolean> {
  const row = await ports.store.read.cards.get(card);
  if (row?.role !== 'reviewer' || row.ref !== null) return true;
  const draft = await ports.store.read.drafts.get(row.draft);
  return draft !== undefined && (await reviewRight(ports, row.person, draft)) !== 'no';
}

async function closeUnshown(ports: Ports, card: CardId): Promise<'done'> {
  await ports.store.transact(async (tx) => {
    const row = await tx.cards.get(card);
    if (row && row.ref === null) await tx.cards.save({ ...row, open: false });
  });
  return 'done';
}

/**
 * The draft and the card as they may be shown now; null when the card has nothing to show any more. A text that this card shows for
 * the first time is logged in the same transaction, and to a reviewer only while its requester's approval of that text stands.
 */
async function recordShowing(ports: Ports, tx: Tables, card: CardId): Promise<{ draft: Draft; row: CardRow } | null> {
  const row = await tx.cards.get(card);
  const draft = row && (await tx.drafts.hold(row.draft));
  if (!row || !draft || !row.open) return null;
  if (row.shownAt !== null || row.digest === null || draft.revision === null) return { draft, row };
  const isCurrent = row.digest === draft.revision.digest;
  if (!isCurrent || (row.role === 'reviewer' && draft.state !== 'awaiting_reviewer')) {
    await tx.cards.save({ ...row, open: false });
    return null;
  }
  const at = ports.clock.now();
  const { id: revision, number, digest: post, previewDigest: preview } = draft.revision;
  await tx.cards.save({ ...row, shownAt: at });
  const refs = { card: row.id, number, role: row.role };
  await appendFact(ports, tx, { type: 'card.shown', draft: draft.id, revision, actor: row.person, refs, digests: { post, preview } }, at);
  return { draft, row: { ...row, shownAt: at } };
}

/** The card is there now. If the draft moved on while it was on its way, it is brought up to date. */
async function keepRef(
  ports: Ports,
  tx: Tables,
  id: CardId,
  ref: { surface: string; message: string },
  shownVersion: number,
): Promise<void> {
  const row = await tx.cards.get(id);
  if (!row) return;
  await tx.cards.save({ ...row, ref });
  const draft = await tx.drafts.get(row.draft);
  if (draft && draft.version !== shownVersion) await addUpdate(ports, tx, row);
  if (row.role !== 'reviewer') return;
  // One more person can see it now, and the other cards say so.
  for (const other of await tx.cards.ofDraft(row.draft)) {
    if (other.id !== id && other.open && other.ref !== null && other.digest === row.digest) await addUpdate(ports, tx, other);
  }
}

/** Has a card that was shown brought up to date. */
export async function addUpdate(ports: Ports, tx: Tables, row: CardRow): Promise<void> {
  const id = idFrom('eff', ports.randomBytes(16));
  await tx.effects.add({
    id,
    kind: 'update_card',
    key: `update_card:${row.draft}:${row.id}`,
    draft: row.draft,
    payload: { card: row.id },
    dueAt: ports.clock.now(),
  });
}

/** Puts the card as it is now in place of what was shown; one that can never change again is closed. */
export async function updateCard(ports: Ports, effect: EffectRow): Promise<'done'> {
  const showing = await ports.store.transact((tx) => recordShowing(ports, tx, String(effect.payload.card) as CardId));
  if (showing === null || showing.row.ref === null) return 'done';
  const { draft, row } = showing;
  await adapterOf(ports, row.person).updateCard(showing.row.ref, await cardOf(ports, draft, row));
  if (canChangeNoMore(draft, row)) {
    await ports.store.transact(async (tx) => {
      const now = await tx.drafts.get(draft.id);
      const card = await tx.cards.get(row.id);
      if (card && card.digest === row.digest && now?.version === draft.version) await tx.cards.save({ ...card, open: false });
    });
  }
  return 'done';
}

function canChangeNoMore(draft: Draft, row: CardRow): boolean {
  if (FINAL_STATES.includes(draft.state)) return true;
  return row.revision === 0 ? draft.state !== 'awaiting_agent' : row.digest !== draft.revision?.digest;
}
