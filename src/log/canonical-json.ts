import type { Json } from '../core/post.ts';
import { textOf, utf8 } from './bytes.ts';
import { FormatError } from './format-error.ts';

/** Arrays and objects inside each other. More is refused on both sides, so that what was written can always be read. */
const DEEPEST = 32;

/**
 * The one spelling of a value (RFC 8785, JCS) that digests are taken of: no white space, keys in the order of their UTF-16
 * code units, the shortest escapes. Of its numbers only integers up to 2^53 - 1 either way are written, `-0` as `0`
 * (RFC 8785, appendix B). A FormatError for anything else, `undefined` and objects of a class included.
 */
export function canonicalJson(value: Json): Uint8Array {
  return utf8(written(value, 0));
}

/**
 * Reads what `canonicalJson` wrote. The bytes may be an attacker's: only those are accepted that writing the value again
 * gives back, which refuses duplicate keys, white space, another order, another spelling and a byte order mark alike.
 */
export function parseCanonicalJson(bytes: Uint8Array): Json {
  const text = textOf(bytes);
  if (text === undefined) throw new FormatError('NOT_JSON', 'these bytes are not UTF-8');
  const value = parsed(text);
  // Bytes that are UTF-8 are the same exactly if their texts are: nothing is dropped when they are read, a byte order mark included.
  if (written(value, 0) !== text) throw new FormatError('NOT_CANONICAL', 'this JSON is not written as RFC 8785 writes it');
  return value;
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    // The message of the SyntaxError quotes the text, which may be secret: it is not kept.
    if (error instanceof SyntaxError) throw new FormatError('NOT_JSON', 'these bytes are not JSON');
    throw error;
  }
}

function written(value: unknown, depth: number): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return writtenString(value);
  if (typeof value === 'number') return writtenInteger(value);
  if (typeof value !== 'object') throw new FormatError('VALUE_REFUSED', `canonical JSON has no ${typeof value}`);
  if (depth === DEEPEST) throw new FormatError('TOO_DEEP', `canonical JSON nests at most ${DEEPEST} deep`);
  return Array.isArray(value) ? writtenArray(value, depth + 1) : writtenObject(value, depth + 1);
}

/** ECMAScript's escapes are those of RFC 8785 (3.2.2.2) once there is no lone surrogate. */
function writtenString(text: string): string {
  // Most of what a log holds: ids, digests, words. Nothing in it is ever escaped.
  if (/^[ !#-[\]-~]*$/.test(text)) return `"${text}"`;
  if (!text.isWellFormed()) throw new FormatError('VALUE_REFUSED', 'canonical JSON has no lone surrogates');
  if (text.includes('\0')) throw new FormatError('VALUE_REFUSED', 'our canonical JSON has no NUL');
  return JSON.stringify(text);
}

function writtenInteger(number: number): string {
  if (!Number.isSafeInteger(number)) throw new FormatError('VALUE_REFUSED', 'our canonical JSON has only integers up to 2^53 - 1');
  return String(number);
}

function writtenArray(values: unknown[], depth: number): string {
  return `[${Array.from(values, (value) => written(value, depth)).join(',')}]`;
}

function writtenObject(object: object, depth: number): string {
  const prototype: unknown = Object.getPrototypeOf(object);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new FormatError('VALUE_REFUSED', 'canonical JSON has plain objects only');
  }
  // Without a comparator ECMAScript sorts strings by UTF-16 code units, as RFC 8785 (3.2.3) asks.
  const members = object as Record<string, unknown>;
  const keys = Object.keys(members).sort();
  let text = '';
  for (const key of keys) text += `${text === '' ? '' : ','}${writtenString(key)}:${written(members[key], depth)}`;
  return `{${text}}`;
}
