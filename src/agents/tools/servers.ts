import type { RuleBook, ToolServerRule } from '../../core/rule-book.ts';
import { type CommandOptions, programOf } from '../connectors/command.ts';
import { bearerIn } from '../our-variables.ts';
import { addressOf } from '../reach.ts';
import { type BreakerOptions, BREAKING, createBreakers } from './breakers.ts';
import type { Reached } from './connect.ts';

/** A server of tools as the newest rules describe it. A run that is under way keeps the one that it began with. */
export interface ToolServer {
  name: string;
  reached: Reached;
  timeLimitMs: number;
  breaker: ReturnType<typeof createBreakers>;
}

export interface ServerProblem {
  server: string;
  sentence: string;
}

export interface ToolServers {
  get(name: string): ToolServer | undefined;
  /** What `update` would complain about. Changes nothing. */
  check(book: Pick<RuleBook, 'toolServers'>): ServerProblem[];
  /** Takes over the servers of these rules. With any problem nothing changes. */
  update(book: Pick<RuleBook, 'toolServers'>): ServerProblem[];
  /** For the operator's log: what a tool could not do. Nothing that a server said. */
  report(problem: { agent: string; tool: string; problem: string }): void;
}

export interface ToolServersOptions extends CommandOptions {
  report: ToolServers['report'];
  breaking?: BreakerOptions;
}

export function createToolServers({ report, breaking = BREAKING, ...options }: ToolServersOptions): ToolServers {
  let servers = new Map<string, { server: ToolServer; rule: string }>();

  function build(book: Pick<RuleBook, 'toolServers'>) {
    const built: typeof servers = new Map();
    const problems: ServerProblem[] = [];
    for (const [name, rule] of Object.entries(book.toolServers)) {
      const kept = servers.get(name);
      // What is known of it, such as a breaker that is open, stays known as long as its rule does.
      if (kept?.rule === JSON.stringify(rule)) built.set(name, kept);
      else {
        const reached = reachedBy(rule, options);
        if (typeof reached === 'string') problems.push({ server: name, sentence: `The tool server ${name} ${reached}` });
        else {
          const server = { name, reached, timeLimitMs: rule.timeLimitMs, breaker: createBreakers(breaking) };
          built.set(name, { server, rule: JSON.stringify(rule) });
        }
      }
    }
    return { built, problems };
  }

  return {
    get: (name) => servers.get(name)?.server,
    check: (book) => build(book).problems,
    update(book) {
      const { built, problems } = build(book);
      if (problems.length === 0) servers = built;
      return problems;
    },
    report,
  };
}

/** Or what is wrong with the rule, as the rest of a sentence. */
function reachedBy({ settings }: ToolServerRule, options: CommandOptions): Reached | string {
  if (settings.url === undefined) {
    const program = programOf(settings, options);
    return typeof program === 'string' ? program : { at: 'program', program };
  }
  const mayBePrivate = settings.private_addresses === 'allow';
  const url = addressOf(settings.url, mayBePrivate);
  if (typeof url === 'string') return url;
  const bearer = bearerIn(settings.key, options.env);
  return bearer.ok ? { at: 'url', url, key: bearer.key, mayBePrivate } : bearer.because;
}
