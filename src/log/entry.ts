import type { Entry } from '../core/fact.ts';
import { isId } from '../core/ids.ts';
import type { Json } from '../core/post.ts';
import { isHex32 } from './bytes.ts';
import { canonicalJson, parseCanonicalJson } from './canonical-json.ts';
import { ENTRY_SHAPES, REFS } from './entry-shapes.ts';
import type { EntryShape } from './entry-shapes.ts';
import { FormatError } from './format-error.ts';
import { isOrigin } from './origin.ts';

const LARGEST_BYTES = 32 * 1024;

/**
 * The bytes of one leaf. They are stored and hashed as they are here and never written again. A FormatError when the entry is
 * not exactly of its type's shape: what does not belong into the log cannot get in by mistake.
 */
export function encodeEntry(entry: Entry): Uint8Array {
  const bytes = canonicalJson(entry as unknown as Json);
  demandSize(bytes);
  demandEntry(entry);
  return bytes;
}

/** Reads one leaf. The bytes may be an attacker's until a signed checkpoint stands over their hash; their form is checked in full either way. */
export function decodeEntry(bytes: Uint8Array): Entry {
  demandSize(bytes);
  const value: unknown = parseCanonicalJson(bytes);
  demandEntry(value);
  return value;
}

function demandSize(bytes: Uint8Array): void {
  if (bytes.length > LARGEST_BYTES) throw new FormatError('TOO_LARGE', `an entry has at most ${LARGEST_BYTES} bytes`);
}

function demandEntry(value: unknown): asserts value is Entry {
  const entry = recordOf(value, 'an entry');
  if (entry['v'] !== 1) throw new FormatError('UNKNOWN_VERSION', 'this entry is not of version 1');
  const { type } = entry;
  if (typeof type !== 'string' || !Object.hasOwn(ENTRY_SHAPES, type))
    throw new FormatError('UNKNOWN_TYPE', 'this entry is of no known type');
  const shape = ENTRY_SHAPES[type as Entry['type']];
  demandFields(entry, shape);
  const refs = recordOf(entry['refs'], 'refs');
  demandNames(refs, shape.refs, 'refs');
  for (const [name, ref] of Object.entries(refs)) {
    // Names were checked above, so this one is in the table.
    if (!REFS[name as keyof typeof REFS](ref)) fail(`refs.${name} has a value that it never has`);
  }
  const digests = recordOf(entry['digests'], 'digests');
  demandNames(digests, shape.digests, 'digests');
  for (const [name, digest] of Object.entries(digests)) if (!isHex32(digest)) fail(`digests.${name} is not a SHA-256 in hex`);
  demandActor(entry, refs, shape);
}

type Fields = Record<string, unknown>;

const FIELDS: Record<keyof Entry, (value: unknown) => boolean> = {
  v: (value) => value === 1,
  log: isOrigin,
  type: (value) => typeof value === 'string',
  id: (value) => typeof value === 'string' && isId('ent', value),
  at: isInstant,
  draft: (value) => typeof value === 'string' && isId('drf', value),
  version: (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 1,
  revision: (value) => typeof value === 'string' && isId('rev', value),
  actor: isHex32,
  refs: (value) => typeof value === 'object',
  digests: (value) => typeof value === 'object',
};

function demandFields(entry: Fields, shape: EntryShape): void {
  const names = ['v', 'log', 'type', 'id', 'at', 'refs', 'digests'];
  if (shape.draft !== 'none') names.push(shape.draft === 'required' ? 'draft' : 'draft?');
  if (shape.version) names.push('version');
  if (shape.revision !== 'none') names.push(shape.revision === 'required' ? 'revision' : 'revision?');
  if (shape.actor !== 'none') names.push(shape.actor === 'required' ? 'actor' : 'actor?');
  demandNames(entry, names, 'an entry of this type');
  for (const [name, value] of Object.entries(entry)) {
    if (!FIELDS[name as keyof Entry](value)) fail(`${name} has a value that it never has`);
  }
}

/** Whoever acts is named by a pseudonym, twice where it is a move: the account, and the human it stands for. */
function demandActor(entry: Fields, refs: Fields, shape: EntryShape): void {
  if (shape.actor !== 'by') return;
  const hasActor = 'actor' in entry;
  if (hasActor !== 'human' in refs) fail('actor and refs.human are there together or not at all');
  const { by } = refs;
  if (!hasActor && (by === 'requester' || by === 'reviewer')) fail(`a move by the ${by} has an actor`);
  if (hasActor && (by === 'agent' || by === 'system')) fail(`a move by the ${by} has no actor`);
}

/** Nothing is missing, and nothing is there that the reader would not understand. */
function demandNames(record: Fields, allowed: readonly string[], where: string): void {
  for (const name of allowed) if (!name.endsWith('?') && !Object.hasOwn(record, name)) fail(`${where}: ${name} is missing`);
  const known = new Set(allowed.map((name) => name.replace('?', '')));
  if (!Object.keys(record).every((name) => known.has(name))) fail(`${where}: there is a name that this version does not know`);
}

function recordOf(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) fail(`${what} must be an object`);
  return value as Fields;
}

/** ISO 8601 in UTC with milliseconds, of a day and an hour that exist. */
function isInstant(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/.test(value)) return false;
  const day = value.slice(0, 10);
  if (day === lastDay) return true;
  const time = Date.parse(day);
  if (!Number.isFinite(time) || new Date(time).toISOString().slice(0, 10) !== day) return false;
  lastDay = day;
  return true;
}

/** The last one that was seen to exist: many entries are of one day. */
let lastDay = '';

function fail(message: string): never {
  throw new FormatError('BAD_ENTRY', message);
}
