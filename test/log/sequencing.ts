import { randomBytes } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import type { Entry } from '../../src/core/fact.ts';
import { type EntryId, idFrom } from '../../src/core/ids.ts';
import { encodeEntry } from '../../src/log/entry.ts';
import { type Sequencer, startSequencer } from '../../src/log/sequencer.ts';
import { openCheckpoint } from '../../src/log/checkpoint.ts';
import type { LogCopy } from '../../src/log/verify.ts';
import type { Store } from '../../src/store/store.ts';
import { type Harness, sqliteHarness } from '../store/harness.ts';
import { key, signer, storedAs } from './copies.ts';
import { like } from './replaying.ts';
import { bytesOf, hex } from './vectors.ts';

const clock = { now: () => Date.now(), sleep: (ms: number, signal?: AbortSignal) => sleep(ms, undefined, { signal }).catch(() => {}) };

export interface Bench extends Harness {
  store: Store;
  /** What the sequencers of this test could not do. */
  errors: unknown[];
  sequencer(of?: Partial<Pick<Parameters<typeof startSequencer>[0], 'store' | 'owner' | 'anchor'>>): Sequencer;
  /** What somebody with the database file in hand can do. */
  sql(statement: string, ...values: (string | number | Uint8Array)[]): void;
}

/** An empty database on disk. Sequencers are stopped before it is closed. */
export async function bench(): Promise<Bench> {
  const harness = await sqliteHarness();
  const store = await harness.open();
  const errors: unknown[] = [];
  return {
    ...harness,
    store,
    errors,
    sequencer(of = {}) {
      const sequencer = startSequencer({ store, signer, owner: 'one', clock, onError: (error) => errors.push(error), ...of });
      onTestFinished(() => sequencer.stop());
      return sequencer;
    },
    sql(statement, ...values) {
      if (!('sqlite' in harness.address)) throw new Error('this bench is for SQLite');
      const database = new DatabaseSync(harness.address.sqlite);
      database.prepare(statement).run(...values);
      database.close();
    },
  };
}

/** Writes entries as the one writer does: bytes and leaf hash, no position. All of them in one commit. */
export async function write(store: Store, entries: Entry[]): Promise<EntryId[]> {
  await store.transact(async (tx) => {
    for (const entry of entries) {
      await tx.entries.append({ id: entry.id, draft: entry.draft ?? null, ...storedAs(encodeEntry(entry)) });
    }
  });
  return entries.map(({ id }) => id);
}

/** Entries about nothing in particular, each with an id of its own. */
export function someEntries(count: number): Entry[] {
  return Array.from({ length: count }, () => like(39, { id: idFrom('ent', randomBytes(16)) }));
}

export async function placed(store: Store): Promise<{ index: number | null; bytes: Uint8Array; leafHash: Uint8Array; id: string }[]> {
  return store.read.entries.range(0, 100_000);
}

/** Every checkpoint of the database, opened with the pinned key. */
export async function heads(store: Store): Promise<{ size: number; root: string }[]> {
  return (await store.read.checkpoints.all()).map(({ note, size }) => {
    const head = openCheckpoint(bytesOf(note), key);
    if (head.size !== size) throw new Error('the row of a checkpoint speaks of another size');
    return { size, root: hex(head.root) };
  });
}

export async function copyOfStore(store: Store): Promise<LogCopy> {
  const { entries, checkpoints } = store.read;
  return {
    async *entries() {
      for (const { index, ...stored } of await entries.range(0, 100_000)) yield { index: index ?? -1, ...stored };
    },
    async *tail() {
      yield* await entries.unsequenced(100_000);
    },
    checkpoints: (await checkpoints.all()).map(({ note }) => note),
    drafts: null,
    texts: null,
  };
}
