import { describe, expect, test } from 'vitest';
import type { AgentRule, RuleBook } from '../../src/core/rule-book.ts';
import { createHandbookConnector } from '../../src/agents/connectors/handbook.ts';
import { createAgentRegistry } from '../../src/agents/registry.ts';
import { runAgent } from '../../src/agents/run-agent.ts';
import { createToolServers } from '../../src/agents/tools/servers.ts';
import { ask, notStopped } from './questions.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { UNWATCHED } from '../support/unwatched.ts';

const servers = createToolServers({ env: {}, needsOtherUser: false, report: () => undefined });
const connectors = { handbook: createHandbookConnector(() => undefined) };

function rule(name: string, changes: Partial<AgentRule> = {}): AgentRule {
  return { name, connector: 'handbook', timeLimitMs: 30_000, settings: { folder: '/srv/handbook' }, tools: [], ...changes };
}

function book(...rules: AgentRule[]): Pick<RuleBook, 'agents' | 'toolServers'> {
  return { toolServers: {}, agents: Object.fromEntries(rules.map((each) => [each.name, each])) };
}

describe('the registry of agents', () => {
  test('knows the agents of the rules, and no others', () => {
    const agents = createAgentRegistry(connectors, servers);
    expect(agents.get('handbook')).toBeUndefined();
    expect(agents.update(book(rule('handbook'), rule('cookbook')))).toEqual([]);
    expect(agents.get('handbook')?.name).toBe('handbook');
    expect(agents.get('cookbook')?.name).toBe('cookbook');
    for (const name of ['Handbook', '', 'constructor', '__proto__', 'toString']) expect(agents.get(name)).toBeUndefined();
  });

  test.each([
    [
      'an unknown connector',
      { connector: 'telepathy' },
      'The agent oracle names the connector “telepathy”, which does not exist. Known are: handbook.',
    ],
    ['a connector named like a member of every object', { connector: 'constructor' }, /“constructor”, which does not exist/],
    ['no folder', { settings: {} }, 'The agent oracle needs a `folder:` of Markdown pages.'],
    ['a relative folder', { settings: { folder: './handbook' } }, /absolute path/],
    ['a setting that nobody reads', { settings: { folder: '/x', model: 'y' } }, /has a setting `model:`/],
  ])('says in a sentence what is wrong with %s', (_, changes, sentence) => {
    const problems = createAgentRegistry(connectors, servers).check(book(rule('oracle', changes)));
    expect(problems).toEqual([{ agent: 'oracle', sentence: expect.stringMatching(sentence) }]);
  });

  test('keeps all its agents when one of the new rules is wrong', () => {
    const agents = createAgentRegistry(connectors, servers);
    agents.update(book(rule('handbook')));
    const before = agents.get('handbook');
    const broken = book(rule('cookbook'), rule('oracle', { connector: 'telepathy' }));
    expect(agents.update(broken)).toHaveLength(1);
    expect(agents.get('handbook')).toBe(before);
    expect(agents.get('cookbook')).toBeUndefined();
  });

  test('keeps an agent whose rule did not change, and makes a new one where it did', () => {
    const agents = createAgentRegistry(connectors, servers);
    agents.update(book(rule('same'), rule('other'), rule('gone')));
    const [same, other] = [agents.get('same'), agents.get('other')];
    agents.update(book(rule('same', { timeLimitMs: 5_000 }), rule('other', { settings: { folder: '/srv/elsewhere' } })));
    expect(agents.get('same')).toBe(same);
    expect(agents.get('other')).not.toBe(other);
    expect(agents.get('gone')).toBeUndefined();
  });

  test('keeps its agents and its servers of tools when one of the new servers is wrong', () => {
    const agents = createAgentRegistry(connectors, servers);
    const wiki = (url: string) => ({ toolServers: { wiki: { name: 'wiki', timeLimitMs: 1_000, settings: { url } } } });
    expect(agents.update({ ...book(rule('handbook')), ...wiki('https://old.example.com/mcp') })).toEqual([]);
    const broken = { ...book(rule('cookbook')), ...wiki('https://10.0.0.1/mcp') };
    const problems = [{ server: 'wiki', sentence: expect.stringMatching(/^The tool server wiki has a private address/) }];
    expect([agents.check(broken), agents.update(broken)]).toEqual([problems, problems]);
    expect([agents.get('handbook')?.name, agents.get('cookbook')]).toEqual(['handbook', undefined]);
    expect(servers.get('wiki')?.reached).toMatchObject({ url: new URL('https://old.example.com/mcp') });
  });

  test('changes nothing when it only checks', () => {
    const agents = createAgentRegistry(connectors, servers);
    expect(agents.check(book(rule('handbook')))).toEqual([]);
    expect(agents.get('handbook')).toBeUndefined();
  });

  test('lets a run that is under way finish with the agent it began with', async () => {
    const agents = createAgentRegistry(connectors, servers);
    const [old, young] = [
      await temporaryFolder({ 'a.md': '# Tide\n\nHigh tide is at six.' }),
      await temporaryFolder({ 'a.md': '# Tide\n\nHigh tide is at seven.' }),
    ];
    agents.update(book(rule('tides', { settings: { folder: old } })));
    const agent = agents.get('tides');
    if (!agent) throw new Error('no agent');
    const running = runAgent(agent, ask('When is high tide?'), { timeLimitMs: 5_000, signal: notStopped(), oversight: UNWATCHED });
    agents.update(book(rule('tides', { settings: { folder: young } })));
    expect(await running).toMatchObject({ output: { text: 'High tide is at six.' } });
    expect(await agents.get('tides')?.run(ask('When is high tide?'), notStopped(), UNWATCHED)).toMatchObject({
      text: 'High tide is at seven.',
    });
  });
});
