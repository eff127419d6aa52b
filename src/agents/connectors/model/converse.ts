import { dynamicTool, jsonSchema, type ModelMessage, type ToolModelMessage, type ToolSet } from 'ai';
import { AgentError } from '../../agent-error.ts';
import type { Oversight } from '../../agent.ts';
import type { ToolBox } from '../../tools/tool-box.ts';
import { answerIn } from './answer.ts';
import { callModel, type Endpoint, type WantedCall } from './call.ts';
import { createPartial } from './partial.ts';
import type { Prompt } from './prompt.ts';

export interface Conversation {
  endpoint: Endpoint;
  prompt: Prompt;
  tools: ToolBox;
  /** The most calls of the model. */
  steps: number;
  signal: AbortSignal;
  oversight: Oversight;
}

/** The most calls of tools that one run may want, refused ones included: each is written into the log. */
const MOST_CALLS = 50;

/** Calls the model, and the tools that it wants, until it answers. What it answers is handed on as it is. */
export async function converse({ endpoint, prompt, tools, steps, signal, oversight }: Conversation): Promise<unknown> {
  const messages: ModelMessage[] = [{ role: 'user', content: prompt.question }];
  let calls = 0;
  for (let step = 1; ; step += 1) {
    const said = await callModel(endpoint, {
      system: prompt.system,
      messages,
      tools: offeredTo(tools),
      isLast: step === steps,
      signal,
      mayGoOn: () => oversight.mayGoOn(),
      hear: createPartial((text) => oversight.progress(text)),
    });
    // In the last step no tool can be called: it answers, or has failed.
    if (said.calls.length === 0 || step === steps) return answerIn(said.text);
    calls += said.calls.length;
    if (calls > MOST_CALLS) throw new AgentError(`The model wanted more than ${MOST_CALLS} calls of tools in one run.`);
    messages.push(...said.messages, await results(said.calls, tools));
  }
}

function offeredTo(tools: ToolBox): ToolSet {
  const offered = tools.offered.map(({ name, description, parameters }) => [
    name,
    // Described by strangers: it is data to the model, and nothing to us. Without `execute`: the package only tells what is wanted.
    dynamicTool({ description, inputSchema: jsonSchema(parameters) }) as ToolSet[string],
  ]);
  return Object.fromEntries(offered) as ToolSet;
}

/** One after the other: between any two the run may be ended. */
async function results(calls: WantedCall[], tools: ToolBox): Promise<ToolModelMessage> {
  const content: ToolModelMessage['content'] = [];
  for (const call of calls) {
    const value = await tools.call(call.name, call.arguments, call.isWellFormed);
    content.push({ type: 'tool-result', toolCallId: call.id, toolName: call.name, output: { type: 'text', value } });
  }
  return { role: 'tool', content };
}
