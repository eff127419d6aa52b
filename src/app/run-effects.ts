import { AdapterError } from '../adapter.ts';
import { requestReferenceOf } from '../core/ids.ts';
import type { EffectKind, EffectRow, Store, Tables } from '../store/store.ts';
import { aboutDraft } from './describe-refusal.ts';
import { askAgent } from './ask-agent.ts';
import { LookupFailed } from './lookups.ts';
import { addAlarm } from './notices.ts';
import type { Ports } from './ports.ts';
import { type Carried, publish } from './publish.ts';
import { findPublication } from './reconcile.ts';
import { retractPublication } from './retract.ts';
import { remindReviewers, showReviewers } from './ask-reviewers.ts';
import { showCard, updateCard } from './show.ts';
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

const AT_ONCE = 64;
const LOOK_EVERY_MS = 500;
/** About an hour with the waits below; a publish is never given up: its draft expires instead, and says so. */
const TRIES = 60;
const ALARM_AT = 5;

export interface Worker {
  /** There may be something to do. */
  wake(): void;
  /** Takes nothing new, and resolves when what was under way has ended. */
  stop(): Promise<void>;
}

/**
 * Carries effects out after their commit: due ones, at most so many at once, each with a back-off of its own.
 * `quietStore` is the store whose transactions do not wake this worker: taking effects must not.
 */
export function startWorker(ports: Ports, quietStore: Store): Worker {
  const underWay = new Set<Promise<void>>();
  const stopping = new AbortController();
  let nap = new AbortController();

  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      nap = new AbortController();
      const claimed = await claim(ports, quietStore, AT_ONCE - underWay.size);
      for (const effect of claimed) {
        const work = carryOut(ports, effect).finally(() => {
          underWay.delete(work);
          if (underWay.size === AT_ONCE - 1) nap.abort();
        });
        underWay.add(work);
      }
      if (claimed.length === 0) await ports.clock.sleep(LOOK_EVERY_MS, AbortSignal.any([nap.signal, stopping.signal]));
    }
  };
  const running = loop();

  return {
    wake: () => nap.abort(),
    async stop() {
      stopping.abort();
      await running;
      await Promise.all(underWay);
    },
  };
}

async function claim(ports: Ports, store: Store, howMany: number): Promise<EffectRow[]> {
  if (howMany <= 0) return [];
  try {
    const { nextDueAt } = await store.read.effects.pending();
    if (nextDueAt === null || nextDueAt > ports.clock.now()) return [];
    return await store.transact((tx) => tx.effects.claim(ports.owner, ports.clock.now(), howMany));
  } catch (error) {
    ports.logger.error({ error }, 'due effects could not be taken; trying again');
    return [];
  }
}

async function carryOut(ports: Ports, effect: EffectRow): Promise<void> {
  try {
    const result = await HANDLERS[effect.kind](ports, effect);
    await ports.store.transact(async (tx) => {
      if (result === 'done') return void (await tx.effects.complete(effect, ports.owner));
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
  const isTold =
    (effect.attempts === ALARM_AT || isOver || (code === 'NO_PRIVATE_SURFACE' && effect.attempts === 1)) && effect.kind !== 'tell';
  await ports.store.transact(async (tx) => {
    if (isOver) await tx.effects.complete(effect, ports.owner);
    else await tx.effects.postpone(effect, ports.owner, ports.clock.now() + backOffMs(effect.attempts), true);
    if (isTold) await alarm(ports, tx, effect, code, isOver);
  });
}

async function alarm(ports: Ports, tx: Tables, effect: EffectRow, code: string, isOver: boolean): Promise<void> {
  const draft = effect.draft === null ? undefined : await tx.drafts.get(effect.draft);
  if (!draft) return;
  const what = `${WHAT[effect.kind]} ${isOver ? 'was given up' : 'fails again and again'}; see the log file`;
  const detail = { what, code, request: requestReferenceOf(draft.id) };
  await addAlarm(ports, tx, { code: 'ALARM', detail, about: aboutDraft(draft), draft: draft.id, key: `${effect.key}:${isOver}` });
}

const WHAT: Record<EffectKind, string> = {
  ask_agent: 'asking an agent',
  show_card: 'showing a card to a person',
  show_reviewers: 'asking reviewers',
  remind_reviewers: 'reminding reviewers',
  update_card: 'bringing a card up to date',
  tell: 'telling somebody',
  publish: 'publishing an approved post',
  find: 'looking for an unconfirmed post',
  retract: 'taking a post away',
};

/** 0.5 s, 1 s, 2 s … at most a minute. */
function backOffMs(attempts: number): number {
  return Math.min(60_000, 500 * 2 ** Math.max(0, attempts - 1));
}
