import type { Compilable, CompiledQuery, QueryResult } from 'kysely';
import type { Context } from './context.ts';

/** What takes the place of a value while a query is built that is kept. */
class Given {
  readonly nth: number;
  readonly column: string | null;
  constructor(nth: number, column: string | null) {
    this.nth = nth;
    this.column = column;
  }
}

/** A value that is asked for when the query runs, and not when it is built: the drivers put it in. */
class Later {
  readonly value: () => number;
  constructor(value: () => number) {
    this.value = value;
  }
}

/** Stands in a query where a number is needed; typed as what it becomes. */
export function later(value: () => number): number {
  return new Later(value) as unknown as number;
}

/** What a driver hands to its database. */
export function bound(parameters: readonly unknown[]): unknown[] {
  return parameters.map((parameter) => (parameter instanceof Later ? parameter.value() : parameter));
}

/** Built and compiled once for each store, run with other values again and again: building costs several times what most queries do. */
export interface Kept<G extends unknown[], R> {
  all(context: Context, ...given: G): Promise<R[]>;
  first(context: Context, ...given: G): Promise<R | undefined>;
  /** Did it touch a row? */
  touches(context: Context, ...given: G): Promise<boolean>;
}

/**
 * `build` must make the same query whatever it is given, because it is called once, with stand-ins. `columns` are those of its first
 * value, where that is a row.
 */
export function kept<G extends unknown[], R>(
  build: (context: Context, ...given: G) => Compilable<R> | CompiledQuery<R>,
  columns: readonly string[] | null = null,
): Kept<G, R> {
  function compile(context: Context): CompiledQuery<R> {
    const standIns = Array.from({ length: build.length - 1 }, (_, nth) =>
      nth === 0 && columns !== null ? Object.fromEntries(columns.map((column) => [column, new Given(nth, column)])) : new Given(nth, null),
    );
    const built = build(context, ...(standIns as G));
    const compiled = 'compile' in built ? built.compile() : built;
    context.kept.set(build, compiled);
    return compiled;
  }

  function run(context: Context, given: G): Promise<QueryResult<R>> {
    context.check();
    const compiled = (context.kept.get(build) as CompiledQuery<R> | undefined) ?? compile(context);
    return context.db.executeQuery({
      ...compiled,
      parameters: compiled.parameters.map((one) => (one instanceof Given ? valueOf(one, given) : one)),
    });
  }

  return {
    all: async (context, ...given) => (await run(context, given)).rows,
    first: async (context, ...given) => (await run(context, given)).rows[0],
    touches: async (context, ...given) => ((await run(context, given)).numAffectedRows ?? 0n) > 0n,
  };
}

function valueOf({ nth, column }: Given, given: readonly unknown[]): unknown {
  return column === null ? given[nth] : (given[nth] as Record<string, unknown>)[column];
}
