import type { Migration } from './migration.ts';

/** Finds the drafts that are to be forgotten, and what hangs on them, without reading every row. */
export const forgetting: Migration = () => [
  'create index drafts_erased on drafts (ended_at) where ended_at is not null and erased = 1',
  'create index runs_by_draft on runs (draft)',
];
