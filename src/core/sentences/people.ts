import { joinNames } from '../post.ts';
import { count, people } from '../times.ts';

/** Longer lists of names are counted instead: what a person must read is never cut. */
const MOST_NAMES = 160;
/** The same for those who saw something: of them, more are named. */
const MOST_WHO_SAW = 1_000;

/** `Ben`, `Ben or Chloe`, `2 of Ben, Chloe and Dan`, `one of 7 reviewers`; `Ben and 1 more` where too few are known. */
export function whoMustReview(names: readonly string[], needed: number): string {
  if (names.length === 0) return needed === 1 ? 'a reviewer' : `${needed} reviewers`;
  if (isLong(names)) return names.length === 1 ? 'a reviewer' : `${needed === 1 ? 'one' : needed} of ${names.length} reviewers`;
  if (needed > names.length) return joinNames([...names, `${needed - names.length} more`]);
  if (needed === names.length) return joinNames(names);
  return needed === 1 ? joinNames(names, 'or') : `${needed} of ${joinNames(names)}`;
}

/** All who get a card, whoever of them decides: `Ben or Chloe` where one is enough, `Ben, Chloe and Dan`, `7 reviewers`. */
export function whoIsAsked(names: readonly string[], needed: number): string {
  if (names.length === 0) return needed === 1 ? 'a reviewer' : 'reviewers';
  if (isLong(names)) return count(names.length, 'reviewer');
  return joinNames(names, needed === 1 ? 'or' : 'and');
}

/** `You, Ben and Chloe`; very many are counted. `first` and `last` are always there: `Ana, 30 reviewers and you`. */
export function named(names: readonly string[], { first = [], last = [] }: { first?: string[]; last?: string[] } = {}): string {
  const isTooLong = names.join('').length > MOST_WHO_SAW;
  return joinNames([...first, ...(isTooLong ? [count(names.length, 'reviewer')] : names), ...last]);
}

/** Of those who are needed: `nobody`, `only 1 person`. */
export function howFew(able: number): string {
  return able === 0 ? NOBODY : `only ${people(able)}`;
}

export const NOBODY = 'nobody';

/** Somebody who is on no platform, but sits at this machine. */
export function atCommandLine(user: string): string {
  return `${user} (command line)`;
}

function isLong(names: readonly string[]): boolean {
  return names.length > 4 || names.join('').length > MOST_NAMES;
}
