import { checkDuration } from './check-duration.ts';
import type { Path, Report } from './problem.ts';
import { type ReadableRules, written } from './readable.ts';
import { didYouMean, oneOf, quoted } from './words.ts';

const LONGEST_NAME = 32;
const WITH_URL: readonly string[] = ['key', 'private_addresses'];
const WITH_PROGRAM: readonly string[] = ['arguments', 'environment', 'run_as'];

/** `value` is the file as it was written: a key that does not fit is not missing. */
export function checkToolServers(rules: ReadableRules, value: unknown, report: Report): void {
  for (const [name, server] of Object.entries(rules.tool_servers ?? {})) {
    const path = ['tool_servers', name];
    if (name.length > LONGEST_NAME) report(path, `the name is longer than ${LONGEST_NAME} characters`);
    if (server === undefined) continue;
    checkDuration(server.time_limit, [...path, 'time_limit'], { least: '1s', most: '60s' }, report);
    const whole = written(written(value, 'tool_servers'), name);
    const has = (key: string): boolean => written(whole, key) !== undefined;
    if (has('url') && has('program')) report([...path, 'program'], 'a server has `url` or `program`, not both; name two servers');
    else if (!has('url') && !has('program'))
      report(path, 'nothing says how it is reached; it needs `url: https://wiki.example.com/mcp`, or `program: ./tools/wiki.mjs`');
    const stray = has('url') ? WITH_PROGRAM : has('program') ? WITH_URL : [];
    for (const key of stray.filter(has)) report([...path, key], `is nothing that a server with \`${has('url') ? 'url' : 'program'}\` has`);
  }
}

/** Both an agent and the place must name a tool, so a list that nobody meets is a mistake. */
export function checkTools(rules: ReadableRules, servers: readonly string[], report: Report): void {
  for (const [name, agent] of Object.entries(rules.agents ?? {})) checkList(agent?.tools, ['agents', name, 'tools'], servers, report);
  const places: [Path, Place | undefined][] = (rules.channels ?? []).map((rule, index) => [['channels', index], rule]);
  for (const [path, place] of [...places, [['direct_messages'], rules.direct_messages] as [Path, Place | undefined]]) {
    checkList(place?.tools, [...path, 'tools'], servers, report);
    checkUsed(place, [...path, 'tools'], rules, report);
  }
}

interface Place {
  agents?: (string | undefined)[] | undefined;
  tools?: (string | undefined)[] | undefined;
}

function checkList(list: readonly (string | undefined)[] | undefined, path: Path, servers: readonly string[], report: Report): void {
  for (const [index, tool] of (list ?? []).entries()) {
    if (tool === undefined) continue;
    const server = tool.slice(0, tool.indexOf('/'));
    const here = [...path, index];
    if (list?.indexOf(tool) !== index) report(here, `${quoted(tool)} is named twice`);
    else if (!servers.includes(server)) {
      const known = servers.length === 0 ? '; there is none: write `tool_servers`' : `; there is: ${oneOf(servers, 'and')}`;
      report(here, `no server of tools is called ${quoted(server)}${didYouMean(server, servers) || known}`);
    }
  }
}

function checkUsed(place: Place | undefined, path: Path, rules: ReadableRules, report: Report): void {
  const agents = (place?.agents ?? []).flatMap((name) => (name !== undefined && Object.hasOwn(rules.agents ?? {}, name) ? name : []));
  const used = new Set(agents.flatMap((name) => rules.agents?.[name]?.tools ?? []));
  for (const [index, tool] of (place?.tools ?? []).entries()) {
    if (tool === undefined || used.has(tool) || agents.length === 0) continue;
    report([...path, index], `no agent here has ${quoted(tool)} in its own \`tools\`, so nobody could use it; add it to ${oneOf(agents)}`);
  }
}
