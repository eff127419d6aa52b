import type { Entry } from '../../src/core/fact.ts';
import { signCheckpoint } from '../../src/log/checkpoint.ts';
import { encodeEntry } from '../../src/log/entry.ts';
import { createSigner, parseSeed, type Signer } from '../../src/log/signer.ts';
import { parseVerifierKey } from '../../src/log/verifier-key.ts';
import { type LogCopy, type Verified, verifyLog } from '../../src/log/verify.ts';
import { naiveRoot, sha256 } from './known-tree.ts';
import { bytesOf, unhex, vectors } from './vectors.ts';

/** A copy of a log that a test can tamper with before it is verified. */
export interface Parts {
  entries: { index: number; bytes: Uint8Array; leafHash: Uint8Array | null }[];
  tail: { bytes: Uint8Array; leafHash: Uint8Array | null }[];
  checkpoints: string[];
  drafts: { id: string; state: string; version: number }[] | null;
  texts: LogCopy['texts'];
}

const { log, entries } = vectors('entries');
const { keyFile, verifierKey, checkpoints } = vectors('checkpoint');
export const key = parseVerifierKey(verifierKey);
export const signer = createSigner(log, parseSeed(keyFile));

/** What the golden log comes to, read off its entries by a person. */
const GOLDEN_DRAFTS = [
  { id: 'drf_N0CMC683F4Z21XJZ7Q04HGQRXM', state: 'retracted', version: 25 },
  { id: 'drf_V3GZ3YXRSCY119SN5YMP8D3BBR', state: 'withdrawn', version: 2 },
  { id: 'drf_GNAZMRAP7CTBG899C61M3NAZ78', state: 'withdrawn', version: 2 },
  { id: 'drf_BQ7XB3046D4339Q1VQH208E8RR', state: 'expired', version: 5 },
  { id: 'drf_HF1X00EAT8VFYWQEAJNGTDX2PW', state: 'withdrawn', version: 3 },
];

/** All of the golden log, with the checkpoints that were signed for it. */
export function goldenCopy(): Parts {
  return {
    entries: entries.map(({ index, bytes, leafHash }) => ({ index, bytes: bytesOf(bytes), leafHash: unhex(leafHash) })),
    tail: [],
    checkpoints: checkpoints.map(({ note }) => note),
    drafts: GOLDEN_DRAFTS.map((draft) => ({ ...draft })),
    texts: null,
  };
}

/** Entries of the golden log, to be changed at will. */
export function goldenEntries(...indices: number[]): Entry[] {
  return indices.map((index) => JSON.parse(entries[index]?.bytes ?? '') as Entry);
}

export function upTo(end: number, from = 0): number[] {
  return Array.from({ length: end - from }, (_, nth) => from + nth);
}

/** A log of these entries, as the one writer and the sequencer would have left it, with a checkpoint at each of `sizes`. */
export function logOf(written: Entry[], sizes = [written.length], unsigned: Entry[] = []): Parts {
  const stored = (entry: Entry) => storedAs(encodeEntry(entry));
  const placed = written.map((entry, index) => ({ index, ...stored(entry) }));
  return {
    entries: placed,
    tail: unsigned.map(stored),
    checkpoints: sizes.map((size) => headOver(placed.slice(0, size))),
    drafts: null,
    texts: null,
  };
}

export function storedAs(bytes: Uint8Array): { bytes: Uint8Array; leafHash: Uint8Array } {
  return { bytes, leafHash: sha256(Uint8Array.of(0), bytes) };
}

/** The signed head over these leaves. */
export function headOver(leaves: readonly { leafHash: Uint8Array | null }[], by: Signer = signer): string {
  const hashes = leaves.map(({ leafHash }) => leafHash ?? new Uint8Array());
  const note = signCheckpoint({ origin: by.name, size: leaves.length, root: naiveRoot(hashes) }, by);
  return new TextDecoder().decode(note);
}

/** Positions as they would be had these been the only entries. */
export function renumbered(kept: Parts['entries']): Parts['entries'] {
  return kept.map((entry, index) => ({ ...entry, index }));
}

export function copyOf({ entries: placed, tail, checkpoints: notes, drafts, texts }: Parts): LogCopy {
  return {
    async *entries() {
      yield* placed;
    },
    async *tail() {
      yield* tail;
    },
    checkpoints: notes,
    drafts:
      drafts &&
      async function* () {
        yield* drafts;
      },
    texts,
  };
}

export function verified(parts: Parts, anchor: string | null = null): Promise<Verified> {
  return verifyLog(copyOf(parts), key, anchor);
}

export async function problemsOf(parts: Parts, anchor: string | null = null): Promise<string[]> {
  return (await verified(parts, anchor)).problems;
}
