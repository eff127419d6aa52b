import { checkReferences } from './check-people.ts';
import { checkDuration } from './check-duration.ts';
import type { Path, Report } from './problem.ts';
import { type ReadableRules, written } from './readable.ts';
import type { Groups } from './references.ts';
import { didYouMean, oneOf, quoted } from './words.ts';

interface Demands {
  /** With an example of each. */
  needs: Record<string, string>;
  may: readonly string[];
}

/** What each connector that exists demands of its agents, and what else it knows. */
const CONNECTORS: Record<string, Demands> = {
  api: { needs: {}, may: [] },
  command: { needs: { program: './agents/faq.mjs' }, may: ['arguments', 'environment', 'run_as'] },
  handbook: { needs: { folder: './handbook' }, may: [] },
  http: { needs: { url: 'https://faq.example.com/ask', secret: 'FAQ_SECRET' }, may: ['private_addresses'] },
  model: {
    needs: { url: 'https://models.example.com/v1', model: 'small-1' },
    may: ['key', 'instructions', 'max_tokens', 'max_completion_tokens', 'steps', 'response_format', 'private_addresses', 'tools'],
  },
};
const OF_EVERY_AGENT: readonly string[] = ['connector', 'time_limit'];
/** Settings of all connectors: what is none of them was told as an unknown key already. */
const SETTINGS = Object.values(CONNECTORS).flatMap(({ needs, may }) => [...Object.keys(needs), ...may]);

const LONGEST_NAME = 32;

/** Null when the section cannot be read at all: then nobody is blamed for naming an agent. */
export type AgentNames = readonly string[] | null;

/** `value` is the file as it was written: a key that does not fit is not missing. */
export function checkAgents(rules: ReadableRules, value: unknown, names: AgentNames, report: Report): void {
  if (names === null) return;
  if (names.length === 0) report(['agents'], 'there is no agent; name at least one');
  for (const name of names) {
    const path = ['agents', name];
    if (name === 'countersign') report(path, 'an agent cannot be called “countersign”: that is how people address the bot itself');
    if (name.length > LONGEST_NAME) report(path, `the name is longer than ${LONGEST_NAME} characters`);
    const agent = rules.agents?.[name];
    if (agent === undefined) continue;
    checkDuration(agent.time_limit, [...path, 'time_limit'], { least: '1s', most: '10m' }, report);
    if (agent.connector !== undefined) checkConnector(agent.connector, written(written(value, 'agents'), name), path, report);
  }
}

function checkConnector(connector: string, agent: unknown, path: Path, report: Report): void {
  const connectors = Object.keys(CONNECTORS);
  const demanded = Object.hasOwn(CONNECTORS, connector) ? CONNECTORS[connector] : undefined;
  if (demanded === undefined) {
    const hint = didYouMean(connector, connectors) || `; it has: ${oneOf(connectors)}`;
    report([...path, 'connector'], `this version has no connector ${quoted(connector)}${hint}`);
    return;
  }
  for (const [key, example] of Object.entries(demanded.needs)) {
    if (written(agent, key) === undefined)
      report([...path, key], `is missing; the connector ${connector} needs it, such as ${key}: ${example}`);
  }
  const known = [...OF_EVERY_AGENT, ...Object.keys(demanded.needs), ...demanded.may];
  for (const key of SETTINGS) {
    if (!known.includes(key) && written(agent, key) !== undefined) report([...path, key], `the connector ${connector} does not know it`);
  }
  if (written(agent, 'max_tokens') !== undefined && written(agent, 'max_completion_tokens') !== undefined)
    report([...path, 'max_completion_tokens'], 'is the same as `max_tokens` by another name; write the one that the endpoint knows');
}

/** A list of agents somewhere in the file. */
export function checkAgentNames(list: readonly (string | undefined)[] | undefined, path: Path, names: AgentNames, report: Report): void {
  if (names === null || names.length === 0) return;
  for (const [index, name] of (list ?? []).entries()) {
    if (name === undefined) continue;
    if (!names.includes(name))
      report([...path, index], `no agent is called ${quoted(name)}${didYouMean(name, names) || `; there is: ${oneOf(names, 'and')}`}`);
    else if (list?.indexOf(name) !== index) report([...path, index], `${quoted(name)} is named twice`);
  }
}

export function checkDirectMessages(rules: ReadableRules, names: AgentNames, groups: Groups, report: Report): void {
  const direct = rules.direct_messages;
  if (direct === undefined) return;
  checkAgentNames(direct.agents, ['direct_messages', 'agents'], names, report);
  if (Array.isArray(direct.may_ask)) checkReferences(direct.may_ask, ['direct_messages', 'may_ask'], groups, report);
}
