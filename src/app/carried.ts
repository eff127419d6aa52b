import type { EffectRow, Tables } from '../store/store.ts';
import type { Ports } from './ports.ts';

/** What counts as an attempt says why; operators hear of it when that happens again and again. */
export type NotYet = { laterMs: number; countsAttempt: false } | { laterMs: number; countsAttempt: true; code: string };

/**
 * What became of an effect. `ended`: completed already, with what it caused. `lastly`: done, and this is saved in the transaction that
 * completes it.
 */
export type Carried = 'done' | 'ended' | { lastly(tx: Tables): Promise<void> } | NotYet;

/** For the transaction of a move that is the end of this effect: both are saved, or neither is. */
export async function completeWith(ports: Pick<Ports, 'owner'>, tx: Tables, effect: EffectRow): Promise<void> {
  await tx.effects.complete(effect, ports.owner);
}
