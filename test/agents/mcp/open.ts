import { onTestFinished } from 'vitest';
import type { Oversight, ToolCall } from '../../../src/agents/agent.ts';
import type { BreakerOptions } from '../../../src/agents/tools/breakers.ts';
import { createToolServers, type ToolServers } from '../../../src/agents/tools/servers.ts';
import { openToolBox, type ToolBox } from '../../../src/agents/tools/tool-box.ts';
import type { ToolServerRule } from '../../../src/core/rule-book.ts';
import { UNWATCHED } from '../../support/unwatched.ts';

/** Servers of these settings, by name, and what operators read of them. */
export function serversOf(
  settings: Record<string, ToolServerRule['settings']>,
  options: { timeLimitMs?: number; breaking?: BreakerOptions; env?: Record<string, string> } = {},
): { servers: ToolServers; reported: string[] } {
  const { timeLimitMs = 10_000, breaking, env = {} } = options;
  const reported: string[] = [];
  const servers = createToolServers({
    env: { PATH: '/usr/bin:/bin', ...env },
    needsOtherUser: false,
    report: ({ agent, tool, problem }) => void reported.push(`${agent} ${tool}: ${problem}`),
    ...(breaking === undefined ? {} : { breaking }),
  });
  const toolServers = Object.fromEntries(Object.entries(settings).map(([name, one]) => [name, { name, timeLimitMs, settings: one }]));
  const problems = servers.update({ toolServers });
  if (problems.length > 0) throw new Error(problems.map(({ sentence }) => sentence).join(' '));
  return { servers, reported };
}

/** What a run's oversight saw, one line for each thing. */
export function watching(changes: Partial<Oversight> = {}): { oversight: Oversight; seen: string[] } {
  const seen: string[] = [];
  const said = ({ tool, arguments: given }: ToolCall): string => `${tool} ${given}`;
  const oversight: Oversight = {
    ...UNWATCHED,
    async callTool(call, work) {
      seen.push(`called ${said(call)}`);
      try {
        const result = await work();
        seen.push('answered');
        return result;
      } catch (error) {
        seen.push('failed');
        throw error;
      }
    },
    refuseTool: (call) => Promise.resolve(void seen.push(`refused ${said(call)}`)),
    ...changes,
  };
  return { oversight, seen };
}

/** Closed when the test ends. */
export async function openBox(
  allowed: string[],
  servers: ToolServers,
  { oversight = UNWATCHED, signal = new AbortController().signal }: { oversight?: Oversight; signal?: AbortSignal } = {},
): Promise<ToolBox> {
  const box = await openToolBox(allowed, servers, { agent: 'house', signal, oversight });
  onTestFinished(() => box[Symbol.asyncDispose]());
  return box;
}
