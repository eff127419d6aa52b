import { AdapterError, type Card, type CardRef, type Surface } from '../adapter.ts';
import { type CardRow, type Draft, FINAL_STATES } from '../core/draft.ts';
import { refusal } from '../core/errors.ts';
import { withheldReviewCard } from '../core/review-card.ts';
import type { CardId } from '../core/ids.ts';
import type { EffectRow, Tables } from '../store/store.ts';
import { aboutDraft, describeRefusal } from './describe-refusal.ts';
import type { Carried } from './carried.ts';
import { appendFact } from './entries.ts';
import { reviewRight } from './lookups.ts';
import { adapterOf } from './names.ts';
import type { Ports } from './ports.ts';
import { addUpdate, SOON_MS } from './add-update.ts';
import { addReviewCard } from './ask-reviewers.ts';
import { pointTo } from './point-to.ts';
import { isFitStill, leadOf, placeOfShared, reviewChannelFor, sharing } from './review-channel.ts';
import { editIn, showOn } from './show-on.ts';
import { failRun } from './submit-answer.ts';
import { alarmUntold } from './tell-elsewhere.ts';
import { cardOf } from './view-card.ts';

/** Shows one card to the person it is for. What it shows is logged first, bound to the digest; a private way that fails shows it to nobody. */
export async function showCard(ports: Ports, effect: EffectRow): Promise<Carried> {
  const card = await ports.store.read.cards.get(String(effect.payload.card) as CardId);
  if (card === undefined || !(await isStillEntitled(ports, card))) return { lastly: (tx) => closeUnshown(tx, effect) };
  if (!(await isChannelStillFit(ports, card))) return { lastly: (tx) => askEachAlone(ports, tx, effect) };
  await workingCardArrived(ports, card);
  const showing = await ports.store.transact((tx) => recordShowing(ports, tx, card.id));
  if (showing === null || showing.row.ref !== null) return 'done';
  const { draft, row } = showing;
  const cards = await ports.store.read.cards.ofDraft(draft.id);
  try {
    const others = reviewersWithCard(row, cards);
    const ref = await showOn(ports, surfaceOf(row), await cardOf(ports, draft, row, cards));
    return { lastly: (tx) => keepRef(ports, tx, row, ref, { version: draft.version, others: others.length }) };
  } catch (error) {
    if (!(error instanceof AdapterError) || error.code !== 'NO_PRIVATE_SURFACE') throw error;
    const ref = await pointTo(ports, draft, row, cards);
    if (ref !== null) return { lastly: (tx) => keepRef(ports, tx, row, ref, { version: draft.version, others: 0 }) };
    // Of a run that fails for it, operators hear by its end.
    if (row.role === 'requester' && draft.state === 'awaiting_agent' && draft.run !== null)
      await failRun(ports, draft.id, draft.run, 'NO_PRIVATE_SURFACE');
    else await alarmUntold(ports, draft, row.person);
    if (row.role === 'requester' && effect.attempts === 1) await whisperWhatToDo(ports, draft);
    throw error;
  }
}

/** Nothing of the draft is shown anywhere else; where the platform can tell the requester alone, they read there what to do. */
async function whisperWhatToDo(ports: Ports, draft: Draft): Promise<void> {
  const { requester, asked } = draft.request;
  if (draft.destination === null) return;
  const sentence = await describeRefusal(ports, refusal('NO_PRIVATE_SURFACE'), aboutDraft(draft), draft);
  const isTold = await adapterOf(ports, requester).whisper(requester, asked, sentence);
  if (!isTold) ports.logger.warn({ draft: draft.id }, 'whoever asked has no private place with us, and could not be told so');
}

/** An answer stands below the card that says that the agent works, however quick the agent was; for a short while that is waited for. */
async function workingCardArrived(ports: Ports, row: CardRow): Promise<void> {
  const { cards } = ports.store.read;
  if (row.role !== 'requester' || row.digest === null) return;
  const until = ports.clock.now() + ARRIVES_WITHIN_MS;
  const isAwaited = (one: CardRow): boolean => one.revision === 0 && one.open && one.ref === null;
  while (ports.clock.now() < until && (await cards.ofDraft(row.draft)).some(isAwaited)) await ports.clock.sleep(LOOK_AGAIN_MS);
}

