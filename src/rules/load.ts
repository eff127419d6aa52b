import type { RuleBook } from '../core/rule-book.ts';
import { checkAgents, checkDirectMessages } from './check-agents.ts';
import { checkChannels } from './check-channels.ts';
import { checkDuration } from './check-duration.ts';
import { checkPeople, groupsOf } from './check-people.ts';
import { checkTools, checkToolServers } from './check-tools.ts';
import { expand } from './expand.ts';
import { reportIssues } from './issues.ts';
import { inFileOrder, type Path, pathText, type Problem, type Report } from './problem.ts';
import { readYaml } from './read-yaml.ts';
import { namesWritten, withoutParts } from './readable.ts';
import { rulesSchema } from './schema.ts';

export type ParsedRules =
  | { ok: true; book: RuleBook; digestSource: Uint8Array }
  /** In the order of the file, never empty. */
  | { ok: false; problems: Problem[] };

/**
 * Reads a rules file and tells every problem at once. `file` is named in the problems, and paths in the rules are relative to
 * its folder; it is not opened. `digestSource` are the bytes of the source: what a digest of these rules is taken of.
 */
export function parseRules(source: string, file: string): ParsedRules {
  const problems: Problem[] = [];
  const yaml = readYaml(source);
  for (const { line, column, message } of yaml.problems) problems.push({ file, line, column, path: '', message });
  const report: Report = (path, message) => problems.push({ file, ...yaml.positionOf(path), path: pathText(path), message });

  if (yaml.content !== null) {
    const { value } = yaml.content;
    if (value === null) report([], 'there is nothing in this file; begin with `version: 1`, as the example does');
    else {
      const read = rulesSchema.safeParse(value);
      checkMeaning(value, read.success ? [] : reportIssues(read.error.issues, rulesSchema, value, report), report);
      if (read.success && problems.length === 0)
        return { ok: true, book: expand(read.data, file), digestSource: new TextEncoder().encode(source) };
    }
  }
  return { ok: false, problems: inFileOrder(problems) };
}

/** What a schema cannot see: whether the parts fit each other. Looks at whatever can be read, also beside what cannot. */
function checkMeaning(value: unknown, unfit: readonly Path[], report: Report): void {
  const rules = withoutParts(value, unfit);
  const groups = groupsOf(rules, value);
  const agents = namesWritten(value, 'agents');
  checkPeople(rules, groups, report);
  checkAgents(rules, value, agents, report);
  checkDirectMessages(rules, agents, groups, report);
  checkChannels(rules, value, { agents, groups }, report);
  checkToolServers(rules, value, report);
  checkTools(rules, namesWritten(value, 'tool_servers') ?? [], report);
  checkDuration(rules.retention, ['retention'], { least: '1d', most: '3650d' }, report);
}
