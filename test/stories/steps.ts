import type { Given } from '../../src/installation.ts';
import type { Tables } from '../../src/store/store.ts';

/** The places between two steps of a publish at which a process may end or stand still, in the order in which they are passed. */
export const STEPS = [
  'before the lookups',
  'after the lookups',
  'inside begin',
  'after begin',
  'after the checkpoint',
  'inside start',
  'after start',
  'before the send',
  'after the send',
  'inside the record of the outcome',
  'after the record of the outcome',
] as const;
export type StepName = (typeof STEPS)[number];

/** No step of publishing, but a place to end or to stand still as well. */
export const RUNNING = 'while the agent works';
export type PlaceName = StepName | typeof RUNNING;

/** Calls `at` at each step of the first publish that this process takes up. Nothing in the product knows of it: only its ports are wrapped. */
export function withSteps(given: Given, at: (place: PlaceName) => Promise<void> | void): Given {
  let isPublishing = false;
  const pass = async (step: StepName): Promise<void> => {
    if (isPublishing) await at(step);
  };

  const tables = (tx: Tables, seen: Set<StepName>): Tables => ({
    ...tx,
    effects: {
      ...tx.effects,
      async claim(...asked) {
        const claimed = await tx.effects.claim(...asked);
        if (claimed.some((effect) => effect.kind === 'publish')) isPublishing = true;
        return claimed;
      },
      async addAndTake(effect, owner, now) {
        const taken = await tx.effects.addAndTake(effect, owner, now);
        if (taken?.kind === 'publish') isPublishing = true;
        return taken;
      },
    },
    attempts: {
      ...tx.attempts,
      async insert(attempt) {
        await tx.attempts.insert(attempt);
        seen.add('after begin');
        await pass('inside begin');
      },
      async start(id, owner) {
        const isStarted = await tx.attempts.start(id, owner);
        seen.add('after start');
        await pass('inside start');
        return isStarted;
      },
      async end(id) {
        await tx.attempts.end(id);
        seen.add('after the record of the outcome');
        await pass('inside the record of the outcome');
      },
    },
  });

  return {
    ...given,
    agents: {
      ...given.agents,
      async run(agent, question, limits) {
        await Promise.race([at(RUNNING), abortOf(limits.signal)]);
        return given.agents.run(agent, question, limits);
      },
    },
    log: {
      ...given.log,
      async checkpointed(entry, withinMs) {
        await given.log.checkpointed(entry, withinMs);
        await pass('after the checkpoint');
      },
    },
    store: {
      ...given.store,
      async transact(work) {
        const seen = new Set<StepName>();
        const result = await given.store.transact((tx) => work(tables(tx, seen)));
        for (const step of seen) await pass(step);
        return result;
      },
    },
    adapters: new Map(
      [...given.adapters].map(([platform, adapter]) => [
        platform,
        {
          ...adapter,
          async audienceOf(place) {
            await pass('before the lookups');
            const audience = await adapter.audienceOf(place);
            await pass('after the lookups');
            return audience;
          },
          async publish(filled) {
            await pass('before the send');
            const outcome = await adapter.publish(filled);
            await pass('after the send');
            return outcome;
          },
        },
      ]),
    ),
  };
}

function abortOf(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
