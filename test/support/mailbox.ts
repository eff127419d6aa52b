/** What a child process said and nobody took yet. Each thing is taken once, by the first who asks for one like it. */
export interface Mailbox<T> {
  put(item: T): void;
  /** The first item that matches, of those that came or of those that come within the time. */
  take(matches: (item: T) => boolean, timeoutMs: number): Promise<T>;
  /** Nothing more will come: whoever waits now or later for something that is not there fails with this reason. */
  close(reason: () => Error): void;
}

interface Waiter<T> {
  matches(item: T): boolean;
  resolve(item: T): void;
  reject(error: Error): void;
}

/** `lateness` makes the error of somebody who waited in vain. */
export function createMailbox<T>(lateness: (timeoutMs: number) => Error): Mailbox<T> {
  const items: T[] = [];
  const waiters = new Set<Waiter<T>>();
  let closed: (() => Error) | undefined;

  return {
    put(item) {
      const waiter = [...waiters].find((one) => one.matches(item));
      if (waiter === undefined) return void items.push(item);
      // At once: what is put before whoever waited goes on is somebody else's.
      waiters.delete(waiter);
      waiter.resolve(item);
    },
    async take(matches, timeoutMs) {
      const index = items.findIndex(matches);
      if (index >= 0) return items.splice(index, 1)[0] as T;
      if (closed !== undefined) throw closed();
      const { promise, resolve, reject } = Promise.withResolvers<T>();
      const waiter: Waiter<T> = { matches, resolve, reject };
      waiters.add(waiter);
      const timer = setTimeout(() => reject(lateness(timeoutMs)), timeoutMs);
      try {
        return await promise;
      } finally {
        clearTimeout(timer);
        waiters.delete(waiter);
      }
    },
    close(reason) {
      closed = reason;
      for (const waiter of waiters) waiter.reject(reason());
    },
  };
}
