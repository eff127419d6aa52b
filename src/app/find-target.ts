import type { Clicked } from '../adapter.ts';
import type { CardRow, Draft } from '../core/draft.ts';
import { type CardId, channelIdOf, type MessageRef } from '../core/ids.ts';
import { lookFor } from './look-for.ts';
import type { Ports } from './ports.ts';

/** What a button leads to: the draft, and the row of the card on which it stands where it stands on one. Rights are asked elsewhere. */
export async function findTarget(
  ports: Ports,
  clicked: Pick<Clicked, 'target' | 'verb'>,
): Promise<{ draft: Draft; row: CardRow | null } | null> {
  const { read } = ports.store;
  if (clicked.target.kind !== 'card' && clicked.verb !== 'retract') return null;
  if (clicked.target.kind === 'draft') {
    const draft = await read.drafts.get(clicked.target.draft);
    return draft ? { draft, row: null } : null;
  }
  if (clicked.target.kind === 'publication') {
    const { message } = clicked.target;
    const draft = (await read.drafts.byPublication({ message })) ?? (await postedUnseen(ports, message));
    return draft ? { draft, row: null } : null;
  }
  const row = await shownRow(ports, clicked.target.card);
  // A button that was copied onto another message is nobody's: the platform says on which message it was pressed.
  if (!row || (row.ref !== null && row.ref.message !== clicked.target.message)) return null;
  const draft = await read.drafts.get(row.draft);
  return draft ? { draft, row } : null;
}

/** The platform may show a card, and a quick person press it, before the platform's answer has been saved here: that is waited for. */
async function shownRow(ports: Ports, id: CardId): Promise<CardRow | undefined> {
  const until = ports.clock.now() + ARRIVES_WITHIN_MS;
  for (;;) {
    const row = await ports.store.read.cards.get(id);
    const isOnItsWay = row !== undefined && row.ref === null && row.open && ports.clock.now() < until;
    if (!isOnItsWay) return row;
    await ports.clock.sleep(LOOK_AGAIN_MS);
  }
}

const ARRIVES_WITHIN_MS = 2_000;
const LOOK_AGAIN_MS = 25;

/** An operator settled it as posted without knowing the message: then the platform says whether this one is its publication. */
async function postedUnseen(ports: Ports, message: MessageRef): Promise<Draft | undefined> {
  const posted = await ports.store.read.drafts.list({
    states: ['published', 'retract_failed'],
    channel: channelIdOf(message),
    limit: 1_000,
  });
  for (const draft of posted.filter(({ publishing }) => publishing.message === null)) {
    const found = await lookFor(ports, draft, draft.createdAt);
    if (found.kind === 'found' && found.message.message === message.message) return draft;
  }
  return undefined;
}
