import { AdapterError } from '../adapter.ts';
import { requestReferenceOf } from '../core/ids.ts';
import { ALARM_WHAT, GOES_WRONG } from '../core/sentences.ts';
import type { EffectKind, EffectRow, Store, Tables } from '../store/store.ts';
import { aboutDraft } from './describe-refusal.ts';
import { askAgent } from './ask-agent.ts';
import { LookupFailed } from './lookups.ts';
import { addAlarm } from './notices.ts';
import type { Ports } from './ports.ts';
import type { Carried } from './carried.ts';
import { publish } from './publish.ts';
import { findPublication } from './reconcile.ts';
import { retractPublication } from './retract.ts';
import { remindReviewers, showReviewers } from './ask-reviewers.ts';
import { showCard, updateCard } from './show.ts';
import type { Takes } from './taking-store.ts';
import { tell } from './tell.ts';

const HANDLERS: Record<EffectKind, (ports: Ports, effect: EffectRow) => Promise<Carried>> = {
  ask_agent: askAgent,
  show_card: showCard,
  show_reviewers: showReviewers,
  remind_reviewers: remindReviewers,
  update_card: updateCard,
  tell,
  publish,
  find: findPublication,
  retract: retractPublication,
};

/** An agent may work for minutes, and its answer may wait for a platform: what else is due waits for none of them. */
const AGENTS_AT_ONCE = 256;
const AT_ONCE = 64;
const LOOK_EVERY_MS = 500;
/** About an hour with the waits below, as people are told (`OPEN_A_WAY`, `HOME.noCard`); a publish is never given up: its draft expires instead, and says so. */
const TRIES = 60;
const ALARM_AT = 5;

export interface Worker extends Takes {
  /** Takes nothing new, and resolves when what was under way has ended. */
  stop(): Promise<void>;
}

/**
 * Carries effects out after their commit, at most so many at once, each with a back-off of its own; runs of agents are counted apart. Most come from the transactions
 * that made them (`takingStore`); what became due since, or what others left, it looks for itself, by `quietStore`, which takes nothing.
 * While `mayTake` says no, it takes nothing.
 */
export function startWorker(ports: Ports, quietStore: Store, mayTake: () => boolean): Worker {
  const agents = new Set<Promise<void>>();
  const others = new Set<Promise<void>>();
  const stopping = new AbortController();
  let nap = new AbortController();
  let isWoken = false;
  let inDoubt: EffectRow[] = [];

  const room = (kind: EffectKind | 'any other'): number => {
    if (stopping.signal.aborted || !mayTake()) return 0;
    return kind === 'ask_agent' ? AGENTS_AT_ONCE - agents.size : AT_ONCE - others.size;
  };
  const wake = (): void => {
    isWoken = true;
    nap.abort(WOKEN);
  };
  const take = (effects: readonly EffectRow[]): void => {
    // Whoever stops lets go of its lease, and with it of what it has not begun.
    if (stopping.signal.aborted) return;
    for (const effect of effects) {
      const [underWay, most] = effect.kind === 'ask_agent' ? [agents, AGENTS_AT_ONCE] : [others, AT_ONCE];
      const work = carryOut(ports, effect).finally(() => {
        underWay.delete(work);
        if (underWay.size === most - 1) wake();
      });
      underWay.add(work);
    }
  };
  /** Unless this is done they stay this process's, and nobody carries them out as long as it lives. */
  const giveBackDoubtful = async (): Promise<void> => {
    const given = inDoubt;
    if (given.length === 0) return;
    try {
      const now = ports.clock.now();
      await quietStore.transact(async (tx) => {
        for (const effect of given) await tx.effects.postpone(effect, ports.owner, now, false);
      });
      inDoubt = inDoubt.filter((effect) => !given.includes(effect));
    } catch (error) {
      ports.logger.error({ error }, 'effects of a transaction that broke off could not be given back; trying again');
    }
  };
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      nap = new AbortController();
      isWoken = false;
      await giveBackDoubtful();
      const claimed = await claim(ports, quietStore, room('any other'), room('ask_agent') > 0 ? null : 'ask_agent');
      take(claimed);
      if (claimed.length === 0 && !isWoken) await ports.clock.sleep(LOOK_EVERY_MS, AbortSignal.any([nap.signal, stopping.signal]));
    }
  };
  const running = loop();

  return {
    room,
    take,
    wake,
    giveBack(effects) {
      inDoubt.push(...effects);
      wake();
    },
    async stop() {
      stopping.abort();
      await running;
      await Promise.all([...agents, ...others]);
    },
  };
}

