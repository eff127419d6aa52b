import type { AgentRule } from '../core/rule-book.ts';
import type { Agent } from './agent.ts';

/** How one kind of agent is reached. */
export interface Connector {
  /** Makes the agent that a rule describes, without reaching for it yet; or says in a sentence what is wrong with the rule. */
  create(rule: AgentRule): { ok: true; agent: Agent } | { ok: false; sentence: string };
}

/** A connector that reads its rule into `T`, or says what is wrong with it as the rest of a sentence: “The agent faq …”. */
export function connectorOf<T extends object>(read: (rule: AgentRule) => T | string, make: (rule: AgentRule, made: T) => Agent): Connector {
  return {
    create(rule) {
      const made = read(rule);
      return typeof made === 'string' ? { ok: false, sentence: `The agent ${rule.name} ${made}` } : { ok: true, agent: make(rule, made) };
    },
  };
}
