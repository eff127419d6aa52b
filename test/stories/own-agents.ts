import type { Agent } from '../../src/agents/agent.ts';
import type { Overrides } from '../../src/installation.ts';
import { agentThat } from '../support/unwatched.ts';

/** Puts an agent of the story's own in the place of the handbook: it stands for any agent at the boundary. */
export function handbookRuns(run: Agent['run']): Overrides {
  return {
    wrap: (given) => ({
      ...given,
      agents: { ...given.agents, get: (name) => (name === 'handbook' ? agentThat(name, run) : given.agents.get(name)) },
    }),
  };
}

/** An answer within the contract. */
export function answer(text: string, more: object = {}): object {
  return { kind: 'answer', audience: 'requester_only', text, sources: [], ...more };
}

export function handbookAnswers(text: string, more: object = {}): Overrides {
  return handbookRuns(() => Promise.resolve(answer(text, more)));
}
