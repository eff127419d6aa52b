import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { hasCode, StoreError } from './store-error.ts';

/** One connection of the database on which transactions are made by hand. */
export interface Writer<C> {
  /** Gives `use` a connection of its own. One whose transaction could not be ended is thrown away afterwards. */
  connected<T>(use: (connection: C) => Promise<T>): Promise<T>;
  /** Begins a transaction, and a savepoint in it. */
  begin(connection: C): Promise<void>;
  /** Runs these statements in this order and stops at the first that fails. */
  run(connection: C, statements: readonly string[]): Promise<void>;
  /** Ends the transaction without a trace, also one that the database has given up already. */
  rollBack(connection: C): Promise<void>;
  /** A commit failed in such a way that nobody knows whether it is there. */
  leavesOpen(error: unknown): boolean;
}

export interface GroupCommit<C> {
  transact<T>(work: (connection: C, scope: Scope) => Promise<T>): Promise<T>;
  /** Throws when it is called from within a work: there the outer database must not be used. */
  refuseInsideWork(): void;
  /** Takes no more works, and resolves when those that wait are done. */
  close(): Promise<void>;
}

/** Becomes over when the work has settled: whatever it left running must not write into another's transaction. */
export interface Scope {
  over: boolean;
}

interface Waiting<C> {
  work: (connection: C, scope: Scope) => Promise<unknown>;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

type Settled = { ok: true; value: unknown } | { ok: false; error: unknown };

/** `again`: nothing was saved, and the works of the group may fare better one by one. */
type Outcome = { saved: true; settled: Settled[] } | { saved: false; settled: Settled[]; error: unknown; again: boolean };

const TRIES_ALONE = 5;
const RELEASE = 'release savepoint work';
const SAVEPOINT = 'savepoint work';
const UNDO = 'rollback to savepoint work';

/**
 * Saves works that arrive together with one commit, and so with one fsync. They run one after another in one transaction, each in a
 * savepoint; while a group commits, the next one gathers. A work that throws takes back its own savepoint and nothing else.
 *
 * When the transaction as a whole fails, its works are run again one by one: a deadlock (`STORE_CONFLICT`) up to five times. Only a
 * commit whose connection broke is not tried again, because it may be there: `COMMIT_UNKNOWN`.
 */
export function createGroupCommit<C>(
  writer: Writer<C>,
  { maxWorks = 64, onCommit = () => {} }: { maxWorks?: number; onCommit?: (works: number) => void },
): GroupCommit<C> {
  const waiting: Waiting<C>[] = [];
  const scopes = new AsyncLocalStorage<Scope>();
  let draining: Promise<void> | null = null;
  let closed = false;

  function refuseInsideWork(): void {
    if (scopes.getStore()?.over === false) throw new Error('a work of a transaction reads and writes through its own tables only');
  }

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      // Whatever else came in during this turn of the event loop joins: SQLite answers so fast that nothing ever would otherwise.
      await nextTurn();
      await save(waiting.splice(0, maxWorks));
    }
    draining = null;
  }

  async function save(group: Waiting<C>[]): Promise<void> {
    const outcome = await saveTogether(group);
    if (outcome.saved || !outcome.again) return answer(group, outcome);
    for (const [index, one] of group.entries()) {
      const alone = await saveAlone(one);
      answer([one], alone);
      // Every further one would only wait as long again.
      if (!alone.saved && hasCode(alone.error, 'STORE_UNAVAILABLE')) return answer(group.slice(index + 1), { ...alone, settled: [] });
    }
  }

  async function saveAlone(one: Waiting<C>): Promise<Outcome> {
    for (let tries = 1; ; tries += 1) {
      const outcome = await saveTogether([one]);
      const isConflict = !outcome.saved && hasCode(outcome.error, 'STORE_CONFLICT');
      if (!isConflict || tries === TRIES_ALONE) return outcome;
      await sleep(Math.random() * 20 * tries);
    }
  }

  async function saveTogether(group: Waiting<C>[]): Promise<Outcome> {
    const settled: Settled[] = [];
    const at: { phase: 'beginning' | 'working' | 'committing' } = { phase: 'beginning' };
    try {
      await writer.connected(async (connection) => {
        try {
          await writer.begin(connection);
          at.phase = 'working';
          for (const one of group) {
            const isLast = one === group.at(-1);
            settled.push(await settle(one, connection));
            const end = settled.some((each) => each.ok) ? 'commit' : 'rollback';
            if (isLast && end === 'commit') at.phase = 'committing';
            const isKept = settled.at(-1)?.ok === true;
            if (isKept) await writer.run(connection, [RELEASE, isLast ? end : SAVEPOINT]);
            else await writer.run(connection, isLast ? [UNDO, end] : [UNDO]);
          }
        } catch (error) {
          await writer.rollBack(connection);
          throw error;
        }
      });
    } catch (error) {
      if (at.phase === 'committing' && writer.leavesOpen(error)) {
        return { saved: false, settled, error: new StoreError('COMMIT_UNKNOWN', { cause: error }), again: false };
      }
      return { saved: false, settled, error, again: at.phase !== 'beginning' && !hasCode(error, 'STORE_UNAVAILABLE') };
    }
    const kept = settled.filter((each) => each.ok).length;
    if (kept > 0) onCommit(kept);
    return { saved: true, settled };
  }

  /** A conflict is thrown on: the database has undone, or may undo, more than this one work. */
  async function settle({ work }: Waiting<C>, connection: C): Promise<Settled> {
    const scope: Scope = { over: false };
    try {
      return { ok: true, value: await scopes.run(scope, () => work(connection, scope)) };
    } catch (error) {
      if (hasCode(error, 'STORE_CONFLICT')) throw error;
      return { ok: false, error };
    } finally {
      scope.over = true;
    }
  }

  return {
    transact<T>(work: (connection: C, scope: Scope) => Promise<T>): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        refuseInsideWork();
        if (closed) throw new StoreError('STORE_UNAVAILABLE', { detail: 'the store was closed' });
        waiting.push({ work, resolve: (value) => resolve(value as T), reject });
        draining ??= drain();
      });
    },
    refuseInsideWork,
    async close() {
      closed = true;
      await draining;
    },
  };
}

/** A work that threw hears its own error; the others hear what became of the transaction. */
function answer<C>(group: Waiting<C>[], outcome: Outcome): void {
  for (const [index, { resolve, reject }] of group.entries()) {
    const own = outcome.settled[index];
    if (own?.ok === false) reject(own.error);
    else if (!outcome.saved) reject(outcome.error);
    else resolve(own?.value);
  }
}
