import type { AudienceClass } from './audience.ts';
import type { DraftId, Place, PublicationId } from './ids.ts';

/** Values that canonical JSON can hold (RFC 8785 without floating point numbers). */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** One request to a platform, the token excluded: everything that will be sent. */
export interface PostRequest {
  method: string;
  body: { [key: string]: Json };
}

/**
 * The exact outbound message of a revision. What people approve is its digest
 * `h = SHA-256("countersign/post/v1\n" || JCS(post))`, taken with the approvers' slot unfilled.
 */
export interface Post {
  v: 1;
  /** 32 random bytes in hex: without them the digest of a short answer would confirm guesses after erasure. */
  salt: string;
  publicationId: PublicationId;
  destination: { platform: string; workspace: string; channel: string; thread: string | null };
  audience: AudienceClass;
  requirementsDigest: string;
  request: PostRequest;
}

/** What `publish` sends: the stored post with its slot filled, and where it goes. */
export interface FilledPost {
  publicationId: PublicationId;
  destination: Place;
  request: PostRequest;
}

/** The line under a publication, and what `find` needs to see it again. `line` holds the approvers' slot once. */
export interface Credit {
  line: string;
  draft: DraftId;
  /** The number of the revision. */
  revision: number;
  publicationId: PublicationId;
  reference: string;
}

/**
 * Stands in a stored post where the approvers' names will be. Both ends are private-use characters, which the text
 * parser and `escapeName` never let through, so no agent and no name can bring a slot of its own.
 */
export const APPROVERS_SLOT = '\u{E000}approvers\u{E001}';

/** Puts the approvers' names into the slot: the only change to a post after its approval. */
export function fill(post: Post, approvers: string[]): FilledPost {
  if (approvers.length === 0) throw new RangeError('a post is filled with the people who approved it; there are none');
  const names = joinNames(approvers);
  let slots = 0;
  const put = (value: Json): Json => {
    if (typeof value === 'string') {
      const pieces = value.split(APPROVERS_SLOT);
      slots += pieces.length - 1;
      return pieces.join(names);
    }
    if (Array.isArray(value)) return value.map(put);
    if (value !== null && typeof value === 'object') {
      return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, put(child)]));
    }
    return value;
  };
  const body = put(post.request.body) as PostRequest['body'];
  if (slots === 0) throw new RangeError('this post has no slot for its approvers');
  return { publicationId: post.publicationId, destination: post.destination, request: { method: post.request.method, body } };
}

/** `Ana`, `Ana and Ben`, `Ana, Ben and Chloe`. */
export function joinNames(names: readonly string[], last = 'and'): string {
  if (names.length <= 1) return names[0] ?? '';
  return `${names.slice(0, -1).join(', ')} ${last} ${names.at(-1)}`;
}

const NAME_CHARACTER = /^[\p{L}\p{M}\p{N} .'’-]$/u;
const INVISIBLE = /^\p{Default_Ignorable_Code_Point}$/u;

/** Marks that would sit on our own words, or reach other lines: those without a letter before them, and more than four on one letter. */
const STRAY_MARKS = /(?<![\p{L}\p{N}\p{M}])\p{M}+|(?<=[\p{Mn}\p{Me}]{4})[\p{Mn}\p{Me}]+/gu;

/**
 * A person's name as plain text that no platform reads as anything else: letters, marks, digits, spaces and `. ' ’ -` stay; other
 * ASCII becomes its full-width twin (`@` → `＠`, and brackets, in which ours stand, too), so that two names never become one; the rest
 * is shown as `⟨U+202E⟩`.
 */
export function escapeName(name: string): string {
  const escaped = [...name.normalize('NFC').trim()].map((character) => {
    const code = character.codePointAt(0) ?? 0;
    if (NAME_CHARACTER.test(character) && !INVISIBLE.test(character)) return character;
    return code > 0x20 && code < 0x7f ? String.fromCodePoint(code + 0xfee0) : asCodePoint(character);
  });
  // A full stop would end our own sentence, and begin one of theirs: `Ana. Approved by Olu`.
  const visible = escaped
    .join('')
    .replace(/[.](?=\s|$)/g, '．')
    .replace(STRAY_MARKS, (marks) => Array.from(marks, asCodePoint).join(''));
  return visible || '⟨no name⟩';
}

/** What stands between names or before them in our own sentences, and the full-width twins of marks that list things. */
const JOINING = /(?:^|[ .'’\-（）])(?:and|or|by)(?=$|[ .'’\-（）])|[，；＆＋／（）]/iu;
/** What our own sentences call people. */
const OUR_OWN = /^(?:you|only you|nobody|somebody|everybody|countersign)$/iu;

/**
 * `Ben and Chloe` may be the name of one person, and would read as two in a credit: such an escaped name is quoted. No escaped name
 * can bring such quotes of its own.
 */
export function asOneName(escaped: string): string {
  return JOINING.test(escaped) || OUR_OWN.test(escaped) ? `“${escaped}”` : escaped;
}

function asCodePoint(character: string): string {
  return `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
