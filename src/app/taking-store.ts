import type { EffectKind, EffectRow, Effects, Store, Tables } from '../store/store.ts';
import type { Ports } from './ports.ts';

/** The worker, as a transaction sees it that takes effects for it. */
export interface Takes {
  /** How many more of this kind it may carry out now. */
  room(kind: EffectKind): number;
  /** These are this process's own since their commit. */
  take(effects: readonly EffectRow[]): void;
  /** The commit failed, perhaps only in appearance: what it may have taken is given back. */
  giveBack(effects: readonly EffectRow[]): void;
  /** Something is due that was not taken. */
  wake(): void;
}

/**
 * A store whose transactions take what they themselves made due, as far as the worker has room for it. So an effect costs no
 * transaction of its own to be taken, and nobody has to look for it. What cannot be taken is found as everything is that others left.
 */
export function takingStore(store: Store, takes: Takes, { owner, clock }: Pick<Ports, 'owner' | 'clock'>): Store {
  /** Of all transactions that are not committed yet: so many runs of agents, and so many others. */
  const promised = { ask_agent: 0, other: 0 };
  const laneOf = (kind: EffectKind): keyof typeof promised => (kind === 'ask_agent' ? kind : 'other');

  return {
    kind: store.kind,
    read: store.read,
    snapshot: (work) => store.snapshot(work),
    close: () => store.close(),
    async transact(work) {
      let taken: EffectRow[] = [];
      let isMore = false;
      const forget = (): EffectRow[] => {
        for (const { kind } of taken) promised[laneOf(kind)] -= 1;
        const before = taken;
        taken = [];
        return before;
      };
      /** Undefined: whoever looks for what is due will find it. */
      const keep = (effect: EffectRow | undefined): void => {
        if (effect === undefined) isMore = true;
        else {
          promised[laneOf(effect.kind)] += 1;
          taken.push(effect);
        }
      };
      const hasRoom = (kind: EffectKind): boolean => takes.room(kind) > promised[laneOf(kind)];

      function taking(tx: Tables): Tables {
        const effects: Effects = {
          ...tx.effects,
          async add(effect) {
            const now = clock.now();
            if (effect.dueAt > now) return tx.effects.add(effect);
            if (hasRoom(effect.kind)) return keep(await tx.effects.addAndTake(effect, owner, now));
            isMore = true;
            await tx.effects.add(effect);
          },
          async complete(effect, by) {
            const became = await tx.effects.complete(effect, by);
            if (became === 'again') keep(hasRoom(effect.kind) ? await tx.effects.take(effect.id, owner, clock.now()) : undefined);
            return became;
          },
        };
        return { ...tx, effects };
      }

      try {
        const result = await store.transact((tx) => {
          // It may be run again when the transaction as a whole failed.
          forget();
          isMore = false;
          return work(taking(tx));
        });
        takes.take(forget());
        if (isMore) takes.wake();
        return result;
      } catch (error) {
        const doubtful = forget();
        if (doubtful.length > 0) takes.giveBack(doubtful);
        throw error;
      }
    },
  };
}