const ARRIVES_WITHIN_MS = 2_000;
const LOOK_AGAIN_MS = 20;

/** Reviewers together, in their channel; everybody else in their own place. */
function surfaceOf(row: CardRow): Surface {
  const place = placeOfShared(row);
  return place === null ? { kind: 'person', person: row.person } : { kind: 'review_channel', place };
}

/** Who reads the channel is asked just before the card is shown in it: somebody may have joined since it was chosen. */
async function isChannelStillFit(ports: Ports, row: CardRow): Promise<boolean> {
  if (row.shared === null || row.ref !== null) return true;
  const draft = await ports.store.read.drafts.get(row.draft);
  return draft !== undefined && (await reviewChannelFor(ports, draft))?.channel === row.shared.channel;
}

async function askEachAlone(ports: Ports, tx: Tables, effect: EffectRow): Promise<void> {
  const row = await tx.cards.get(String(effect.payload.card) as CardId);
  const draft = row && (await tx.drafts.get(row.draft));
  if (!row || !draft) return;
  for (const one of sharing(row, await tx.cards.ofDraft(row.draft))) {
    if (!one.open || one.ref !== null) continue;
    await tx.cards.save({ ...one, open: false });
    await addReviewCard(ports, tx, draft, one.person);
  }
}

/** Roles hold when a card is shown, too: it may have waited for long until its person could be reached. */
async function isStillEntitled(ports: Ports, row: CardRow): Promise<boolean> {
  // Of those who share a card, everybody's right is asked with the readers of their channel.
  if (row.role !== 'reviewer' || row.ref !== null || row.shared !== null) return true;
  return mayReview(ports, row);
}

async function mayReview(ports: Ports, row: CardRow): Promise<boolean> {
  const draft = await ports.store.read.drafts.get(row.draft);
  return draft !== undefined && (await reviewRight(ports, row.person, draft)) !== 'no';
}

async function closeUnshown(tx: Tables, effect: EffectRow): Promise<void> {
  const row = await tx.cards.get(String(effect.payload.card) as CardId);
  if (row && row.ref === null) await tx.cards.save({ ...row, open: false });
}

/**
 * The draft and the card as they may be shown now; null when the card has nothing to show any more. A text that this card shows for
 * the first time is logged in the same transaction, and to a reviewer only while its requester's approval of that text stands. What
 * the platform takes first is therefore always the text itself: a card of a text that has a `ref` has shown that text.
 */
async function recordShowing(ports: Ports, tx: Tables, card: CardId): Promise<{ draft: Draft; row: CardRow } | null> {
  const row = await tx.cards.get(card);
  const draft = row && (await tx.drafts.hold(row.draft));
  if (!row || !draft || !row.open) return null;
  if (row.ref !== null || draft.revision === null) return { draft, row };
  if (row.digest === null) {
    // What it says is over: the draft's own card says the rest.
    if (draft.state !== 'awaiting_agent') await tx.cards.save({ ...row, open: false });
    return draft.state === 'awaiting_agent' ? { draft, row } : null;
  }
  const isCurrent = row.digest === draft.revision.digest;
  if (!isCurrent || (row.role === 'reviewer' && draft.state !== 'awaiting_reviewer')) {
    await tx.cards.save({ ...row, open: false });
    return null;
  }
  // Logged when it was tried before: that try may have reached its person.
  if (row.shownAt !== null) return { draft, row };
  const at = ports.clock.now();
  const { id: revision, number, digest: post, previewDigest: preview } = draft.revision;
  await tx.cards.save({ ...row, shownAt: at });
  for (const one of row.shared === null ? [row] : sharing(row, await tx.cards.ofDraft(draft.id))) {
    if (one.id !== row.id) await tx.cards.save({ ...one, shownAt: at });
    const refs = { card: one.id, number, role: one.role };
    await appendFact(ports, tx, { type: 'card.shown', draft: draft.id, revision, actor: one.person, refs, digests: { post, preview } }, at);
  }
  return { draft, row: { ...row, shownAt: at } };
}

/**
 * A card was opened by its person, alone. One that no private way had led to stands there from now on. Null when there is nothing to show
 * any more, or it may not be shown to them now.
 */
