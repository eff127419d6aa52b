import { randomBytes } from 'node:crypto';

/** 2015-01-01T00:00:00Z, from which the ids of Discord count (Discord documentation: "Snowflakes"). */
const EPOCH = 1_420_070_400_000;

/** The platform's own clock, which a test may move ahead of the machine's, and the ids that Discord makes. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  iso(): string;
  aheadMs(): number;
  setAhead(ms: number): void;
  /** A snowflake: the time in its upper bits; none is made twice, and a later one is the greater number. */
  id(): string;
  /** A secret of an interaction. */
  token(): string;
}

export function createClock(): Clock {
  let aheadMs = 0;
  let last = 0n;
  const now = () => Date.now() + aheadMs;
  return {
    now,
    iso: () => new Date(now()).toISOString(),
    aheadMs: () => aheadMs,
    setAhead: (ms) => void (aheadMs = ms),
    id() {
      const next = BigInt(now() - EPOCH) << 22n;
      last = next > last ? next : last + 1n;
      return String(last);
    },
    token: () => `aW50ZXJhY3Rpb24${randomBytes(48).toString('base64url')}`,
  };
}

/** When something with this id was made, in milliseconds since 1970. */
export function timeOf(id: string): number {
  return Number(BigInt(id) >> 22n) + EPOCH;
}
