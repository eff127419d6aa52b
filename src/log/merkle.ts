import { concat, sameBytes, utf8 } from './bytes.ts';
import { sha256 } from './digests.ts';
import { FormatError } from './format-error.ts';

const LEAF = Uint8Array.of(0x00);
const NODE = Uint8Array.of(0x01);

/** RFC 6962, section 2.1. The first byte keeps a leaf from being passed off as a node. */
export function leafHash(bytes: Uint8Array): Uint8Array {
  return sha256(LEAF, bytes);
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(NODE, left, right);
}

/** Of no leaves at all: the hash of the empty string. */
export function emptyRoot(): Uint8Array {
  return sha256();
}

/**
 * All that is needed to append to a tree and to know its root: the roots of its perfect subtrees, the largest first, one for
 * every binary 1 in `size`. Never changed in place.
 */
export interface Frontier {
  readonly size: number;
  readonly nodes: readonly Uint8Array[];
}

export function emptyFrontier(): Frontier {
  return { size: 0, nodes: [] };
}

/** Like adding one to a binary number: each carry joins two perfect subtrees of one size. */
export function appendLeaf(frontier: Frontier, leaf: Uint8Array): Frontier {
  const nodes = [...frontier.nodes];
  let joined = leaf;
  for (let rest = frontier.size; rest % 2 === 1; rest = (rest - 1) / 2) {
    joined = nodeHash(nodes.pop() as Uint8Array, joined);
  }
  return { size: frontier.size + 1, nodes: [...nodes, joined] };
}

export function rootOf(frontier: Frontier): Uint8Array {
  const [smallest, ...larger] = frontier.nodes.toReversed();
  return smallest ? larger.reduce((right, left) => nodeHash(left, right), smallest) : emptyRoot();
}

/** The Merkle tree hash over `leafHashes[start..end)`, MTH of RFC 6962. */
export function treeHash(leafHashes: readonly Uint8Array[], start = 0, end = leafHashes.length): Uint8Array {
  let frontier = emptyFrontier();
  for (let index = start; index < end; index += 1) frontier = appendLeaf(frontier, hashAt(leafHashes, index));
  return rootOf(frontier);
}

function hashAt(leafHashes: readonly Uint8Array[], index: number): Uint8Array {
  const hash = leafHashes[index];
  if (!hash) throw new RangeError(`there is no leaf ${index} among ${leafHashes.length}`);
  return hash;
}

const HEADER = utf8('countersign/frontier/v1\n');
const HASH_BYTES = 32;

/** `countersign/frontier/v1`, a newline, the size in 8 bytes (most significant first), then the nodes, the largest subtree first. */
export function formatFrontier(frontier: Frontier): Uint8Array {
  const size = new Uint8Array(8);
  new DataView(size.buffer).setBigUint64(0, BigInt(frontier.size));
  return concat([HEADER, size, ...frontier.nodes]);
}

/** Reads back what we stored. Whoever can write to the database can change it, so a root is signed only after the log's own entries agree. */
export function parseFrontier(bytes: Uint8Array): Frontier {
  if (!sameBytes(bytes.subarray(0, HEADER.length), HEADER)) {
    throw new FormatError('UNKNOWN_VERSION', 'a frontier begins with “countersign/frontier/v1”');
  }
  // A copy of its own: what a driver hands out may be a view into a larger buffer.
  const rest = new Uint8Array(bytes.subarray(HEADER.length));
  if (rest.length < 8) throw new FormatError('BAD_FRONTIER', 'this frontier ends before its size');
  const size = Number(new DataView(rest.buffer).getBigUint64(0));
  const nodes = Array.from({ length: Math.floor((rest.length - 8) / HASH_BYTES) }, (_, nth) =>
    rest.slice(8 + nth * HASH_BYTES, 8 + (nth + 1) * HASH_BYTES),
  );
  if (!Number.isSafeInteger(size) || rest.length !== 8 + subtreesIn(size) * HASH_BYTES) {
    throw new FormatError('BAD_FRONTIER', 'this frontier has not the number of nodes that its size asks for');
  }
  return { size, nodes };
}

/** How many binary ones a size has: that many perfect subtrees. */
function subtreesIn(size: number): number {
  return [...size.toString(2)].filter((digit) => digit === '1').length;
}
