import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { sqliteFileOf } from '../installation.ts';
import { type Keys, openKeys } from '../keys.ts';
import { demandLogKey } from '../log-key.ts';
import { createSigner } from '../log/signer.ts';
import { parseVerifierKey } from '../log/verifier-key.ts';
import { type Verified, verifyLog } from '../log/verify.ts';
import { createSqliteStore } from '../store/kysely-store.ts';
import { closeOffSqlite, copySqlite, damageOfSqlite, removeSqlite, replaceSqlite } from '../store/sqlite-copy.ts';
import { storedCopy } from '../stored-log.ts';
import { CliError } from './command.ts';

/** A copy of a database, as far as it was looked at. */
export interface Copy extends Verified {
  /** The name of its log. */
  origin: string;
}

/** Writes a copy of the running database to `target` and looks at what was written. */
export async function writeCopy(config: Config, target: string): Promise<Copy> {
  copyTo(sqliteFileOf(config), target);
  try {
    const copy = await lookAt(target, openKeys(config));
    closeOffSqlite(target);
    return copy;
  } catch (error) {
    // What nobody could look at must not pass for a backup.
    removeSqlite(target);
    throw error;
  }
}

/**
 * Puts `source` in the place of the database, when it is whole, of this program's schema, of these keys, and `isAccepted`. Resolves
 * with the folder in which the database lies that was there. Nothing was changed when it rejects.
 */
export async function replaceBy(config: Config, source: string, isAccepted: (copy: Copy) => void): Promise<string> {
  const file = sqliteFileOf(config);
  const next = `${file}.restoring`;
  removeSqlite(next);
  copyTo(source, next);
  try {
    const copy = await lookAt(next, openKeys(config));
    if (copy.problems.length > 0) {
      throw new CliError(1, `${copy.problems.map((one) => `✗ ${one}`).join('\n')}\n${source} is damaged or was changed. Nothing was done.`);
    }
    isAccepted(copy);
    closeOffSqlite(next);
    const aside = join(config.dataDir, `replaced-${stamp()}`);
    mkdirSync(aside, { mode: 0o700 });
    replaceSqlite(file, next, aside);
    return aside;
  } finally {
    removeSqlite(next);
  }
}

/** `2026-03-02T14-08-15Z`: a time that may stand in the name of a file. */
export function stamp(): string {
  return new Date().toISOString().replace(/\.\d+/, '').replaceAll(':', '-');
}

function copyTo(source: string, target: string): void {
  if (!existsSync(source)) throw new CliError(1, `There is no file ${source}. Nothing was done.`);
  try {
    copySqlite(source, target);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new CliError(1, `${target} is there already. Nothing was written; name another file.`);
    if (code === 'ENOENT' || code === 'EACCES') throw new CliError(1, `${target} cannot be written (${code}). Nothing was done.`);
    throw error;
  }
}

/** SQLite's own check, the schema, both keys, and the whole log. */
async function lookAt(file: string, keys: Keys): Promise<Copy> {
  const damage = damageOfSqlite(file);
  if (damage.length > 0) throw new CliError(1, `${damage.map((one) => `✗ ${one}`).join('\n')}\nThe copy is damaged. Do not rely on it.`);
  const store = await createSqliteStore({ file, dataKey: keys.dataKey, now: () => Date.now() });
  try {
    const origin = await store.read.meta.get('origin');
    if (origin === undefined) throw new CliError(1, 'That is an SQLite file, but not a database of Countersign. Nothing was done.');
    const signer = createSigner(origin, keys.logSeed);
    await demandLogKey(store, signer);
    const verified = await store.snapshot(async (read) => verifyLog(await storedCopy(read), parseVerifierKey(signer.verifierKey)));
    return { ...verified, origin };
  } finally {
    await store.close();
  }
}
