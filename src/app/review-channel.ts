import type { CardRow, Draft } from '../core/draft.ts';
import { type ChannelId, type PersonId, type Place, placeOfChannel, requestReferenceOf } from '../core/ids.ts';
import { ALARM_WHAT } from '../core/sentences.ts';
import { aboutDraft } from './describe-refusal.ts';
import { audienceOf, entitledIn, membersOf, ruleNow } from './lookups.ts';
import { addAlarm } from './notices.ts';
import type { Ports } from './ports.ts';

/** A private channel in which reviewers of one draft may be asked together, and who reads it. */
export interface ReviewChannel {
  channel: ChannelId;
  readers: PersonId[];
}

/**
 * The channel that the rule names, as far as this draft may be shown in it now: nobody reads it but people who may review this draft,
 * and its requester. It is asked of the platform at every card. Null where the rule names none, and where it is not fit: then
 * everybody is asked in their own place, which is never wider, and operators hear why.
 */
export async function reviewChannelFor(ports: Ports, draft: Draft): Promise<ReviewChannel | null> {
  const found = await lookAtChannel(ports, draft);
  if (found === null || 'readers' in found) return found;
  await tellUnfit(ports, draft, found.because, found.channelName);
  return null;
}

/** The same for a card that stands there already: whether it may go on saying what it says. Operators were told when it was chosen. */
export async function isFitStill(ports: Ports, draft: Draft, channel: ChannelId): Promise<boolean> {
  const found = await lookAtChannel(ports, draft);
  return found !== null && 'readers' in found && found.channel === channel;
}

interface Unfit {
  because: 'strangers' | 'open';
  channelName: string;
}

async function lookAtChannel(ports: Ports, draft: Draft): Promise<ReviewChannel | Unfit | null> {
  if (draft.destination === null || draft.requirements.reviewers === 'not_required') return null;
  const channel = ruleNow(ports.rules.current().book, draft.destination, draft.audience.channelName)?.rule.reviewChannel ?? null;
  const place = channel === null ? null : placeOfChannel(channel);
  if (channel === null || !place) return null;
  const [audience, readers, entitled] = await Promise.all([
    audienceOf(ports, place),
    membersOf(ports, channel),
    entitledIn(ports, draft, draft.requirements.reviewers.from),
  ]);
  const strangers = readers.filter((reader) => !entitled.includes(reader) && reader !== draft.request.requester);
  if (audience.class === 'restricted' && strangers.length === 0 && readers.length > 0) return { channel, readers };
  return { because: audience.class === 'restricted' ? 'strangers' : 'open', channelName: ports.text.plain(audience.channelName) };
}

async function tellUnfit(ports: Ports, draft: Draft, why: 'strangers' | 'open', channelName: string): Promise<void> {
  const detail = { what: ALARM_WHAT.reviewChannel(`#${channelName}`, why), code: 'REVIEW_CHANNEL', request: requestReferenceOf(draft.id) };
  const key = `review-channel:${draft.id}:${draft.revision?.digest ?? ''}`;
  await ports.store.transact((tx) => addAlarm(ports, tx, { code: 'ALARM', detail, about: aboutDraft(draft), draft: draft.id, key }));
}

/** The cards that stand on the same message as this one; the card alone where it shares none. */
export function sharing(row: CardRow, cards: readonly CardRow[]): CardRow[] {
  return row.shared === null ? [row] : cards.filter((card) => card.shared?.lead === row.shared?.lead);
}

/** The card whose message is written: of those that share one, the first. */
export function leadOf(row: CardRow): CardRow['id'] {
  return row.shared?.lead ?? row.id;
}

/** The row of this person among those that share the message on which the button stands; null for everybody else. */
export async function rowOfPerson(ports: Ports, row: CardRow, person: PersonId): Promise<CardRow | null> {
  if (row.person === person) return row;
  if (row.shared === null) return null;
  return sharing(row, await ports.store.read.cards.ofDraft(row.draft)).find((card) => card.person === person) ?? null;
}

export function placeOfShared({ shared }: CardRow): Place | null {
  return shared === null ? null : (placeOfChannel(shared.channel) ?? null);
}
