import type { Clock } from '../ports.ts';

export interface Limiter {
  /** Counts one; null while there is room, otherwise how long to wait, in milliseconds. */
  take(key: string): number | null;
}

/** So many within so long, for each key, in this process. It forgets with the process: what must hold across them is kept elsewhere. */
export function createLimiter(clock: Pick<Clock, 'now'>, { count, perMs }: { count: number; perMs: number }): Limiter {
  const windows = new Map<string, { startedAt: number; count: number }>();
  return {
    take(key) {
      const now = clock.now();
      const window = windows.get(key);
      // One that began in the future began before the clock was set back.
      if (window === undefined || now - window.startedAt >= perMs || window.startedAt > now) {
        windows.set(key, { startedAt: now, count: 1 });
        return null;
      }
      window.count += 1;
      return window.count <= count ? null : Math.max(1, window.startedAt + perMs - now);
    },
  };
}