export async function openAlone(ports: Ports, row: CardRow, at: CardRef): Promise<{ draft: Draft; row: CardRow } | null> {
  if (row.role === 'reviewer' && row.open && !(await mayReview(ports, row))) return null;
  return ports.store.transact(async (tx) => {
    const now = await tx.cards.get(row.id);
    const draft = now && (await tx.drafts.get(now.draft));
    if (now?.ref && draft) return { draft, row: now };
    const showing = await recordShowing(ports, tx, row.id);
    if (showing === null || showing.row.ref !== null) return showing;
    await keepRef(ports, tx, showing.row, at, { version: showing.draft.version, others: 0 });
    return { draft: showing.draft, row: { ...showing.row, ref: at } };
  });
}

/** The card is there now. If the draft moved on while it was on its way, it is brought up to date. */
async function keepRef(
  ports: Ports,
  tx: Tables,
  { id, draft: of }: CardRow,
  ref: { surface: string; message: string },
  shown: { version: number; others: number },
): Promise<void> {
  // Two cards that arrive at once would each miss the other.
  const draft = await tx.drafts.hold(of);
  const stored = await tx.cards.ofDraft(of);
  const found = stored.find((card) => card.id === id);
  if (!found || !draft) return;
  const row = { ...found, ref };
  const shared = found.shared === null ? [found] : sharing(found, stored);
  for (const one of shared) await tx.cards.save({ ...one, ref });
  const cards = stored.map((card) => (shared.includes(card) ? { ...card, ref } : card));
  const isBehind = draft.version !== shown.version || reviewersWithCard(row, cards).length !== shown.others;
  if (isBehind) await addUpdate(ports, tx, row, draft.version === shown.version ? SOON_MS : 0);
  if (row.role !== 'reviewer') return;
  // One more person can see it now, and the other cards say so.
  for (const other of cards) {
    if (leadOf(other) !== leadOf(row) && other.open && other.ref !== null && other.digest === row.digest)
      await addUpdate(ports, tx, other, SOON_MS);
  }
}

/** Those who can see it besides: a card says who they are. */
function reviewersWithCard(row: CardRow, cards: readonly CardRow[]): CardRow[] {
  return cards.filter(
    (other) => other.role === 'reviewer' && leadOf(other) !== leadOf(row) && other.ref !== null && other.digest === row.digest,
  );
}

/** Puts the card as it is now in place of what was shown; one that can never change again is closed. */
export async function updateCard(ports: Ports, effect: EffectRow): Promise<Carried> {
  const { read } = ports.store;
  const row = await read.cards.get(String(effect.payload.card) as CardId);
  // What a card shows for the first time is logged; what it shows after that its person has seen, or it speaks of what became of it.
  if (!row?.open || row.ref === null) return 'done';
  const draft = await read.drafts.get(row.draft);
  if (!draft) return 'done';
  const mayStay = row.shared === null || (await isFitStill(ports, draft, row.shared.channel));
  const shown = mayStay ? await cardOf(ports, draft, row) : withheldReviewCard(draft, row);
  await changeCard(ports, row, row.ref, shown);
  if (!canChangeNoMore(draft, row)) return 'done';
  return {
    async lastly(tx) {
      const now = await tx.drafts.get(draft.id);
      const card = await tx.cards.get(row.id);
      if (!card || card.digest !== row.digest || now?.version !== draft.version) return;
      for (const one of sharing(card, await tx.cards.ofDraft(draft.id))) await tx.cards.save({ ...one, open: false });
    },
  };
}

async function changeCard(ports: Ports, { person, shared }: CardRow, ref: CardRef, card: Card): Promise<void> {
  const change = (): Promise<void> => adapterOf(ports, person).updateCard(ref, card);
  await (shared === null ? change() : editIn(ports, shared.channel, ref.message, change));
}

function canChangeNoMore(draft: Draft, row: CardRow): boolean {
  if (FINAL_STATES.includes(draft.state)) return true;
  if (row.revision === 0) return draft.state !== 'awaiting_agent';
  // A reviewer reads in the end what became of the draft, also on a card of an earlier post.
  return row.role !== 'reviewer' && row.digest !== draft.revision?.digest;
}
