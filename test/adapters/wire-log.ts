/** One request that the bot made, as the platform saw it; and in the same form, a page that the platform fetched for a link preview. */
export interface WireEntry {
  n: number;
  /** ISO 8601, UTC: when the platform had done it or refused it. */
  at: string;
  method: string;
  path: string;
  /** Parsed to JSON; the token is never in it. */
  body: unknown;
  /** 0 when the platform gave no answer. */
  status: number;
  /** Whether it changed what somebody can see. */
  stored: boolean;
  /** The message that was made, changed or taken away. */
  message?: string;
  /** Who sees it, where the request itself does not say. */
  person?: string;
  /** The code with which the platform refused: Slack's word, Discord's number. */
  error?: number | string;
}

export type NewEntry = Omit<WireEntry, 'n' | 'at'>;

/** Everything that the bot ever asked of the platform. It is only appended to. */
export function createWireLog(now: () => number) {
  const entries: WireEntry[] = [];
  let open = 0;
  let lastAt = performance.now();
  return {
    /** Its number. */
    append: (entry: NewEntry): number => entries.push({ n: entries.length + 1, at: new Date(now()).toISOString(), ...entry }),
    read: (after: number) => entries.filter((entry) => entry.n > after),
    /** From the first byte of a request of the bot to the last of its answer. */
    begin() {
      open += 1;
      return () => {
        open -= 1;
        lastAt = performance.now();
      };
    },
    touch: () => void (lastAt = performance.now()),
    /** The bot asks nothing now, and asked nothing for this long. */
    isQuietFor: (ms: number) => open === 0 && performance.now() - lastAt >= ms,
  };
}

export type WireLog = ReturnType<typeof createWireLog>;
