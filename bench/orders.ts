import type { Address } from './database.ts';
import type { Told } from './desk.ts';
import type { FloorOrder } from './floors.ts';

/** What the benchmark tells a process of its own to do, and what comes back. Times are milliseconds. */
export interface Orders {
  /** `nth`: which of the processes on this database; two or more pass on what their platforms are told. */
  open(given: { address: Address; nth: number; of: number }): { startMs: number };
  run(given: { concurrency: number; warmMs: number; ms: number }): RunResult;
  /** Engages the switch under load. */
  engage(given: { concurrency: number; loadMs: number }): { orderMs: number; lastSendMs: number; inFlight: number };
  /** What an operator and a reviewer's queue wait for, each asked `times` times. */
  view(given: { times: number }): { listMs: number[]; operatorMs: number[] };
  verify(given: Record<string, never>): { entries: number; ms: number; cpuMs: number; problems: number };
  seed(given: { address: Address; drafts: number }): { ms: number; bytes: number };
  floor(given: { address: Address } & FloorOrder): { cyclesPerSecond: number };
  bytes(given: { address: Address }): { bytes: number };
  close(given: Record<string, never>): Record<string, never>;
}

export interface RunResult {
  cycles: number;
  ms: number;
  clickToSendMs: number[];
  statements: number;
  commits: number;
  /** Works handed to the store; several may share a commit. */
  works: number;
  /** Resident memory of the process at the end, and what of it lives in the heap after a collection. */
  rssBytes: number;
  heapBytes: number;
  /** Processor time of the process, user and system. */
  cpuMs: number;
}

export type OrderName = keyof Orders;
export type Given<N extends OrderName> = Parameters<Orders[N]>[0];
export type Result<N extends OrderName> = ReturnType<Orders[N]>;

export type ToChild = { order: OrderName; given: unknown } | { told: Told };
export type FromChild = { done: unknown } | { failed: string } | { told: Told };
