import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createSigner } from '../../src/log/signer.ts';
import { formatVerifierKey, parseVerifierKey } from '../../src/log/verifier-key.ts';
import { bytesOf, refusalOf } from './vectors.ts';

/** Of the documentation of Go's golang.org/x/mod/sumdb/note. */
const PETER = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const PUBLIC = Buffer.from('ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW', 'base64').subarray(1);

describe('verifier keys', () => {
  it('are those of Go’s signed notes', () => {
    expect(parseVerifierKey(PETER)).toMatchObject({ name: 'PeterNeumann', id: 'c74f20a3' });
    expect(formatVerifierKey('PeterNeumann', PUBLIC)).toBe(PETER);
  });

  it('have an id that follows from name, type and key', () => {
    const hash = createHash('sha256').update('PeterNeumann\n').update(Uint8Array.of(1)).update(PUBLIC).digest('hex');
    expect(parseVerifierKey(PETER).id).toBe(hash.slice(0, 8));
  });

  it('are refused when any character is missing or another', () => {
    for (let from = 0; from < PETER.length; from += 1) {
      for (let to = from + 1; to <= PETER.length; to += 1) {
        if (from > 0 || to < PETER.length) expect(refusalOf(() => parseVerifierKey(PETER.slice(from, to)))).toBe('BAD_KEY');
      }
      const next = String.fromCharCode(PETER.charCodeAt(from) + 1);
      expect(refusalOf(() => parseVerifierKey(PETER.slice(0, from) + next + PETER.slice(from + 1)))).toBe('BAD_KEY');
    }
  });

  it.each([
    ['a key that is too long', 'PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY=='],
    ['another kind of key', 'PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'],
    ['an id in capitals', 'PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'],
    ['a newline behind it', `${PETER}\n`],
    ['no name', PETER.slice('PeterNeumann'.length)],
    ['nothing', ''],
  ])('are refused with %s', (_what, text) => {
    expect(refusalOf(() => parseVerifierKey(text))).toBe('BAD_KEY');
  });

  it.each(['', 'two words', 'plus+plus', 'no\u00a0break', 'wide\u3000space', 'next\u0085line', 'line\nfeed', 'bell\u0007', 'half\ud800'])(
    'have no name like “%s”',
    (name) => {
      expect(refusalOf(() => formatVerifierKey(name, PUBLIC))).toBe('BAD_KEY');
      expect(refusalOf(() => createSigner(name, new Uint8Array(32)))).toBe('BAD_KEY');
    },
  );

  it('accept the signatures of their own key alone, of the right text and length', () => {
    const signer = createSigner('log.example/1', new Uint8Array(32).fill(7));
    const other = createSigner('log.example/1', new Uint8Array(32).fill(8));
    const signature = signer.sign('a text\n');
    const key = parseVerifierKey(signer.verifierKey);
    expect(key.verifies('a text\n', signature)).toBe(true);
    expect(key.verifies('a text', signature)).toBe(false);
    expect(key.verifies('a text\n', signature.subarray(0, 63))).toBe(false);
    expect(key.verifies('a text\n', bytesOf(''))).toBe(false);
    expect(parseVerifierKey(other.verifierKey).verifies('a text\n', signature)).toBe(false);
  });
});
