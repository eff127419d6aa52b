import type { Asked, Clicked, Commanded, Inbound, Pressed, Reply } from '../adapter.ts';
import { handleCommand } from './commands.ts';
import { createAgentDoor } from './door/agent-door.ts';
import type { AgentDoor } from './door/door.ts';
import { forgetGrants } from './door/forget.ts';
import { decide } from './decide.ts';
import { closeRefusalWindows } from './entries.ts';
import { formOf } from './form.ts';
import { handleRequest } from './handle-request.ts';
import { homeOf } from './home.ts';
import { createHeartbeat, HEARTBEAT_MS, REPLACED } from './heartbeat.ts';
import { latchKillFile } from './kill-switch.ts';
import { createOperatorsCorner, type OperatorsCorner } from './operators-corner.ts';
import { openCard } from './open-card.ts';
import { ownMessage } from './own-message.ts';
import { measure, type Measures } from './measures.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { sayNoAnswer } from './point-to.ts';
import type { Meter, Ports } from './ports.ts';
import { createReadiness, type Readiness } from './readiness.ts';
import { reconcileAttempts } from './reconcile.ts';
import { startWorker, type Worker } from './run-effects.ts';
import { takingStore, type Takes } from './taking-store.ts';
import { takeBackRestored } from './void-approvals.ts';
import { catchingUp, eraseOldTexts, expireDrafts, forgetDeadProcesses, forgetDeliveries, forgetDrafts } from './sweeps.ts';

export interface Countersign {
  inbound: Inbound;
  corner: OperatorsCorner;
  door: AgentDoor;
  readiness(): Promise<Readiness>;
  measures(): Promise<Measures>;
  /** Takes nothing new, carries out what is under way, and lets go of what it held. */
  stop(): Promise<void>;
}

/** The running application: what adapters hand in, the worker, the sweeps, and the heartbeat that says that this process lives. */
export async function startCountersign(given: Omit<Ports, 'stopping'>): Promise<Countersign> {
  let worker: Worker | null = null;
  const stopping = new AbortController();
  const takes: Takes = {
    room: (kind) => worker?.room(kind) ?? 0,
    take: (effects) => worker?.take(effects),
    giveBack: (effects) => worker?.giveBack(effects),
    wake: () => worker?.wake(),
  };
  const ports: Ports = { ...given, store: takingStore(given.store, takes, given), stopping: stopping.signal };
  const heartbeat = createHeartbeat(ports);
  await heartbeat.beat();
  const readiness = await createReadiness(ports, heartbeat);
  worker = startWorker(ports, given.store, () => !heartbeat.isReplaced());
  // The heart beats until the last effect has ended: without the lease another process would take over what is still under way here.
  const ended = new AbortController();
  const beating = every(ports, ended.signal, HEARTBEAT_MS, 'the heartbeat', () => heartbeat.beat());
  const sweep = (ms: number, name: string, work: (ports: Ports) => Promise<unknown>): Promise<void> =>
    every(ports, stopping.signal, ms, `the sweep for ${name}`, async () => {
      if (!heartbeat.isReplaced()) await work(ports);
    });
  const chores = [
    untilDone(ports, stopping.signal, 'taking back what a restored copy holds', () => takeBackRestored(ports)),
    every(ports, stopping.signal, 1_000, 'the look at the clock', catchingUp(ports)),
    sweep(1_000, 'attempts', reconcileAttempts),
    sweep(1_000, 'the kill file', latchKillFile),
    sweep(2_000, 'expired drafts', expireDrafts),
    sweep(15_000, 'refused attempts', closeRefusalWindows),
    sweep(60_000, 'old texts', eraseOldTexts),
    sweep(60_000, 'old grants', forgetGrants),
    sweep(3_600_000, 'old deliveries', forgetDeliveries),
    sweep(3_600_000, 'old drafts', forgetDrafts),
    sweep(3_600_000, 'dead processes', forgetDeadProcesses),
  ];
  const door = createAgentDoor(ports, () => !stopping.signal.aborted && !heartbeat.isReplaced());
  /** What is not acknowledged the platform delivers again, perhaps to a process that may take it. */
  const take = (kind: 'ask' | 'click' | 'command', handle: () => Promise<Reply>): Promise<Reply> =>
    counted(ports.meter, kind, async () => {
      if (heartbeat.isReplaced()) throw new Error(REPLACED);
      return handle();
    });
  return {
    inbound: {
      ask: (asked: Asked) => take('ask', () => handleRequest(ports, owned('ask', asked))),
      click: (clicked: Clicked) => take('click', () => decide(ports, owned('click', clicked))),
      command: (commanded: Commanded) => take('command', () => handleCommand(ports, owned('command', commanded))),
      form: (pressed: Pressed) => formOf(ports, pressed),
      open: (opening) => openCard(ports, opening),
      noAnswer: (asked) => sayNoAnswer(ports, asked),
      home: (asked) => homeOf(ports, asked),
      ownMessage: (seen) => ownMessage(ports, seen),
      hold: async (what) =>
        !heartbeat.isReplaced() && (await ports.store.transact((tx) => tx.leases.acquire(lineOf(what), ports.owner, LINE_MS))),
      letGo: (what) => ports.store.transact((tx) => tx.leases.release(lineOf(what), ports.owner)),
    },
    corner: createOperatorsCorner(ports),
    door,
    readiness,
    measures: oneAtATime(() => measure(ports)),
    async stop() {
      stopping.abort();
      await door.settled();
      await worker?.stop();
      await Promise.all(chores);
      ended.abort();
      await beating;
      await heartbeat.letGo();
    },
  };
}

/** As long as a process may go on with what it holds without asking again. */
const LINE_MS = 10_000;

function lineOf(what: string): string {
  return `line:${what}`;
}

/** A delivery's id counts for its kind and its person alone: under somebody else's there is nothing to learn and nothing to swallow. */
function owned<D extends { deliveryId: string; person: string }>(kind: string, delivery: D): D {
  return { ...delivery, deliveryId: `${kind}:${delivery.person}:${delivery.deliveryId}` };
}

async function counted(meter: Meter, kind: 'ask' | 'click' | 'command', handle: () => Promise<Reply>): Promise<Reply> {
  try {
    const reply = await handle();
    meter.delivered(kind, reply.ok ? { is: 'done' } : { is: 'refused', code: reply.code });
    return reply;
  } catch (error) {
    meter.delivered(kind, { is: 'failed' });
    throw error;
  }
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

/** The same for what has to be done once: it ends when it has worked. */
async function untilDone(ports: Ports, signal: AbortSignal, name: string, work: () => Promise<unknown>): Promise<void> {
  const done = new AbortController();
  await every(ports, AbortSignal.any([signal, done.signal]), 5_000, name, async () => {
    await work();
    done.abort();
  });
}
