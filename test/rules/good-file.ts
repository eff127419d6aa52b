import { formatProblems } from '../../src/rules/problem.ts';
import { parseRules } from '../../src/rules/load.ts';

/** A small file without a mistake; the tests change single lines of it. */
export const GOOD = `version: 1
operators: { people: [playground:acme:olu], alarms: [playground:acme:olu] }
people: [[slack:T01:U1, discord:U9]]
groups:
  leads: [playground:acme:ben, playground:acme:chloe]
agents:
  handbook: { connector: handbook, folder: ./pages, time_limit: 30s }
limits: { asks: 20/hour, open_drafts: 10 }
direct_messages: { agents: [handbook], may_ask: workspace }
channels:
  - channel: playground:acme:engineering
    agents: [handbook]
    may_ask: members
    widest_audience: workspace
    reviewers: { from: [leads], needed: 1 }
    expires: 24h
    fallback: { after: 4h, from: [playground:acme:olu] }
  - match: playground:acme:team-*
    agents: [handbook]
    may_ask: members
    widest_audience: restricted
    reviewers: { from: [leads], needed: 1 }
    expires: 24h
`;

/** The good file with other lines in place of some (counted from 1); an empty one takes the line away. */
export function changed(lines: Record<number, string>): string {
  return GOOD.split('\n')
    .map((line, index) => lines[index + 1] ?? line)
    .filter((_line, index) => lines[index + 1] !== '')
    .join('\n');
}

/** `line:column path: message` of every problem, in order. */
export function problemsIn(source: string): string[] {
  const parsed = parseRules(source, 'r');
  return parsed.ok
    ? []
    : formatProblems(parsed.problems)
        .split('\n')
        .map((line) => line.slice('r:'.length));
}
