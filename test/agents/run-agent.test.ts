import { describe, expect, test } from 'vitest';
import type { Agent } from '../../src/agents/agent.ts';
import { AgentError } from '../../src/agents/agent-error.ts';
import { runAgent } from '../../src/agents/run-agent.ts';
import { ask, notStopped } from './questions.ts';
import { agentThat as named, UNWATCHED } from '../support/unwatched.ts';

const question = ask('Where is the key?');
const SECRET = 'the text of a draft';

function agentThat(run: Agent['run']): Agent {
  return named('test', run);
}

const never = agentThat(() => new Promise(() => undefined));
const runningTimers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;

describe('a run within its limits', () => {
  test('gives back what the agent said', async () => {
    const output = { any: 'thing' };
    const outcome = await runAgent(
      agentThat(async (asked) => ({ ...output, asked })),
      question,
      { timeLimitMs: 1_000, signal: notStopped(), oversight: UNWATCHED },
    );
    expect(outcome).toEqual({ ok: true, output: { any: 'thing', asked: question } });
  });

  test('leaves no timer behind, and no listener on the signal', async () => {
    const before = runningTimers();
    const signal = notStopped();
    let listeners = 0;
    const watched = new Proxy(signal, {
      get(target, key) {
        if (key === 'addEventListener') listeners++;
        if (key === 'removeEventListener') listeners--;
        const member: unknown = Reflect.get(target, key);
        return typeof member === 'function' ? member.bind(target) : member;
      },
    });
    const running = runAgent(
      agentThat(async () => 1),
      question,
      { timeLimitMs: 60_000, signal: watched, oversight: UNWATCHED },
    );
    expect([runningTimers(), listeners]).toEqual([before + 1, 1]);
    await running;
    expect([runningTimers(), listeners]).toEqual([before, 0]);
  });

  test('is not cut short by a time limit of more than 24 days', async () => {
    const outcome = await runAgent(
      agentThat(() => new Promise((resolve) => void setTimeout(resolve, 20, 'done'))),
      question,
      {
        timeLimitMs: 30 * 86_400_000,
        signal: notStopped(),
        oversight: UNWATCHED,
      },
    );
    expect(outcome).toEqual({ ok: true, output: 'done' });
  });
});

describe('the time limit', () => {
  test('ends an agent that never ends', async () => {
    const outcome = await runAgent(never, question, { timeLimitMs: 20, signal: notStopped(), oversight: UNWATCHED });
    expect(outcome).toEqual({ ok: false, code: 'AGENT_TIMED_OUT', detail: 'The agent did not answer within 20 ms.' });
  });

  test('tells the agent to stop', async () => {
    let told: AbortSignal | undefined;
    const agent = agentThat((_, signal) => {
      told = signal;
      return new Promise(() => undefined);
    });
    const running = runAgent(agent, question, { timeLimitMs: 20, signal: notStopped(), oversight: UNWATCHED });
    expect(told?.aborted).toBe(false);
    await running;
    expect(told?.aborted).toBe(true);
  });

  test('drops the answer that an agent gives when it is told to stop', async () => {
    const agent = agentThat((_, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve('late'))));
    const outcome = await runAgent(agent, question, { timeLimitMs: 20, signal: notStopped(), oversight: UNWATCHED });
    expect(outcome).toMatchObject({ ok: false, code: 'AGENT_TIMED_OUT' });
  });

  test('is not disturbed by an agent that fails afterwards', async () => {
    const unhandled: unknown[] = [];
    const listen = (error: unknown) => void unhandled.push(error);
    process.on('unhandledRejection', listen);
    const late = Promise.withResolvers<never>();
    const outcome = await runAgent(
      agentThat(() => late.promise),
      question,
      { timeLimitMs: 20, signal: notStopped(), oversight: UNWATCHED },
    );
    late.reject(new Error('late'));
    await new Promise((resolve) => void setImmediate(resolve));
    process.off('unhandledRejection', listen);
    expect([outcome.ok, unhandled]).toEqual([false, []]);
  });
});

describe('a person who stops the run', () => {
  test('ends it at once, though the agent does not listen', async () => {
    const stop = new AbortController();
    const running = runAgent(never, question, { timeLimitMs: 60_000, signal: stop.signal, oversight: UNWATCHED });
    const before = runningTimers();
    stop.abort(new Error(SECRET));
    expect(await running).toEqual({ ok: false, code: 'AGENT_ABORTED', detail: 'The run was stopped.' });
    expect(runningTimers()).toBe(before - 1);
  });

  test('before it began keeps the agent from being asked', async () => {
    let asked = false;
    const agent = agentThat(async () => void (asked = true));
    const outcome = await runAgent(agent, question, { timeLimitMs: 1_000, signal: AbortSignal.abort(), oversight: UNWATCHED });
    expect(outcome).toMatchObject({ ok: false, code: 'AGENT_ABORTED' });
    expect(asked).toBe(false);
  });
});

const hostile = new Proxy(new Error(SECRET), { get: () => { throw new Error(SECRET); } }); // prettier-ignore
const renamed = Object.assign(new Error(SECRET), { name: `x ${SECRET}`, code: SECRET });

const FAILURES: Record<string, [thrown: unknown, detail: string]> = {
  'an error': [new TypeError(SECRET), 'The agent failed with TypeError.'],
  'an error of the system': [Object.assign(new Error(SECRET), { code: 'ECONNREFUSED' }), 'The agent failed with Error (ECONNREFUSED).'],
  'an error whose name is a text': [renamed, 'The agent failed with an error.'],
  'an error that cannot be read': [hostile, 'The agent failed with an error that cannot be read.'],
  'a string': [SECRET, 'The agent failed with a string that is not an error.'],
  nothing: [undefined, 'The agent failed with a undefined that is not an error.'],
  null: [null, 'The agent failed with a null that is not an error.'],
  'an object with hostile keys': [{ toString: null, message: SECRET }, 'The agent failed with a object that is not an error.'],
  'a failure that the connector explains': [new AgentError('The folder /x does not exist.'), 'The folder /x does not exist.'],
};

describe('an agent that fails is described without a word of its own', () => {
  test.each(Object.entries(FAILURES))('rejecting with %s', async (_, [thrown, detail]) => {
    const outcome = await runAgent(
      agentThat(async () => {
        throw thrown;
      }),
      question,
      { timeLimitMs: 1_000, signal: notStopped(), oversight: UNWATCHED },
    );
    expect(outcome).toEqual({ ok: false, code: 'AGENT_FAILED', detail });
  });

  test.each(Object.entries(FAILURES))('throwing %s', async (_, [thrown, detail]) => {
    const agent = agentThat(() => {
      throw thrown;
    });
    expect(await runAgent(agent, question, { timeLimitMs: 1_000, signal: notStopped(), oversight: UNWATCHED })).toEqual({
      ok: false,
      code: 'AGENT_FAILED',
      detail,
    });
  });
});
