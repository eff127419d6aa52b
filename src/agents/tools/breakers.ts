import { type CircuitBreakerPolicy, circuitBreaker, ConsecutiveBreaker, handleWhen } from 'cockatiel';

export interface BreakerOptions {
  /** So many failures one after the other open it. */
  failures: number;
  /** How long it stays open: then one call is let through, and its end decides. */
  openMs: number;
}

export const BREAKING: BreakerOptions = { failures: 5, openMs: 30_000 };

/** A call that a person or the switch ended says nothing about its tool. */
export class Ended extends Error {
  override readonly name = 'Ended';
}

/** One circuit breaker for each name, shared by all runs of the process. */
export function createBreakers({ failures, openMs }: BreakerOptions): (name: string) => CircuitBreakerPolicy {
  const breakers = new Map<string, CircuitBreakerPolicy>();
  return (name) => {
    const known = breakers.get(name);
    if (known !== undefined) return known;
    const counted = handleWhen((error) => !(error instanceof Ended));
    const made = circuitBreaker(counted, { halfOpenAfter: openMs, breaker: new ConsecutiveBreaker(failures) });
    breakers.set(name, made);
    return made;
  };
}
