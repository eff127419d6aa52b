import type { EntryId } from '../core/ids.ts';
import { sameBytes, textOf, utf8 } from './bytes.ts';
import { type Checkpoint, openCheckpoint, signCheckpoint } from './checkpoint.ts';
import { FormatError } from './format-error.ts';
import { appendLeaf, emptyFrontier, formatFrontier, type Frontier, parseFrontier, rootOf } from './merkle.ts';
import type { Signer } from './signer.ts';
import { parseVerifierKey, type VerifierKey } from './verifier-key.ts';

/** What the sequencer needs of a database; `store/store.ts` has it, and more. */
export interface LogStore {
  transact<T>(work: (tx: LogTables) => Promise<T>): Promise<T>;
  read: {
    entries: {
      unsequenced(limit: number): Promise<{ seq: number; id: EntryId; leafHash: Uint8Array }[]>;
      get(id: EntryId): Promise<{ index: number | null } | undefined>;
    };
  };
}

export interface LogTables {
  entries: {
    unsequenced(limit: number): Promise<{ seq: number; id: EntryId; leafHash: Uint8Array }[]>;
    place(placed: { seq: number; index: number }[]): Promise<void>;
  };
  checkpoints: {
    latest(): Promise<{ size: number; note: string; frontier: Uint8Array } | undefined>;
    get(size: number): Promise<{ note: string } | undefined>;
    insert(checkpoint: { size: number; note: string; frontier: Uint8Array; at: number }): Promise<void>;
  };
  leases: {
    acquire(name: string, owner: string, ttlMs: number): Promise<boolean>;
    release(name: string, owner: string): Promise<void>;
  };
}

export interface Sequencer {
  /** There may be entries without a position. */
  wake(): void;
  /** Resolves when the entry has a position under a committed checkpoint; rejects after `withinMs`. */
  checkpointed(entry: EntryId, withinMs: number): Promise<void>;
  stop(): Promise<void>;
}

interface Options {
  store: LogStore;
  signer: Signer;
  /** This process, in the lease. */
  owner: string;
  clock: { now(): number; sleep(ms: number, signal?: AbortSignal): Promise<void> };
  /** What this process knows of the log from elsewhere: nothing is signed that does not go on from it. */
  anchor?: {
    /** Throws when these checkpoints do not go on from it. */
    demandContinued(checkpoints: LogTables['checkpoints']): Promise<void>;
    /** Hears of a checkpoint once it is committed. */
    signed(note: string): void;
  };
  onError(error: unknown): void;
}

const LEASE = 'sequencer';
const LEASE_MS = 5_000;
const BATCH = 1_000;
const LOOK_EVERY_MS = 250;
const ASK_EVERY_MS = 20;

/**
 * Gives committed entries their positions, extends the tree and inserts the checkpoint, all in one transaction. One process does it
 * at a time, by a lease; should two ever try, the unique positions let only one commit. A signature leaves only after that commit.
 */
export function startSequencer(options: Options): Sequencer {
  const { store, clock, owner } = options;
  const stopping = new AbortController();
  let nap = new AbortController();
  let isDue = false;

  /** For those who wait for a checkpoint: aborted by the next one. */
  let next = new AbortController();
  const open = openingOnce(parseVerifierKey(options.signer.verifierKey));

  const wake = (): void => {
    isDue = true;
    nap.abort(WOKEN);
  };
  const sequence = (): Promise<number> =>
    sequenceBatch(options, open).catch((error: unknown) => {
      options.onError(error);
      return 0;
    });
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      nap = new AbortController();
      isDue = false;
      const count = await sequence();
      if (count > 0) {
        next.abort(WOKEN);
        next = new AbortController();
      } else if (!isDue) await clock.sleep(LOOK_EVERY_MS, nap.signal);
    }
  };
  const running = loop();

  return {
    wake,
    async checkpointed(entry, withinMs) {
      const until = clock.now() + withinMs;
      wake();
      for (;;) {
        const { signal } = next;
        const row = await store.read.entries.get(entry);
        if (row && row.index !== null) return;
        const leftMs = until - clock.now();
        if (leftMs <= 0 || stopping.signal.aborted) throw new Error('the entry did not come under a checkpoint in time');
        // Another process may be the one that signs: so it is asked again all the same.
        await clock.sleep(Math.min(ASK_EVERY_MS, leftMs), AbortSignal.any([stopping.signal, signal]));
      }
    },
    async stop() {
      stopping.abort();
      wake();
      await running;
      // What was committed meanwhile gets its position now, so that nothing is left unsigned by an orderly end.
      while ((await sequence()) > 0);
      await store.transact((tx) => tx.leases.release(LEASE, owner));
    },
  };
}

/** Given, because making an error of its own for every wake-up costs more than all else of it. */
const WOKEN = 'woken';

/** Mostly the last checkpoint is the one that was opened last: its signature is not checked again for every batch. */
function openingOnce(key: VerifierKey): (note: string) => Checkpoint {
  let last: { note: string; checkpoint: Checkpoint } | null = null;
  return (note) => {
    if (last?.note !== note) last = { note, checkpoint: openCheckpoint(utf8(note), key) };
    return last.checkpoint;
  };
}

/** Resolves with how many entries got a position: 0 when there are none, or when another process holds the lease. */
async function sequenceBatch({ store, signer, owner, clock, anchor }: Options, open: (note: string) => Checkpoint): Promise<number> {
  if ((await store.read.entries.unsequenced(1)).length === 0) return 0;
  const signed = await store.transact(async (tx) => {
    if (!(await tx.leases.acquire(LEASE, owner, LEASE_MS))) return null;
    const entries = await tx.entries.unsequenced(BATCH);
    if (entries.length === 0) return null;
    await anchor?.demandContinued(tx.checkpoints);
    let frontier = await headOf(tx, open);
    const placed = entries.map(({ seq }, nth) => ({ seq, index: frontier.size + nth }));
    for (const { leafHash } of entries) frontier = appendLeaf(frontier, leafHash);
    await tx.entries.place(placed);
    const note = textOf(signCheckpoint({ origin: signer.name, size: frontier.size, root: rootOf(frontier) }, signer)) ?? '';
    await tx.checkpoints.insert({ size: frontier.size, note, frontier: formatFrontier(frontier), at: clock.now() });
    return { note, count: entries.length };
  });
  if (signed === null) return 0;
  anchor?.signed(signed.note);
  return signed.count;
}

/**
 * Where the last checkpoint left off. Signed again is only what our own key signed before: a frontier that does not fit it is refused.
 * `open` opens it with our key.
 */
async function headOf(tx: LogTables, open: (note: string) => Checkpoint): Promise<Frontier> {
  const latest = await tx.checkpoints.latest();
  if (!latest) return emptyFrontier();
  const frontier = parseFrontier(latest.frontier);
  const signed = open(latest.note);
  if (signed.size !== frontier.size || !sameBytes(signed.root, rootOf(frontier))) {
    throw new FormatError(
      'BAD_FRONTIER',
      'the last checkpoint does not fit what it signs: the database was changed by hand. Run: npm run countersign -- verify',
    );
  }
  return frontier;
}
