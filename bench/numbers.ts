export function median(values: readonly number[]): number {
  return (
    (percentile(values, 0.5) -
      percentile(
        values.map((value) => -value),
        0.5,
      )) /
    2
  );
}

/** The nearest-rank percentile; `NaN` of nothing, so that a number that was not measured is seen. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(part * sorted.length) - 1] ?? Number.NaN;
}

/** A number with as many digits as it deserves. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return 'not measured';
  if (value === 0) return '0';
  const digits = [100, 10, 1, 0.1].findIndex((least) => Math.abs(value) >= least);
  return value.toLocaleString('en-GB', { maximumFractionDigits: digits === -1 ? 4 : digits });
}

/** `12.3 (11.9–13.1)`: the median of the rounds, and the least and the most of them. */
export function spread(measured: readonly number[]): string {
  const values = measured.filter(Number.isFinite);
  if (values.length === 0) return 'not measured';
  if (values.length === 1) return short(values[0] ?? Number.NaN);
  return `${short(median(values))} (${short(Math.min(...values))}–${short(Math.max(...values))})`;
}
