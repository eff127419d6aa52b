/** Times as people read them, in one time zone. Instants are milliseconds since 1970. */

/** `14:05` */
export function clockTime(at: number, timeZone: string): string {
  return formatterOf('clock', timeZone).format(at);
}

/** `today, 14:05`, `tomorrow, 14:05`, `on 24 November, 14:05`, seen from `now`. */
export function dayAndTime(at: number, now: number, timeZone: string): string {
  const time = clockTime(at, timeZone);
  const days = dayNumber(at, timeZone) - dayNumber(now, timeZone);
  if (days === 0) return `today, ${time}`;
  if (days === 1) return `tomorrow, ${time}`;
  if (days === -1) return `yesterday, ${time}`;
  return `on ${formatterOf('date', timeZone).format(at)}, ${time}`;
}

/** `at 14:05` on the same day, else with the day. */
export function atTime(at: number, now: number, timeZone: string): string {
  return dayNumber(at, timeZone) === dayNumber(now, timeZone) ? `at ${clockTime(at, timeZone)}` : dayAndTime(at, now, timeZone);
}

/** For what is read at once: `just now`, `a minute ago`, `5 minutes ago`; after an hour, the time. */
export function ago(at: number, now: number, timeZone: string): string {
  const minutes = Math.floor((now - at) / 60_000);
  if (minutes < 0 || minutes >= 60) return atTime(at, now, timeZone);
  if (minutes === 0) return 'just now';
  return minutes === 1 ? 'a minute ago' : `${minutes} minutes ago`;
}

/** `30 seconds`, `4 hours`, `1 day`: the largest unit that fits without a remainder, else rounded up. */
export function duration(ms: number): string {
  const units: [string, number][] = [
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000],
    ['second', 1000],
  ];
  const exact = units.find(([, size]) => ms >= size && ms % size === 0);
  const [name, size] = exact ?? units.find(([, unit]) => ms >= unit * 2) ?? ['second', 1000];
  return count(Math.ceil(ms / size), name);
}

/** How long to wait, rounded up to what people count in: `40 seconds`, `57 minutes`, `3 hours`. */
export function waitingTime(ms: number): string {
  if (ms <= 120_000) return count(Math.ceil(ms / 1000), 'second');
  return ms <= 7_200_000 ? count(Math.ceil(ms / 60_000), 'minute') : count(Math.ceil(ms / 3_600_000), 'hour');
}

/** `1 person`, `212 people`. */
export function people(howMany: number): string {
  return count(howMany, 'person', 'people');
}

export function count(howMany: number, one: string, many = `${one}s`): string {
  return `${howMany.toLocaleString('en-GB')} ${howMany === 1 ? one : many}`;
}

function dayNumber(at: number, timeZone: string): number {
  return Math.round(Date.parse(`${formatterOf('day', timeZone).format(at)}T00:00:00Z`) / 86_400_000);
}

const FORMATS = {
  clock: ['en-GB', { hour: '2-digit', minute: '2-digit' }],
  date: ['en-GB', { day: 'numeric', month: 'long' }],
  day: ['en-CA', { year: 'numeric', month: '2-digit', day: '2-digit' }],
} as const satisfies Record<string, readonly [locale: string, options: Intl.DateTimeFormatOptions]>;

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Kept, because making one costs more than all else on a card. An installation has one time zone. */
function formatterOf(format: keyof typeof FORMATS, timeZone: string): Intl.DateTimeFormat {
  const key = `${format} ${timeZone}`;
  const known = formatters.get(key);
  if (known) return known;
  const [locale, options] = FORMATS[format];
  const made = new Intl.DateTimeFormat(locale, { ...options, timeZone });
  formatters.set(key, made);
  return made;
}
