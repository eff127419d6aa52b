import { concat, fromBase64, fromDecimal, textOf, toBase64, utf8 } from './bytes.ts';
import { openCheckpoint } from './checkpoint.ts';
import type { Checkpoint } from './checkpoint.ts';
import { FormatError } from './format-error.ts';
import { verifyInclusion } from './merkle-proofs.ts';
import { leafHash } from './merkle.ts';
import type { VerifierKey } from './verifier-key.ts';

const HEADER = 'c2sp.org/tlog-proof@v1';
const LARGEST_BYTES = 2_000_000;
/** A tree of 2^53 leaves is 53 high. */
const MOST_HASHES = 53;

/** A `.tlog-proof` file: shows offline, to whoever has pinned the log's key, that one entry is in the log. */
export interface Proof {
  /** In our own files the entry's bytes, so that nothing else is needed. By itself it is worth nothing: only the proof ties it to the log. */
  extra: Uint8Array | null;
  index: number;
  /** From the leaf's sibling up to the root's child. */
  hashes: Uint8Array[];
  /** The signed note, as the log issued it. */
  checkpoint: Uint8Array;
}

/** C2SP tlog-proof. */
export function formatProof({ extra, index, hashes, checkpoint }: Proof): Uint8Array {
  const lines = [HEADER, ...(extra?.length ? [`extra ${toBase64(extra)}`] : []), `index ${index}`, ...hashes.map(toBase64)];
  return concat([utf8(`${lines.join('\n')}\n\n`), checkpoint]);
}

/** `bytes` may be an attacker's. Says only that they have the form of a proof. */
export function parseProof(bytes: Uint8Array): Proof {
  if (bytes.length > LARGEST_BYTES) throw new FormatError('TOO_LARGE', `a proof has at most ${LARGEST_BYTES} bytes`);
  const text = textOf(bytes);
  if (text === undefined) throw new FormatError('BAD_PROOF', 'this proof is not UTF-8');
  if (!text.startsWith(`${HEADER}\n`)) throw new FormatError('UNKNOWN_VERSION', `a proof begins with the line “${HEADER}”`);
  const border = text.indexOf('\n\n');
  if (border < 0) throw new FormatError('BAD_PROOF', 'this proof has no blank line before its checkpoint');
  const lines = text.slice(0, border).split('\n').slice(1);
  const extra = lines[0]?.startsWith('extra ') ? base64Of(lines.shift()?.slice('extra '.length)) : null;
  const index = indexOf(lines.shift());
  if (lines.length > MOST_HASHES) throw new FormatError('BAD_PROOF', `a proof has at most ${MOST_HASHES} hashes`);
  return { extra, index, hashes: lines.map(hashOf), checkpoint: utf8(text.slice(border + 2)) };
}

/**
 * Shows that `entry` is in the log of the pinned `key`; a FormatError says why not. Everything in `proof` may be an attacker's,
 * and so may `entry`: once this returns, both are what the log signed. The steps are those of C2SP tlog-proof.
 */
export function verifyProof(proof: Proof, entry: Uint8Array, key: VerifierKey): Checkpoint {
  const checkpoint = openCheckpoint(proof.checkpoint, key);
  const inclusion = { leaf: leafHash(entry), index: proof.index, size: checkpoint.size, proof: proof.hashes, root: checkpoint.root };
  if (!verifyInclusion(inclusion)) {
    throw new FormatError('NOT_INCLUDED', `this proof does not show that the entry is number ${proof.index} of ${checkpoint.size}`);
  }
  return checkpoint;
}

function indexOf(line = ''): number {
  const index = line.startsWith('index ') ? fromDecimal(line.slice('index '.length)) : undefined;
  if (index === undefined) throw new FormatError('BAD_PROOF', 'a proof has a line “index” and a number');
  return index;
}

function hashOf(line: string): Uint8Array {
  const hash = base64Of(line);
  if (hash.length !== 32) throw new FormatError('BAD_PROOF', 'a hash of a proof has 32 bytes');
  return hash;
}

function base64Of(text = ''): Uint8Array {
  const bytes = fromBase64(text);
  if (!bytes || bytes.length === 0) throw new FormatError('BAD_PROOF', 'a line of this proof is not base64');
  return bytes;
}
