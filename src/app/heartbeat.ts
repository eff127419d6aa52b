import type { Tables } from '../store/store.ts';
import type { Ports } from './ports.ts';

const LEASE_MS = 10_000;
export const HEARTBEAT_MS = 2_500;

export const REPLACED =
  'Another version of Countersign has changed the database under this process, so it takes and does nothing more. Stop it, and start that version.';

/** The lease that says that this process lives: what it holds is taken over by others when it runs out. */
export interface Heartbeat {
  /** Takes or prolongs the lease. Rejects when that could not be saved. */
  beat(): Promise<void>;
  /** The last beat was saved: so the database can be written. */
  isWell(): boolean;
  isHeld(): Promise<boolean>;
  /** The tables are not those that this process opened: whatever it did to them now nobody has tried. Comes back when they do. */
  isReplaced(): boolean;
  letGo(): Promise<void>;
}

export function createHeartbeat({ store, owner, logger }: Ports): Heartbeat {
  const name = `process:${owner}`;
  let isWell = false;
  let opened: string | undefined;
  let isReplaced = false;

  /** Without a lease, what is due here is taken over: by the version that fits. */
  async function beatOnce(tx: Tables): Promise<{ schema: string | undefined; isHeld: boolean }> {
    const schema = await tx.meta.get('schema');
    return { schema, isHeld: schema === (opened ?? schema) && (await tx.leases.acquire(name, owner, LEASE_MS)) };
  }

  return {
    async beat() {
      try {
        const { schema, isHeld } = await store.transact(beatOnce);
        opened ??= schema;
        if (schema !== opened && !isReplaced) logger.error({ schema, opened }, REPLACED);
        isReplaced = schema !== opened;
        isWell = isHeld || isReplaced;
      } catch (error) {
        isWell = false;
        throw error;
      }
    },
    isWell: () => isWell,
    isReplaced: () => isReplaced,
    isHeld: async () => (await store.read.leases.holder(name)) === owner,
    letGo: () => store.transact((tx) => tx.leases.release(name, owner)),
  };
}
