import type { KeyObject } from 'node:crypto';
import { type CompiledQuery, sql, type RawBuilder } from 'kysely';
import type { Db } from './tables.ts';

/** What every table's queries need. */
export interface Context {
  readonly kind: 'sqlite' | 'postgres';
  /** One transaction's connection, or the readers'. Never the other one. */
  readonly db: Db;
  /** Milliseconds by the database's clock, as an expression within a query: deadlines are compared where they are stored. */
  clock(): RawBuilder<number>;
  /** The operator's key, made ready once: from its bytes each use would cost three times as much. */
  readonly dataKey: KeyObject;
  /** Throws where this connection must not be used now; asked before each query. */
  check(): void;
  /** What `kept` has compiled for this store. */
  readonly kept: Map<unknown, CompiledQuery>;
}

export async function nowOf({ db, clock }: Context): Promise<number> {
  const { rows } = await sql<{ now: number }>`select ${clock()} as now`.execute(db);
  return Number(rows[0]?.now);
}

/** Did this insert, update or delete touch a row? */
export function touched(result: {
  numUpdatedRows?: bigint;
  numInsertedOrUpdatedRows?: bigint | undefined;
  numDeletedRows?: bigint;
}): boolean {
  return (result.numUpdatedRows ?? result.numInsertedOrUpdatedRows ?? result.numDeletedRows ?? 0n) > 0n;
}
