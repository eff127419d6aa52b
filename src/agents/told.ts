import type { AgentQuestion } from './agent.ts';

/** What an agent outside is told; docs/agents.md shows it. Who asks, and where, is none of its business. */
export function toldOf({ run, question, wish, previous, thread, maxCharacters }: AgentQuestion) {
  return { v: 1, run, question, wish, previous, thread, max_characters: maxCharacters };
}
