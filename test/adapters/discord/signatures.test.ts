import { generateKeyPairSync, sign } from 'node:crypto';
import { expect, it } from 'vitest';
import { isDiscords, keyOf } from '../../../adapters/discord/deliveries/signatures.ts';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const key = keyOf(Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('hex'));
const NOW = 1_700_000_000_000;
const body = Buffer.from('{"type":1}');
const signed = (seconds = NOW / 1000, of = body) => ({
  timestamp: String(seconds),
  signature: sign(null, Buffer.concat([Buffer.from(String(seconds)), of]), privateKey).toString('hex'),
  body,
});

it('takes what Discord signed, within five minutes on both sides', () => {
  for (const apart of [0, 299, -299]) expect(isDiscords(key, signed(NOW / 1000 + apart), NOW)).toBe(true);
  for (const apart of [301, -301, 86_400]) expect(isDiscords(key, signed(NOW / 1000 + apart), NOW)).toBe(false);
});

it('takes nothing else', () => {
  const good = signed();
  const last = good.signature.endsWith('0') ? '1' : '0';
  expect(isDiscords(key, { ...good, body: Buffer.from('{"type":2}') }, NOW)).toBe(false);
  expect(isDiscords(key, { ...good, signature: good.signature.slice(0, -1) + last }, NOW)).toBe(false);
  expect(isDiscords(key, { ...good, timestamp: String(NOW / 1000 + 1) }, NOW)).toBe(false);
  for (const signature of [undefined, '', 'x', 'zz'.repeat(64)]) expect(isDiscords(key, { ...good, signature }, NOW)).toBe(false);
  for (const timestamp of [undefined, '', '1e9', ' 1']) expect(isDiscords(key, { ...good, timestamp }, NOW)).toBe(false);
});
