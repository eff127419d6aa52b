/**
 * What an agent at the boundary may do besides answering well. A harness brings an agent for each act, and the suite looks at what
 * becomes of the run.
 */
import { expect } from 'vitest';
import type { Agent, Answer } from '../../src/agents/agent.ts';
import { parseAnswer } from '../../src/agents/contract.ts';
import { type RunOutcome, runAgent } from '../../src/agents/run-agent.ts';
import { agentThat, UNWATCHED } from '../support/unwatched.ts';
import { ask, notStopped } from './questions.ts';

export type Act =
  /** Tells three parts of `PARTS`, each with what came before; when it is released, it gives them all as its answer. */
  | 'streams'
  /** Says `SECRET`, and fails. */
  | 'fails'
  /** Tells the first of `PARTS`, and nothing more. */
  | 'hangs'
  /** Answers with two megabytes. */
  | 'huge'
  /** Answers `ANSWERED`, for everyone. */
  | 'lies'
  /** Answers `ANSWERED`, and then `SECRET`. */
  | 'twice'
  /** Tells the first of `PARTS`; when it is released, it answers, whether or not anybody listens. */
  | 'late';

export interface Actor {
  agent: Agent;
  /** Resolves when it has been told to go on. */
  release(): Promise<void>;
}

/** Each long enough to be told by itself. */
export const PARTS = [
  'The first of three sentences that come one by one. ',
  'Then, after it, here is the second. ',
  'And that was the third.',
];
export const ANSWERED: Answer = { kind: 'answer', audience: 'requester_only', text: 'Yes.', sources: [] };
export const SECRET = 'the words of nobody but the agent';

interface Clause {
  act: Act;
  check(actor: Actor): Promise<void>;
  broken: Agent;
}

const says = (output: unknown): Agent => agentThat('broken', () => Promise.resolve(output));
const whole: Answer = { ...ANSWERED, text: PARTS.join('') };

export const ACTS: Record<string, Clause> = {
  'tells its progress before its answer, all of it each time': {
    act: 'streams',
    async check(actor) {
      const { running, told } = watched(actor, async (text) => {
        if (text.includes('second')) await actor.release();
      });
      const outcome = await running;
      expect(outcome).toEqual({ ok: true, output: whole });
      expect(told.length).toBeGreaterThan(1);
      for (const [index, text] of told.entries()) expect((told[index + 1] ?? whole.text).startsWith(text)).toBe(true);
    },
    broken: says(whole),
  },
  'that fails is a failure, without a word of its own': {
    act: 'fails',
    async check(actor) {
      const outcome = await watched(actor).running;
      expect(outcome).toMatchObject({ ok: false, code: 'AGENT_FAILED' });
      expect(JSON.stringify(outcome)).not.toContain(SECRET);
    },
    broken: says(SECRET),
  },
  'that is late has failed when its time is up': {
    act: 'late',
    async check(actor) {
      expect(await watched(actor, undefined, { timeLimitMs: 300 }).running).toMatchObject({ ok: false, code: 'AGENT_TIMED_OUT' });
      await actor.release();
    },
    broken: says(whole),
  },
  'that never stops talking is a failure': {
    act: 'huge',
    async check(actor) {
      const outcome = await watched(actor).running;
      expect(outcome).toMatchObject({ ok: false, code: 'AGENT_FAILED', detail: expect.stringContaining('more than 1048576 bytes') });
    },
    broken: says('a'.repeat(2_000_000)),
  },
  'that lies about who may read its answer breaks the contract': {
    act: 'lies',
    async check(actor) {
      const outcome = await watched(actor).running;
      const parsed = parseAnswer(outcome.ok && outcome.output, { maxOutputCharacters: 1_000 });
      expect(parsed).toMatchObject({ ok: false, problem: expect.stringContaining('audience') });
    },
    broken: says(ANSWERED),
  },
  'that answers twice has given its first answer': {
    act: 'twice',
    async check(actor) {
      expect(await watched(actor).running).toEqual({ ok: true, output: ANSWERED });
    },
    broken: says(whole),
  },
  'that is killed in the middle of a run ends at once': {
    act: 'hangs',
    async check({ agent }) {
      const stop = new AbortController();
      const late = Promise.withResolvers<string>();
      const progress = (): void => {
        stop.abort();
        setTimeout(late.resolve, 1_000, 'too late').unref();
      };
      const ended = agent.run(ask('Well?'), stop.signal, { ...UNWATCHED, progress }).catch(() => 'ended');
      expect(await Promise.race([ended, late.promise])).toBe('ended');
    },
    broken: agentThat('broken', (_question, _signal, { progress }) => (progress('…'), new Promise(() => undefined))),
  },
  'that answers after it was killed has said nothing': {
    act: 'late',
    async check(actor) {
      const stop = new AbortController();
      const { running, told } = watched(actor, () => stop.abort(), { signal: stop.signal });
      expect(await running).toMatchObject({ ok: false, code: 'AGENT_ABORTED' });
      const before = told.length;
      await actor.release();
      await new Promise((resolve) => void setImmediate(resolve));
      expect(told).toHaveLength(before);
    },
    broken: says(whole),
  },
};

function watched(
  { agent }: Actor,
  hear: (text: string) => unknown = () => undefined,
  limits: { signal?: AbortSignal; timeLimitMs?: number } = {},
): { running: Promise<RunOutcome>; told: string[] } {
  const told: string[] = [];
  const progress = (text: string): void => {
    told.push(text);
    void hear(text);
  };
  const running = runAgent(agent, ask('Well?'), {
    timeLimitMs: 20_000,
    signal: notStopped(),
    ...limits,
    oversight: { ...UNWATCHED, progress },
  });
  return { running, told };
}
