import { inspect } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';

export interface UntilOptions {
  /** What is waited for, for the error: "the post in the thread". */
  what?: string;
  timeoutMs?: number;
  /** At first; the longer it waited already, the less often it looks: looking keeps those busy who are waited for. */
  everyMs?: number;
}

const LOOKS_A_WAIT = 8;
const SELDOM_MS = 200;

/**
 * Asks again and again until the answer is truthy, and resolves with it. Only for what tells nobody when it happens:
 * where there is an event, await the event. An error of the condition counts as "not yet" and stands in the final error.
 */
export async function until<T>(condition: () => T | Promise<T>, options: UntilOptions = {}): Promise<NonNullable<T>> {
  const { what = condition.toString(), timeoutMs = 15_000, everyMs = 15 } = options;
  const begun = performance.now();
  for (;;) {
    const answer = await attempt(condition);
    if ('value' in answer && answer.value) return answer.value;
    const waited = performance.now() - begun;
    if (waited >= timeoutMs) throw new Error(`Waited ${timeoutMs} ms in vain for: ${what}. ${lastWord(answer)}`);
    await sleep(Math.max(everyMs, Math.min(waited / LOOKS_A_WAIT, SELDOM_MS)));
  }
}

type Answer<T> = { value: T } | { error: unknown };

async function attempt<T>(condition: () => T | Promise<T>): Promise<Answer<T>> {
  try {
    return { value: await condition() };
  } catch (error) {
    return { error };
  }
}

function lastWord(answer: Answer<unknown>): string {
  return 'error' in answer ? `The last error: ${inspect(answer.error)}` : `The last answer: ${inspect(answer.value, { depth: 4 })}`;
}
