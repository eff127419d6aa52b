import type { EntryId } from '../core/ids.ts';
import { sameBytes, textOf, utf8 } from './bytes.ts';
import { openCheckpoint, signCheckpoint } from './checkpoint.ts';
import { FormatError } from './format-error.ts';
import { appendLeaf, emptyFrontier, formatFrontier, type Frontier, parseFrontier, rootOf } from './merkle.ts';
import type { Signer } from './signer.ts';
import { parseVerifierKey } from './verifier-key.ts';

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

  const wake = (): void => {
    isDue = true;
    nap.abort();
  };
  const sequence = (): Promise<number> =>
    sequenceBatch(options).catch((error: unknown) => {
      options.onError(error);
      return 0;
    });
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      nap = new AbortController();
      isDue = false;
      if ((await sequence()) === 0 && !isDue) await clock.sleep(LOOK_EVERY_MS, nap.signal);
    }
  };
  const running = loop();

  return {
    wake,
    async checkpointed(entry, withinMs) {
      const until = clock.now() + withinMs;
      wake();
      for (;;) {
        const row = await store.read.entries.get(entry);
        if (row && row.index !== null) return;
        const leftMs = until - clock.now();
        if (leftMs <= 0 || stopping.signal.aborted) throw new Error('the entry did not come under a checkpoint in time');
        await clock.sleep(Math.min(ASK_EVERY_MS, leftMs), stopping.signal);
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

/** Resolves with how many entries got a position: 0 when there are none, or when another process holds the lease. */
async function sequenceBatch({ store, signer, owner, clock }: Options): Promise<number> {
  if ((await store.read.entries.unsequenced(1)).length === 0) return 0;
  return store.transact(async (tx) => {
    if (!(await tx.leases.acquire(LEASE, owner, LEASE_MS))) return 0;
    const entries = await tx.entries.unsequenced(BATCH);
    if (entries.length === 0) return 0;
    let frontier = await headOf(tx, signer);
    const placed = entries.map(({ seq }, nth) => ({ seq, index: frontier.size + nth }));
    for (const { leafHash } of entries) frontier = appendLeaf(frontier, leafHash);
    await tx.entries.place(placed);
    const note = signCheckpoint({ origin: signer.name, size: frontier.size, root: rootOf(frontier) }, signer);
    await tx.checkpoints.insert({
      size: frontier.size,
      note: textOf(note) ?? '',
      frontier: formatFrontier(frontier),
      at: clock.now(),
    });
    return entries.length;
  });
}

/** Where the last checkpoint left off. Signed again is only what our own key signed before: a frontier that does not fit it is refused. */
async function headOf(tx: LogTables, signer: Signer): Promise<Frontier> {
  const latest = await tx.checkpoints.latest();
  if (!latest) return emptyFrontier();
  const frontier = parseFrontier(latest.frontier);
  const signed = openCheckpoint(utf8(latest.note), parseVerifierKey(signer.verifierKey));
  if (signed.size !== frontier.size || !sameBytes(signed.root, rootOf(frontier))) {
    throw new FormatError(
      'BAD_FRONTIER',
      'the last checkpoint does not fit what it signs: the database was changed by hand. Run: npm run countersign -- verify',
    );
  }
  return frontier;
}
