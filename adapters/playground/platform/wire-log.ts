import type { Database } from './database.ts';

/** One request that the bot made, as the platform saw it. */
export interface WireEntry {
  n: number;
  /** ISO 8601, UTC: when the platform had done it or refused it. */
  at: string;
  method: string;
  path: string;
  /** As it was sent; null where there was none or it was not JSON. */
  body: unknown;
  /** 0 when the platform gave no answer. */
  status: number;
  /** Whether it changed what somebody can see. */
  stored: boolean;
  /** The message that was made, changed or taken away. */
  message?: string;
}

export interface WireLog {
  append(entry: { method: string; path: string; body: unknown; status: number; message: string | null }): void;
  /** In order, after the entry number `after`. */
  read(after: number): WireEntry[];
}

/** Everything that the bot ever asked of the platform. It is only appended to. */
export function createWireLog(database: Database, now: () => number): WireLog {
  return {
    append: ({ method, path, body, status, message }) =>
      void database.run(
        'INSERT INTO wire (at, method, path, body, status, stored, message) VALUES (?, ?, ?, ?, ?, ?, ?)',
        now(),
        method,
        path,
        JSON.stringify(body ?? null),
        status,
        message === null ? 0 : 1,
        message,
      ),
    read: (after) =>
      database
        .all<Row>('SELECT * FROM wire WHERE n > ? ORDER BY n', after)
        .map(({ n, at, method, path, body, status, stored, message }) => ({
          n,
          at: new Date(at).toISOString(),
          method,
          path,
          body: JSON.parse(body) as unknown,
          status,
          stored: stored === 1,
          ...(message === null ? {} : { message }),
        })),
  };
}

interface Row {
  n: number;
  at: number;
  method: string;
  path: string;
  body: string;
  status: number;
  stored: number;
  message: string | null;
}
