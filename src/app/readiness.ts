import type { Heartbeat } from './heartbeat.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { Ports } from './ports.ts';

/** What must be right before this process can carry a question to its post. */
export const CHECKS = ['database', 'schema', 'lease', 'rules', 'log', 'platform'] as const;
export type Check = (typeof CHECKS)[number];
export type Readiness = Record<Check, boolean>;

/** A check that has no answer by then has failed. */
const ANSWER_WITHIN_MS = 2_000;
/** An entry that waits longer than this for its checkpoint holds publishing up. */
export const SIGNED_WITHIN_MS = 10_000;

/** Asks all checks; never rejects. A check that hangs is not begun a second time. */
export async function createReadiness(ports: Ports, heartbeat: Heartbeat): Promise<() => Promise<Readiness>> {
  const { read } = ports.store;
  // Opening has brought the schema to what this program knows: another one was made by another program since.
  const known = await read.meta.get('schema');
  const looks: Record<Check, () => boolean | Promise<boolean>> = {
    database: async () => Number.isFinite(await read.now()) && heartbeat.isWell(),
    schema: async () => (await read.meta.get('schema')) === known,
    lease: () => heartbeat.isHeld(),
    rules: async () => (await read.rules.latest())?.version === ports.rules.current().version,
    async log() {
      const { unsignedSince } = await ports.log.lag();
      return unsignedSince === null || ports.clock.now() - unsignedSince < SIGNED_WITHIN_MS;
    },
    platform: () => [...ports.adapters.values()].every((adapter) => adapter.isConnected()),
  };
  const asks = CHECKS.map((check) => [check, oneAtATime(async () => looks[check]())] as const);
  return async () => {
    const found = await Promise.all(asks.map(async ([check, ask]) => [check, await answerInTime(ports, check, ask)] as const));
    return Object.fromEntries(found) as Readiness;
  };
}

async function answerInTime(ports: Ports, check: Check, ask: () => Promise<boolean>): Promise<boolean> {
  const over = new AbortController();
  const late = ports.clock.sleep(ANSWER_WITHIN_MS, over.signal).then(() => false);
  try {
    return await Promise.race([ask(), late]);
  } catch (error) {
    // The sweeps say why, and loudly: whoever asks here may ask every second.
    ports.logger.debug({ error, check }, 'a check of readiness failed');
    return false;
  } finally {
    over.abort();
  }
}
