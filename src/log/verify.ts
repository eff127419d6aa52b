import { ENDED_STATES } from '../core/draft.ts';
import type { Entry } from '../core/fact.ts';
import { sameBytes, toHex } from './bytes.ts';
import { decodeEntry } from './entry.ts';
import { FormatError } from './format-error.ts';
import { leafHash } from './merkle.ts';
import { createReplay, type Replayed } from './replay.ts';
import type { VerifierKey } from './verifier-key.ts';
import { createTextCheck, type OpenTexts } from './verify-texts.ts';
import { createTreeCheck } from './verify-tree.ts';

/** `leafHash` is what the database stored beside the bytes; an export has none. */
interface StoredEntry {
  bytes: Uint8Array;
  leafHash: Uint8Array | null;
}

/** A log as it lies in a database or in an export, all of it as of one moment. Everything in it may be an attacker's; only the pinned key is trusted. */
export interface LogCopy {
  /** By position, from 0. */
  entries(): AsyncIterable<StoredEntry & { index: number }>;
  /** Entries that no checkpoint covers yet, in the order in which they were written. */
  tail(): AsyncIterable<StoredEntry>;
  /** Signed notes, oldest first; an export may hold only the last. */
  checkpoints: readonly string[];
  /** What the database says of its drafts; null for an export. */
  drafts: (() => AsyncIterable<{ id: string; state: string; version: number }>) | null;
  /** Opens sealed text; null where there is none or no DATA_KEY. */
  texts: OpenTexts | null;
}

export interface Verified {
  /** Each names the entry, or the range between two checkpoints, that does not fit. Empty: everything fits. */
  problems: string[];
  /** How many entries the last checkpoint that fits has signed: complete up to here, as far as this copy can show; compare it with your anchor. */
  size: number;
  /** The root of that checkpoint, in hex. */
  root: string;
  /** Entries that no checkpoint covers. */
  unsigned: number;
  texts: { checked: number; erased: number };
}

/**
 * Checks a copy of a log, offline: the bytes against their leaf hashes, the leaves against every signed checkpoint, the facts
 * against the table of the lifecycle, the drafts against the facts, and what is still readable against its digests.
 */
export async function verifyLog(copy: LogCopy, key: VerifierKey, anchor: string | null = null): Promise<Verified> {
  const problems: string[] = [];
  const tree = createTreeCheck(copy.checkpoints, anchor, key, problems);
  const replay = createReplay();
  const texts = createTextCheck(copy.texts);

  async function read(bytes: Uint8Array, where: string): Promise<Entry | null> {
    const entry = decode(bytes, where, key, problems);
    if (entry === null) return null;
    for (const wrong of replay.take(entry)) problems.push(`${where} (${entry.id}, ${entry.type}) ${wrong}`);
    await texts.take(entry, where);
    return entry;
  }

  let expected = 0;
  for await (const stored of copy.entries()) {
    const where = `entry ${stored.index}`;
    if (stored.index !== expected)
      problems.push(`${where}: it stands where entry ${expected} should; entries are missing, doubled or in another order`);
    expected = stored.index + 1;
    tree.add(leafOf(stored, where, problems));
    await read(stored.bytes, where);
  }
  const covered = tree.end();
  const inTail = await readTail(copy, read, problems);
  await compareDrafts(copy, replay.drafts, problems);
  problems.push(...texts.problems(replay.drafts));
  return {
    problems,
    size: covered.size,
    root: toHex(covered.root),
    unsigned: covered.uncovered + inTail,
    texts: texts.counts(),
  };
}

/** What was hashed when the entry was written: the tree goes on with it, so that the checkpoints still show whether the others are whole. */
function leafOf({ bytes, leafHash: stored }: StoredEntry, where: string, problems: string[]): Uint8Array {
  const hash = leafHash(bytes);
  if (stored === null || sameBytes(hash, stored)) return hash;
  problems.push(`${where}: its bytes are not those that were hashed`);
  return stored;
}

function decode(bytes: Uint8Array, where: string, key: VerifierKey, problems: string[]): Entry | null {
  try {
    const entry = decodeEntry(bytes);
    if (entry.log !== key.name) problems.push(`${where} is of another log: ${entry.log}`);
    return entry;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    problems.push(`${where} cannot be read: ${error.message}`);
    return null;
  }
}

/** The outcomes of an attempt that was sent. One that was abandoned never was. */
const SENT: readonly Entry['type'][] = ['publication.confirmed', 'publication.refused', 'publication.lost'];

/** What nobody signed yet proves nothing; that is normal for a moment, unless something was published on its strength (I8). */
async function readTail(
  copy: LogCopy,
  read: (bytes: Uint8Array, where: string) => Promise<Entry | null>,
  problems: string[],
): Promise<number> {
  let unsigned = 0;
  const intents = new Set<unknown>();
  for await (const stored of copy.tail()) {
    unsigned += 1;
    const where = `unsigned entry ${unsigned}`;
    leafOf(stored, where, problems);
    const entry = await read(stored.bytes, where);
    if (entry?.type === 'publication.intended') intents.add(entry.refs.attempt);
    if (entry && SENT.includes(entry.type) && intents.has(entry.refs.attempt))
      problems.push(`${where}: the publication of ${entry.draft} rests on an intent that no checkpoint covers`);
  }
  return unsigned;
}

async function compareDrafts(copy: LogCopy, replayed: Map<string, Replayed>, problems: string[]): Promise<void> {
  if (copy.drafts === null) return;
  const missing = new Set(replayed.keys());
  for await (const draft of copy.drafts()) {
    missing.delete(draft.id);
    const facts = replayed.get(draft.id);
    if (!facts) problems.push(`draft ${draft.id} stands in the database, but the log does not know it`);
    else if (facts.state !== draft.state || facts.version !== draft.version) {
      problems.push(
        `draft ${draft.id} is ${draft.state} (version ${draft.version}) in the database, but ${facts.state} (version ${facts.version}) by its facts`,
      );
    }
  }
  for (const id of missing) {
    if (!mayBeForgotten(replayed.get(id))) problems.push(`draft ${id} stands in the log, but not in the database`);
  }
}

/** Of a draft that has ended and whose text was erased nothing is left to protect: its row goes when its time is over. */
function mayBeForgotten(facts: Replayed | undefined): boolean {
  return facts !== undefined && facts.erased && ENDED_STATES.includes(facts.state);
}
