/** What was there at one moment of a soak. */
export interface Sample {
  cycles: number;
  /** Days that have passed for the product. */
  days: number;
  /** After a collection. */
  heapBytes: number;
  rssBytes: number;
  rows: Record<string, number>;
}

/** These grow with everything that happens, and are meant to. */
const LOG_TABLES: readonly string[] = ['entries', 'checkpoints'];

/** What comes and goes with the moment at which one looks. */
const HEAP_SLACK_BYTES = 2_000_000;
const ROWS_SLACK = 10;
/** Of the whole: so much more at the end than in the middle is growth. */
const SHARE = 1.05;

/**
 * What grew, in words; empty when nothing did. The first half of a soak is left out: until then tables fill, because nothing is old
 * enough to be forgotten. Of the other half, its last third is compared with its first.
 */
export function growthIn(samples: readonly Sample[]): string[] {
  const settled = samples.slice(Math.floor(samples.length / 2));
  const third = Math.floor(settled.length / 3);
  if (third === 0) return ['there are too few samples to tell'];
  const [before, after] = [settled.slice(0, third), settled.slice(-third)];
  const grown = (what: string, of: (sample: Sample) => number, slack: number): string[] => {
    const [was, is] = [mean(before.map(of)), mean(after.map(of))];
    return is <= was * SHARE + slack ? [] : [`${what} grew from ${Math.round(was)} to ${Math.round(is)}`];
  };
  const tables = Object.keys(samples.at(-1)?.rows ?? {}).filter((table) => !LOG_TABLES.includes(table));
  return [
    ...grown('the heap, in bytes,', (sample) => sample.heapBytes, HEAP_SLACK_BYTES),
    ...tables.flatMap((table) => grown(`the table ${table}`, (sample) => sample.rows[table] ?? 0, ROWS_SLACK)),
  ];
}

/** One line a sample, one column a table that ever held a row. */
export function tableOf(samples: readonly Sample[]): string {
  const tables = Object.keys(samples.at(-1)?.rows ?? {}).filter((table) => samples.some(({ rows }) => (rows[table] ?? 0) > 0));
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
  return [
    line(['cycles', 'days', 'heap (MB)', 'rss (MB)', ...tables.map((table) => `\`${table}\``)]),
    line(['--:', '--:', '--:', '--:', ...tables.map(() => '--:')]),
    ...samples.map(({ cycles, days, heapBytes, rssBytes, rows }) =>
      line([cycles, Math.round(days), megabytes(heapBytes), megabytes(rssBytes), ...tables.map((table) => rows[table] ?? 0)]),
    ),
  ].join('\n');
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
