import type { Path, Report } from './problem.ts';
import { DURATION, durationMs, sayDuration } from './units.ts';

/** `least` and `most` are durations of the same form, both allowed. */
export function checkDuration(text: string | undefined, path: Path, range: { least: string; most: string }, report: Report): void {
  if (text === undefined || !DURATION.test(text)) return;
  const ms = durationMs(text);
  const [least, most] = [durationMs(range.least), durationMs(range.most)];
  if (ms < least || ms > most) report(path, `must be from ${sayDuration(least)} to ${sayDuration(most)}, not ${sayDuration(ms)}`);
}
