import { Impossible } from './refusal.ts';

/** How a method of the Web API fails on purpose. */
export type Mode =
  | 'refuse'
  | 'rate_limit'
  | 'http_error'
  | 'hang'
  | 'hang_after'
  | 'cut'
  | 'cut_after'
  | 'internal_error_after'
  | 'malformed'
  | 'slow';

const MODES = ['refuse', 'rate_limit', 'http_error', 'hang', 'hang_after', 'cut', 'cut_after', 'internal_error_after', 'malformed', 'slow'];

export interface Fault {
  /** The first request of any of these runs into it. `*` is every method; `response_url` counts as one. */
  methods: string[];
  mode: Mode;
  /** How many requests; null until it is cleared. */
  times: number | null;
  /** Only where this conversation is named. */
  channel: string | null;
  /** For `refuse`. */
  code: string;
  /** For `rate_limit`. */
  seconds: number;
  /** For `http_error`. */
  status: number;
  /** For `slow`. */
  ms: number;
}

export type FaultChange = Partial<Omit<Fault, 'methods'>> & { methods: string[] };

/** What goes wrong on purpose, one-shot unless told. `times: 0` clears what was set for these methods. */
export function createFaults() {
  const set: Fault[] = [];
  let outage = false;
  return {
    set(change: FaultChange) {
      if (!Array.isArray(change.methods) || change.methods.length === 0) throw new Impossible('a fault names its methods');
      if (change.times === 0) {
        const kept = set.filter((one) => !one.methods.some((method) => change.methods.includes(method)));
        set.splice(0, set.length, ...kept);
        return;
      }
      if (change.mode === undefined || !MODES.includes(change.mode)) throw new Impossible(`a fault is one of ${MODES.join(', ')}`);
      const usual = { times: 1, channel: null, code: 'fatal_error', seconds: 1, status: 503, ms: 1000 };
      set.push({ ...usual, ...change, mode: change.mode });
    },
    read: () => ({ faults: set, outage }),
    take(method: string, channel: string | null): Fault | null {
      const fault = set.find(
        (one) => (one.methods.includes(method) || one.methods.includes('*')) && (one.channel === null || one.channel === channel),
      );
      if (!fault) return null;
      if (fault.times !== null) fault.times -= 1;
      if (fault.times === 0) set.splice(set.indexOf(fault), 1);
      return fault;
    },
    /** Nothing answers and nothing is delivered. */
    isOut: () => outage,
    setOutage: (on: boolean) => void (outage = on),
  };
}

export type Faults = ReturnType<typeof createFaults>;
