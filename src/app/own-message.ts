import type { OwnMessage } from '../adapter.ts';
import type { Draft } from '../core/draft.ts';
import { channelIdOf, isId, type MessageRef, referenceOf } from '../core/ids.ts';
import { ALARM_WHAT, REASONS } from '../core/sentences.ts';
import type { EditOf } from '../store/store.ts';
import { aboutNoDraft } from './describe-refusal.ts';
import { engage } from './kill-switch.ts';
import { addAlarm } from './notices.ts';
import type { Ports } from './ports.ts';

/**
 * A platform may tell of a post before it answers the request that made it. That answer is waited for as long as a platform waits for
 * its acknowledgement without complaint; after that it is told to tell again.
 */
const WAITS_MS = 2_000;
const LOOK_EVERY_MS = 100;
/** How far the platform's clock may be from ours. */
const CLOCKS_DIFFER_MS = 5 * 60_000;
/** A change is known by nothing else than its row, so a clock that goes wrong, or a process that stood still, must not stop a company. */
const EDITS_WITHIN_MS = 60 * 60_000;

/**
 * The platform says that our own bot wrote in a channel. Nothing but publications may stand there, and in channels of reviewers and
 * operators the cards and notices that were written down before they were sent. Anything else means that somebody else holds our token,
 * or that we broke the law: publishing is stopped, and operators hear of it.
 */
export async function ownMessage(ports: Ports, seen: OwnMessage): Promise<void> {
  const until = ports.clock.now() + WAITS_MS;
  for (;;) {
    const verdict = await isAccountedFor(ports, seen);
    if (verdict === 'yes') return;
    if (verdict === 'no') return stopForForged(ports, seen.message);
    // An attempt ends by itself, so the platform gets its answer when it tells again, also from another process.
    if (ports.clock.now() >= until || ports.stopping.aborted) throw new Error('a message of our own is not accounted for yet');
    await ports.clock.sleep(LOOK_EVERY_MS, ports.stopping);
  }
}

type Verdict = 'yes' | 'no' | 'not yet';

async function isAccountedFor(ports: Ports, seen: OwnMessage): Promise<Verdict> {
  const { message, publicationId, editedAt } = seen;
  const { read } = ports.store;
  if (editedAt !== null) return (await isEditOfOurs(ports, message, editedAt)) ? 'yes' : 'no';
  if ((await read.drafts.byPublication({ message })) || (await isCardOfOurs(ports, seen))) return 'yes';
  if (publicationId === null || !isId('pub', publicationId)) return 'no';
  const draft = await read.drafts.byPublication({ reference: referenceOf(publicationId) });
  if (draft?.revision?.publicationId !== publicationId || !isIts(draft, message)) return 'no';
  // Metadata can be copied: once the draft's own message is known, this is another one.
  if (draft.publishing.message !== null) return 'no';
  if (draft.state === 'publishing') return 'not yet';
  // Never confirmed, or settled by an operator without its message: the search, or a person, says which message it is.
  return draft.publishing.mayStandAlready || draft.state === 'outcome_unknown' || draft.state === 'published' ? 'yes' : 'no';
}

/**
 * A card whose send has no message yet, because the platform was quicker to tell or its answer was lost, is this one. Should the answer
 * then name another, `showOn` knows that this one was forged.
 */
async function isCardOfOurs(ports: Ports, { message: { message, ...place }, cardId, at }: OwnMessage): Promise<boolean> {
  const channel = channelIdOf(place);
  if (await ports.store.read.channelCards.has(channel, message)) return true;
  if (cardId === null || !isId('crd', cardId)) return false;
  const of = { card: cardId, channel, sentFrom: at - CLOCKS_DIFFER_MS, sentUntil: at + CLOCKS_DIFFER_MS };
  return ports.store.transact(async (tx) => (await tx.channelCards.has(channel, message)) || tx.channelCards.claim(of, message));
}

/**
 * A post is changed when it is retracted, a card when its draft moves on, and each time that is written down first (`editIn`). A change
 * that finds no such row, or none that another change has not taken, was made by somebody else.
 */
async function isEditOfOurs(ports: Ports, { message, ...place }: MessageRef, editedAt: number): Promise<boolean> {
  const channel = channelIdOf(place);
  const edit = editAt(message, editedAt);
  if (await ports.store.read.channelCards.has(channel, edit)) return true;
  const of = { card: editOf(message), channel, sentFrom: editedAt - EDITS_WITHIN_MS, sentUntil: editedAt + EDITS_WITHIN_MS };
  return ports.store.transact(async (tx) => (await tx.channelCards.has(channel, edit)) || tx.channelCards.claim(of, edit));
}

export function editOf(message: string): EditOf {
  return `edit:${message}`;
}

/** Stands in the place of a message: a change is known by its time. */
function editAt(message: string, at: number): string {
  return `${message}@${at}`;
}

function isIts({ destination }: Draft, message: MessageRef): boolean {
  return destination !== null && channelIdOf(destination) === channelIdOf(message);
}

/** Our own bot wrote this, and not by us. */
export async function stopForForged(ports: Ports, message: MessageRef): Promise<void> {
  const channel = channelIdOf(message);
  ports.logger.error({ channel, message: message.message }, 'our own bot wrote something that the log does not account for');
  const rows = await ports.store.read.kill.all();
  if (!rows.some((row) => row.scope === 'all' && row.engaged)) await engage(ports, { scope: 'all', by: null, reason: REASONS.bypass() });
  const about = aboutNoDraft(ports.rules.current().book.operators.alarms[0] ?? 'local:host:nobody');
  const detail = { what: ALARM_WHAT.bypass(channel, message.message), code: 'BYPASS' };
  await ports.store.transact((tx) => addAlarm(ports, tx, { code: 'ALARM', detail, about, key: `bypass:${channel}:${message.message}` }));
}
