import type { Agent } from '../../../src/agents/agent.ts';
import { createModelConnector } from '../../../src/agents/connectors/model.ts';
import { createToolServers, type ToolServers } from '../../../src/agents/tools/servers.ts';
import type { AgentRule } from '../../../src/core/rule-book.ts';

const NO_SERVERS: ToolServers = createToolServers({ env: {}, needsOtherUser: false, report: () => undefined });

const env = { MODEL_KEY: 'sk-1', EMPTY: '', TWO: 'two words', DATA_KEY: 'secret' };

export function createModel(settings: AgentRule['settings'], servers = NO_SERVERS) {
  const rule = { name: 'house', connector: 'model', timeLimitMs: 1_000, tools: [] };
  return createModelConnector({ env, servers }).create({ ...rule, settings: { model: 'small-1', ...settings } });
}

/** At an address of this machine. */
export function modelAt(url: string, settings: AgentRule['settings'] = {}, servers = NO_SERVERS): Agent {
  const made = createModel({ url, private_addresses: 'allow', ...settings }, servers);
  if (!made.ok) throw new Error(made.sentence);
  return made.agent;
}
