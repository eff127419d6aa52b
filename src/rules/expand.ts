import { dirname, resolve } from 'node:path';
import type { ChannelId, PersonId } from '../core/ids.ts';
import type { AgentRule, ChannelRule, MayAsk, RuleBook, ToolServerRule } from '../core/rule-book.ts';
import { expandPeople, isChannelForAlarms } from './references.ts';
import type { ChannelInFile, RulesFile } from './schema.ts';
import { durationMs, rateOf } from './units.ts';

/** A checked file as the core wants it: groups expanded, durations in milliseconds, paths absolute. `file` is where it was read from. */
export function expand(rules: RulesFile, file: string): RuleBook {
  const groups = new Map(Object.entries(rules.groups));
  const people = (list: readonly string[]) => expandPeople(groups, list);
  const mayAsk = (written: ChannelInFile['may_ask']): MayAsk => (typeof written === 'string' ? written : { people: people(written) });
  const alarms = people(rules.operators.alarms);
  return {
    operators: { people: people(rules.operators.people), alarms, alarmChannels: alarms.filter(isChannelForAlarms) },
    linked: rules.people as PersonId[][],
    agents: agentsOf(rules, dirname(resolve(file))),
    toolServers: toolServersOf(rules, dirname(resolve(file))),
    limits: { asks: rateOf(rules.limits.asks), openDrafts: rules.limits.open_drafts },
    directMessages: rules.direct_messages
      ? { agents: rules.direct_messages.agents, mayAsk: mayAsk(rules.direct_messages.may_ask), tools: rules.direct_messages.tools }
      : null,
    channels: rules.channels.map((rule): ChannelRule => ({
      channel: (rule.channel ?? null) as ChannelId | null,
      match: rule.match ?? null,
      agents: rule.agents,
      mayAsk: mayAsk(rule.may_ask),
      widestAudience: rule.widest_audience,
      reviewers: rule.reviewers === 'not_required' ? 'not_required' : { from: people(rule.reviewers.from), needed: rule.reviewers.needed },
      reviewChannel: rule.reviewers === 'not_required' ? null : ((rule.reviewers.channel ?? null) as ChannelId | null),
      expiresMs: durationMs(rule.expires),
      fallback: rule.fallback ? { afterMs: durationMs(rule.fallback.after), from: people(rule.fallback.from) } : null,
      context: rule.context,
      tools: rule.tools,
      destinations: rule.destinations as ChannelId[],
      newPost: rule.new_post ?? null,
      fromNarrower: rule.from_narrower,
      retract: rule.retract,
    })),
    retentionMs: durationMs(rules.retention),
  };
}

/** Settings that are paths, relative to the file. */
const PATHS: readonly string[] = ['folder', 'program', 'instructions'];

/** Without a prototype: an agent's name is looked up as a person typed it, and nobody is to find `constructor` there. */
function agentsOf(rules: RulesFile, folder: string): Record<string, AgentRule> {
  const agents = Object.create(null) as Record<string, AgentRule>;
  for (const [name, agent] of Object.entries(rules.agents)) {
    const { connector, time_limit: timeLimit, tools, ...written } = agent;
    agents[name] = { name, connector, timeLimitMs: durationMs(timeLimit), settings: settingsOf(written, folder), tools };
  }
  return agents;
}

function toolServersOf(rules: RulesFile, folder: string): Record<string, ToolServerRule> {
  const servers = Object.create(null) as Record<string, ToolServerRule>;
  for (const [name, { time_limit: timeLimit, ...written }] of Object.entries(rules.tool_servers))
    servers[name] = { name, timeLimitMs: durationMs(timeLimit), settings: settingsOf(written, folder) };
  return servers;
}

function settingsOf(written: Record<string, string | number | readonly string[] | undefined>, folder: string): AgentRule['settings'] {
  const settings: AgentRule['settings'] = {};
  for (const [key, value] of Object.entries(written)) {
    if (value === undefined) continue;
    const plain = typeof value === 'number' ? String(value) : value;
    settings[key] = PATHS.includes(key) && typeof plain === 'string' ? resolve(folder, plain) : plain;
  }
  return settings;
}
