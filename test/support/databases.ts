/** For what a database can get wrong: transactions, leases, clocks. */
export const BOTH = ['sqlite', 'postgres'] as const;

/**
 * For stories of people, rules and words, to which the store's contract makes the two databases alike: each file is told on one of
 * them, about as many on either. `npm run test:all` tells all of them on both.
 */
export function storiesOn(database: (typeof BOTH)[number]): readonly (typeof BOTH)[number][] {
  return tellsAll() ? BOTH : [database];
}

/** Whether this run has the time to tell everything: `npm run test:all`. */
export function tellsAll(): boolean {
  return process.env['STORIES'] === 'all';
}
