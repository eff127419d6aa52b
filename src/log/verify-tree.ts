import { sameBytes, utf8 } from './bytes.ts';
import { type Checkpoint, openCheckpoint } from './checkpoint.ts';
import { FormatError } from './format-error.ts';
import { appendLeaf, emptyFrontier, type Frontier, rootOf } from './merkle.ts';
import type { VerifierKey } from './verifier-key.ts';

/** The largest signed head that the leaves give, and how many leaves stand behind the last signed head. */
interface Covered {
  size: number;
  root: Uint8Array;
  uncovered: number;
}

/**
 * Grows the tree leaf by leaf and compares it with every signed head on the way. `notes` and `anchor` may be an attacker's; `key` is
 * pinned. As every head is compared with the same leaves, heads that all fit are continuations of each other.
 */
export function createTreeCheck(notes: readonly string[], anchor: string | null, key: VerifierKey, problems: string[]) {
  const heads = openHeads(notes, key, problems);
  const anchored = anchor === null ? null : openAnchor(anchor, key, problems);
  let frontier = emptyFrontier();
  let fitting: Frontier = frontier;
  let isBroken = false;

  function compare(): void {
    const here = heads.get(frontier.size) ?? [];
    if (here.length === 0 && anchored?.size !== frontier.size) return;
    const root = rootOf(frontier);
    const fits = here.some((head) => sameBytes(head.root, root));
    if (here.some((head) => !sameBytes(head.root, root))) {
      if (fits || frontier.size === 0) problems.push(`a checkpoint of size ${frontier.size} was signed over another history`);
      // Behind the first range that does not fit, no later root fits either: that would say nothing new.
      else if (!isBroken) problems.push(brokenRange(fitting.size, frontier.size));
      isBroken = true;
    }
    if (fits) {
      fitting = frontier;
      isBroken = false;
    }
    if (anchored?.size === frontier.size && !sameBytes(anchored.root, root)) {
      problems.push(`the anchor of size ${anchored.size} has another root than this log at that size: it is not the log that you anchored`);
    }
  }

  compare();
  return {
    add(leaf: Uint8Array): void {
      frontier = appendLeaf(frontier, leaf);
      compare();
    },
    end(): Covered {
      const { size } = frontier;
      const lastSigned = Math.max(0, ...heads.keys());
      const uncovered = Math.max(0, size - lastSigned);
      if (lastSigned > size) problems.push(`a checkpoint signs ${lastSigned} entries, but only ${size} are here: the log was cut short`);
      if (anchored !== null && anchored.size > size)
        problems.push(`your anchor has ${anchored.size} entries, this log only ${size}: entries are missing, or an old copy was restored`);
      if (uncovered > 0)
        problems.push(`entries ${lastSigned} to ${size - 1} have positions, but no checkpoint of the pinned key covers them`);
      return { size: fitting.size, root: rootOf(fitting), uncovered };
    },
  };
}

function brokenRange(from: number, end: number): string {
  return `entries ${from} to ${end - 1}: they do not give the root that was signed for them; at least one was changed, added or removed`;
}

function openHeads(notes: readonly string[], key: VerifierKey, problems: string[]): Map<number, Checkpoint[]> {
  const heads = new Map<number, Checkpoint[]>();
  const refused: string[] = [];
  for (const [nth, note] of notes.entries()) {
    const head = opened(note, key);
    if (typeof head === 'string') refused.push(`checkpoint ${nth + 1} of ${notes.length} is not one of the pinned key: ${head}`);
    else heads.set(head.size, [...(heads.get(head.size) ?? []), head]);
  }
  const isOtherKey = heads.size === 0 && refused.length > 1;
  problems.push(...(isOtherKey ? [`none of the ${notes.length} checkpoints is one of the pinned key`] : refused));
  return heads;
}

function openAnchor(anchor: string, key: VerifierKey, problems: string[]): Checkpoint | null {
  const head = opened(anchor, key);
  if (typeof head !== 'string') return head;
  problems.push(`the anchor is not a checkpoint of the pinned key: ${head}`);
  return null;
}

/** Or why not. */
function opened(note: string, key: VerifierKey): Checkpoint | string {
  try {
    return openCheckpoint(utf8(note), key);
  } catch (error) {
    if (error instanceof FormatError) return error.message;
    throw error;
  }
}
