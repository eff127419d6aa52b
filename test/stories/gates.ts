import type { Given, Overrides } from '../../src/installation.ts';
import type { ChatAdapter } from '../../src/adapter.ts';
import type { EffectRow, Store, Tables } from '../../src/store/store.ts';

type Wrap = NonNullable<Overrides['wrap']>;

/** Whoever comes to it waits until it is opened; from then on it is open. */
export interface Gate {
  pass(): Promise<void>;
  /** Resolves when somebody has come to it. */
  readonly reached: Promise<void>;
  open(): void;
}

export function createGate(): Gate {
  const arrival = Promise.withResolvers<void>();
  const opening = Promise.withResolvers<void>();
  return {
    async pass() {
      arrival.resolve();
      await opening.promise;
    },
    reached: arrival.promise,
    open: () => opening.resolve(),
  };
}

/** Agents that take their time: each waits at its gate before it begins, from the `nth` run on. It does not listen when it is told to stop. */
export function slowAgents(gate: Gate, nth = 1): Wrap {
  let runs = 0;
  return (given) => ({
    ...given,
    agents: {
      ...given.agents,
      get(name) {
        const agent = given.agents.get(name);
        return (
          agent && {
            ...agent,
            run: (...asked) => ((runs += 1) < nth ? Promise.resolve() : gate.pass()).then(() => agent.run(...asked)),
          }
        );
      },
    },
  });
}

/** Whatever is asked about channels and groups waits for this first. */
export function asking(first: () => Promise<void>): Wrap {
  const late = (adapter: ChatAdapter): ChatAdapter => ({
    ...adapter,
    audienceOf: (place) => first().then(() => adapter.audienceOf(place)),
    canPost: (person, place) => first().then(() => adapter.canPost(person, place)),
    members: (ref) => first().then(() => adapter.members(ref)),
  });
  return (given) => ({ ...given, adapters: new Map([...given.adapters].map(([platform, adapter]) => [platform, late(adapter)])) });
}

/** Stops an approved draft before Countersign looks up what its publication rests on. */
export interface Hold {
  wrap: Wrap;
  /** The next publish waits at this gate, and until it is open so does whatever else asks about channels and groups. */
  next(): Gate;
}

export function createHold(): Hold {
  let gate: Gate | null = null;
  let isPublishing = false;

  const claiming = (tx: Tables, saw: (effects: readonly (EffectRow | undefined)[]) => void): Tables => ({
    ...tx,
    effects: {
      ...tx.effects,
      async claim(...asked) {
        const claimed = await tx.effects.claim(...asked);
        saw(claimed);
        return claimed;
      },
      async addAndTake(effect, owner, now) {
        const taken = await tx.effects.addAndTake(effect, owner, now);
        saw([taken]);
        return taken;
      },
    },
  });
  /** A publish is under way once the transaction that took it is committed. */
  const transactOn =
    (store: Store): Store['transact'] =>
    async (work) => {
      let isTaken = false;
      const saw = (effects: readonly (EffectRow | undefined)[]): void => {
        isTaken ||= effects.some((effect) => effect?.kind === 'publish');
      };
      const result = await store.transact((tx) => work(claiming(tx, saw)));
      isPublishing ||= isTaken;
      return result;
    };
  const held = async (): Promise<void> => (isPublishing ? gate?.pass() : undefined);
  return {
    wrap: (given) => asking(held)({ ...given, store: { ...given.store, transact: transactOn(given.store) } }),
    next() {
      isPublishing = false;
      gate = createGate();
      return gate;
    },
  };
}

/** Hears what the product says in its own log of new rules. */
export interface RulesEar {
  wrap: Wrap;
  /** Resolves when rules have come into force after this was called. */
  next(): Promise<void>;
}

export function createRulesEar(): RulesEar {
  let heard = Promise.withResolvers<void>();
  return {
    wrap: (given: Given) => ({
      ...given,
      logger: {
        ...given.logger,
        debug: (data, message) => given.logger.debug(data, message),
        info(data, message) {
          if (message === 'rules are in force') heard.resolve();
          given.logger.info(data, message);
        },
        warn: (data, message) => given.logger.warn(data, message),
        error: (data, message) => given.logger.error(data, message),
      },
    }),
    next() {
      heard = Promise.withResolvers<void>();
      return heard.promise;
    },
  };
}
