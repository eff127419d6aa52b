import { StatementSync } from 'node:sqlite';
import pg from 'pg';

/** Of this process, since it began. On PostgreSQL a message to the server counts as one statement, whatever stands in it. */
export interface Counts {
  statements: number;
  commits: number;
}

const counts: Counts = { statements: 0, commits: 0 };
const isCommit = new WeakMap<StatementSync, boolean>();
const ignored = new WeakSet();

export function countsNow(): Counts {
  return { ...counts };
}

/** The benchmark's own questions are not the product's. */
export function ignore<T extends object>(asker: T): T {
  ignored.add(asker);
  return asker;
}

/** Counts at the drivers, because nothing above them sees every statement. */
export function startCounting(): void {
  for (const method of ['run', 'all', 'get', 'iterate'] as const) countCallsOf(method);
  const query = pg.Client.prototype.query as (this: pg.Client, ...given: unknown[]) => unknown;
  pg.Client.prototype.query = function counted(this: pg.Client, ...given: unknown[]) {
    const [text] = given;
    if (!ignored.has(this)) note(typeof text === 'string' && /(^|; )commit$/.test(text));
    return query.apply(this, given);
  } as typeof pg.Client.prototype.query;
}

function countCallsOf(method: 'run' | 'all' | 'get' | 'iterate'): void {
  const original = StatementSync.prototype[method] as (this: StatementSync, ...given: unknown[]) => unknown;
  StatementSync.prototype[method] = function counted(this: StatementSync, ...given: unknown[]) {
    if (!ignored.has(this)) note(isCommitStatement(this));
    return original.apply(this, given);
  } as never;
}

function isCommitStatement(statement: StatementSync): boolean {
  const known = isCommit.get(statement);
  if (known !== undefined) return known;
  const is = statement.sourceSQL === 'commit';
  isCommit.set(statement, is);
  return is;
}

function note(committed: boolean): void {
  counts.statements += 1;
  if (committed) counts.commits += 1;
}
