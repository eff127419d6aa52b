/** What the platform was told of a draft: kept until somebody asks for it, because it may come first. */
export interface Told {
  draft: string;
  key: string;
  value: unknown;
}

export interface Desk {
  /** Told by this process's platform, and passed on to where the other process's people wait. */
  tell(told: Told): void;
  /** Told by the other process. */
  hear(told: Told): void;
  /** Resolves with the newest value under this key. Rejects when `stop` is aborted. */
  wait<T>(draft: string, key: string, stop: AbortSignal): Promise<T>;
  forget(draft: string): void;
}

export const keyOf = {
  decide: (person: string): string => `decide ${person}`,
  posted: (): string => 'posted',
};

/** The wait of a cycle that is given up: the measurement is over, or the switch is engaged. */
export class GivenUp extends Error {
  override readonly name = 'GivenUp';
}

export function createDesk(passOn: (told: Told) => void): Desk {
  const known = new Map<string, Map<string, unknown>>();
  const waiting = new Map<string, (value: unknown) => void>();

  function hear({ draft, key, value }: Told): void {
    const name = `${draft} ${key}`;
    const answer = waiting.get(name);
    if (answer) {
      waiting.delete(name);
      answer(value);
      return;
    }
    const ofDraft = known.get(draft) ?? new Map<string, unknown>();
    known.set(draft, ofDraft.set(key, value));
  }

  return {
    tell(told) {
      hear(told);
      passOn(told);
    },
    hear,
    wait<T>(draft: string, key: string, stop: AbortSignal): Promise<T> {
      const early = known.get(draft)?.get(key);
      if (early !== undefined) return Promise.resolve(early as T);
      return new Promise<T>((resolve, reject) => {
        const name = `${draft} ${key}`;
        const giveUp = (): void => {
          waiting.delete(name);
          reject(new GivenUp());
        };
        if (stop.aborted) return giveUp();
        stop.addEventListener('abort', giveUp, { once: true });
        waiting.set(name, (value) => {
          stop.removeEventListener('abort', giveUp);
          resolve(value as T);
        });
      });
    },
    forget: (draft) => void known.delete(draft),
  };
}
