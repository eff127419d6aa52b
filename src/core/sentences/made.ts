/** What a card says of how an answer was made. The names of models and tools are the operator's; they come escaped. */
import { joinNames } from '../post.ts';
import { count } from '../times.ts';
import { quoted } from './words.ts';

export const MADE = {
  soFar: (agent: string) => `${agent} has written so far, and is not done:`,
  withModel: (model: string) => `Made with the model ${model}.`,
  withTools: (tools: readonly string[]) => `Looked up with ${joinNames(tools)}.`,
  tool: (tool: string, calls: number, failed: number) => `${tool} (${count(calls, 'call')}${failed === 0 ? '' : `, ${failed} failed`})`,
  /** Names of the agent's own making, shown to its requester alone. */
  refused: (agent: string, tools: readonly string[]) =>
    `${agent} also wanted ${joinNames(tools.map(quoted))}, which the rules do not allow here. Nothing was called.`,
} as const;
