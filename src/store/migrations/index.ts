import { start } from './0001-start.ts';
import type { Migration } from './migration.ts';

/** The n-th of them makes schema n. */
export const MIGRATIONS: readonly Migration[] = [start];
