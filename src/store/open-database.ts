import type { Writer } from './group-commit.ts';
import type { Db } from './tables.ts';

/** What the two databases owe to the store. */
export interface OpenDatabase {
  writer: Writer<Db>;
  /** Sees what is committed; called when the tables are there. */
  openReader(): Db;
  close(): Promise<void>;
}
