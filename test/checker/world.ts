import { fieldsOf, listIn, textIn, textsIn } from './json.ts';
import type { Report } from './rules.ts';

/** Who is who on the platform, as the platform itself tells it. */
export interface World {
  isPerson(id: string): boolean;
  /** Somebody who may ever review: an open account of a person of the company, no guest and no bot. */
  mayReview(id: string): boolean;
  /** One of these, or in a group that is one of these. */
  isNamed(id: string, refs: readonly string[]): boolean;
}

/**
 * The answer of `GET /playground/api/world`. A list of such answers is taken as the world at different times, for stories in which it
 * changes: what one of them says counts.
 */
export function readWorld(world: unknown, report: Report): World {
  const moments = (Array.isArray(world) ? world : [world]).map(fieldsOf);
  if (moments.length === 0 || moments.some((one) => !Array.isArray(one?.['people']) || !Array.isArray(one['groups']))) {
    report('input.form', 'the world names no people and no groups');
  }
  const people = moments.flatMap((one) => listIn(one, 'people').map(fieldsOf));
  const groups = moments.flatMap((one) => listIn(one, 'groups').map(fieldsOf));
  const called = (id: string) => people.filter((person) => textIn(person, 'id') === id);
  return {
    isPerson: (id) => called(id).some((person) => person?.['bot'] === false),
    mayReview: (id) =>
      called(id).some(
        (person) => person?.['active'] === true && [person['bot'], person['guest'], person['external']].every((one) => one === false),
      ),
    isNamed: (id, refs) =>
      refs.includes(id) || groups.some((group) => refs.includes(textIn(group, 'id')) && textsIn(group, 'members').includes(id)),
  };
}
