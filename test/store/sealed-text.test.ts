import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { placeOf, pseudonymOf, seal, unseal } from '../../src/store/sealed-text.ts';

interface Vector {
  what: string;
  key: string;
  place: string;
  iv: string;
  plain: string;
  sealed: string;
}

const vectors = JSON.parse(readFileSync(new URL('vectors/sealed-text.json', import.meta.url), 'utf8')) as {
  sealed: Vector[];
  places: { text: [string, string, string]; draftKey: [string, string]; personKey: [string, string]; check: [string] };
  pseudonym: { key: string; person: string; pseudonym: string };
};

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
const hex = (value: Uint8Array): string => Buffer.from(value).toString('hex');

it.each(vectors.sealed)('seals and opens $what as in the committed vectors', ({ key, place, iv, plain, sealed }) => {
  expect(hex(seal(bytes(key), place, bytes(plain), bytes(iv)))).toBe(sealed);
  expect(hex(unseal(bytes(key), place, bytes(sealed)))).toBe(plain);
});

it('binds a blob to the places of the committed vectors', () => {
  const { text, draftKey, personKey, check } = vectors.places;
  expect(placeOf.text(text[0], text[1])).toBe(text[2]);
  expect(placeOf.draftKey(draftKey[0])).toBe(draftKey[1]);
  expect(placeOf.personKey(personKey[0])).toBe(personKey[1]);
  expect(placeOf.check()).toBe(check[0]);
});

it('calls a person what the committed vectors call them', () => {
  const { key, person, pseudonym } = vectors.pseudonym;
  expect(pseudonymOf(bytes(key), person)).toBe(pseudonym);
});

it('opens what it sealed, and nothing in which any bit was changed or cut off', () => {
  const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
  fc.assert(
    fc.property(key, fc.string(), fc.uint8Array({ maxLength: 200 }), fc.nat(), (secret, place, plain, n) => {
      const sealed = seal(secret, place, plain);
      expect(unseal(secret, place, sealed)).toEqual(plain);
      const bent = sealed.slice();
      const at = n % (sealed.length * 8);
      bent[at >> 3]! ^= 1 << (at & 7);
      expect(() => unseal(secret, place, bent)).toThrow(/does not open/);
      expect(() => unseal(secret, place, sealed.subarray(0, n % sealed.length))).toThrow(/does not open/);
      expect(() => unseal(secret, `${place} `, sealed)).toThrow(/does not open/);
      const other = secret.slice();
      other[n % 32]! ^= 1;
      expect(() => unseal(other, place, sealed)).toThrow(/does not open/);
    }),
    { numRuns: 200 },
  );
});

it('refuses a version that it does not know, in words', () => {
  const sealed = seal(new Uint8Array(32), 'here', Uint8Array.of(1));
  expect(() => unseal(new Uint8Array(32), 'here', Uint8Array.of(2, ...sealed.subarray(1)))).toThrow('version 2 is not known');
  expect(() => unseal(new Uint8Array(32), 'here', new Uint8Array(0))).toThrow('version missing is not known');
});

it('never seals the same text to the same bytes', () => {
  const sealed = Array.from({ length: 100 }, () => hex(seal(new Uint8Array(32), 'here', Uint8Array.of(1))));
  expect(new Set(sealed).size).toBe(100);
});
