import type { AgentRule, RuleBook } from '../core/rule-book.ts';
import type { Agent } from './agent.ts';
import type { Connector } from './connector.ts';
import type { ServerProblem, ToolServers } from './tools/servers.ts';

/** By the name that the rules file uses after `connector:`. */
export type Connectors = Readonly<Record<string, Connector>>;

interface AgentProblem {
  agent: string;
  sentence: string;
}

type Problem = AgentProblem | ServerProblem;
type Book = Pick<RuleBook, 'agents' | 'toolServers'>;

export interface AgentRegistry {
  /** The agent as the newest rules describe it. Who holds an older one (a run that is under way) keeps it. */
  get(name: string): Agent | undefined;
  /** What `update` would complain about. Changes nothing. */
  check(book: Book): Problem[];
  /** Takes over the agents and the servers of tools of these rules. With any problem nothing changes, and the old ones stay. */
  update(book: Book): Problem[];
}

interface Registered {
  agent: Agent;
  /** The rule that it was made from: an agent whose rule did not change is kept, with whatever it has learnt to know. */
  rule: string;
}

export function createAgentRegistry(connectors: Connectors, servers: ToolServers): AgentRegistry {
  let registered = new Map<string, Registered>();

  function build(book: Book) {
    const agents = new Map<string, Registered>();
    const problems: AgentProblem[] = [];
    for (const [name, rule] of Object.entries(book.agents)) {
      const kept = registered.get(name);
      const made = kept?.rule === fingerprint(rule) ? ({ ok: true, agent: kept.agent } as const) : create(connectors, rule);
      if (made.ok) agents.set(name, { agent: made.agent, rule: fingerprint(rule) });
      else problems.push({ agent: name, sentence: made.sentence });
    }
    return { agents, problems };
  }

  return {
    get: (name) => registered.get(name)?.agent,
    check: (book) => [...servers.check(book), ...build(book).problems],
    update(book) {
      const { agents, problems } = build(book);
      const all = [...servers.check(book), ...problems];
      if (all.length > 0) return all;
      servers.update(book);
      registered = agents;
      return [];
    },
  };
}

function create(connectors: Connectors, rule: AgentRule): ReturnType<Connector['create']> {
  // The name comes from a file: `constructor` is not a connector.
  const connector = Object.hasOwn(connectors, rule.connector) ? connectors[rule.connector] : undefined;
  if (connector) return connector.create(rule);
  const known = Object.keys(connectors).sort().join(', ');
  return {
    ok: false,
    sentence: `The agent ${rule.name} names the connector “${rule.connector}”, which does not exist. Known are: ${known}.`,
  };
}

/** Without the time limit, which is read from the rules at each run. */
function fingerprint({ name, connector, settings }: AgentRule): string {
  return JSON.stringify([name, connector, Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1))]);
}
