import type { FaultsChange, Mode, OperationName } from './shapes.ts';

export interface Fault {
  mode: Mode;
  code: string;
  message: string;
  /** Seconds, for `rate_limit`. */
  retryAfter: number;
}

export interface FaultsSet {
  faults: (Fault & { operation: OperationName; times: number })[];
  direct_messages_closed: string[];
  unchecked_clicks: boolean;
  clock: { aheadMs: number };
}

/** What goes wrong on purpose. Kept in memory: a restart of the platform clears it. */
export interface Faults {
  set(change: FaultsChange): void;
  read(): FaultsSet;
  /** The fault that this request runs into, if any; it then has one time less. */
  take(operation: OperationName): Fault | null;
  isClosed(person: string): boolean;
  clicksAreUnchecked(): boolean;
  /** Milliseconds since 1970 by the platform's clock, which may go ahead of the machine's. */
  now(): number;
}

export function createFaults(): Faults {
  const set = new Map<OperationName, Fault & { times: number }>();
  const closed = new Set<string>();
  let unchecked = false;
  let aheadMs = 0;

  return {
    set(change) {
      const { operation, mode, direct_messages: direct, unchecked_clicks: clicks, clock } = change;
      if (operation !== undefined) {
        const times = change.times ?? 1;
        if (times === 0 || mode === undefined) set.delete(operation);
        else set.set(operation, { ...faultOf(mode, change), times });
      }
      if (direct?.open === false) closed.add(direct.person);
      if (direct?.open === true) closed.delete(direct.person);
      if (clicks !== undefined) unchecked = clicks;
      if (clock) aheadMs = clock.aheadMs;
    },
    read: () => ({
      faults: [...set].map(([operation, fault]) => ({ operation, ...fault })),
      direct_messages_closed: [...closed],
      unchecked_clicks: unchecked,
      clock: { aheadMs },
    }),
    take(operation) {
      const fault = set.get(operation);
      if (!fault) return null;
      fault.times -= 1;
      if (fault.times === 0) set.delete(operation);
      const { times: _left, ...taken } = fault;
      return taken;
    },
    isClosed: (person) => closed.has(person),
    clicksAreUnchecked: () => unchecked,
    now: () => Date.now() + aheadMs,
  };
}

function faultOf(mode: Mode, { code, message, retryAfter }: FaultsChange): Fault {
  return {
    mode,
    code: code ?? (mode === 'rate_limit' ? 'RATE_LIMITED' : 'REFUSED_ON_PURPOSE'),
    message: message ?? 'This refusal was asked for by POST /playground/api/faults. Clear it there, or try again.',
    retryAfter: retryAfter ?? 1,
  };
}
