import { inspect } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';

export interface UntilOptions {
  /** What is waited for, for the error: "the post in the thread". */
  what?: string;
  timeoutMs?: number;
  everyMs?: number;
}

/**
 * Asks again and again until the answer is truthy, and resolves with it. Only for what tells nobody when it happens:
 * where there is an event, await the event. An error of the condition counts as "not yet" and stands in the final error.
 */
export async function until<T>(condition: () => T | Promise<T>, options: UntilOptions = {}): Promise<NonNullable<T>> {
  const { what = condition.toString(), timeoutMs = 15_000, everyMs = 15 } = options;
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const answer = await attempt(condition);
    if ('value' in answer && answer.value) return answer.value;
    if (performance.now() >= deadline) throw new Error(`Waited ${timeoutMs} ms in vain for: ${what}. ${lastWord(answer)}`);
    await sleep(everyMs);
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
