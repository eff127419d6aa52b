import { describe, expect, it } from 'vitest';
import { signCheckpoint } from '../../src/log/checkpoint.ts';
import { decodeEntry } from '../../src/log/entry.ts';
import { formatProof, parseProof, verifyProof } from '../../src/log/proof.ts';
import { createSigner, parseSeed } from '../../src/log/signer.ts';
import { parseVerifierKey } from '../../src/log/verifier-key.ts';
import { naivePath, naiveRoot } from './known-tree.ts';
import { bytesOf, hex, refusalOf, unhex, vectors } from './vectors.ts';

const { proofs } = vectors('proof');
const { entries, log } = vectors('entries');
const { keyFile, verifierKey, checkpoints } = vectors('checkpoint');
const key = parseVerifierKey(verifierKey);
const leaves = entries.map((entry) => unhex(entry.leafHash));
const entry = (index: number): Uint8Array => bytesOf(entries[index]?.bytes ?? '');
const HASH = Buffer.alloc(32).toString('base64');
const NOTE = checkpoints.at(-1)?.note ?? '';

describe('proof files', () => {
  it.each(proofs)('of entry $index are as they always were', ({ index, extra, file }) => {
    const proof = { extra: extra ? entry(index) : null, index, hashes: naivePath(index, leaves), checkpoint: bytesOf(NOTE) };
    expect(new TextDecoder().decode(formatProof(proof))).toBe(file);
    expect(formatProof(parseProof(bytesOf(file)))).toEqual(bytesOf(file));
  });

  it.each(proofs)('show offline, with the pinned key, that entry $index is in the log', ({ index, file }) => {
    const checkpoint = verifyProof(parseProof(bytesOf(file)), entry(index), key);
    expect(checkpoint).toMatchObject({ origin: log, size: entries.length });
    expect(hex(checkpoint.root)).toBe(hex(naiveRoot(leaves)));
  });

  it('carry the entry, so that nothing else is needed', () => {
    const proof = parseProof(bytesOf(proofs[0]?.file ?? ''));
    const carried = proof.extra ?? new Uint8Array();
    verifyProof(proof, carried, key);
    expect(decodeEntry(carried).type).toBe('publication.intended');
  });

  it('show nothing about another entry, another place or another log', () => {
    const proof = parseProof(bytesOf(proofs[0]?.file ?? ''));
    const { index } = proof;
    expect(refusalOf(() => verifyProof(proof, entry(index + 1), key))).toBe('NOT_INCLUDED');
    expect(refusalOf(() => verifyProof({ ...proof, index: index + 1 }, entry(index), key))).toBe('NOT_INCLUDED');
    expect(refusalOf(() => verifyProof({ ...proof, hashes: proof.hashes.slice(1) }, entry(index), key))).toBe('NOT_INCLUDED');
    const older = bytesOf(checkpoints.at(-2)?.note ?? '');
    expect(refusalOf(() => verifyProof({ ...proof, checkpoint: older }, entry(index), key))).toBe('NOT_INCLUDED');
    const stranger = createSigner(log, new Uint8Array(32));
    const forged = signCheckpoint({ origin: log, size: 1, root: leaves[index] as Uint8Array }, stranger);
    expect(refusalOf(() => verifyProof({ ...proof, index: 0, hashes: [], checkpoint: forged }, entry(index), key))).toBe(
      'NO_KNOWN_SIGNATURE',
    );
    const elsewhere = createSigner('countersign/00000000000000000000000000', parseSeed(keyFile));
    expect(refusalOf(() => verifyProof(proof, entry(index), parseVerifierKey(elsewhere.verifierKey)))).toBe('NO_KNOWN_SIGNATURE');
  });

  it.each([
    ['another version', `c2sp.org/tlog-proof@v2\nindex 0\n\n${NOTE}`, 'UNKNOWN_VERSION'],
    ['nothing', '', 'UNKNOWN_VERSION'],
    ['a header with a space', `c2sp.org/tlog-proof@v1 \nindex 0\n\n${NOTE}`, 'UNKNOWN_VERSION'],
    ['no blank line', 'c2sp.org/tlog-proof@v1\nindex 0\n', 'BAD_PROOF'],
    ['no index', `c2sp.org/tlog-proof@v1\n${HASH}\n\n${NOTE}`, 'BAD_PROOF'],
    ['neither index nor hashes', `c2sp.org/tlog-proof@v1\n\n${NOTE}`, 'BAD_PROOF'],
    ['an index with a leading zero', `c2sp.org/tlog-proof@v1\nindex 01\n\n${NOTE}`, 'BAD_PROOF'],
    ['a negative index', `c2sp.org/tlog-proof@v1\nindex -1\n\n${NOTE}`, 'BAD_PROOF'],
    ['an index beyond 2^53 - 1', `c2sp.org/tlog-proof@v1\nindex 9007199254740992\n\n${NOTE}`, 'BAD_PROOF'],
    ['the index before the extra line', `c2sp.org/tlog-proof@v1\nindex 0\nextra AAAA\n\n${NOTE}`, 'BAD_PROOF'],
    ['two extra lines', `c2sp.org/tlog-proof@v1\nextra AAAA\nextra AAAA\nindex 0\n\n${NOTE}`, 'BAD_PROOF'],
    ['an extra line without content', `c2sp.org/tlog-proof@v1\nextra \nindex 0\n\n${NOTE}`, 'BAD_PROOF'],
    ['an extra line that is not base64', `c2sp.org/tlog-proof@v1\nextra A\nindex 0\n\n${NOTE}`, 'BAD_PROOF'],
    ['a hash of another length', `c2sp.org/tlog-proof@v1\nindex 0\n${Buffer.alloc(31).toString('base64')}\n\n${NOTE}`, 'BAD_PROOF'],
    ['a hash that is not base64', `c2sp.org/tlog-proof@v1\nindex 0\n${HASH.replace('=', '')}\n\n${NOTE}`, 'BAD_PROOF'],
    ['carriage returns', `c2sp.org/tlog-proof@v1\r\nindex 0\r\n\r\n${NOTE}`, 'UNKNOWN_VERSION'],
    ['more hashes than any tree is high', `c2sp.org/tlog-proof@v1\nindex 0\n${`${HASH}\n`.repeat(54)}\n${NOTE}`, 'BAD_PROOF'],
    ['more than two million bytes', `c2sp.org/tlog-proof@v1\n${' '.repeat(2_000_000)}`, 'TOO_LARGE'],
  ])('are refused with %s', (_what, file, code) => {
    expect(refusalOf(() => parseProof(bytesOf(file)))).toBe(code);
  });

  it('are refused when they are not UTF-8', () => {
    expect(refusalOf(() => parseProof(Uint8Array.of(0xff)))).toBe('BAD_PROOF');
  });

  it('find every changed byte but those of the extra line, which nothing signs and nobody may trust by itself', () => {
    const { file = '', index = 0 } = proofs[1] ?? {};
    const bytes = bytesOf(file);
    for (let place = 0; place < bytes.length; place += 1) {
      const changed = Uint8Array.from(bytes);
      changed[place] = (changed[place] ?? 0) ^ 1;
      expect(refusalOf(() => verifyProof(parseProof(changed), entry(index), key))).toMatch(/^[A-Z_]+$/);
    }
    const withExtra = { ...parseProof(bytes), extra: bytesOf('whatever') };
    expect(verifyProof(parseProof(formatProof(withExtra)), entry(index), key).size).toBe(entries.length);
    expect(formatProof({ ...withExtra, extra: new Uint8Array() })).toEqual(bytes);
  });
});
