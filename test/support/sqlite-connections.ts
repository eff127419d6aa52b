import { DatabaseSync } from 'node:sqlite';

const opened = new Map<DatabaseSync, string>();

/** Remembers every connection that this process opens from now on. There is no other way to a running product's own connection. */
export function watchConnections(): void {
  const prepare = DatabaseSync.prototype.prepare;
  DatabaseSync.prototype.prepare = function watched(this: DatabaseSync, ...given) {
    if (!opened.has(this)) opened.set(this, this.location() ?? '');
    return prepare.apply(this, given);
  };
}

/** Sets what only a broken machine would, on all connections of files whose name ends so. */
export function setPragma(fileEnd: string, setting: string): void {
  for (const [database, file] of opened) if (database.isOpen && file.endsWith(fileEnd)) database.exec(`pragma ${setting}`);
}
