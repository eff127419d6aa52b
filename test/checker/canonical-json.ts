/** RFC 8785 over strings, booleans, null, lists, objects and integers up to 2^53 - 1. Whatever else is a RangeError. */
const DEEPEST = 32;

/** The one way to write this value. */
export function canonical(value: unknown, depth = 0): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  if (depth >= DEEPEST) throw new RangeError(`more than ${DEEPEST} levels`);
  if (Array.isArray(value)) return `[${value.map((one) => canonical(one, depth + 1)).join(',')}]`;
  if (typeof value !== 'object') throw new RangeError(`canonical JSON has no ${typeof value} like this`);
  // RFC 8785, 3.2.3: by UTF-16 code units, which is how JavaScript compares strings.
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, one]) => `${text(name)}:${canonical(one, depth + 1)}`).join(',')}}`;
}

/** Reads bytes that must be canonical: written once more they are the same. */
export function readCanonical(bytes: Uint8Array): unknown {
  const json = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  const value: unknown = JSON.parse(json);
  if (canonical(value) !== json) throw new RangeError('this JSON is not canonical');
  return value;
}

/** RFC 8785, 3.2.2.2 demands the escapes that JSON.stringify uses. */
function text(value: string): string {
  if (!value.isWellFormed()) throw new RangeError('half of a surrogate pair');
  if (value.includes('\0')) throw new RangeError('NUL');
  return JSON.stringify(value);
}
