import * as vitest from 'vitest';
import { tellsAll } from './tells-all.ts';

/** For what a database can get wrong: transactions, leases, clocks. */
export const BOTH = ['sqlite', 'postgres'] as const;

/**
 * For stories of people, rules and words, to which the store's contract makes the two databases alike: each file is told on one of
 * them, about as many on either. `npm run test:all` tells all of them on both.
 */
export function storiesOn(database: (typeof BOTH)[number]): readonly (typeof BOTH)[number][] {
  return tellsAll() ? BOTH : [database];
}

/**
 * For stories of processes and transactions, where each database counts: `const story = storyOn(database)` inside `describe.each(BOTH)`
 * tells every other story on this database and the rest on the other; `npm run test:all` tells all of them on both.
 */
export function storyOn(database: (typeof BOTH)[number]): (name: string, tell: () => Promise<void>) => void {
  let nth = BOTH.indexOf(database);
  return (name, tell) => {
    nth += 1;
    if (tellsAll() || nth % BOTH.length === 1) vitest.test(name, tell);
  };
}
