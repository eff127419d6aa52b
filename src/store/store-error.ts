/** What can go wrong with the database, each with what to do about it. */
const INSTRUCTIONS = {
  STORE_FULL: 'The disk of the database is full. Free some space; Countersign then goes on by itself.',
  STORE_READ_ONLY:
    'The database cannot be written. Look at the permissions of its file and folder, or whether this PostgreSQL is a standby.',
  STORE_LOCKED: 'Another process holds the database for too long. Find out which, end it, and try again.',
  STORE_CONFLICT: 'Changes got in the way of each other again and again. Nothing was saved; try again.',
  STORE_CORRUPT: 'The database is damaged. Stop Countersign, keep the files as they are, and restore a backup.',
  STORE_UNAVAILABLE:
    'The database does not answer, or refuses us. See that it runs and that its address, name, user and password are right.',
  COMMIT_UNKNOWN: 'The connection broke while a change was being saved: it may be there or not. Read again before doing it again.',
  DATABASE_NEWER: 'The database was written by a newer Countersign. Start that version, or restore a backup made with this one.',
  WRONG_DATA_KEY: 'DATA_KEY is not the key that this database was made with. Set the right one; with another nothing can be read.',
  SEALED_UNREADABLE: 'A sealed text does not open: it was changed, or stands in another place than it was written for. See `verify`.',
  TEXT_ERASED: 'The text of this draft was erased for good; nothing can be added to it.',
} as const;

export type StoreErrorCode = keyof typeof INSTRUCTIONS;

/** The message is the instruction; what the database itself said is the `cause`. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;
  constructor(code: StoreErrorCode, options?: ErrorOptions & { detail?: string }) {
    super(options?.detail === undefined ? INSTRUCTIONS[code] : `${INSTRUCTIONS[code]} (${options.detail})`, options);
    this.code = code;
  }
}

export function hasCode(error: unknown, code: StoreErrorCode): boolean {
  return error instanceof StoreError && error.code === code;
}
