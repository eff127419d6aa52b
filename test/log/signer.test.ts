import { describe, expect, it } from 'vitest';
import { createSigner, formatSeed, generateSeed, parseSeed } from '../../src/log/signer.ts';
import { hex, refusalOf, unhex, vectors } from './vectors.ts';

describe('signers', () => {
  it.each([
    [
      '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
      '',
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    ],
    [
      '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
      '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
      'r',
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    ],
  ])('sign as RFC 8032 (7.1) says: seed %s', (seed, publicKey, text, signature) => {
    const signer = createSigner('log.example', unhex(seed));
    expect(hex(signer.sign(text))).toBe(signature);
    const [, , key = ''] = signer.verifierKey.split('+');
    expect(signer.verifierKey.endsWith(Buffer.from(`01${publicKey}`, 'hex').toString('base64'))).toBe(true);
    expect(key).not.toBe('');
  });

  it('come from a key file of one line', () => {
    const { keyFile, verifierKey } = vectors('checkpoint');
    const seed = parseSeed(keyFile);
    expect(createSigner(verifierKey.split('+')[0] ?? '', seed).verifierKey).toBe(verifierKey);
    expect(formatSeed(seed)).toBe(keyFile);
    expect(hex(parseSeed(keyFile.trimEnd()))).toBe(hex(seed));
    expect(hex(parseSeed(keyFile.replace('\n', '\r\n')))).toBe(hex(seed));
  });

  it('have a new seed each time', () => {
    const seeds = [generateSeed(), generateSeed()].map(hex);
    expect(seeds[0]).toHaveLength(64);
    expect(seeds[0]).not.toBe(seeds[1]);
  });

  it.each([
    ['nothing', ''],
    ['a PEM file', '-----BEGIN PRIVATE KEY-----\n'],
    ['another version', 'countersign-ed25519-seed-v2:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='],
    ['31 bytes', `countersign-ed25519-seed-v1:${Buffer.alloc(31).toString('base64')}`],
    ['33 bytes', `countersign-ed25519-seed-v1:${Buffer.alloc(33).toString('base64')}`],
    ['hex', `countersign-ed25519-seed-v1:${'00'.repeat(32)}`],
    ['base64 for addresses', `countersign-ed25519-seed-v1:${Buffer.alloc(32, 0xff).toString('base64url')}`],
    ['bits too many at the end', 'countersign-ed25519-seed-v1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB='],
    ['a second line', `countersign-ed25519-seed-v1:${Buffer.alloc(32).toString('base64')}\n\n`],
    ['spaces', ` countersign-ed25519-seed-v1:${Buffer.alloc(32).toString('base64')}`],
  ])('are not made of %s', (_what, text) => {
    expect(refusalOf(() => parseSeed(text))).toBe('BAD_KEY');
  });

  it('keep the key out of what they say went wrong', () => {
    const almost = `countersign-ed25519-seed-v1:${Buffer.alloc(31, 0x5a).toString('base64')}`;
    expect(() => parseSeed(almost)).toThrow(/44 characters/);
    expect(() => parseSeed(almost)).not.toThrow(/WlpaWl/);
    expect(() => parseSeed('hunter2')).not.toThrow(/hunter2/);
  });

  it('are not made of a seed of another length', () => {
    expect(refusalOf(() => createSigner('log.example', new Uint8Array(31)))).toBe('BAD_KEY');
  });
});
