import { z } from 'zod';
import type { Path, Report } from './problem.ts';
import { didYouMean, oneOf, quoted } from './words.ts';

type Issue = z.core.$ZodIssue;

/** Says what the schema found, and gives back the paths of all that does not fit; an unknown key spoils nothing beside it. */
export function reportIssues(issues: readonly Issue[], schema: z.ZodType, value: unknown, report: Report): Path[] {
  const found = issues.flatMap((issue) => innermost(issue, []));
  for (const { path, issue } of found) {
    if (issue.code === 'unrecognized_keys') {
      const known = keysAt(schema, path);
      for (const key of issue.keys)
        report([...path, key], `unknown key${didYouMean(key, known) || `; known here: ${oneOf(known, 'and')}`}`);
    } else report(path, withWhatStands(at(value, path), issue));
  }
  return found.filter(({ issue }) => issue.code !== 'unrecognized_keys').map(({ path }) => path);
}

/**
 * Of a choice between forms (`not_required`, or `{ from, needed }`), what is wrong with the form that was begun; the choice
 * itself when none was.
 */
function innermost(issue: Issue, prefix: Path): { path: Path; issue: Issue }[] {
  const path = [...prefix, ...issue.path.map((part) => (typeof part === 'number' ? part : String(part)))];
  if (issue.code !== 'invalid_union') return [{ path, issue }];
  const begun = issue.errors.find((branch) => !branch.some((inner) => inner.path.length === 0 && WRONG_FORM.includes(inner.code)));
  return begun ? begun.flatMap((inner) => innermost(inner, path)) : [{ path, issue }];
}

const WRONG_FORM: readonly string[] = ['invalid_type', 'invalid_value'];

function withWhatStands(standing: unknown, issue: Issue): string {
  const say = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  if (issue.code === 'invalid_key') return `the name ${say}`;
  if (!say.startsWith('must ')) return say;
  if (standing === undefined) return `is missing; it ${say}`;
  if (standing === null) return `is empty; it ${say}`;
  return typeof standing === 'object' ? say : `${say}, not ${quoted(standing)}`;
}

function at(value: unknown, path: Path): unknown {
  let here = value;
  for (const part of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, part)) return undefined;
    here = (here as Record<string | number, unknown>)[part];
  }
  return here;
}

/** The keys that the schema knows at a place. */
function keysAt(schema: z.ZodType, path: Path): string[] {
  let here: unknown = bare(schema);
  for (const part of path) {
    if (here instanceof z.ZodObject) here = bare(here.shape[part]);
    else if (here instanceof z.ZodArray) here = bare(here.element);
    else if (here instanceof z.ZodRecord) here = bare(here.valueType);
  }
  return here instanceof z.ZodObject ? Object.keys(here.shape) : [];
}

/** Without `optional` and `default`; of a choice, the form that has keys. */
function bare(schema: unknown): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return bare(schema.unwrap());
  if (schema instanceof z.ZodUnion) return schema.options.find((option) => option instanceof z.ZodObject);
  return schema;
}
