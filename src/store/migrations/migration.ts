/** How the two databases name the same things. */
export interface Names {
  /** An integer up to 2⁵³. */
  int: string;
  bytes: string;
  /** Text that is compared byte by byte. */
  text: string;
  /** A primary key that rises with every row. */
  serial: string;
  /** What ends a `create table`. */
  end: string;
}

export const NAMES: Record<'sqlite' | 'postgres', Names> = {
  sqlite: { int: 'integer', bytes: 'blob', text: 'text', serial: 'integer primary key autoincrement', end: ' strict' },
  postgres: { int: 'bigint', bytes: 'bytea', text: 'text collate "C"', serial: 'bigserial primary key', end: '' },
};

/** The statements that lead from one schema to the next. Once released, a migration never changes. */
export type Migration = (names: Names) => string[];
