import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/core/post.ts';
import { canonicalJson, parseCanonicalJson } from '../../src/log/canonical-json.ts';
import { bytesOf, refusalOf, unhex, vectors } from './vectors.ts';

const { accepted, refused } = vectors('canonical-json');
const text = (bytes: Uint8Array): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
const canonical = (value: unknown): string => text(canonicalJson(value as Json));

const string = fc.string({ unit: 'binary' }).filter((one) => !one.includes('\0'));
const { value: json } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    string,
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(string, tie('value'), { maxKeys: 5 }),
  ),
}));

describe('canonical JSON', () => {
  it.each(accepted)('has one spelling: $what', ({ json: written, canonical: spelling }) => {
    expect(canonical(JSON.parse(written))).toBe(spelling);
    expect(canonical(parseCanonicalJson(bytesOf(spelling)))).toBe(spelling);
  });

  it.each(refused)('refuses to read $what', ({ bytes, code }) => {
    expect(refusalOf(() => parseCanonicalJson(unhex(bytes)))).toBe(code);
  });

  it.each([
    ['undefined', undefined],
    ['undefined under a key', { a: undefined }],
    ['a hole in a list', [1, , 2]], // oxlint-disable-line no-sparse-arrays
    ['a function', () => 1],
    ['a symbol', Symbol('a')],
    ['a big integer', 1n],
    ['a fraction', 0.5],
    ['infinity', Infinity],
    ['not-a-number', NaN],
    ['an integer that a double rounds', 2 ** 53],
    ['a date', new Date(0)],
    ['a map', new Map()],
    ['bytes', Uint8Array.of(1)],
    ['half of an emoji', '\ud83d'],
    ['half of an emoji as a key', { '\ude00': 1 }],
    ['NUL', 'a\0b'],
  ])('refuses to write %s', (_what, value) => {
    expect(refusalOf(() => canonical(value))).toBe('VALUE_REFUSED');
  });

  it('nests 32 deep and no deeper, when written and when read', () => {
    const nested = (depth: number): Json => (depth === 0 ? 1 : depth % 2 ? [nested(depth - 1)] : { a: nested(depth - 1) });
    expect(parseCanonicalJson(canonicalJson(nested(32)))).toEqual(nested(32));
    expect(refusalOf(() => canonicalJson(nested(33)))).toBe('TOO_DEEP');
    expect(refusalOf(() => parseCanonicalJson(bytesOf('['.repeat(100_000) + ']'.repeat(100_000))))).toBe('TOO_DEEP');
  });

  it('quotes nothing of what it refuses', () => {
    const secret = bytesOf('{"password":hunter2}');
    expect(() => parseCanonicalJson(secret)).toThrow(/^these bytes are not JSON$/);
    try {
      parseCanonicalJson(secret);
    } catch (error) {
      expect(error).not.toHaveProperty('cause');
    }
  });

  it('reads back every value that it writes', () => {
    fc.assert(
      fc.property(json, (value) => {
        const bytes = canonicalJson(value);
        expect(JSON.parse(text(bytes))).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(parseCanonicalJson(bytes))).toEqual(bytes);
      }),
      { numRuns: 300 },
    );
  });

  it('writes keys in the order of their UTF-16 code units, whatever order they came in', () => {
    const units = (one: string): number[] => Array.from({ length: one.length }, (_, at) => one.charCodeAt(at));
    const before = (a: number[], b: number[]): number => {
      const at = a.findIndex((unit, nth) => unit !== b[nth]);
      return at < 0 ? a.length - b.length : (a[at] ?? 0) - (b[at] ?? -1);
    };
    fc.assert(
      fc.property(fc.uniqueArray(string, { maxLength: 8 }), (keys) => {
        const spelling = canonical(Object.fromEntries(keys.map((key) => [key, 0])));
        const sorted = keys.toSorted((a, b) => before(units(a), units(b)));
        expect(spelling).toBe(`{${sorted.map((key) => `${JSON.stringify(key)}:0`).join(',')}}`);
        expect(canonical(Object.fromEntries(keys.toReversed().map((key) => [key, 0])))).toBe(spelling);
      }),
      { numRuns: 300 },
    );
  });

  it('accepts no second spelling of a value: changed bytes are refused or mean something else', () => {
    fc.assert(
      fc.property(json, fc.nat(), fc.integer({ min: 1, max: 255 }), (value, at, change) => {
        const bytes = canonicalJson(value);
        const changed = Uint8Array.from(bytes);
        const place = at % changed.length;
        changed[place] = (changed[place] ?? 0) ^ change;
        let read: Json;
        try {
          read = parseCanonicalJson(changed);
        } catch (error) {
          expect(error).toHaveProperty('name', 'FormatError');
          return;
        }
        expect(canonicalJson(read)).toEqual(changed);
      }),
      { numRuns: 500 },
    );
  });
});
