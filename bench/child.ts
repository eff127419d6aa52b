import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Told } from './desk.ts';
import type { FromChild, Given, OrderName, Result, ToChild } from './orders.ts';

/** A process of the product: memory, processor time and counts are its own. */
export interface Child {
  do<N extends OrderName>(order: N, given: Given<N>): Promise<Result<N>>;
  /** What its platform was told, for those who wait in another process. */
  onTold(hear: (told: Told) => void): void;
  tell(told: Told): void;
  end(): Promise<void>;
}

/** `profileInto`: a folder for a processor profile of everything that the process did. */
function startChild(profileInto: string | null): Child {
  const profiling = profileInto === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileInto}`];
  const child = fork(fileURLToPath(new URL('bench-child.ts', import.meta.url)), {
    execArgv: ['--expose-gc', ...profiling],
    serialization: 'json',
  });
  let pending: { resolve(value: unknown): void; reject(error: Error): void } | null = null;
  let hear: (told: Told) => void = () => {};

  child.on('message', (message: FromChild) => {
    if ('told' in message) return hear(message.told);
    const asked = pending;
    pending = null;
    if ('failed' in message) asked?.reject(new Error(message.failed));
    else asked?.resolve(message.done);
  });
  child.on('exit', (code, signal) => pending?.reject(new Error(`a process of the benchmark ended (${signal ?? code})`)));

  const tell = (message: ToChild): void => void child.send(message);
  return {
    do: (order, given) =>
      new Promise((resolve, reject) => {
        pending = { resolve: (value) => resolve(value as Result<typeof order>), reject };
        tell({ order, given });
      }),
    onTold: (listener) => void (hear = listener),
    tell: (told) => tell({ told }),
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

/** Several processes on one database: what one platform is told, everybody's people hear. */
export function startChildren(howMany: number, profileInto: string | null = null): Child[] {
  const children = Array.from({ length: howMany }, () => startChild(profileInto));
  for (const child of children) {
    child.onTold((told) => {
      for (const other of children) if (other !== child) other.tell(told);
    });
  }
  return children;
}
