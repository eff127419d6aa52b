import { randomBytes, randomUUID } from 'node:crypto';

/** The platform's own clock, which a test may move ahead of the machine's, and the ids that Slack makes. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  aheadMs(): number;
  setAhead(ms: number): void;
  /** `1700000000.000100`: the id of a message in its conversation; here no two messages have the same. */
  ts(): string;
  /** `Ev0…`, `V0…`: what begins with this, and stands nowhere else. */
  id(prefix: string): string;
  /** `13345224609.738474920.8088930838d88f008e0`: three parts, the last one secret. */
  triggerId(): string;
  envelopeId(): string;
}

export function createClock(): Clock {
  let aheadMs = 0;
  let lastMicroseconds = 0;
  let made = 0;
  const now = () => Date.now() + aheadMs;
  return {
    now,
    aheadMs: () => aheadMs,
    setAhead: (ms) => void (aheadMs = ms),
    ts() {
      lastMicroseconds = Math.max(lastMicroseconds + 100, now() * 1000);
      const seconds = Math.floor(lastMicroseconds / 1_000_000);
      return `${seconds}.${String(lastMicroseconds % 1_000_000).padStart(6, '0')}`;
    },
    id(prefix) {
      made += 1;
      return `${prefix}0${made.toString(36).toUpperCase().padStart(8, '0')}`;
    },
    triggerId: () => `${now()}.${made}.${randomBytes(16).toString('hex')}`,
    envelopeId: () => randomUUID(),
  };
}
