import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  base32,
  channelIdOf,
  type IdOf,
  idFrom,
  isId,
  type Place,
  placeOfChannel,
  platformOf,
  referenceOf,
  requestReferenceOf,
} from '../../src/core/ids.ts';

const PREFIXES: (keyof IdOf)[] = ['drf', 'rev', 'pub', 'run', 'ent', 'crd', 'att', 'eff', 'gra'];
const sixteen = fc.uint8Array({ minLength: 16, maxLength: 16 });

test.each([
  [[], ''],
  [[0], '00'],
  [[0xff], 'ZW'],
  [[0xff, 0xff, 0xff, 0xff, 0xff], 'ZZZZZZZZ'],
  [[0x00, 0x44, 0x32, 0x14, 0xc7], '01234567'],
  [Array.from({ length: 16 }, () => 0), '0'.repeat(26)],
])('the bytes %j are %s in Crockford base32', (bytes, text) => {
  expect(base32(Uint8Array.from(bytes))).toBe(text);
});

test('an id says what it names and holds all of its 16 random bytes', () => {
  fc.assert(
    fc.property(sixteen, sixteen, fc.constantFrom(...PREFIXES), (bytes, others, prefix) => {
      const id = idFrom(prefix, bytes);
      expect(PREFIXES.filter((one) => isId(one, id))).toEqual([prefix]);
      expect(id).toMatch(/^[a-z]{3}_[0-9A-HJKMNP-TV-Z]{26}$/);
      expect(id === idFrom(prefix, others)).toBe(Buffer.compare(bytes, others) === 0);
    }),
    { numRuns: 200 },
  );
  expect(() => idFrom('drf', new Uint8Array(15))).toThrow('16 random bytes');
});

test.each([
  'drf_0000000000000000000000000',
  'drf_000000000000000000000000000',
  'drf-00000000000000000000000000',
  'drf_0000000000000000000000000U',
  'drf_0000000000000000000000000a',
  'drf_0000000000000000000000000\n',
  ' drf_0000000000000000000000000',
  'constructor',
  '',
])('%j is no id', (text) => {
  expect(isId('drf', text)).toBe(false);
});

test('people speak of a publication as cs-…, of a request as rq-…', () => {
  expect(referenceOf('pub_7KQ2M9XD000000000000000000')).toBe('cs-7KQ2M9XD');
  expect(requestReferenceOf('drf_7KQ2M9XD000000000000000000')).toBe('rq-7KQ2M9XD');
});

test('a place is found again by the id of its channel, whatever its name holds', () => {
  const word = fc.string({ minLength: 1, maxLength: 6 }).filter((text) => !text.includes(':'));
  fc.assert(
    fc.property(word, word, fc.string({ minLength: 1, maxLength: 8 }), (platform, workspace, channel) => {
      const place: Place = { platform, workspace, channel, thread: null };
      expect(placeOfChannel(channelIdOf(place))).toEqual(place);
      expect(platformOf(channelIdOf(place))).toBe(platform);
    }),
    { numRuns: 200 },
  );
  for (const none of ['', 'playground', 'playground:acme', 'playground:acme:', ':acme:x', 'playground::x']) {
    expect(placeOfChannel(none), none).toBeUndefined();
  }
});
