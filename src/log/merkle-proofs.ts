import { sameBytes } from './bytes.ts';
import { emptyRoot, nodeHash, treeHash } from './merkle.ts';

/**
 * What shows that one leaf is in the tree of the first `size` leaves: the sibling on every step from the leaf to the root
 * (PATH of RFC 6962, section 2.1.1). Costs about `size` hashes.
 */
export function inclusionProof(leafHashes: readonly Uint8Array[], index: number, size: number): Uint8Array[] {
  demandWithin(leafHashes, size);
  if (!areCounts(index) || index >= size) throw new RangeError(`no leaf ${index} in a tree of ${size}`);
  return path(leafHashes, index, 0, size);
}

/**
 * What shows that the tree of the first `size` leaves only appended to the tree of the first `oldSize`
 * (PROOF of RFC 6962, section 2.1.2). Every tree appends to the empty one, so that proof is empty.
 */
export function consistencyProof(leafHashes: readonly Uint8Array[], oldSize: number, size: number): Uint8Array[] {
  demandWithin(leafHashes, size);
  if (!areCounts(oldSize) || oldSize > size) throw new RangeError(`a tree of ${size} never had ${oldSize} leaves`);
  return oldSize === 0 ? [] : subproof(leafHashes, oldSize, 0, size, true);
}

function path(leaves: readonly Uint8Array[], index: number, start: number, end: number): Uint8Array[] {
  if (end - start === 1) return [];
  const middle = start + largestPowerBelow(end - start);
  if (index < middle) return [...path(leaves, index, start, middle), treeHash(leaves, middle, end)];
  return [...path(leaves, index, middle, end), treeHash(leaves, start, middle)];
}

/** `whole`: the old tree is this subtree exactly, and the verifier knows its root already. */
function subproof(leaves: readonly Uint8Array[], oldEnd: number, start: number, end: number, whole: boolean): Uint8Array[] {
  if (oldEnd === end) return whole ? [] : [treeHash(leaves, start, end)];
  const middle = start + largestPowerBelow(end - start);
  if (oldEnd <= middle) return [...subproof(leaves, oldEnd, start, middle, whole), treeHash(leaves, middle, end)];
  return [...subproof(leaves, oldEnd, middle, end, false), treeHash(leaves, start, middle)];
}

/** The largest power of two that is smaller than `count`, which is at least 2. */
function largestPowerBelow(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}

function demandWithin(leafHashes: readonly Uint8Array[], size: number): void {
  if (!areCounts(size) || size > leafHashes.length) throw new RangeError(`no tree of ${size} among ${leafHashes.length} leaves`);
}

export interface Inclusion {
  leaf: Uint8Array;
  index: number;
  size: number;
  proof: readonly Uint8Array[];
  root: Uint8Array;
}

/**
 * RFC 9162, section 2.1.3.2. An attacker may control everything but `size` and `root`, which must come from a checkpoint whose
 * signature was checked, and `leaf`, which must be computed from the entry's own bytes, never taken from the proof's sender.
 * Positions go beyond 32 bits, so they are halved by arithmetic and not by shifts.
 */
export function verifyInclusion({ leaf, index, size, proof, root }: Inclusion): boolean {
  if (!areCounts(index, size) || index >= size || !areHashes([leaf, root, ...proof])) return false;
  const walk = walkFrom(index, size - 1);
  let hash = leaf;
  for (const sibling of proof) {
    if (walk.isAtTop()) return false;
    hash = walk.isRight() ? nodeHash(sibling, hash) : nodeHash(hash, sibling);
    walk.up();
  }
  return walk.isAtTop() && sameBytes(hash, root);
}

export interface Consistency {
  oldSize: number;
  oldRoot: Uint8Array;
  size: number;
  root: Uint8Array;
  proof: readonly Uint8Array[];
}

/**
 * RFC 9162, section 2.1.4.2. An attacker may control `proof` only: both sizes and roots must come from checkpoints whose
 * signatures were checked. Says that the newer log kept every leaf of the older, in its place.
 */
export function verifyConsistency({ oldSize, oldRoot, size, root, proof }: Consistency): boolean {
  if (!areCounts(oldSize, size) || oldSize > size || !areHashes([oldRoot, root, ...proof])) return false;
  if (oldSize === size) return proof.length === 0 && sameBytes(oldRoot, root);
  if (oldSize === 0) return proof.length === 0 && sameBytes(oldRoot, emptyRoot());
  // Step 2: the root of a perfect tree is itself the first node, and the sender leaves it out.
  const [first, ...rest] = isPowerOfTwo(oldSize) ? [oldRoot, ...proof] : proof;
  if (!first || proof.length === 0) return false;
  const walk = walkFrom(oldSize - 1, size - 1);
  walk.upWhileRight();
  let oldHash = first;
  let hash = first;
  for (const sibling of rest) {
    if (walk.isAtTop()) return false;
    if (walk.isRight()) {
      oldHash = nodeHash(sibling, oldHash);
      hash = nodeHash(sibling, hash);
    } else {
      hash = nodeHash(hash, sibling);
    }
    walk.up();
  }
  return walk.isAtTop() && sameBytes(oldHash, oldRoot) && sameBytes(hash, root);
}

/** The way from one node up to the root: `fn` and `sn` of RFC 9162, the node's number and the last number of its level. */
function walkFrom(node: number, last: number) {
  let fn = node;
  let sn = last;
  const step = (): void => {
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  };
  return {
    isAtTop: () => sn === 0,
    /** Its sibling stands left of it. At the tree's right edge that is so for an even number too: nodes without a sibling are skipped. */
    isRight: () => fn % 2 === 1 || fn === sn,
    up(): void {
      if (fn === sn) while (fn % 2 === 0 && fn !== 0) step();
      step();
    },
    upWhileRight(): void {
      while (fn % 2 === 1) step();
    },
  };
}

function isPowerOfTwo(count: number): boolean {
  let odd = count;
  while (odd % 2 === 0) odd /= 2;
  return odd === 1;
}

function areCounts(...numbers: number[]): boolean {
  return numbers.every((number) => Number.isSafeInteger(number) && number >= 0);
}

/** A node of another length could shift the border between two halves of what is hashed. */
function areHashes(hashes: readonly Uint8Array[]): boolean {
  return hashes.every((hash) => hash.length === 32);
}
