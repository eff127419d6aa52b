import type { Family, Labels, Sample } from './exposition.ts';

/** Only ever rises, from the start of this process. */
export interface Counter {
  add(labels: Labels): void;
  family(): Family;
}

/** How long things took, in buckets. */
export interface Histogram {
  observe(seconds: number, labels?: Labels): void;
  family(): Family;
}

/** `known`: labels that stand there from the beginning, at 0, so that the first rise is seen as one. */
export function createCounter(name: string, help: string, known: readonly Labels[]): Counter {
  const counts = new Map<string, { labels: Labels; value: number }>(known.map((labels) => [keyOf(labels), { labels, value: 0 }]));
  return {
    add(labels) {
      const counted = counts.get(keyOf(labels)) ?? { labels, value: 0 };
      counts.set(keyOf(labels), { labels, value: counted.value + 1 });
    },
    family: () => ({ name, help, type: 'counter', samples: [...counts.values()] }),
  };
}

/** `bounds`: upper bounds of the buckets, in seconds, rising. */
export function createHistogram(
  name: string,
  help: string,
  bounds: readonly number[],
  labelled: 'with labels' | 'without labels' = 'with labels',
): Histogram {
  const series = new Map<string, { labels: Labels; within: number[]; sum: number; count: number }>();
  const none = (labels: Labels) => ({ labels, within: bounds.map(() => 0), sum: 0, count: 0 });
  // Without labels it is known from the start what will be counted: a rate needs the zero.
  if (labelled === 'without labels') series.set(keyOf({}), none({}));
  return {
    observe(seconds, labels = {}) {
      const one = series.get(keyOf(labels)) ?? none(labels);
      const within = one.within.map((count, index) => count + (seconds <= (bounds[index] ?? 0) ? 1 : 0));
      series.set(keyOf(labels), { labels, within, sum: one.sum + seconds, count: one.count + 1 });
    },
    family: () => ({
      name,
      help,
      type: 'histogram',
      samples: [...series.values()].flatMap(({ labels, within, sum, count }): Sample[] => [
        ...bounds.map((bound, index) => bucket(labels, String(bound), within[index] ?? 0)),
        bucket(labels, '+Inf', count),
        { suffix: '_sum', labels, value: sum },
        { suffix: '_count', labels, value: count },
      ]),
    }),
  };
}

function bucket(labels: Labels, le: string, value: number): Sample {
  return { suffix: '_bucket', labels: { ...labels, le }, value };
}

function keyOf(labels: Labels): string {
  return JSON.stringify(Object.entries(labels));
}
