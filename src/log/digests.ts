import { createHmac, createSecretKey, hash } from 'node:crypto';
import type { PersonId } from '../core/ids.ts';
import type { Json, Post, PostRequest } from '../core/post.ts';
import type { Requirements } from '../core/requirements.ts';
import { concat, isHex32, toHex, utf8 } from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';
import { FormatError } from './format-error.ts';

/**
 * Every digest is SHA-256 over a line that names its format and version, then the bytes. So no digest of one kind can be
 * passed off as one of another kind. All are 64 lower-case hex digits.
 */
type Format = 'post' | 'fill' | 'requirements' | 'salted' | 'rules';

/** The erasable texts. The kind is also the name under which the digest stands in an entry. */
export type SaltedKind = 'question' | 'text' | 'preview' | 'reason' | 'wish' | 'output' | 'prompt' | 'arguments' | 'result' | 'evidence';

export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  return hash('sha256', parts.length === 1 && only ? only : concat(parts), 'buffer');
}

/** `h`, what people approve: the whole post, destination and salt included, with the approvers' slot unfilled. */
export function postDigest(post: Post): string {
  if (post.v !== 1) throw new FormatError('UNKNOWN_VERSION', 'a post of another version');
  demandSalt(post.salt);
  return digestOf('post', canonicalJson(post as unknown as Json));
}

/** What was sent: the request with the approvers' names in their slot. */
export function fillDigest({ method, body }: PostRequest): string {
  return digestOf('fill', canonicalJson({ body, method }));
}

/** What the rules demanded of one request. */
export function requirementsDigest(requirements: Requirements): string {
  if (requirements.v !== 1) throw new FormatError('UNKNOWN_VERSION', 'requirements of another version');
  return digestOf('requirements', canonicalJson(requirements as unknown as Json));
}

/**
 * Of a text that can be erased. `salt` is 32 random bytes in hex, kept beside the text and erased with it: without it the
 * digest of a short text would confirm guesses.
 */
export function saltedDigest(kind: SaltedKind, salt: string, text: string): string {
  demandSalt(salt);
  return digestOf('salted', canonicalJson({ kind, salt, text, v: 1 }));
}

/** What the agent said, before anything of it was parsed. */
export function outputDigest(salt: string, value: string): string {
  return saltedDigest('output', salt, value);
}

/** The rules file, byte for byte. */
export function rulesDigest(bytes: Uint8Array): string {
  return digestOf('rules', bytes);
}

/** Stands for a person in the log: HMAC-SHA-256(key, PersonId). Once the person's key is deleted, nobody can tell whose it was. */
export function pseudonym(key: Uint8Array, person: PersonId): string {
  if (key.length !== 32) throw new FormatError('VALUE_REFUSED', 'the key of a pseudonym has 32 bytes');
  if (!person.isWellFormed()) throw new FormatError('VALUE_REFUSED', 'the id of a person has no lone surrogates');
  return createHmac('sha256', createSecretKey(key)).update(utf8(person)).digest('hex');
}

function digestOf(format: Format, bytes: Uint8Array): string {
  return toHex(sha256(utf8(`countersign/${format}/v1\n`), bytes));
}

function demandSalt(salt: string): void {
  if (!isHex32(salt)) throw new FormatError('VALUE_REFUSED', 'a salt is 32 bytes, written as 64 lower-case hex digits');
}
