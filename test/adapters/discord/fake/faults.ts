import { Impossible } from './refusal.ts';

const MODES = [
  'refuse',
  'rate_limit',
  'http_error',
  'hang',
  'hang_after',
  'cut',
  'cut_after',
  'internal_error_after',
  'malformed',
  'slow',
] as const;

/** How a request to the API fails on purpose. */
export type Mode = (typeof MODES)[number];

export interface Fault {
  /** `POST /channels/{channel_id}/messages`, as the official document writes it. The first request of any of these runs into it; `*` is all. */
  routes: string[];
  mode: Mode;
  /** How many requests; null until it is cleared. */
  times: number | null;
  /** Only where this channel or person is named, or (`direct`) any direct conversation, or (`server`) none. */
  channel: string | null;
  /** Of Discord's table, for `refuse`. */
  code: number;
  /** For `rate_limit`. */
  seconds: number;
  /** For `http_error`. */
  status: number;
  /** For `slow`. */
  ms: number;
}

export type FaultChange = Partial<Omit<Fault, 'routes'>> & { routes: string[] };

/** What goes wrong on purpose, one-shot unless told. `times: 0` clears what was set for these routes. */
export function createFaults() {
  const set: Fault[] = [];
  let outage = false;
  return {
    set(change: FaultChange) {
      if (!Array.isArray(change.routes) || change.routes.length === 0) throw new Impossible('a fault names its routes');
      if (change.times === 0) {
        const kept = set.filter((one) => !one.routes.some((route) => change.routes.includes(route)));
        set.splice(0, set.length, ...kept);
        return;
      }
      if (change.mode === undefined || !MODES.includes(change.mode)) throw new Impossible(`a fault is one of ${MODES.join(', ')}`);
      const usual = { times: 1, channel: null, code: 50013, seconds: 1, status: 503, ms: 1000 };
      set.push({ ...usual, ...change, mode: change.mode });
    },
    read: () => ({ faults: set, outage }),
    take(route: string, places: string[]): Fault | null {
      const fault = set.find(
        (one) => (one.routes.includes(route) || one.routes.includes('*')) && (one.channel === null || places.includes(one.channel)),
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
