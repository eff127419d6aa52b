import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consistencyProof, inclusionProof, verifyConsistency, verifyInclusion } from '../../src/log/merkle-proofs.ts';
import { leafHash, nodeHash } from '../../src/log/merkle.ts';
import { KNOWN_LEAVES, KNOWN_ROOTS, half, naivePath, naiveProof, naiveRoot } from './known-tree.ts';
import { hex, unhex } from './vectors.ts';

const leaves = KNOWN_LEAVES.map(leafHash);
const root = (size: number): Uint8Array => unhex(KNOWN_ROOTS[size] ?? '');
const leaf = (index: number): Uint8Array => leaves[index] as Uint8Array;
const someLeaves = fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { minLength: 1, maxLength: 40 });
const sizes = [1, 2, 3, 4, 5, 6, 7, 8];

const N = {
  leaf0: '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  leaf1: '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
  leaf4: 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
  from0to2: 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  from2to4: '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
  from4to6: '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
  from6to8: 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
  from0to4: 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  from4to8: '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
};

describe('inclusion proofs', () => {
  it.each([
    [0, 1, []],
    [0, 8, [N.leaf1, N.from2to4, N.from4to8]],
    [5, 8, [N.leaf4, N.from6to8, N.from0to4]],
    [2, 3, [N.from0to2]],
    [1, 5, [N.leaf0, N.from2to4, N.leaf4]],
  ])('are those of Certificate Transparency for leaf %i of %i', (index, size, expected) => {
    const proof = inclusionProof(leaves, index, size);
    expect(proof.map(hex)).toEqual(expected);
    expect(verifyInclusion({ leaf: leaf(index), index, size, proof, root: root(size) })).toBe(true);
  });

  it('are those of the definition, verify, and verify for nothing else', () => {
    fc.assert(
      fc.property(someLeaves, fc.nat(), fc.nat(), fc.nat(), (hashes, a, b, c) => {
        const size = 1 + (a % hashes.length);
        const index = b % size;
        const proof = inclusionProof(hashes, index, size);
        expect(proof.map(hex)).toEqual(naivePath(index, hashes.slice(0, size)).map(hex));
        const claim = { leaf: hashes[index] as Uint8Array, index, size, proof, root: naiveRoot(hashes.slice(0, size)) };
        expect(verifyInclusion(claim)).toBe(true);
        expect(verifyInclusion({ ...claim, leaf: flipped(claim.leaf, c) })).toBe(false);
        expect(verifyInclusion({ ...claim, root: flipped(claim.root, c) })).toBe(false);
        expect(verifyInclusion({ ...claim, proof: [...proof, claim.leaf] })).toBe(false);
        if (proof.length > 0) {
          const nth = c % proof.length;
          expect(verifyInclusion({ ...claim, proof: proof.with(nth, flipped(proof[nth] as Uint8Array, c)) })).toBe(false);
          expect(verifyInclusion({ ...claim, proof: proof.slice(1) })).toBe(false);
          expect(verifyInclusion({ ...claim, proof: proof.slice(0, -1) })).toBe(false);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('say of one place only that the leaf is there', () => {
    for (const size of sizes) {
      for (let index = 0; index < size; index += 1) {
        const proof = inclusionProof(leaves, index, size);
        for (let claimed = 0; claimed <= size; claimed += 1) {
          expect(verifyInclusion({ leaf: leaf(index), index: claimed, size, proof, root: root(size) })).toBe(claimed === index);
        }
      }
    }
  });

  it('are refused when a number or a hash is none', () => {
    const claim = { leaf: leaf(0), index: 0, size: 1, proof: [], root: root(1) };
    expect(verifyInclusion(claim)).toBe(true);
    for (const index of [-1, 0.5, NaN, 1, 2 ** 53]) expect(verifyInclusion({ ...claim, index })).toBe(false);
    for (const size of [-1, 0, 1.5, NaN, Infinity]) expect(verifyInclusion({ ...claim, size })).toBe(false);
    const shifted = { ...claim, size: 2, root: nodeHash(leaf(0), leaf(1)) };
    expect(verifyInclusion({ ...shifted, proof: [leaf(1)] })).toBe(true);
    // The border between the two halves of a node must not move: 33 bytes and 31 bytes hash like 32 and 32.
    const [long, short] = [Uint8Array.of(...leaf(0), leaf(1)[0] ?? 0), leaf(1).subarray(1)];
    expect(hex(nodeHash(long, short))).toBe(hex(shifted.root));
    expect(verifyInclusion({ ...shifted, leaf: long, proof: [short] })).toBe(false);
  });

  it('walk a tree beyond 32 bits', () => {
    for (const [index, size] of [
      [2 ** 40 + 5, 2 ** 45 + 3],
      [2 ** 45 + 2, 2 ** 45 + 3],
      [0, 2 ** 53 - 1],
    ] as const) {
      const proof = Array.from({ length: heightOf(index, size) }, (_, nth) => leafHash(Uint8Array.of(nth)));
      const top = rootAlong(leaf(0), index, size, proof);
      expect(verifyInclusion({ leaf: leaf(0), index, size, proof, root: top })).toBe(true);
      expect(verifyInclusion({ leaf: leaf(0), index: index + 2 ** 32, size: 2 ** 53 - 1, proof, root: top })).toBe(false);
    }
  });

  it('are made for leaves that are there', () => {
    expect(() => inclusionProof(leaves, 3, 3)).toThrow(RangeError);
    expect(() => inclusionProof(leaves, -1, 3)).toThrow(RangeError);
    expect(() => inclusionProof(leaves, 0, 9)).toThrow(RangeError);
  });
});

describe('consistency proofs', () => {
  it.each([
    [1, 1, []],
    [1, 8, [N.leaf1, N.from2to4, N.from4to8]],
    [6, 8, [N.from4to6, N.from6to8, N.from0to4]],
    [2, 5, [N.from2to4, N.leaf4]],
  ])('are those of Certificate Transparency from %i to %i leaves', (oldSize, size, expected) => {
    const proof = consistencyProof(leaves, oldSize, size);
    expect(proof.map(hex)).toEqual(expected);
    expect(verifyConsistency({ oldSize, oldRoot: root(oldSize), size, root: root(size), proof })).toBe(true);
  });

  it('are those of the definition, verify, and verify for no other history', () => {
    fc.assert(
      fc.property(someLeaves, fc.nat(), fc.nat(), fc.nat(), (hashes, a, b, c) => {
        const size = 1 + (a % hashes.length);
        const oldSize = 1 + (b % size);
        const now = hashes.slice(0, size);
        const proof = consistencyProof(hashes, oldSize, size);
        expect(proof.map(hex)).toEqual(naiveProof(oldSize, now).map(hex));
        const claim = { oldSize, oldRoot: naiveRoot(now.slice(0, oldSize)), size, root: naiveRoot(now), proof };
        expect(verifyConsistency(claim)).toBe(true);
        const other = now.map((hash: Uint8Array, at) => (at === c % oldSize ? flipped(hash, c) : hash));
        expect(verifyConsistency({ ...claim, oldRoot: naiveRoot(other.slice(0, oldSize)) })).toBe(false);
        expect(verifyConsistency({ ...claim, root: naiveRoot(other) })).toBe(false);
        expect(verifyConsistency({ ...claim, root: naiveRoot(other), proof: naiveProof(oldSize, other) })).toBe(false);
        expect(verifyConsistency({ ...claim, proof: [...proof, claim.root] })).toBe(false);
        if (proof.length > 0) {
          const nth = c % proof.length;
          expect(verifyConsistency({ ...claim, proof: proof.with(nth, flipped(proof[nth] as Uint8Array, c)) })).toBe(false);
          expect(verifyConsistency({ ...claim, proof: proof.slice(1) })).toBe(false);
          expect(verifyConsistency({ ...claim, proof: proof.slice(0, -1) })).toBe(false);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('say of one size only that it came before', () => {
    for (const size of sizes) {
      for (const oldSize of sizes.filter((one) => one <= size)) {
        const proof = consistencyProof(leaves, oldSize, size);
        for (const claimed of [0, ...sizes, 9]) {
          const holds = verifyConsistency({ oldSize: claimed, oldRoot: root(oldSize), size, root: root(size), proof });
          expect(holds).toBe(claimed === oldSize);
        }
      }
    }
  });

  it('know that every log began empty, and never shrinks', () => {
    expect(consistencyProof(leaves, 0, 8)).toEqual([]);
    expect(verifyConsistency({ oldSize: 0, oldRoot: root(0), size: 8, root: root(8), proof: [] })).toBe(true);
    expect(verifyConsistency({ oldSize: 0, oldRoot: root(1), size: 8, root: root(8), proof: [] })).toBe(false);
    expect(verifyConsistency({ oldSize: 0, oldRoot: root(0), size: 8, root: root(8), proof: [root(1)] })).toBe(false);
    expect(verifyConsistency({ oldSize: 8, oldRoot: root(8), size: 6, root: root(6), proof: consistencyProof(leaves, 6, 8) })).toBe(false);
    expect(verifyConsistency({ oldSize: 8, oldRoot: root(8), size: 8, root: root(7), proof: [] })).toBe(false);
    expect(verifyConsistency({ oldSize: 4, oldRoot: root(4), size: 8, root: root(4), proof: [] })).toBe(false);
  });

  it('are made for sizes that the log had', () => {
    expect(() => consistencyProof(leaves, 4, 3)).toThrow(RangeError);
    expect(() => consistencyProof(leaves, -1, 3)).toThrow(RangeError);
    expect(() => consistencyProof(leaves, 1, 9)).toThrow(RangeError);
  });
});

function flipped(hash: Uint8Array, bit: number): Uint8Array {
  return Uint8Array.from(hash, (byte, at) => (at === (bit >> 3) % hash.length ? byte ^ (1 << (bit & 7)) : byte));
}

/** How many siblings the path of a leaf has, and the root it leads to: by the definition of PATH, on sizes alone. */
function heightOf(index: number, size: number): number {
  if (size === 1) return 0;
  const k = half(size);
  return 1 + (index < k ? heightOf(index, k) : heightOf(index - k, size - k));
}

function rootAlong(hash: Uint8Array, index: number, size: number, proof: readonly Uint8Array[]): Uint8Array {
  const sibling = proof.at(-1);
  if (size === 1 || !sibling) return hash;
  const k = half(size);
  if (index < k) return nodeHash(rootAlong(hash, index, k, proof.slice(0, -1)), sibling);
  return nodeHash(sibling, rootAlong(hash, index - k, size - k, proof.slice(0, -1)));
}
