/**
 * What our buttons and messages are known by. A button's `custom_id` is a verb and ids of ours, nothing else; a message's nonce is the
 * id of what it shows, which Discord tells of again while it stands in its memory, to everybody who reads the channel.
 */
import { isId, VERBS } from '#adapter';
import type { CardId, DraftId, PublicationId, Verb } from '#adapter';

/** Begins every `custom_id` of ours. */
export const OURS = 'cs:';

export const buttonId = (verb: Verb, id: string): string => `${OURS}${verb}:${id}`;
/** The second press, where the button asked first. It stands on another message than the card, so it names the card's. */
export const confirmId = (verb: Verb, card: string, message: string): string => `${OURS}yes:${verb}:${card}:${message}`;
export const CANCEL = `${OURS}no`;
/** On a card that was opened: it stands on another message than the one that leads to it, so it names that one. */
export const openedId = (verb: Verb, card: string, message: string): string => `${OURS}at:${verb}:${card}:${message}`;
/** Opens the card of a draft for the person whose it is. */
export const openId = (draft: DraftId): string => `${OURS}open:${draft}`;
/**
 * The surface of a card that is opened by its person, in place of a channel's id; behind a colon, the channel or thread in which a
 * message points to it.
 */
export const POINTER = 'pointer';
export const isPointer = (surface: string): boolean => surface.split(':', 1)[0] === POINTER;
/** Turns a list of somebody's own to another page: the command that shows it, and the page of each of its lists. */
export const pageId = (command: string, pages: readonly number[]): string => `${OURS}page:${command}:${pages.join(':')}`;
/** A form that a button opened. */
export const formId = (verb: Verb, card: string, message: string): string => `${OURS}form:${verb}:${card}:${message}`;

export type Known =
  | { kind: 'card'; verb: Verb; card: CardId; message: string | null; step: 'press' | 'at' | 'yes' | 'form' }
  | { kind: 'publication'; verb: 'retract'; publication: PublicationId }
  | { kind: 'draft'; verb: Verb; draft: DraftId }
  | { kind: 'open'; draft: DraftId }
  | { kind: 'page'; command: string; pages: number[] }
  | { kind: 'cancel' };

/** Before the verb, where the message is named behind the card. */
const STEPS: readonly string[] = ['at', 'yes', 'form'];

/** Null when it is none of ours. */
export function readId(customId: string): Known | null {
  if (customId === CANCEL) return { kind: 'cancel' };
  const [prefix, ...words] = customId.split(':');
  if (prefix !== OURS.slice(0, -1)) return null;
  if (words[0] === 'open') return words.length === 2 && isId('drf', words[1] ?? '') ? { kind: 'open', draft: words[1] as DraftId } : null;
  if (words[0] === 'page') {
    const [, command = '', ...pages] = words;
    return pages.length > 0 && pages.every((page) => /^\d{1,4}$/.test(page)) ? { kind: 'page', command, pages: pages.map(Number) } : null;
  }
  const step = STEPS.includes(words[0] ?? '') ? words.shift() : undefined;
  const [named = '', id = '', message] = words;
  const verb = VERBS.find((one) => one === named);
  if (verb === undefined) return null;
  if (isId('pub', id))
    return verb === 'retract' && step === undefined && words.length === 2 ? { kind: 'publication', verb, publication: id } : null;
  if (isId('drf', id)) return step === undefined && words.length === 2 ? { kind: 'draft', verb, draft: id } : null;
  if (!isId('crd', id)) return null;
  if (step === undefined) return words.length === 2 ? { kind: 'card', verb, card: id, message: null, step: 'press' } : null;
  return words.length === 3 && message !== undefined && /^\d{1,20}$/.test(message)
    ? { kind: 'card', verb, card: id, message, step: step as 'at' | 'yes' | 'form' }
    : null;
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** The 16 bytes of an id in base64url behind a letter that says what it names; a nonce has at most 25 characters. */
const LETTERS = { publication: 'p', card: 'c', notice: 'n' } as const;

export function nonceOf(what: keyof typeof LETTERS, id: PublicationId | CardId): string {
  return `${LETTERS[what]}${Buffer.from(bytesOf(id.slice(4))).toString('base64url')}`;
}

/** The id that a nonce of ours stands for; null for any other. */
export function idOfNonce(nonce: unknown): PublicationId | CardId | null {
  if (typeof nonce !== 'string' || !/^[pcn][\w-]{22}$/.test(nonce)) return null;
  const words = base32(Buffer.from(nonce.slice(1), 'base64url'));
  return nonce.startsWith(LETTERS.publication) ? `pub_${words}` : `crd_${words}`;
}

function bytesOf(words: string): number[] {
  const out: number[] = [];
  let bits = 0;
  let held = 0;
  for (const character of words) {
    held = (held << 5) | Math.max(0, CROCKFORD.indexOf(character));
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    out.push((held >>> bits) & 255);
  }
  return out.slice(0, 16);
}

/** As ids are written: most significant bit first. */
function base32(bytes: Uint8Array): string {
  let words = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      words += CROCKFORD.charAt((held >>> bits) & 31);
    }
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? words + CROCKFORD.charAt((held << (5 - bits)) & 31) : words;
}
