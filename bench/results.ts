import type { StoreKind } from './database.ts';
import type { RunResult } from './orders.ts';

/** One measurement of cycles in one round. */
export interface CyclesMeasured {
  store: StoreKind;
  processes: number;
  /** How many drafts waited in the database. */
  drafts: number;
  concurrency: number;
  round: number;
  cyclesPerSecond: number;
  /** From the reviewer's click to the send, in milliseconds. */
  p50: number;
  p99: number;
  /** Of all processes together, for one cycle. */
  statements: number;
  commits: number;
  works: number;
  cpuMs: number;
  /** On disk, for one cycle; null where it was too few cycles to say. */
  bytes: number | null;
  /** Of all processes together. */
  rssBytes: number;
  heapBytes: number;
}

export interface FloorMeasured {
  store: StoreKind;
  round: number;
  how: 'by_hand' | 'grouped';
  concurrency: number;
  cyclesPerSecond: number;
}

/** What is measured beside the cycles, one value a round. */
export interface AsideMeasured {
  store: StoreKind;
  drafts: number;
  round: number;
  startMs: number;
  listMs: number;
  operatorMs: number;
  engageMs: number;
  lastSendMs: number;
  /** `perCpuSecond`: of processor time, which a busy machine does not stretch. */
  verify: { entries: number; perSecond: number; perCpuSecond: number; problems: number } | null;
}

export interface Results {
  at: string;
  machine: { processors: number; model: string; memoryGb: number; node: string; platform: string; load: number[] };
  drafts: number;
  rounds: number;
  /** Of the seeding of each store. */
  seeded: { store: StoreKind; ms: number; bytes: number }[];
  floors: FloorMeasured[];
  cycles: CyclesMeasured[];
  asides: AsideMeasured[];
}

/** Several processes on one database are one measurement: their cycles add up, and so does what they cost. */
export function together(results: readonly RunResult[]): Omit<
  CyclesMeasured,
  'store' | 'processes' | 'drafts' | 'concurrency' | 'round' | 'bytes' | 'p50' | 'p99'
> & {
  count: number;
  clickToSendMs: number[];
} {
  const sum = (of: (result: RunResult) => number): number => results.reduce((total, result) => total + of(result), 0);
  const count = sum((result) => result.cycles);
  const each = (of: (result: RunResult) => number): number => sum(of) / count;
  return {
    count,
    clickToSendMs: results.flatMap((result) => result.clickToSendMs),
    cyclesPerSecond: sum((result) => (result.cycles / result.ms) * 1000),
    statements: each((result) => result.statements),
    commits: each((result) => result.commits),
    works: each((result) => result.works),
    cpuMs: each((result) => result.cpuMs),
    rssBytes: sum((result) => result.rssBytes),
    heapBytes: sum((result) => result.heapBytes),
  };
}
