import type { AgentQuestion, Told } from './agent.ts';

/** What an agent outside is told; docs/agents.md shows it. Who asks, and where, is none of its business. */
export function toldOf({ run, question, wish, previous, rejection, conversation, thread, maxCharacters }: AgentQuestion) {
  return { v: 1, run, question, wish, previous, rejection, conversation, thread, max_characters: maxCharacters };
}

/** Of an agent that is told this and nothing else, and whose model nobody knows. */
export function toldOutside(question: AgentQuestion): Promise<Told> {
  return Promise.resolve({ model: null, prompt: JSON.stringify(toldOf(question)) });
}
