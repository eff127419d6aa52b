import { fieldsOf, listIn, textIn } from '../json.ts';
import type { Fields } from '../json.ts';
import type { Request, WireEntry } from '../request.ts';
import { answerOfPost, creditOfPost, messageOf, readMessage, textsOf } from './components.ts';
import { mentionsOf } from './markdown.ts';
import { idOfNonce, isOfNotice } from './nonces.ts';
import type { DiscordPlace, DiscordPlaces } from './places.ts';

/** https://discord.com/developers/docs/reference#api-versioning-api-versions */
const API = '/api/v10';
/** What we answer to an interaction that came over HTTP. */
const ANSWERS = '/deliveries/interaction';

/** Discord's numbers of first responses: a modal. */
const MODAL = 9;

/** What `docs/discord.md` prints of it: it names nobody and nothing. */
const NO_ANSWER = 'This question went to no agent. Whoever asked it can learn why: by /ask, whose answer only they see.';

type Read = Pick<Request, 'operation' | 'fields' | 'sent'>;

/** What stands somewhere, by the message's id. */
type Standing = { kind: 'publication' } | { kind: 'card'; card: string } | { kind: 'words' };

export function isDiscord({ path }: WireEntry): boolean {
  return path.startsWith(`${API}/`) || path === ANSWERS;
}

/**
 * Reads requests to Discord one after the other, in the form in which the rules are written. What a message is, is told by where it went
 * and by its nonce; what a change is, by the message that is changed. A card carries its own id and no more: which draft and post it
 * belongs to is found out afterwards (`bound.ts`).
 */
export function createDiscordReader(places: DiscordPlaces): (entry: WireEntry) => Read {
  const standing = new Map<string, Standing>();
  return (entry) => {
    const body = fieldsOf(entry.body);
    const [path = ''] = entry.path.slice(API.length).split('?', 1);
    const method = `${entry.method} ${path}`;
    const read =
      entry.path === ANSWERS ? answer(entry, fieldsOf(body?.['answer']), standing) : route(entry, method, body, { places, standing });
    return { ...read, sent: body && { method, body } };
  };
}

interface Known {
  places: DiscordPlaces;
  standing: Map<string, Standing>;
}

