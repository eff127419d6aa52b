import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appendLeaf, emptyFrontier, formatFrontier, leafHash, nodeHash, parseFrontier, rootOf, treeHash } from '../../src/log/merkle.ts';
import type { Frontier } from '../../src/log/merkle.ts';
import { KNOWN_LEAVES, KNOWN_ROOTS, naiveRoot } from './known-tree.ts';
import { hex, refusalOf, unhex, vectors } from './vectors.ts';

const { frontiers } = vectors('frontier');
const stored = vectors('entries').entries.map((entry) => unhex(entry.leafHash));
const leaves = KNOWN_LEAVES.map(leafHash);
const grown = (hashes: readonly Uint8Array[]): Frontier => hashes.reduce(appendLeaf, emptyFrontier());
const someLeaves = fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { maxLength: 70 });

describe('the Merkle tree', () => {
  it('hashes leaves and nodes apart, as RFC 6962 does', () => {
    const sha256 = (...parts: Uint8Array[]): string => createHash('sha256').update(Buffer.concat(parts)).digest('hex');
    const [a, b] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
    expect(hex(leafHash(a))).toBe(sha256(Uint8Array.of(0), a));
    expect(hex(nodeHash(a, b))).toBe(sha256(Uint8Array.of(1), a, b));
    expect(hex(nodeHash(b, a))).not.toBe(hex(nodeHash(a, b)));
  });

  it.each(KNOWN_ROOTS.map((root, size) => ({ size, root })))(
    'has the root that every RFC 6962 log has over the first $size known leaves',
    ({ size, root }) => {
      expect(hex(rootOf(grown(leaves.slice(0, size))))).toBe(root);
      expect(hex(treeHash(leaves, 0, size))).toBe(root);
    },
  );

  it('grows to the same root as the definition of RFC 6962 gives, from any leaves and over any part of them', () => {
    fc.assert(
      fc.property(someLeaves, fc.nat(70), fc.nat(70), (hashes, a, b) => {
        expect(hex(rootOf(grown(hashes)))).toBe(hex(naiveRoot(hashes)));
        const [start = 0, end = 0] = [a, b].map((place) => Math.min(place, hashes.length)).toSorted((x, y) => x - y);
        expect(hex(treeHash(hashes, start, end))).toBe(hex(naiveRoot(hashes.slice(start, end))));
      }),
      { numRuns: 100 },
    );
  });

  it('leaves the frontier that it grew from as it was', () => {
    const before = grown(leaves.slice(0, 3));
    const bytes = formatFrontier(before);
    appendLeaf(before, leaves[3] as Uint8Array);
    expect(formatFrontier(before)).toEqual(bytes);
  });

  it.each(frontiers)('stores the frontier of $size leaves as it was always stored', ({ size, root, bytes }) => {
    const frontier = grown(stored.slice(0, size));
    expect(hex(formatFrontier(frontier))).toBe(bytes);
    expect(hex(rootOf(frontier))).toBe(root);
    expect(hex(formatFrontier(parseFrontier(unhex(bytes))))).toBe(bytes);
  });

  it('goes on from a stored frontier as if it had never been stored, also out of a driver’s larger buffer', () => {
    for (const { size, bytes } of frontiers) {
      const buffer = Buffer.from(`ffff${bytes}ffff`, 'hex').subarray(2, -2);
      const resumed = stored.slice(size).reduce(appendLeaf, parseFrontier(buffer));
      expect(hex(rootOf(resumed))).toBe(hex(naiveRoot(stored)));
      expect(resumed.size).toBe(stored.length);
    }
  });

  it('stores sizes beyond 32 bits', () => {
    const frontier = { size: 2 ** 40 + 1, nodes: [leaves[0] as Uint8Array, leaves[1] as Uint8Array] };
    expect(parseFrontier(formatFrontier(frontier)).size).toBe(2 ** 40 + 1);
  });

  it('refuses a stored frontier that it did not write', () => {
    const bytes = formatFrontier(grown(leaves.slice(0, 6)));
    const other = (change: (copy: Uint8Array) => Uint8Array): string => refusalOf(() => parseFrontier(change(Uint8Array.from(bytes))));
    expect(other((copy) => Uint8Array.from(copy, (byte, at) => (at === 22 ? 0x32 : byte)))).toBe('UNKNOWN_VERSION');
    expect(other(() => new Uint8Array())).toBe('UNKNOWN_VERSION');
    expect(other((copy) => copy.subarray(0, 30))).toBe('BAD_FRONTIER');
    expect(other((copy) => copy.subarray(0, -1))).toBe('BAD_FRONTIER');
    expect(other((copy) => copy.subarray(0, -32))).toBe('BAD_FRONTIER');
    expect(other((copy) => Uint8Array.of(...copy, 0))).toBe('BAD_FRONTIER');
    expect(other((copy) => Uint8Array.from(copy, (byte, at) => (at === 31 ? 7 : byte)))).toBe('BAD_FRONTIER');
    // 2^60 leaves: one node is the right number, but the size is more than a double can count.
    const header = bytes.subarray(0, 24);
    expect(other(() => Uint8Array.of(...header, 0x10, 0, 0, 0, 0, 0, 0, 0, ...new Uint8Array(32)))).toBe('BAD_FRONTIER');
  });

  it('asks for no leaf that is not there', () => {
    expect(() => treeHash(leaves, 0, 9)).toThrow(RangeError);
  });
});
