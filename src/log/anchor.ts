import { utf8 } from './bytes.ts';
import { openCheckpoint } from './checkpoint.ts';
import { FormatError } from './format-error.ts';
import type { VerifierKey } from './verifier-key.ts';

/** The checkpoints of a database, as far as they are needed to compare it with an anchor. */
export interface Checkpointed {
  latest(): Promise<{ size: number; note: string } | undefined>;
  get(size: number): Promise<{ note: string } | undefined>;
}

/**
 * Why a database is not the one that an anchor was taken from, or a later state of it. `older`: it lacks entries that were signed.
 * `other_history`: at the anchor's size it signed something else. `other_log`: another origin or another key.
 */
export type Departure =
  | { kind: 'older'; anchored: number; here: number }
  | { kind: 'other_history'; anchored: number }
  | { kind: 'other_log' };

/**
 * Null when the database goes on from the anchor. Anchors are copies of stored checkpoints, stored checkpoints are never deleted, and
 * Ed25519 signs the same text with the same bytes: so the very note must be there. That is one look by its size, not a walk over the log.
 */
export async function departureFrom(anchor: string, checkpoints: Checkpointed, key: VerifierKey): Promise<Departure | null> {
  const latest = await checkpoints.latest();
  if (latest?.note === anchor) return null;
  const anchored = sizeOf(anchor, key);
  if (anchored === null) return { kind: 'other_log' };
  if ((latest?.size ?? 0) < anchored) return { kind: 'older', anchored, here: latest?.size ?? 0 };
  const same = await checkpoints.get(anchored);
  return same?.note === anchor ? null : { kind: 'other_history', anchored };
}

/** How many entries the anchor covers; null when it is not a checkpoint of this key and origin. */
function sizeOf(anchor: string, key: VerifierKey): number | null {
  try {
    return openCheckpoint(utf8(anchor), key).size;
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw error;
  }
}

/** What is found, for whoever runs this installation. */
export function departureInWords(departure: Departure): string {
  switch (departure.kind) {
    case 'older':
      return `This database is an older copy: ${departure.anchored} entries were signed here, and it holds ${departure.here} of them.`;
    case 'other_history':
      return `This database is not the one that signed ${departure.anchored} entries here: at that place it holds others. It is an older copy that went on by itself.`;
    case 'other_log':
      return 'This database holds another log than the one that was signed here, or LOG_KEY is another.';
  }
}
