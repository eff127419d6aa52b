import type { z } from 'zod';
import type { Path } from './problem.ts';
import type { rulesSchema } from './schema.ts';

/** A file of which some parts may be missing, because they did not fit the schema. What is there fits. */
export type Readable<T> = T extends readonly (infer E)[]
  ? (Readable<E> | undefined)[]
  : T extends object
    ? { [K in keyof T]?: Readable<T[K]> | undefined }
    : T;

export type ReadableRules = Readable<z.input<typeof rulesSchema>>;
export type ReadableChannel = NonNullable<NonNullable<ReadableRules['channels']>[number]>;

/**
 * What is left when everything at these paths is taken out, so that the other checks need not wait until the schema is
 * content, and a person is told of every mistake at once. Lists keep their length, or positions would shift.
 */
export function withoutParts(value: unknown, paths: readonly Path[]): ReadableRules {
  if (paths.some((path) => path.length === 0 && !isHolder(value))) return {};
  const copy: unknown = structuredClone(value);
  for (const path of paths) takeOut(copy, path);
  // The schema has looked at all of it, and what it complained about is gone.
  return isHolder(copy) ? copy : {};
}

/** What the file says under a key of its top, read or not; undefined when the file is no set of keys. */
export function written(value: unknown, key: string): unknown {
  return isHolder(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** The names in a section, whatever stands beside them: one that cannot be read is still known. Null when there is no such section. */
export function namesWritten(value: unknown, section: 'agents' | 'groups' | 'tool_servers'): string[] | null {
  const names = written(value, section);
  return isHolder(names) && !Array.isArray(names) ? Object.keys(names) : null;
}

function takeOut(value: unknown, path: Path): void {
  let here = value;
  for (const part of path.slice(0, -1)) here = isHolder(here) ? here[part] : undefined;
  const last = path.at(-1);
  if (!isHolder(here) || last === undefined) return;
  if (Array.isArray(here)) here[Number(last)] = undefined;
  else delete here[last];
}

function isHolder(value: unknown): value is Record<string | number, unknown> {
  return typeof value === 'object' && value !== null;
}
