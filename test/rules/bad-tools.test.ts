import { expect, test } from 'vitest';
import { parseRules } from '../../src/rules/load.ts';
import { changed, problemsIn } from './good-file.ts';

const MODEL = '  handbook: { connector: model, url: https://x.example/v1, model: m, tools: [wiki/search] }';
const WIKI = 'tool_servers: { wiki: { url: https://wiki.example.com/mcp } }';
/** Line 7 is the agent, 8 the limits; servers stand between them. */
const withServers = (servers: string, agent = MODEL): string => changed({ 7: `${agent}\n${servers}` });
const inChannel = (tools: string): string =>
  withServers(WIKI).replace('    may_ask: members\n', `    may_ask: members\n    tools: ${tools}\n`);

/** What is wrong, the file, and every problem that is told: line, column, place, message. */
const rows: [what: string, source: string, problems: string[]][] = [
  ['nothing', withServers(WIKI), []],
  ['nothing, with a tool that both name', inChannel('[wiki/search]'), []],
  [
    'a server that nothing reaches',
    withServers('tool_servers: { wiki: {} }'),
    [
      '8:17 tool_servers.wiki: nothing says how it is reached; it needs `url: https://wiki.example.com/mcp`, or `program: ./tools/wiki.mjs`',
    ],
  ],
  [
    'a server that is reached in two ways',
    withServers('tool_servers: { wiki: { url: https://x.example/mcp, program: ./x } }'),
    ['8:53 tool_servers.wiki.program: a server has `url` or `program`, not both; name two servers'],
  ],
  [
    'a server at an address that is run as somebody',
    withServers('tool_servers: { wiki: { url: https://x.example/mcp, run_as: faq } }'),
    ['8:53 tool_servers.wiki.run_as: is nothing that a server with `url` has'],
  ],
  [
    'a program with a key',
    withServers('tool_servers: { wiki: { program: ./x, key: WIKI_KEY } }'),
    ['8:39 tool_servers.wiki.key: is nothing that a server with `program` has'],
  ],
  [
    'a time limit that is too long',
    withServers('tool_servers: { wiki: { program: ./x, time_limit: 2m } }'),
    ['8:39 tool_servers.wiki.time_limit: must be from 1 second to 1 minute, not 2 minutes'],
  ],
  [
    'a server with a very long name',
    withServers(`tool_servers: { ${'a'.repeat(33)}: { program: ./x }, wiki: { program: ./x } }`),
    [`8:17 tool_servers.${'a'.repeat(33)}: the name is longer than 32 characters`],
  ],
  [
    'an agent’s tool of a server that there is not',
    withServers(WIKI.replace('wiki:', 'wikis:')),
    ['7:78 agents.handbook.tools[0]: no server of tools is called “wiki”; did you mean “wikis”?'],
  ],
  [
    'no servers at all',
    changed({ 7: MODEL }),
    ['7:78 agents.handbook.tools[0]: no server of tools is called “wiki”; there is none: write `tool_servers`'],
  ],
  [
    'tools of an agent that is no model',
    withServers(WIKI, '  handbook: { connector: handbook, folder: ./x, tools: [wiki/search] }'),
    ['7:49 agents.handbook.tools: the connector handbook does not know it'],
  ],
  [
    'tools that have no name',
    inChannel('[search, "wiki/a b", wiki/search, wiki/search]'),
    [
      '15:13 channels[0].tools[0]: must be a server and a tool, such as wiki/search, not “search”',
      '15:21 channels[0].tools[1]: must be a server and a tool, such as wiki/search, not “wiki/a b”',
      '15:46 channels[0].tools[3]: “wiki/search” is named twice',
    ],
  ],
  [
    'a tool that no agent of the channel has',
    inChannel('[wiki/read]'),
    ['15:13 channels[0].tools[0]: no agent here has “wiki/read” in its own `tools`, so nobody could use it; add it to handbook'],
  ],
  [
    'the same in direct messages',
    withServers(WIKI).replace('may_ask: workspace }', 'may_ask: workspace, tools: [wiki/read] }'),
    ['10:68 direct_messages.tools[0]: no agent here has “wiki/read” in its own `tools`, so nobody could use it; add it to handbook'],
  ],
];

test.each(rows)('tells every problem of tools, with its line: %s', (_what, source, problems) => {
  expect(problemsIn(source)).toEqual(problems);
});

test('the rule book has the servers, and the tools of each agent and place; who names none has none', () => {
  const parsed = parseRules(inChannel('[wiki/search]').replace(WIKI, 'tool_servers: { wiki: { program: ./wiki } }'), '/etc/rules.yaml');
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  const { agents, toolServers, channels, directMessages } = parsed.book;
  expect(toolServers).toEqual({ wiki: { name: 'wiki', timeLimitMs: 10_000, settings: { program: '/etc/wiki' } } });
  expect(agents.handbook).toMatchObject({ settings: { url: 'https://x.example/v1', model: 'm' }, tools: ['wiki/search'] });
  expect([channels.map(({ tools }) => tools), directMessages?.tools]).toEqual([[['wiki/search'], []], []]);
});
