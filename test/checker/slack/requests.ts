import { fieldsOf, textIn } from '../json.ts';
import type { Fields } from '../json.ts';
import type { Request, WireEntry } from '../request.ts';
import { mentionedIn, readBlocks, wordsIn } from './blocks.ts';
import type { Places } from './places.ts';

/** https://docs.slack.dev/reference/methods: every method is a POST to its name. */
const API = '/api/';

/** What we answer to a delivery itself: to a command, or to a form that was sent. */
const ANSWERS = '/deliveries/';

const PUBLICATION = 'countersign_publication';
const CARD = 'countersign_card';
const TOMBSTONE = 'countersign_tombstone';

interface Posted {
  body: Fields;
  metadata: Fields | null;
  time: number;
}

type Read = Pick<Request, 'operation' | 'fields' | 'sent'>;

export function isSlack({ path }: WireEntry): boolean {
  return path.startsWith(API) || path.startsWith('/response/') || path.startsWith(ANSWERS);
}

/** A request to Slack, in the form in which the rules are written: what it is, told by where it went and by its metadata alone. */
export function readSlack(entry: WireEntry, places: Places): Read {
  const body = fieldsOf(entry.body);
  const method = entry.path.startsWith(API) ? entry.path.slice(API.length) : '';
  if (body === null) return { operation: method, fields: null, sent: null };
  return { ...readMethod(entry, method, body, places), sent: { method, body } };
}

function readMethod(entry: WireEntry, method: string, body: Fields, places: Places): Omit<Read, 'sent'> {
  const metadata = fieldsOf(body['metadata']);
  const type = textIn(metadata, 'event_type');
  const time = Date.parse(entry.at);
  switch (method) {
    case 'chat.postMessage':
      return type === PUBLICATION ? publication(body, metadata, places) : card('card', { body, metadata, time }, places);
    case 'chat.update':
      return type === TOMBSTONE ? retraction(body, wordsOfMessage(body), places) : card('update', { body, metadata, time }, places);
    case 'chat.delete':
      return retraction(body, null, places);
    case 'chat.postEphemeral':
      return { operation: 'ack', fields: { reply: { words: wordsOfMessage(body) } } };
    case 'views.open':
    case 'views.publish':
    case 'views.update':
      return { operation: 'form', fields: { recipient: recipientOf(entry, body, places), view: body['view'] } };
    default:
      // What comes by a response URL is for whoever caused it, as an answer is.
      return method === '' ? { operation: 'ack', fields: { reply: body } } : { operation: method, fields: body };
  }
}

function publication(body: Fields, metadata: Fields | null, { workspace }: Places): Omit<Read, 'sent'> {
  const notify = mentionedIn(body['blocks']).map((one) =>
    one.startsWith('U') || one.startsWith('W') ? `slack:${workspace}:${one}` : null,
  );
  const fields = {
    channel: `slack:${workspace}:${textIn(body, 'channel')}`,
    thread: body['thread_ts'] ?? null,
    metadata: fieldsOf(metadata?.['event_payload']),
    notify,
  };
  return { operation: 'publish', fields };
}

function retraction(body: Fields, tombstone: readonly string[] | null, { workspace }: Places): Omit<Read, 'sent'> {
  const fields = {
    channel: `slack:${workspace}:${textIn(body, 'channel')}`,
    message: textIn(body, 'ts'),
    tombstone: tombstone === null ? null : (tombstone[0] ?? ''),
  };
  return { operation: 'retract', fields };
}

/** Only in a place whose readers are known is it a card; elsewhere it is nothing that we may write. */
function card(operation: 'card' | 'update', { body, metadata, time }: Posted, places: Places): Omit<Read, 'sent'> {
  const readers = places.readersOf(textIn(body, 'channel'), time);
  if (readers === null || textIn(metadata, 'event_type') !== CARD) return { operation: `chat.${operation}`, fields: body };
  const bound = fieldsOf(metadata?.['event_payload']) ?? {};
  const { question, answer, words, actions } = readBlocks(body['blocks']);
  const sentences = words.map((text) => ({ kind: 'sentence', text }));
  const parts = question === null ? sentences : [...sentences, { kind: 'question', text: question }];
  const nothing = { draft: null, revision: null, digest: null };
  const shown = { ...nothing, ...bound, preview: null, answer, title: textIn(body, 'text'), parts, actions };
  const message = operation === 'update' ? { message: textIn(body, 'ts') } : {};
  return { operation, fields: { recipient: readers[0] ?? '', recipients: readers, card: shown, ...message } };
}

function wordsOfMessage(body: Fields): string[] {
  return [...new Set([...wordsIn(body['blocks']), textIn(body, 'text')])];
}

function recipientOf(entry: WireEntry, body: Fields, { workspace }: Places): string {
  const user = textIn(body, 'user_id') || (entry.person ?? '');
  return user === '' ? '' : `slack:${workspace}:${user}`;
}
