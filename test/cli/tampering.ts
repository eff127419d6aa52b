import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Installation } from './command-line.ts';

interface StoredEntry {
  idx: number;
  bytes: Uint8Array;
}

/** Whoever can write to the file of the database, behind our back. */
export function changeDatabase<T>({ folder }: Installation, change: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(join(folder, 'data/countersign.sqlite'));
  try {
    return change(database);
  } finally {
    database.close();
  }
}

export function entriesOf(installation: Installation): StoredEntry[] {
  return changeDatabase(installation, (database) =>
    database
      .prepare('SELECT idx, bytes FROM entries WHERE idx IS NOT NULL ORDER BY idx')
      .all()
      .map((row) => row as unknown as StoredEntry),
  );
}

/** Changes a single bit of one byte. */
export function changeByte(installation: Installation, entry: number, at: number): void {
  changeDatabase(installation, (database) => {
    const { bytes } = database.prepare('SELECT bytes FROM entries WHERE idx = ?').get(entry) as unknown as StoredEntry;
    const changed = Uint8Array.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    database.prepare('UPDATE entries SET bytes = ? WHERE idx = ?').run(changed, entry);
  });
}
