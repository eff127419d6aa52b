import type { Ports } from '../app/ports.ts';
import { count, dayAndTime } from '../core/times.ts';
import { secretUntil } from '../log/evidence.ts';

/** Evidence that no export hands out yet: what its token opens is still open. */
export interface HeldBack {
  /** Whether this is held back now; then it is counted. */
  holds(text: string): boolean;
  /** How much was held back and when to come again, for whoever exports; null for nothing. */
  sentence(): string | null;
}

export function createHeldBack({ clock, timeZone }: Pick<Ports, 'clock' | 'timeZone'>): HeldBack {
  const now = clock.now();
  let held = 0;
  let latest = 0;
  return {
    holds(text) {
      const until = secretUntil(text);
      if (until <= now) return false;
      held += 1;
      latest = Math.max(latest, until);
      return true;
    },
    sentence() {
      if (held === 0) return null;
      // What is read by the minute is rounded up to one.
      const when = dayAndTime(Math.ceil(latest / 60_000) * 60_000, now, timeZone);
      return `Left out: ${count(held, 'piece')} of evidence with a token that the platform still takes; it would let others write as the bot. Export again ${when}.`;
    },
  };
}
