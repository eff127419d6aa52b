import type { PersonId } from '../core/ids.ts';
import { engage } from './kill-switch.ts';
import type { Ports } from './ports.ts';

/**
 * An older copy of the database stands in its place. It does not know what happened since, so everything is stopped, and what it
 * holds goes back to its requesters when the switch is released. The engagement, with its reason, is what the log tells of it.
 */
export async function markRestored(ports: Ports, order: { by: PersonId; reason: string }): Promise<void> {
  const [newest] = await ports.store.read.drafts.list({ limit: 1 });
  // A clock that was set back must leave no draft of the copy out.
  const at = Math.max(ports.clock.now(), newest?.createdAt ?? 0);
  await ports.store.transact((tx) => tx.meta.set('restored_at', String(at)));
  const { told } = await engage(ports, { scope: 'all', ...order });
  await told;
}
