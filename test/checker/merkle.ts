/** The Merkle tree of RFC 6962, section 2.1: SHA-256, a zero byte before a leaf, a one before a node. */
import { createHash } from 'node:crypto';

export interface Tree {
  readonly size: number;
  add(leaf: Uint8Array): void;
  root(): Buffer;
}

/** Grows leaf by leaf and holds one hash for each perfect subtree, the largest first. */
export function createTree(): Tree {
  const subtrees: { leaves: number; hash: Buffer }[] = [];
  let size = 0;
  return {
    get size() {
      return size;
    },
    add(leaf) {
      size += 1;
      let last = { leaves: 1, hash: sha256(Uint8Array.of(0), leaf) };
      while (subtrees.at(-1)?.leaves === last.leaves) {
        const left = subtrees.pop() ?? last;
        last = { leaves: 2 * last.leaves, hash: node(left.hash, last.hash) };
      }
      subtrees.push(last);
    },
    root: () => (size === 0 ? sha256() : subtrees.map(({ hash }) => hash).reduceRight((right, left) => node(left, right))),
  };
}

function node(left: Buffer, right: Buffer): Buffer {
  return sha256(Uint8Array.of(1), left, right);
}

function sha256(...pieces: Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest();
}