/** Given, because making an error of its own for every wake-up costs more than all else of it. */
const WOKEN = 'woken';

async function claim(ports: Ports, store: Store, howMany: number, without: EffectKind | null): Promise<EffectRow[]> {
  if (howMany <= 0) return [];
  try {
    const nextDueAt = await store.read.effects.nextDueAt();
    if (nextDueAt === null || nextDueAt > ports.clock.now()) return [];
    return await store.transact((tx) => tx.effects.claim(ports.owner, ports.clock.now(), howMany, without));
  } catch (error) {
    ports.logger.error({ error }, 'due effects could not be taken; trying again');
    return [];
  }
}

async function carryOut(ports: Ports, effect: EffectRow): Promise<void> {
  try {
    const result = await HANDLERS[effect.kind](ports, effect);
    if (result === 'ended') return;
    await ports.store.transact(async (tx) => {
      if (result === 'done') return void (await tx.effects.complete(effect, ports.owner));
      if ('lastly' in result) {
        await result.lastly(tx);
        return void (await tx.effects.complete(effect, ports.owner));
      }
      const laterMs = result.countsAttempt ? Math.max(result.laterMs, backOffMs(effect.attempts)) : result.laterMs;
      await tx.effects.postpone(effect, ports.owner, ports.clock.now() + laterMs, result.countsAttempt);
      if (result.countsAttempt && effect.attempts === ALARM_AT) await alarm(ports, tx, effect, result.code, false);
    });
  } catch (error) {
    await failed(ports, effect, error).catch((worse: unknown) => {
      ports.logger.error(
        { error: worse, effect: effect.kind, draft: effect.draft },
        'an effect could not even be given back; it comes up again',
      );
    });
  }
}

/** Tried again later, ever more slowly; operators hear of it once, and when it is given up. */
async function failed(ports: Ports, effect: EffectRow, error: unknown): Promise<void> {
  const code = error instanceof AdapterError ? error.code : error instanceof LookupFailed ? 'LOOKUP_FAILED' : 'EFFECT_FAILED';
  // An outage ends some day, and then everybody is told; only what is refused again and again is given up.
  const isOver = effect.attempts >= TRIES && effect.kind !== 'publish' && code !== 'UNREACHABLE' && code !== 'LOOKUP_FAILED';
  ports.logger[isOver ? 'error' : 'warn'](
    { error, effect: effect.kind, draft: effect.draft, attempts: effect.attempts },
    'an effect failed',
  );
  // Whom no card reaches is named by whoever found that out (`show.ts`).
  const isTold =
    (effect.attempts === ALARM_AT || isOver) && effect.kind !== 'tell' && !(code === 'NO_PRIVATE_SURFACE' && effect.kind === 'show_card');
  await ports.store.transact(async (tx) => {
    if (isOver) await tx.effects.complete(effect, ports.owner);
    else await tx.effects.postpone(effect, ports.owner, ports.clock.now() + backOffMs(effect.attempts), true);
    if (isTold) await alarm(ports, tx, effect, code, isOver);
  });
}

async function alarm(ports: Ports, tx: Tables, effect: EffectRow, code: string, isOver: boolean): Promise<void> {
  const draft = effect.draft === null ? undefined : await tx.drafts.get(effect.draft);
  if (!draft) return;
  const what = ALARM_WHAT[isOver ? 'over' : 'again'](GOES_WRONG[effect.kind]);
  const detail = { what, code, request: requestReferenceOf(draft.id) };
  await addAlarm(ports, tx, { code: 'ALARM', detail, about: aboutDraft(draft), draft: draft.id, key: `${effect.key}:${isOver}` });
}

/** 0.5 s, 1 s, 2 s … at most a minute. */
function backOffMs(attempts: number): number {
  return Math.min(60_000, 500 * 2 ** Math.max(0, attempts - 1));
}
