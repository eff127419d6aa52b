import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

interface StoredEntry {
  idx: number;
  bytes: Uint8Array;
}

/** What has its data here: an installation, or the config of a company. */
interface Holder {
  dataDir: string;
}

/** Whoever can write to the file of the database, behind our back. */
export function changeDatabase<T>({ dataDir }: Holder, change: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(join(dataDir, 'countersign.sqlite'), { timeout: 10_000 });
  try {
    return change(database);
  } finally {
    database.close();
  }
}

export function entriesOf(holder: Holder): StoredEntry[] {
  return changeDatabase(holder, (database) =>
    database
      .prepare('SELECT idx, bytes FROM entries WHERE idx IS NOT NULL ORDER BY idx')
      .all()
      .map((row) => row as unknown as StoredEntry),
  );
}

/** Changes a single bit of one byte. */
export function changeByte(holder: Holder, entry: number, at: number): void {
  changeEntry(holder, entry, (bytes) => bytes.with(at, (bytes[at] ?? 0) ^ 1));
}

/** Puts other words into one entry, which must hold these. */
export function changeWords(holder: Holder, entry: number, from: string, to: string): void {
  changeEntry(holder, entry, (bytes) => {
    const before = Buffer.from(bytes).toString('utf8');
    if (!before.includes(from)) throw new Error(`entry ${entry} does not hold ${from}: ${before}`);
    return Buffer.from(before.replace(from, to));
  });
}

function changeEntry(holder: Holder, entry: number, change: (bytes: Uint8Array) => Uint8Array): void {
  changeDatabase(holder, (database) => {
    const { bytes } = database.prepare('SELECT bytes FROM entries WHERE idx = ?').get(entry) as unknown as StoredEntry;
    database.prepare('UPDATE entries SET bytes = ? WHERE idx = ?').run(change(bytes), entry);
  });
}
