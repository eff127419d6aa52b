import type { Agent, AgentQuestion, Oversight, Told } from './agent.ts';
import { AgentError } from './agent-error.ts';

/** `detail` is one sentence for the operator's log. It holds nothing that the agent said. */
export type RunOutcome =
  | { ok: true; output: unknown }
  | { ok: false; code: 'AGENT_TIMED_OUT' | 'AGENT_FAILED' | 'AGENT_ABORTED'; detail: string };

export interface RunLimits {
  /** From the start of the run, in milliseconds. */
  timeLimitMs: number;
  /** Aborted when a person stops the run, or the kill switch is engaged. */
  signal: AbortSignal;
  /** Hears nothing more of the run once it is over. */
  oversight: Oversight;
}

/** Longer delays make `setTimeout` fire at once: https://nodejs.org/api/timers.html#settimeoutcallback-delay-args */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Runs an agent once and never throws. The first of answer, failure, time limit and abort is the outcome; the agent is told to
 * stop, and whatever it says afterwards is dropped. An agent that ignores being told is left behind, not waited for.
 */
export function runAgent(agent: Agent, question: AgentQuestion, { timeLimitMs, signal, oversight }: RunLimits): Promise<RunOutcome> {
  if (signal.aborted) return Promise.resolve(aborted());
  const { promise, resolve } = Promise.withResolvers<RunOutcome>();
  const stop = new AbortController();
  const timer = setTimeout(() => end(timedOut(timeLimitMs)), Math.min(timeLimitMs, LONGEST_TIMER_MS));
  const onAbort = () => end(aborted());
  signal.addEventListener('abort', onAbort);

  function end(outcome: RunOutcome) {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    // Only the first counts: whatever the agent says to the abort comes too late.
    resolve(outcome);
    stop.abort();
  }

  const answered = new Promise<unknown>((give) => give(agent.run(question, stop.signal, whileRunning(oversight, stop.signal))));
  answered.then(
    (output) => end({ ok: true, output }),
    (error: unknown) => end({ ok: false, code: 'AGENT_FAILED', detail: describe(error) }),
  );
  return promise;
}

/** What it would be told; never throws. */
export async function tellAgent(agent: Agent, question: AgentQuestion): Promise<{ ok: true; told: Told } | { ok: false; detail: string }> {
  try {
    return { ok: true, told: await agent.told(question) };
  } catch (error) {
    return { ok: false, detail: describe(error) };
  }
}

/** What an agent does after its end is nothing: it is neither shown nor carried out. */
function whileRunning(oversight: Oversight, over: AbortSignal): Oversight {
  return {
    progress(text) {
      if (!over.aborted) oversight.progress(text);
    },
    async mayGoOn() {
      over.throwIfAborted();
      await oversight.mayGoOn();
    },
    async callTool(call, work) {
      over.throwIfAborted();
      return oversight.callTool(call, work);
    },
    async refuseTool(call) {
      over.throwIfAborted();
      await oversight.refuseTool(call);
    },
  };
}

function timedOut(timeLimitMs: number): RunOutcome {
  return { ok: false, code: 'AGENT_TIMED_OUT', detail: `The agent did not answer within ${timeLimitMs} ms.` };
}

function aborted(): RunOutcome {
  return { ok: false, code: 'AGENT_ABORTED', detail: 'The run was stopped.' };
}

/** Messages of foreign errors may hold the text of a draft, so only what looks like the name of a class or a code is kept. */
function describe(error: unknown): string {
  if (error instanceof AgentError) return error.message;
  try {
    if (!(error instanceof Error)) return `The agent failed with a ${error === null ? 'null' : typeof error} that is not an error.`;
    const code = 'code' in error ? nameIn(error.code) : null;
    return `The agent failed with ${nameIn(error.name) ?? 'an error'}${code === null ? '' : ` (${code})`}.`;
  } catch {
    // A hostile error: its properties are getters that throw.
    return 'The agent failed with an error that cannot be read.';
  }
}

function nameIn(value: unknown): string | null {
  return typeof value === 'string' && /^[A-Za-z][A-Za-z0-9_]{0,59}$/.test(value) ? value : null;
}
