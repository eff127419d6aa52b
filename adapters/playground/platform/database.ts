import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { SQLInputValue } from 'node:sqlite';

const FORMAT = 1;

/** The platform's own file. It has one writer, this process, and every change is one transaction. */
export interface Database {
  all<Row>(sql: string, ...values: SQLInputValue[]): Row[];
  one<Row>(sql: string, ...values: SQLInputValue[]): Row | undefined;
  /** Gives the number of the row that was inserted. */
  run(sql: string, ...values: SQLInputValue[]): number;
  inTransaction<T>(work: () => T): T;
  close(): void;
}

/** `fill` puts the first rows into a file that is new. */
export function openDatabase(file: string, fill: (database: Database) => void): Database {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  const sqlite = new DatabaseSync(file);
  sqlite.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 2000; PRAGMA foreign_keys = ON');
  const database = wrap(sqlite);
  const format = database.one<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0;
  if (format > FORMAT) {
    sqlite.close();
    throw new Error(`${file} was written by a newer playground (format ${format}). Use that one, or name another file in PLAYGROUND_FILE.`);
  }
  if (format === 0) {
    database.inTransaction(() => {
      sqlite.exec(SCHEMA);
      fill(database);
      sqlite.exec(`PRAGMA user_version = ${FORMAT}`);
    });
  }
  return database;
}

function wrap(sqlite: DatabaseSync): Database {
  const prepared = new Map<string, ReturnType<DatabaseSync['prepare']>>();
  const statement = (sql: string) => {
    const known = prepared.get(sql);
    if (known) return known;
    const made = sqlite.prepare(sql);
    prepared.set(sql, made);
    return made;
  };
  return {
    // The tables are STRICT and this file is their only writer, so a row has the form of its SELECT.
    all: <Row>(sql: string, ...values: SQLInputValue[]) => statement(sql).all(...values) as Row[],
    one: <Row>(sql: string, ...values: SQLInputValue[]) => statement(sql).get(...values) as Row | undefined,
    run: (sql, ...values) => Number(statement(sql).run(...values).lastInsertRowid),
    inTransaction(work) {
      sqlite.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        sqlite.exec('COMMIT');
        return result;
      } catch (error) {
        if (sqlite.isTransaction) sqlite.exec('ROLLBACK');
        throw error;
      }
    },
    close: () => sqlite.close(),
  };
}

/** Numbers are never used twice, so a message's id never comes to name another message. */
const SCHEMA = `
CREATE TABLE people (
  id TEXT PRIMARY KEY, handle TEXT NOT NULL UNIQUE, name TEXT NOT NULL, organisation TEXT NOT NULL,
  active INTEGER NOT NULL, bot INTEGER NOT NULL, guest INTEGER NOT NULL, external INTEGER NOT NULL
) STRICT;
CREATE TABLE channels (
  id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, audience TEXT NOT NULL, outside TEXT NOT NULL, bot_is_in INTEGER NOT NULL
) STRICT;
CREATE TABLE channel_members (
  channel TEXT NOT NULL REFERENCES channels, person TEXT NOT NULL REFERENCES people, PRIMARY KEY (channel, person)
) STRICT, WITHOUT ROWID;
CREATE TABLE groups (id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE group_members (
  "group" TEXT NOT NULL REFERENCES groups ON DELETE CASCADE, person TEXT NOT NULL REFERENCES people, PRIMARY KEY ("group", person)
) STRICT, WITHOUT ROWID;
CREATE TABLE messages (
  n INTEGER PRIMARY KEY AUTOINCREMENT, place TEXT NOT NULL, thread INTEGER REFERENCES messages, author TEXT NOT NULL,
  kind TEXT NOT NULL, text TEXT NOT NULL, at INTEGER NOT NULL, details TEXT NOT NULL, offered TEXT NOT NULL,
  publication TEXT, removed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX messages_by_place ON messages (place, n);
CREATE INDEX messages_by_publication ON messages (publication) WHERE publication IS NOT NULL;
CREATE TABLE deliveries (
  n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, envelope TEXT NOT NULL, acked_at INTEGER
) STRICT;
CREATE INDEX deliveries_waiting ON deliveries (n) WHERE acked_at IS NULL;
CREATE TABLE wire (
  n INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL, body TEXT NOT NULL,
  status INTEGER NOT NULL, stored INTEGER NOT NULL, message TEXT
) STRICT;
CREATE TRIGGER wire_is_not_changed BEFORE UPDATE ON wire BEGIN SELECT RAISE(ABORT, 'the wire log is only appended to'); END;
CREATE TRIGGER wire_is_not_shortened BEFORE DELETE ON wire BEGIN SELECT RAISE(ABORT, 'the wire log is only appended to'); END;
`;
