import type { Agent, Oversight } from '../../src/agents/agent.ts';
import { toldOutside } from '../../src/agents/told.ts';

/** A run that nobody looks at and nobody ends: every tool may be called. */
export const UNWATCHED: Oversight = {
  progress: () => undefined,
  mayGoOn: () => Promise.resolve(),
  callTool: (_call, work) => work(),
  refuseTool: () => Promise.resolve(),
};

/** An agent of a test's own making, that says of itself what agents outside do. */
export function agentThat(name: string, run: Agent['run']): Agent {
  return { name, told: toldOutside, run };
}
