import { decodeEntry } from './entry.ts';
import type { Entry } from './entry.ts';
import type { Exported } from './export.ts';
import { createTree } from './merkle.ts';
import type { Report } from './rules.ts';
import { openCheckpoint } from './signed-note.ts';
import type { VerifierKey } from './signed-note.ts';

export interface Log {
  /** All that could be read, in the order of the log, those without a place last. */
  entries: Entry[];
  /** The sizes of the checkpoints that hold, growing. */
  sizes: number[];
}

/** Holds the entries against the checkpoints, and both against the pinned key. */
export function readLog(exported: Exported, key: VerifierKey, report: Report): Log {
  const roots = rootsOf(exported, report);
  const sizes = checkCheckpoints(exported, roots, key, report);
  const entries: Entry[] = [];
  const ids = new Set<string>();
  const all = [...exported.placed.map(({ bytes }) => bytes), ...exported.unsigned];
  for (const [index, bytes] of all.entries()) {
    const entry = decodeEntry(Buffer.from(bytes, 'utf8'));
    if (typeof entry === 'string') {
      report('log.entry', `entry ${index} ${entry}`);
      continue;
    }
    if (entry.log !== key.name) report('log.entry', `entry ${index} is of another log, ${entry.log}`);
    if (ids.has(entry.id)) report('log.order', `entry ${index} has an id that an entry before it has: ${entry.id}`);
    if ((entry.type === 'log.opened') !== (index === 0)) report('log.order', `entry ${index} is ${entry.type}`);
    ids.add(entry.id);
    entries.push({ ...entry, index });
  }
  return { entries, sizes };
}

/** The root over the first 0, 1, 2 … entries. */
function rootsOf({ placed }: Exported, report: Report): Buffer[] {
  const tree = createTree();
  const roots = [tree.root()];
  for (const [index, entry] of placed.entries()) {
    if (entry.index !== index) report('log.order', `the entry at ${String(entry.index)} stands where ${index} belongs`);
    tree.add(Buffer.from(entry.bytes, 'utf8'));
    roots.push(tree.root());
  }
  return roots;
}

/** All of them are over the same leaves, so where each root fits, each smaller one is a beginning of each larger one. */
function checkCheckpoints({ checkpoints }: Exported, roots: Buffer[], key: VerifierKey, report: Report): number[] {
  const sizes: number[] = [];
  for (const { size, note } of checkpoints) {
    const signed = openCheckpoint(note, key);
    if (typeof signed === 'string') {
      report('checkpoint.signature', `the checkpoint of ${String(size)} ${signed}`);
      continue;
    }
    if (signed.size !== size) report('input.form', `the checkpoint of ${signed.size} is exported as one of ${String(size)}`);
    const root = roots[signed.size];
    const before = sizes.at(-1) ?? -1;
    if (root === undefined) report('checkpoint.growth', `a checkpoint signs ${signed.size} entries, and there are ${roots.length - 1}`);
    else if (!root.equals(signed.root)) report('checkpoint.root', `the checkpoint of ${signed.size} signs other entries than these`);
    else if (signed.size <= before) report('checkpoint.growth', `a checkpoint of ${signed.size} comes after one of ${before}`);
    else sizes.push(signed.size);
  }
  return sizes;
}
