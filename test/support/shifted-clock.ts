import type { Clock } from '../../src/app/ports.ts';

export interface ShiftedClock extends Clock {
  /** Hours pass at once: whoever slept until then wakes. */
  advance(ms: number): void;
  /** How far it is ahead of the real time, in milliseconds. */
  ahead(): number;
}

/** Real time plus a shift, so that sockets and databases work as ever while a story of hours takes seconds. */
export function createShiftedClock(): ShiftedClock {
  let shift = 0;
  const sleepers = new Set<{ until: number; wake(): void }>();
  const now = (): number => Date.now() + shift;
  return {
    now,
    ahead: () => shift,
    sleep(ms, signal) {
      if (signal?.aborted || ms <= 0) return Promise.resolve();
      const { promise, resolve } = Promise.withResolvers<void>();
      const wake = (): void => {
        clearTimeout(timer);
        sleepers.delete(sleeper);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      const sleeper = { until: now() + ms, wake };
      sleepers.add(sleeper);
      signal?.addEventListener('abort', wake, { once: true });
      return promise;
    },
    advance(ms) {
      shift += ms;
      for (const sleeper of sleepers) if (sleeper.until <= now()) sleeper.wake();
    },
  };
}
