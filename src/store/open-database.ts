import type { Writer } from './group-commit.ts';
import type { Db } from './tables.ts';

/** What the two databases owe to the store. */
export interface OpenDatabase {
  writer: Writer<Db>;
  /** Sees what is committed; called when the tables are there. */
  openReader(): Db;
  /** Everything that `use` reads is of one moment, and nobody waits for it. */
  snapshot<T>(use: (db: Db) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
