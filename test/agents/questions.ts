import type { AgentQuestion } from '../../src/agents/agent.ts';

/** A first question, as the application asks it; `changes` for everything else. */
export function ask(question: string, changes: Partial<AgentQuestion> = {}): AgentQuestion {
  return {
    run: 'run_00000000000000000000000000',
    draft: 'drf_00000000000000000000000000',
    question,
    requester: 'playground:acme:ana',
    wish: null,
    previous: null,
    rejection: null,
    conversation: [],
    thread: [],
    tools: [],
    maxCharacters: 1_800,
    ...changes,
  };
}

export function notStopped(): AbortSignal {
  return new AbortController().signal;
}
