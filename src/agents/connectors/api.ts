import type { Agent } from '../agent.ts';
import type { Connector } from '../connector.ts';
import { toldOutside } from '../told.ts';

/**
 * `connector: api` in the rules file: an agent that calls us. Nothing is sent to anybody; the run waits, and its answer comes through the
 * door, which moves the draft on and so ends the run.
 */
export function createApiConnector(): Connector {
  return { create: ({ name }) => ({ ok: true, agent: createApiAgent(name) }) };
}

function createApiAgent(name: string): Agent {
  return { name, told: toldOutside, run: (_question, signal) => untilAborted(signal) };
}

/** Rejects when it is aborted, with why. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  const end = (): void => reject(signal.reason as Error);
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
  return promise;
}
