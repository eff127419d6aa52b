/**
 * What every connector's agent must keep. Each clause comes with an agent that breaks it, so that a clause that cannot fail is
 * itself a failure.
 */
import { expect, test } from 'vitest';
import type { Agent, Answer } from '../../src/agents/agent.ts';
import { parseAnswer } from '../../src/agents/contract.ts';
import type { ParsedAnswer } from '../../src/agents/contract.ts';
import { runAgent } from '../../src/agents/run-agent.ts';
import { type Act, type Actor, ACTS } from './acts.ts';
import { ask, notStopped } from './questions.ts';
import { agentThat, UNWATCHED } from '../support/unwatched.ts';

/** How the suite reaches one kind of agent. `make` is called once for each clause. */
interface AgentHarness {
  make(): Promise<Agent>;
  /** A question that it answers, at any length of 200 characters or more. */
  answerable: string;
  otherAnswerable: string;
  unanswerable: string;
  /** An agent of this kind for each act; or, in words, why this kind cannot do any of them. */
  acts: ((act: Act) => Promise<Actor>) | string;
  /** Of the clauses about acts, those that this kind cannot keep, each with the reason in words. */
  waived?: Record<string, string>;
}

type Questions = Omit<AgentHarness, 'make' | 'acts' | 'waived'>;

interface Clause {
  check(agent: Agent, questions: Questions): Promise<void>;
  broken: Agent;
}

const answered: Answer = { kind: 'answer', audience: 'requester_only', text: 'Yes.', sources: [] };
const breaking = (run: Agent['run']): Agent => agentThat('broken', run);
const says = (output: unknown): Agent => breaking(() => Promise.resolve(output));

const CLAUSES: Record<string, Clause> = {
  'answers within the contract': {
    async check(agent, { answerable }) {
      expect(await outcome(agent, answerable)).toMatchObject({ ok: true, answer: { kind: 'answer' } });
    },
    broken: says({ ...answered, audience: 'everyone' }),
  },
  'says that it found nothing, within the contract': {
    async check(agent, { unanswerable }) {
      expect(await outcome(agent, unanswerable)).toMatchObject({ ok: true, answer: { kind: 'nothing_found' } });
    },
    broken: says(answered),
  },
  'gives no answer that is longer than what can be posted': {
    async check(agent, { answerable }) {
      for (const maxCharacters of [5_000, 500, 200]) {
        const parsed = await outcome(agent, answerable, { maxCharacters });
        expect(parsed.ok && parsed.answer.kind === 'answer' ? parsed.answer.text.length : Infinity).toBeLessThanOrEqual(maxCharacters);
      }
    },
    broken: says({ ...answered, text: 'long '.repeat(100) }),
  },
  'answers two people at once, each with their own answer': {
    async check(agent, { answerable, otherAnswerable }) {
      const alone = [await outcome(agent, answerable), await outcome(agent, otherAnswerable)];
      expect(alone[0]).not.toEqual(alone[1]);
      expect(await Promise.all([outcome(agent, answerable), outcome(agent, otherAnswerable)])).toEqual(alone);
    },
    broken: says(answered),
  },
  'keeps to the contract when it is asked again, whatever was wished': {
    async check(agent, { answerable }) {
      const wishes = ['', 'shorter', 'with an example, please', '\u{1f600}'.repeat(50), '__proto__ constructor toString'];
      for (const wish of wishes) {
        for (const previous of ['', 'Something else.', 'x'.repeat(10_000)]) {
          expect(await outcome(agent, answerable, { wish, previous, thread: [{ from: 'Ben', text: wish }] })).toMatchObject({ ok: true });
        }
      }
    },
    broken: breaking(({ wish }) => Promise.resolve({ ...answered, wish })),
  },
  'keeps to the contract when the question is hostile': {
    async check(agent) {
      const hostile = [
        '',
        ' ',
        '\0',
        '\ud800',
        '(a+)+$ [',
        '*',
        '../../../etc/passwd',
        '__proto__',
        'word '.repeat(20_000),
        'x'.repeat(100_000),
      ];
      for (const question of hostile) expect(await outcome(agent, question)).toMatchObject({ ok: true });
    },
    broken: breaking(({ question }) => Promise.resolve({ ...answered, text: question })),
  },
  'ends soon after it is stopped': {
    async check(agent, { answerable }) {
      const stop = new AbortController();
      const ended = agent.run(ask(answerable), stop.signal, UNWATCHED).then(
        () => true,
        () => true,
      );
      stop.abort();
      expect(await Promise.race([ended, after(1_000)])).toBe(true);
    },
    broken: breaking(() => new Promise(() => undefined)),
  },
  'does nothing for a run that was stopped before it began': {
    async check(agent, { answerable }) {
      await expect(agent.run(ask(answerable), AbortSignal.abort(), UNWATCHED)).rejects.toBeDefined();
    },
    broken: says(answered),
  },
};

/** Registers the tests of one connector. */
export function agentContract({ make, acts, waived = {}, ...questions }: AgentHarness): void {
  test.each(Object.entries(CLAUSES))('%s', async (_, { check }) => check(await make(), questions));
  const nothing = typeof acts === 'string' ? [acts] : [];
  test.each(nothing)('of what agents outside do besides it can do nothing: %s', (because) => expect(because).not.toBe(''));
  const acting = typeof acts === 'string' ? [] : Object.entries(ACTS).map(([name, clause]) => ({ name, clause, acts }));
  const kept = acting.filter(({ name }) => waived[name] === undefined);
  test.each(kept)('an agent $name', async ({ clause, acts: actor }) => {
    await expect(clause.check(await actor(clause.act))).resolves.toBeUndefined();
  });
  const left = acting.filter(({ name }) => waived[name] !== undefined).map((one) => ({ ...one, because: waived[one.name] }));
  test.each(left)('waived: an agent $name: $because', async ({ clause, acts: actor }) => {
    await expect(clause.check(await actor(clause.act))).rejects.toMatchObject({ name: 'AssertionError' });
  });
}

/** Registers the tests of the suite itself. */
export function contractCanFail(): void {
  const questions = { answerable: 'one?', otherAnswerable: 'two?', unanswerable: 'three?' };
  test.each(Object.entries(CLAUSES))('an agent that breaks it fails: %s', async (_, { check, broken }) => {
    await expect(check(broken, questions)).rejects.toMatchObject({ name: 'AssertionError' });
  });
  test.each(Object.entries(ACTS))('an agent that acts in another way fails: %s', async (_, { check, broken }) => {
    await expect(check({ agent: broken, release: () => Promise.resolve() })).rejects.toMatchObject({ name: 'AssertionError' });
  });
}

async function outcome(agent: Agent, question: string, changes: Parameters<typeof ask>[1] = {}): Promise<ParsedAnswer> {
  const ran = await runAgent(agent, ask(question, changes), { timeLimitMs: 20_000, signal: notStopped(), oversight: UNWATCHED });
  expect(ran).toMatchObject({ ok: true });
  return parseAnswer(ran.ok ? ran.output : null, { maxOutputCharacters: 20_000 });
}

function after(ms: number): Promise<false> {
  return new Promise((resolve) => void setTimeout(() => resolve(false), ms).unref());
}