function route(entry: WireEntry, method: string, body: Fields | null, { places, standing }: Known): Omit<Read, 'sent'> {
  const [, verb = '', channel = '', message] = /^(POST|PATCH|DELETE) \/channels\/(\d+)\/messages(?:\/(\d+))?$/.exec(method) ?? [];
  const place = places.placeOf(channel, Date.parse(entry.at));
  // Whatever we write, nobody is told by it but by a publication: also a change would tell them.
  if (place && body && verb !== 'DELETE' && idOfNonce(body['nonce'])?.startsWith('pub_') !== true && tellsSomebody(body)) {
    return { operation: `${verb} message that tells somebody`, fields: body };
  }
  if (verb === 'POST' && place && body) return made(entry, body, place, standing);
  if (verb === 'PATCH' && message !== undefined && place && body) return changed(message, body, place, standing);
  if (verb === 'DELETE' && message !== undefined && place) return taken(message, place, standing);
  const [, forum = ''] = /^POST \/channels\/(\d+)\/threads$/.exec(method) ?? [];
  const forumPlace = places.placeOf(forum, Date.parse(entry.at));
  if (forumPlace && body?.['message'] !== undefined) return forumPost(entry, body, forumPlace, standing);
  // A thread stands where its parent stands: its name is read by everybody there.
  if (/^POST \/channels\/\d+(?:\/messages\/\d+)?\/threads$/.test(method) && body?.['message'] === undefined) {
    return { operation: 'ack', fields: { reply: { words: textIn(body, 'name') } } };
  }
  const [, retitled = ''] = /^PATCH \/channels\/(\d+)$/.exec(method) ?? [];
  if (standing.get(retitled)?.kind === 'publication' && isRetitling(body))
    return { operation: 'ack', fields: { reply: { words: RETITLED } } };
  if (/^POST \/interactions\/\d+\/[^/]+\/callback$/.test(method)) return answer(entry, body, standing);
  if (/^(POST|PATCH|DELETE) \/webhooks\//.test(method)) return shownTo(entry, body ?? {}, standing);
  return { operation: method, fields: body };
}

/** What stands over a post in a forum, in place of its title, once it is taken away. */
const RETITLED = 'Retracted';

function isRetitling(body: Fields | null): boolean {
  return body?.['name'] === RETITLED && Object.keys(body).every((key) => key === 'name' || key === 'archived');
}

function made(entry: WireEntry, body: Fields, place: DiscordPlace, standing: Map<string, Standing>): Omit<Read, 'sent'> {
  const id = idOfNonce(body['nonce']);
  const keep = (one: Standing) => entry.stored && entry.message !== undefined && standing.set(entry.message, one);
  if (id?.startsWith('pub_') && !place.isDirect) {
    keep({ kind: 'publication' });
    return publication(body, id, place);
  }
  if (id?.startsWith('crd_') && place.readers !== null) {
    keep({ kind: 'card', card: id });
    return card('card', id, body, place.readers);
  }
  const { words, question, answer: text, actions } = readMessage(body);
  const isPlain = id === null && text === null && question === null;
  // What others read is a pointer and nothing else: a button by which its person opens their draft.
  const isPointer = actions.length > 0 && actions.every(({ customId }) => /^cs:[a-z_]+:drf_[0-9A-Z]{26}$/.test(customId));
  // Or one fixed sentence under a question, which says that there is no answer.
  const isNoAnswer = actions.length === 0 && words.at(-1) === NO_ANSWER && words.slice(0, -1).every((one) => /^\d+$/.test(one));
  // An alarm, in the private channel of those who hear of alarms.
  const isNotice = isOfNotice(body['nonce']) && place.readers !== null && actions.length === 0;
  if (!isPlain || (!place.isDirect && !isPointer && !isNoAnswer && !isNotice)) return { operation: 'POST message', fields: body };
  keep({ kind: 'words' });
  return said(body);
}

/** It can carry no nonce: its publication is the one that its button retracts. */
function forumPost(entry: WireEntry, body: Fields, place: DiscordPlace, standing: Map<string, Standing>): Omit<Read, 'sent'> {
  const [, id] =
    readMessage(messageOf(body))
      .actions.map(({ customId }) => /^cs:retract:(pub_[0-9A-Z]{26})$/.exec(customId))
      .find(Boolean) ?? [];
  if (id === undefined) return { operation: 'POST forum post', fields: body };
  if (entry.stored && entry.message !== undefined) standing.set(entry.message, { kind: 'publication' });
  return publication(body, id, place);
}

function changed(message: string, body: Fields, place: DiscordPlace, standing: Map<string, Standing>): Omit<Read, 'sent'> {
  const what = standing.get(message);
  if (what?.kind === 'publication') return retraction(message, body, place);
  if (what?.kind === 'card' && place.readers !== null) {
    const read = card('update', what.card, body, place.readers);
    return { ...read, fields: { ...read.fields, message } };
  }
  return what?.kind === 'words' ? said(body) : { operation: 'PATCH message', fields: body };
}

function taken(message: string, place: DiscordPlace, standing: Map<string, Standing>): Omit<Read, 'sent'> {
  const what = standing.get(message);
  if (what?.kind === 'card' || what?.kind === 'words') return { operation: 'ack', fields: { reply: {} } };
  return { operation: 'retract', fields: { channel: place.channel, message, tombstone: null } };
}

function publication(body: Fields, id: string, place: DiscordPlace): Omit<Read, 'sent'> {
  const [reference = ''] = /cs-[0-9A-HJKMNP-TV-Z]{8}$/.exec(creditOfPost(body)) ?? [];
  // The draft and its revision are found by the publication, in our log.
  const metadata = { publication: id, reference };
  return { operation: 'publish', fields: { channel: place.channel, thread: place.thread, metadata, notify: toldBy(body) } };
}

function isClosed(allowed: Fields | null): boolean {
  const parse = allowed?.['parse'];
  return Array.isArray(parse) && parse.length === 0 && listIn(allowed, 'roles').length === 0 && allowed?.['replied_user'] !== true;
}

function tellsSomebody(body: Fields): boolean {
  const allowed = fieldsOf(body['allowed_mentions']);
  if (isClosed(allowed) && listIn(allowed, 'users').length === 0) return false;
  return textsOf(body).some((text) => {
    const { people, others } = mentionsOf(text);
    return people.length > 0 || others.length > 0;
  });
}

/** Nobody but by their id; everything else that Discord would read as a mention is none of a person. */
function toldBy(body: Fields): (string | null)[] {
  const allowed = fieldsOf(messageOf(body)['allowed_mentions']);
  if (!isClosed(allowed)) return [null];
  const { people } = mentionsOf(answerOfPost(body));
  return listIn(allowed, 'users').map((one) => (typeof one === 'string' && people.includes(one) ? `discord:${one}` : null));
}

function retraction(message: string, body: Fields, place: DiscordPlace): Omit<Read, 'sent'> {
  const { words, question, answer: text, actions } = readMessage(body);
  const [tombstone = ''] = words;
  const isAlone = words.length === 1 && question === null && text === null && actions.length === 0;
  return { operation: 'retract', fields: { channel: place.channel, message, tombstone: isAlone ? tombstone : '' } };
}

function card(operation: 'card' | 'update', id: string, body: Fields, readers: string[]): Omit<Read, 'sent'> {
  const { question, answer: text, words, actions } = readMessage(body);
  const [title = '', ...sentences] = words.filter((one) => !actions.some(({ label }) => label === one));
  const parts = [title, ...sentences].map((one) => ({ kind: 'sentence', text: one }));
  const shown = {
    id,
    kind: 'card',
    draft: null,
    revision: null,
    digest: null,
    preview: null,
    answer: text === null ? [] : [text],
    title,
    parts: question === null ? parts : [...parts, { kind: 'question', text: question }],
    actions: actions.map(({ id: verb, label }) => ({ id: verb, label })),
  };
  return { operation, fields: { recipient: readers[0] ?? '', recipients: readers, card: shown } };
}

/** A first response: a modal, or words. */
function answer(entry: WireEntry, body: Fields | null, standing: Map<string, Standing>): Omit<Read, 'sent'> {
  const data = fieldsOf(body?.['data']) ?? {};
  if (body?.['type'] === MODAL) return { operation: 'form', fields: { recipient: recipientOf(entry), view: data } };
  return shownTo(entry, data, standing);
}

/** What only the one person sees who did something. An answer of an agent among it must be theirs to read; words of ours hold none. */
function shownTo(entry: WireEntry, body: Fields, standing: Map<string, Standing>): Omit<Read, 'sent'> {
  const recipient = recipientOf(entry);
  if (entry.stored && recipient === '') return { operation: 'shown to everybody', fields: body };
  const what = standing.get(entry.message ?? '');
  if (what?.kind === 'card') {
    const read = card('update', what.card, body, [recipient]);
    return { ...read, fields: { ...read.fields, message: entry.message } };
  }
  const { question, answer: text } = readMessage(body);
  return text === null && question === null ? said(body) : { operation: 'form', fields: { recipient, view: wordsOf(body) } };
}

function said(body: Fields): Omit<Read, 'sent'> {
  return { operation: 'ack', fields: { reply: wordsOf(body) } };
}

function wordsOf(body: Fields): Fields {
  const { words, question, answer: text } = readMessage(body);
  return { words, question: question ?? '', answer: text ?? '' };
}

function recipientOf({ person = '' }: WireEntry): string {
  return person === '' ? '' : `discord:${person}`;
}
