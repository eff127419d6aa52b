import type { DraftId, GrantId } from '../../core/ids.ts';
import type { Tables } from '../../store/store.ts';
import { appendFact, callRefused, windowOfAgent, REFUSALS_LOGGED_A_MINUTE } from '../entries.ts';
import type { Ports } from '../ports.ts';

/** What the log is told of a refused call, at most ten a minute for an agent. `agent` null: nobody's secret. */
export async function recordCallRefused(ports: Ports, refused: { agent: string | null; code: string; verb: string }): Promise<void> {
  await ports.store.transact(async (tx) => {
    const at = ports.clock.now();
    const count = await tx.refusals.count(windowOfAgent(refused.agent), null, at, 60_000);
    if (count <= REFUSALS_LOGGED_A_MINUTE) await appendFact(ports, tx, callRefused(refused, 1), at);
  });
}

export async function recordUse(
  ports: Ports,
  tx: Tables,
  used: { draft: DraftId; agent: string; grant: GrantId; verb: string },
  at: number,
): Promise<void> {
  const { draft, agent, grant, verb } = used;
  await appendFact(ports, tx, { type: 'grant.used', draft, refs: { agent, grant, verb }, digests: {} }, at);
}
