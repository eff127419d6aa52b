import { checkCard, checkForm } from './cards.ts';
import type { CardWrite } from './cards.ts';
import { fieldsOf, textIn, textsIn } from './json.ts';
import { checkNotice, checkReply } from './notices.ts';
import { checkOutcomes } from './outcomes.ts';
import { checkPublications } from './publications.ts';
import { createReadable } from './readable.ts';
import type { ReadableBy } from './readable.ts';
import { checkRetractions } from './retractions.ts';
import type { Story } from './story.ts';
import type { Request } from './wire.ts';

/** How many writes of each kind there were: whoever asserts that nothing is wrong wants to know that something was looked at. */
export interface Sorted {
  publications: number;
  cards: number;
  notices: number;
  tombstones: number;
}

/** I1: sorts every write that the platform stored into one of four kinds, and judges it as such. */
export function checkWrites(story: Story): Sorted {
  const sorted: Sorted = { publications: 0, cards: 0, notices: 0, tombstones: 0 };
  const readable = createReadable(story);
  const standing = new Map<string, CardWrite>();
  for (const request of story.wire) {
    if (request.operation === 'ack') checkReply(story, request, readable);
    if (!request.stored) continue;
    const kind = kindOf(request);
    if (kind === null) story.report('wire.sorted', `${request.method} ${request.path} is none of the four kinds of write`, request.n);
    else sorted[kind] += 1;
    if (request.operation === 'card' || request.operation === 'update') checkPrivate(story, request, standing, readable);
    if (request.operation === 'form') checkForm(story, request, readable);
  }
  const sent = checkPublications(story);
  checkOutcomes(story, sent);
  checkRetractions(story, sent, readable);
  return sorted;
}

function kindOf({ operation, fields }: Request): keyof Sorted | null {
  if (operation === 'publish') return 'publications';
  if (operation === 'retract') return 'tombstones';
  if (operation === 'ack') return 'notices';
  if (operation === 'form') return 'cards';
  if (operation !== 'card' && operation !== 'update') return null;
  const kind = fieldsOf(fields?.['card'])?.['kind'];
  return kind === 'card' ? 'cards' : kind === 'notice' ? 'notices' : null;
}

function checkPrivate(story: Story, request: Request, standing: Map<string, CardWrite>, readable: ReadableBy): void {
  const recipients = textsIn(request.fields, 'recipients');
  const isShared = recipients.length > 1;
  const write = { request, recipient: textIn(request.fields, 'recipient'), isShared, card: fieldsOf(request.fields?.['card']) ?? {} };
  const { card } = write;
  if (request.operation === 'update') checkUpdate(story, write, standing.get(textIn(request.fields, 'message')));
  else if (request.message !== undefined) standing.set(request.message, write);
  for (const recipient of isShared ? recipients : [write.recipient])
    if (card['kind'] === 'card') checkCard(story, { ...write, recipient }, readable);
  if (card['kind'] === 'notice') checkNotice(story, request, card, readable);
}

function checkUpdate({ report }: Story, { request, recipient, card }: CardWrite, before: CardWrite | undefined): void {
  const isSame = before?.recipient === recipient && ['id', 'draft', 'kind'].every((name) => before.card[name] === card[name]);
  if (!isSame) report('card.update', 'it is put in the place of a card of another person or another draft', request.n);
}
