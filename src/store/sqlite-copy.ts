import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { connectSqlite } from './sqlite-driver.ts';
import { hasCode, StoreError } from './store-error.ts';

/** What SQLite keeps beside its file; an orderly end takes both away. */
const COMPANIONS = ['-wal', '-shm'];
const BUSY_MS = 5_000;

/**
 * One moment of the database, also of what still lies in its `-wal`, in a file of its own that only its owner can read; durable when
 * it returns. Whoever writes to the database meanwhile does not wait. `target` must not exist: then EEXIST, and nothing is touched.
 */
export function copySqlite(source: string, target: string): void {
  closeSync(openSync(target, 'wx', 0o600));
  try {
    const connection = connectSqlite(source, { readOnly: true, busyTimeoutMs: BUSY_MS });
    try {
      connection.prepare('vacuum into ?').run([target]);
    } finally {
      connection.close();
    }
    sync(target);
    sync(dirname(target));
  } catch (error) {
    rmSync(target, { force: true });
    throw error;
  }
}

/** What SQLite itself finds wrong with the file; empty when all is well. */
export function damageOfSqlite(file: string): string[] {
  const connection = connectSqlite(file, { readOnly: true, busyTimeoutMs: BUSY_MS });
  try {
    const rows = connection.prepare('pragma integrity_check(10)').all([]) as { integrity_check: string }[];
    return rows.map((row) => row.integrity_check).filter((found) => found !== 'ok');
  } finally {
    connection.close();
  }
}

/** Makes one file of it, without companions: it can then be read where nothing can be written. */
export function closeOffSqlite(file: string): void {
  const connection = connectSqlite(file, { readOnly: false, busyTimeoutMs: BUSY_MS });
  try {
    connection.prepare('pragma journal_mode = delete').all([]);
  } finally {
    connection.close();
  }
  sync(file);
}

/**
 * Throws STORE_LOCKED while another process has the database open: the last one that closes it takes its companions away, so what is
 * left after this one's own visit belongs to somebody. One that is damaged cannot be asked, and is nobody's.
 */
export function demandUnused(file: string): void {
  if (!existsSync(file)) return;
  const connection = connectSqlite(file, { readOnly: false, busyTimeoutMs: 0 });
  try {
    connection.prepare('pragma wal_checkpoint(truncate)').all([]);
  } catch (error) {
    if (hasCode(error, 'STORE_CORRUPT')) return;
    throw error;
  } finally {
    connection.close();
  }
  if (existsSync(`${file}-wal`)) throw new StoreError('STORE_LOCKED', { detail: `${file} is open` });
}

/** Puts `next` in the place of `file`. What stood there goes into the folder `aside`, which exists, under its own name. */
export function replaceSqlite(file: string, next: string, aside: string): void {
  demandUnused(file);
  for (const end of ['', ...COMPANIONS]) {
    if (existsSync(`${file}${end}`)) renameSync(`${file}${end}`, join(aside, `${basename(file)}${end}`));
  }
  renameSync(next, file);
  sync(dirname(file));
}

/** Removes a database and what lies beside it. */
export function removeSqlite(file: string): void {
  for (const end of ['', ...COMPANIONS]) rmSync(`${file}${end}`, { force: true });
}

function sync(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
