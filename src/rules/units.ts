const UNIT_MS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const PER_MS: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** `30s`, `15m`, `4h`, `7d`: a whole number and one unit. */
export const DURATION = /^[1-9]\d{0,6}[smhd]$/;
/** `5/minute`, `20/hour`, `100/day`. */
export const RATE = /^[1-9]\d{0,6}\/(minute|hour|day)$/;

/** Milliseconds. Throws a RangeError for text that is not a DURATION: the schema has looked at it before. */
export function durationMs(text: string): number {
  if (!DURATION.test(text)) throw new RangeError('a duration is a whole number and one of s, m, h, d');
  return Number(text.slice(0, -1)) * (UNIT_MS[text.slice(-1)] ?? Number.NaN);
}

export function rateOf(text: string): { count: number; perMs: number } {
  const [count = '', per = ''] = text.split('/');
  if (!RATE.test(text)) throw new RangeError('a rate is a whole number, a slash and one of minute, hour, day');
  return { count: Number(count), perMs: PER_MS[per] ?? Number.NaN };
}

/** `4 hours`, `1 day`, `90 seconds`: the largest unit that gives a whole number. A single day is said in hours, as people plan. */
export function sayDuration(ms: number): string {
  const units: [string, number][] = [
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000],
    ['second', 1000],
  ];
  for (const [name, size] of units) {
    const count = ms / size;
    if (Number.isInteger(count) && count > 0 && (name !== 'day' || count > 1)) return `${count} ${name}${count === 1 ? '' : 's'}`;
  }
  return `${ms} milliseconds`;
}

/** `20 an hour`, `5 a minute`. */
export function sayRate(rate: { count: number; perMs: number }): string {
  const unit = Object.entries(PER_MS).find(([, ms]) => ms === rate.perMs)?.[0] ?? sayDuration(rate.perMs);
  return `${rate.count} ${unit === 'hour' ? 'an' : 'a'} ${unit}`;
}
