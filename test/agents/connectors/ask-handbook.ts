import type { AgentQuestion } from '../../../src/agents/agent.ts';
import { parseAnswer } from '../../../src/agents/contract.ts';
import { createHandbookAgent } from '../../../src/agents/connectors/handbook.ts';
import type { HandbookAgent } from '../../../src/agents/connectors/handbook.ts';
import { ask, notStopped } from '../questions.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { UNWATCHED } from '../../support/unwatched.ts';

export interface Reply {
  /** Empty when nothing was found. */
  text: string;
  source: string;
}

/** Asks within the contract; `{ text: '', source: '' }` when nothing was found. */
export async function reply(agent: HandbookAgent, question: string, changes: Partial<AgentQuestion> = {}): Promise<Reply> {
  const parsed = parseAnswer(await agent.run(ask(question, changes), notStopped(), UNWATCHED), { maxOutputCharacters: 50_000 });
  if (!parsed.ok) throw new Error(parsed.problem);
  if (parsed.answer.kind === 'nothing_found') return { text: '', source: '' };
  return { text: parsed.answer.text, source: parsed.answer.sources[0]?.title ?? '' };
}

export async function handbookOf(files: Record<string, string | Uint8Array>): Promise<HandbookAgent> {
  return createHandbookAgent({ name: 'keeper', folder: await temporaryFolder(files) });
}
