import type { Log, LogEntrySeen } from './app/ports.ts';
import type { DraftId } from './core/ids.ts';
import { toHex, utf8 } from './log/bytes.ts';
import { openCheckpoint } from './log/checkpoint.ts';
import { decodeEntry } from './log/entry.ts';
import { FormatError } from './log/format-error.ts';
import type { Signer } from './log/signer.ts';
import { parseVerifierKey, type VerifierKey } from './log/verifier-key.ts';
import { type LogCopy, verifyLog } from './log/verify.ts';
import { hasCode } from './store/store-error.ts';
import type { EntryRow, ReadTables, Store } from './store/store.ts';

const PAGE = 1_000;

/** More than these are never without a place for longer than a moment. */
const MOST_WAITING = 10_000;

/** The log as it lies in the database, with what the database says of its drafts and texts. */
export async function storedCopy(read: ReadTables): Promise<LogCopy> {
  const textsOf = remembering((draft: DraftId) => read.texts.ofDraft(draft));
  return {
    async *entries() {
      for (let from = 0; ; from += PAGE) {
        const rows = await read.entries.range(from, PAGE);
        for (const row of rows) yield { index: row.index ?? -1, bytes: row.bytes, leafHash: row.leafHash };
        if (rows.length < PAGE) return;
      }
    },
    async *tail() {
      yield* await read.entries.unsequenced(1_000_000);
    },
    checkpoints: (await read.checkpoints.all()).map((checkpoint) => checkpoint.note),
    async *drafts() {
      let after: DraftId | undefined;
      for (;;) {
        const page = await read.drafts.list({ limit: PAGE, ...(after ? { after } : {}) });
        yield* page;
        after = page.at(-1)?.id;
        if (page.length < PAGE) return;
      }
    },
    texts: async (draft, name) => {
      try {
        return (await textsOf(draft as DraftId)).open(name);
      } catch (error) {
        // It does not open any more: it was changed. That is not "erased", so it must not look like it.
        if (hasCode(error, 'SEALED_UNREADABLE')) return '';
        throw error;
      }
    },
  };
}

/** A draft's texts are spoken of by several entries, most of them close together. */
const DRAFTS_REMEMBERED = 500;

function remembering<V>(read: (draft: DraftId) => Promise<V>): (draft: DraftId) => Promise<V> {
  const known = new Map<DraftId, Promise<V>>();
  return (draft) => {
    const before = known.get(draft);
    if (before) return before;
    const found = read(draft);
    known.set(draft, found);
    const [oldest] = known.keys();
    if (known.size > DRAFTS_REMEMBERED && oldest !== undefined) known.delete(oldest);
    return found;
  };
}

/** The stored log for those who look at it while the bot runs: its newest entries, and whether all of it fits. */
export function createLogReader(store: Store, signer: Signer): Pick<Log, 'lag' | 'newest' | 'verify'> {
  const key = parseVerifierKey(signer.verifierKey);
  return {
    async lag() {
      const [checkpoint, unsigned, [oldest]] = await Promise.all([
        store.read.checkpoints.latest(),
        store.read.entries.unsequencedCount(),
        store.read.entries.unsequenced(1),
      ]);
      const at = oldest === undefined ? null : seen(oldest).at;
      return {
        size: checkpoint?.size ?? 0,
        unsigned,
        unsignedSince: at === null ? null : Date.parse(at),
        checkpointAt: checkpoint?.at ?? null,
      };
    },
    newest: (limit) =>
      store.snapshot(async (read) => {
        const checkpoint = await read.checkpoints.latest();
        const size = checkpoint?.size ?? 0;
        const waiting = await read.entries.unsequenced(MOST_WAITING);
        const placed = await read.entries.range(Math.max(0, size - limit), limit);
        return {
          entries: [...waiting.toReversed(), ...placed.toReversed()].slice(0, limit).map(seen),
          size,
          unsigned: waiting.length,
          root: checkpoint === undefined ? null : rootOf(checkpoint.note, key),
          verifierKey: signer.verifierKey,
        };
      }),
    verify: () => store.snapshot(async (read) => verifyLog(await storedCopy(read), key)),
  };
}

/** Whoever changed an entry in the database must not keep others from looking at the rest, nor from checking it. */
function seen({ index, bytes }: EntryRow): LogEntrySeen {
  const entry = unlessMalformed(() => decodeEntry(bytes));
  return entry === null
    ? { index, at: null, type: 'unreadable', draft: null }
    : { index, at: entry.at, type: entry.type, draft: entry.draft ?? null };
}

function rootOf(note: string, key: VerifierKey): string | null {
  return unlessMalformed(() => toHex(openCheckpoint(utf8(note), key).root));
}

function unlessMalformed<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw error;
  }
}
