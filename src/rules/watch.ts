import { setTimeout as sleep } from 'node:timers/promises';
import type { RuleBook } from '../core/rule-book.ts';
import { look, type Look, parseLook, watchFolder } from './file.ts';
import { formatProblems, type Problem } from './problem.ts';

export interface LoadedRules {
  book: RuleBook;
  /** The bytes of the file: what a digest of these rules is taken of. */
  digestSource: Uint8Array;
}

export interface RulesSourceOptions {
  file: string;
  /** Before these rules come into force, the first ones included. While it rejects, the old rules stay, and it is called again at the next look. */
  onLoaded: (loaded: LoadedRules) => void | Promise<void>;
  /** Changed, but not usable: the old rules stay in force. Once for each content. */
  onProblems: (problems: Problem[]) => void | Promise<void>;
  /** What went wrong beside the file's content: a callback that rejected, a folder that cannot be watched. */
  onError: (error: unknown) => void;
  /** How often the file is read when nobody tells of a change: changes by other machines, and behind links, send no event. Default 5 s. */
  pollMs?: number;
  /** For how long a changed file must stay the same before it is believed: half a file may be valid, and demand less. Default 100 ms. */
  settleMs?: number;
}

export type ReloadOutcome = 'unchanged' | 'loaded' | 'kept_old';

export interface RulesSource {
  /** The rules in force. */
  current(): LoadedRules;
  /** Looks now, without waiting for the file to settle. Rejects when a callback did. */
  reload(): Promise<ReloadOutcome>;
  stop(): Promise<void>;
}

/** The rules file cannot be used at start, and there are no older rules to keep. */
export class RulesError extends Error {
  override readonly name = 'RulesError';
  readonly problems: Problem[];
  constructor(problems: Problem[]) {
    super(`The rules cannot be used:\n${formatProblems(problems)}`);
    this.problems = problems;
  }
}

/**
 * Loads the rules and keeps them current. Rejects with a RulesError when the file is not usable at start; later a file that
 * is not usable changes nothing.
 */
export async function createRulesSource(options: RulesSourceOptions): Promise<RulesSource> {
  const { file, pollMs = 5000, settleMs = 100 } = options;
  const rules = await createKeeper(options);
  const stopped = new AbortController();
  let wanted = false;
  let working: Promise<void> | null = null;

  /** The waiting is done outside of the keeper's turn, so that `reload` never waits with it. */
  const takeWhenStill = async (): Promise<void> => {
    let before = await look(file);
    while (rules.isNews(before)) {
      await pause(settleMs, stopped.signal);
      if (stopped.signal.aborted) return;
      before = await rules.takeIf((now) => now.key === before.key);
    }
  };

  const wake = (): void => {
    wanted = true;
    working ??= (async () => {
      while (wanted && !stopped.signal.aborted) {
        wanted = false;
        await takeWhenStill().catch(options.onError);
      }
      working = null;
    })();
  };

  const watcher = watchFolder(file, wake, options.onError);
  const poll = setInterval(wake, pollMs).unref();
  wake(); // for a change between the first look and the watcher

  return {
    current: rules.current,
    reload: rules.take,
    stop: async () => {
      stopped.abort();
      clearInterval(poll);
      watcher?.close();
      await working;
    },
  };
}

/** Holds the rules in force. One content at a time is taken, or an older one could come after a newer one. */
async function createKeeper({ file, onLoaded, onProblems }: RulesSourceOptions) {
  const first = await look(file);
  const parsed = parseLook(first, file);
  if (!parsed.ok) throw new RulesError(parsed.problems);
  await onLoaded(parsed);

  let inForce = { key: first.key, loaded: parsed as LoadedRules };
  let lastKey = first.key;
  let turn: Promise<unknown> = Promise.resolve();

  const settle = async (now: Look): Promise<ReloadOutcome> => {
    const known = now.key === lastKey || now.key === inForce.key;
    const outcome = known ? standing(now) : await bringIn(now);
    lastKey = now.key;
    return outcome;
  };

  const standing = (now: Look): ReloadOutcome => (now.key === inForce.key ? 'unchanged' : 'kept_old');

  const bringIn = async (now: Look): Promise<ReloadOutcome> => {
    const next = parseLook(now, file);
    if (!next.ok) {
      await onProblems(next.problems);
      return 'kept_old';
    }
    await onLoaded(next);
    inForce = { key: now.key, loaded: next };
    return 'loaded';
  };

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work, work);
    turn = mine;
    return mine;
  };

  return {
    current: () => inForce.loaded,
    isNews: (seen: Look) => seen.key !== lastKey,
    take: () => inTurn(async () => settle(await look(file))),
    /** Takes what stands there now if it is what the caller waits for; gives back what it saw. */
    takeIf: (isAwaited: (now: Look) => boolean) =>
      inTurn(async () => {
        const now = await look(file);
        if (isAwaited(now)) await settle(now);
        return now;
      }),
  };
}

/** Keeps no process alive, and ends at once, without an error, when the signal is aborted. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { ref: false, signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
