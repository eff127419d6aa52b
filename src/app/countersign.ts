import type { Asked, Clicked, Commanded, Inbound } from '../adapter.ts';
import type { Store } from '../store/store.ts';
import { handleCommand } from './commands.ts';
import { decide } from './decide.ts';
import { closeRefusalWindows } from './entries.ts';
import { handleRequest } from './handle-request.ts';
import { latchKillFile } from './kill-switch.ts';
import type { Ports } from './ports.ts';
import { reconcileAttempts } from './reconcile.ts';
import { startWorker } from './run-effects.ts';
import { eraseOldTexts, expireDrafts, forgetDeliveries } from './sweeps.ts';

const LEASE_MS = 10_000;
const HEARTBEAT_MS = 2_500;

export interface Countersign {
  inbound: Inbound;
  /** Takes nothing new, carries out what is under way, and lets go of what it held. */
  stop(): Promise<void>;
}

/** The running application: what adapters hand in, the worker, the sweeps, and the heartbeat that says that this process lives. */
export async function startCountersign(given: Omit<Ports, 'stopping'>): Promise<Countersign> {
  let wake = (): void => {};
  const stopping = new AbortController();
  const ports: Ports = { ...given, store: wakingStore(given.store, () => wake()), stopping: stopping.signal };
  await beat(ports);
  const worker = startWorker(ports, given.store);
  wake = () => {
    worker.wake();
    ports.log.wake();
  };
  const chores = [
    every(ports, stopping.signal, HEARTBEAT_MS, 'the heartbeat', () => beat(ports)),
    every(ports, stopping.signal, 1_000, 'the sweep for attempts', () => reconcileAttempts(ports)),
    every(ports, stopping.signal, 1_000, 'the sweep for the kill file', () => latchKillFile(ports)),
    every(ports, stopping.signal, 2_000, 'the sweep for expired drafts', () => expireDrafts(ports)),
    every(ports, stopping.signal, 15_000, 'the sweep for refused attempts', () => closeRefusalWindows(ports)),
    every(ports, stopping.signal, 60_000, 'the sweep for old texts', () => eraseOldTexts(ports)),
    every(ports, stopping.signal, 3_600_000, 'the sweep for old deliveries', () => forgetDeliveries(ports)),
  ];
  return {
    inbound: {
      ask: (asked: Asked) => handleRequest(ports, owned('ask', asked)),
      click: (clicked: Clicked) => decide(ports, owned('click', clicked)),
      command: (commanded: Commanded) => handleCommand(ports, owned('command', commanded)),
    },
    async stop() {
      stopping.abort();
      await worker.stop();
      await Promise.all(chores);
      await ports.store.transact((tx) => tx.leases.release(`process:${ports.owner}`, ports.owner));
    },
  };
}

/** A delivery's id counts for its kind and its person alone: under somebody else's there is nothing to learn and nothing to swallow. */
function owned<D extends { deliveryId: string; person: string }>(kind: string, delivery: D): D {
  return { ...delivery, deliveryId: `${kind}:${delivery.person}:${delivery.deliveryId}` };
}

async function beat(ports: Ports): Promise<void> {
  await ports.store.transact((tx) => tx.leases.acquire(`process:${ports.owner}`, ports.owner, LEASE_MS));
}

/** A failed round costs a line in the log and nothing else: the next one tries again. */
async function every(ports: Ports, signal: AbortSignal, ms: number, name: string, work: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    try {
      await work();
    } catch (error) {
      ports.logger.error({ error, sweep: name }, 'a sweep failed; it is tried again');
    }
    await ports.clock.sleep(ms, signal);
  }
}

/** Whatever was saved may have left an effect that is due: the worker looks at once instead of at its next round. */
function wakingStore(store: Store, wake: () => void): Store {
  return {
    kind: store.kind,
    read: store.read,
    snapshot: (work) => store.snapshot(work),
    close: () => store.close(),
    async transact(work) {
      const result = await store.transact(work);
      wake();
      return result;
    },
  };
}
