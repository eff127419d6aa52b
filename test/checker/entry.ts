import { readCanonical } from './canonical-json.ts';
import { DIGEST, FIELDS, FORMS, NUMBERS, REFS } from './entry-forms.ts';
import { fieldsOf } from './json.ts';
import type { Fields } from './json.ts';

/** One leaf of the log, as its bytes say. */
export interface Decoded {
  log: string;
  type: string;
  id: string;
  /** Milliseconds since 1970. */
  at: number;
  draft: string | null;
  version: number | null;
  revision: string | null;
  /** A pseudonym. */
  actor: string | null;
  refs: Readonly<Record<string, string | number>>;
  digests: Readonly<Record<string, string>>;
}

export interface Entry extends Decoded {
  /** Its place in the log. Entries that no checkpoint covers have none: they are counted on behind the last. */
  index: number;
}

const MOST_BYTES = 32 * 1024;

/** Reads a leaf; in words what is wrong with it, when it is not exactly of its type's form. */
export function decodeEntry(bytes: Uint8Array): Decoded | string {
  if (bytes.length > MOST_BYTES) return 'is larger than an entry may be';
  try {
    return decoded(readCanonical(bytes));
  } catch (error) {
    // Of canonical JSON, of JSON, and of UTF-8.
    if (error instanceof RangeError || error instanceof SyntaxError || error instanceof TypeError)
      return `cannot be read: ${error.message}`;
    throw error;
  }
}

function decoded(value: unknown): Decoded | string {
  const entry = fieldsOf(value);
  if (entry === null) return 'is not an object';
  if (entry['v'] !== 1) return 'is not of version 1';
  const type = String(entry['type']);
  const form = Object.hasOwn(FORMS, type) ? FORMS[type] : undefined;
  if (form === undefined || typeof entry['type'] !== 'string') return 'is of no known type';
  const refs = fieldsOf(entry['refs']);
  const digests = fieldsOf(entry['digests']);
  if (refs === null || digests === null) return 'has no refs or no digests';
  const problem =
    wrongNames(entry, `v log type id at refs digests ${form.fields}`) ??
    wrongNames(refs, form.refs) ??
    wrongNames(digests, form.digests) ??
    wrongValues(entry, refs, digests) ??
    (form.refs.startsWith('by ') ? wrongPerson(entry, refs) : null);
  return problem ?? entryOf(entry, refs, digests);
}

/** Nothing is missing, and nothing is there that nobody knows. */
function wrongNames(fields: Fields, names: string): string | null {
  const allowed = names.split(' ').filter((name) => name !== '');
  const missing = allowed.find((name) => !name.endsWith('?') && !Object.hasOwn(fields, name));
  if (missing !== undefined) return `has no ${missing}`;
  const known = new Set(allowed.map((name) => name.replace('?', '')));
  const unknown = Object.keys(fields).find((name) => !known.has(name));
  return unknown === undefined ? null : `has ${unknown}, which its type has not`;
}

function wrongValues(entry: Fields, refs: Fields, digests: Fields): string | null {
  for (const [name, pattern] of Object.entries(FIELDS)) if (name in entry && !fits(entry[name], pattern)) return `has a wrong ${name}`;
  if ('version' in entry && !isAtLeast(entry['version'], 1)) return 'has a wrong version';
  if (new Date(String(entry['at'])).toJSON() !== entry['at']) return 'has a time that does not exist';
  for (const [name, ref] of Object.entries(refs)) if (!isRef(name, ref)) return `has a wrong ref ${name}`;
  for (const [name, digest] of Object.entries(digests)) if (!fits(digest, DIGEST)) return `has a wrong digest ${name}`;
  return null;
}

function isRef(name: string, value: unknown): boolean {
  const least = NUMBERS[name];
  if (least !== undefined) return isAtLeast(value, least) && (name !== 'fallback' || Number(value) <= 1);
  const pattern = REFS[name];
  return pattern !== undefined && fits(value, pattern);
}

/** Whoever acts is named as account and as human; an agent and the system are nobody. */
function wrongPerson(entry: Fields, refs: Fields): string | null {
  const isPerson = 'actor' in entry;
  if (isPerson !== 'human' in refs) return 'names an actor or a human, but not both';
  const by = String(refs['by']);
  if (by === 'requester' || by === 'reviewer') return isPerson ? null : `is a move by the ${by}, and names nobody`;
  return isPerson && by !== 'operator' ? `is a move by the ${by}, and names somebody` : null;
}

function fits(value: unknown, pattern: RegExp): boolean {
  return typeof value === 'string' && pattern.test(value);
}

function isAtLeast(value: unknown, least: number): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= least;
}

/** Every value was checked above. */
function entryOf(entry: Fields, refs: Fields, digests: Fields): Decoded {
  const { log, type, id, at, draft = null, version = null, revision = null, actor = null } = entry as Record<string, string>;
  return {
    log: String(log),
    type: String(type),
    id: String(id),
    at: Date.parse(String(at)),
    draft,
    version: version === null ? null : Number(version),
    revision,
    actor,
    refs: refs as Decoded['refs'],
    digests: digests as Decoded['digests'],
  };
}
