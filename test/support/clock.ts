/** A clock that stands still until a test moves it, so that a story of many hours takes no time. */
export interface ManualClock {
  /** Milliseconds since 1970, as the test says. */
  now(): number;
  /** Resolves when the clock has been moved that far; rejects with the signal's reason when that comes first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /**
   * Moves the clock, waking sleepers in the order of their times. After each it lets what they woke run as far as it can without
   * input or output, so a loop that sleeps again is woken again within the same call.
   */
  advance(ms: number): Promise<void>;
  /** How many sleep now. */
  sleepers(): number;
}

interface Sleeper {
  wakeAt: number;
  wake(): void;
}

/** Starts at a Monday, 09:00 UTC, unless told. */
export function createManualClock(startAt: number = Date.UTC(2027, 0, 4, 9)): ManualClock {
  let nowAt = startAt;
  const asleep = new Set<Sleeper>();

  function sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return Promise.reject(signal.reason as Error);
    if (ms <= 0) return Promise.resolve();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const sleeper: Sleeper = {
      wakeAt: nowAt + ms,
      wake() {
        asleep.delete(sleeper);
        signal?.removeEventListener('abort', abort);
        resolve();
      },
    };
    const abort = (): void => {
      asleep.delete(sleeper);
      reject(signal?.reason as Error);
    };
    asleep.add(sleeper);
    signal?.addEventListener('abort', abort, { once: true });
    return promise;
  }

  async function advance(ms: number): Promise<void> {
    const until = nowAt + ms;
    for (let next = earliest(asleep, until); next !== undefined; next = earliest(asleep, until)) {
      nowAt = next.wakeAt;
      next.wake();
      await settled();
    }
    nowAt = until;
    await settled();
  }

  return { now: () => nowAt, sleep, advance, sleepers: () => asleep.size };
}

function earliest(asleep: Set<Sleeper>, until: number): Sleeper | undefined {
  let found: Sleeper | undefined;
  for (const sleeper of asleep) if (sleeper.wakeAt <= until && (found === undefined || sleeper.wakeAt < found.wakeAt)) found = sleeper;
  return found;
}

/** One turn of the event loop: every promise that can go on without input or output has done so. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
