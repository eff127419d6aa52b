import { describe, expect, test } from 'vitest';
import { type RunOutcome, runAgent } from '../../../src/agents/run-agent.ts';
import { serversOf, watching } from '../mcp/open.ts';
import { INSTRUCTIONS, startWiki } from '../mcp/wiki.ts';
import { answering, type Saying, type Script, startEndpoint } from '../openai/server.ts';
import { ask, notStopped } from '../questions.ts';
import { modelAt } from './models.ts';

const search = (query: string): Saying => ({ calls: [{ name: 'wiki_search', arguments: JSON.stringify({ query }) }] });

/** A model with a wiki, of which it may use these tools. */
async function asked(script: Script, tools: string[], watched = watching(), settings: Record<string, string> = {}) {
  const [wiki, endpoint] = [await startWiki(), await startEndpoint(script)];
  const { servers } = serversOf({ wiki: { url: wiki.url, private_addresses: 'allow' } });
  const { oversight, seen } = watched;
  const limits = { timeLimitMs: 20_000, signal: notStopped(), oversight };
  const outcome: RunOutcome = await runAgent(modelAt(endpoint.url, settings, servers), ask('Coffee?', { tools }), limits);
  return { outcome, seen, wiki: wiki.heard, heard: endpoint.heard.map(({ body }) => body) };
}

describe('a model with tools', () => {
  test('is offered what it may use, told what a call gave, and answers', async () => {
    const script: Script = (_question, count) => (count === 1 ? search('coffee') : answering('On Mondays.'));
    const { outcome, seen, wiki, heard } = await asked(script, ['wiki/search']);
    expect(outcome).toMatchObject({ ok: true, output: { text: 'On Mondays.' } });
    expect([wiki, seen]).toEqual([['search coffee'], ['called wiki/search {"query":"coffee"}', 'answered']]);
    expect(heard[0]?.messages[0]?.content).toMatch(/The tools that you may call: wiki\/search$/);
    expect(heard.map(({ tools, tool_choice: choice }) => [tools?.map((one) => one.function.name), choice])).toEqual([
      [['wiki_search'], 'auto'],
      [['wiki_search'], 'auto'],
    ]);
    const [, , call, result] = heard[1]?.messages ?? [];
    expect(call).toMatchObject({ role: 'assistant', tool_calls: [{ id: 'call_0', function: { name: 'wiki_search' } }] });
    expect(result).toMatchObject({ role: 'tool', tool_call_id: 'call_0', content: expect.stringContaining('descaled on Mondays') });
  });

  test('that calls what it was not offered is refused, which is written down, and may go on', async () => {
    const calls = [
      { name: 'delete_everything', arguments: '{"all":true}' },
      { name: 'wiki_search', arguments: '{"query"' },
      { name: 'wiki_search', arguments: '{"query":"tea"}' },
    ];
    const script: Script = (_question, count) => (count === 1 ? { calls } : answering('Tea.'));
    const { outcome, seen, wiki, heard } = await asked(script, ['wiki/search']);
    expect(outcome).toMatchObject({ ok: true });
    expect(wiki).toEqual(['search tea']);
    expect(seen).toEqual(['refused delete_everything {"all":true}', 'called wiki/search {"query":"tea"}', 'answered']);
    const told = heard[1]?.messages.filter(({ role }) => role === 'tool').map(({ content }) => content);
    expect(told).toEqual([
      expect.stringMatching(/^Refused: /),
      'The arguments were not a JSON object. Nothing was called.',
      expect.stringContaining('Found for tea'),
    ]);
  });

  test('that has none is offered none, and what it calls all the same is refused', async () => {
    const script: Script = (_question, count) => (count === 1 ? search('coffee') : answering('No idea.'));
    const { outcome, seen, wiki, heard } = await asked(script, []);
    expect([outcome.ok, wiki, heard[0]?.tools]).toEqual([true, [], undefined]);
    expect(seen).toEqual(['refused wiki_search {"query":"coffee"}']);
  });

  test('is given what a tool says as a tool’s words, and nothing comes of what they ask for', async () => {
    const script: Script = (_question, count) =>
      count === 1 ? { calls: [{ name: 'wiki_hostile', arguments: '{}' }] } : answering('Nothing found there.');
    const { outcome, wiki, heard } = await asked(script, ['wiki/hostile']);
    expect(outcome).toMatchObject({ ok: true, output: { audience: 'requester_only' } });
    expect(wiki).toEqual([]);
    expect(heard[1]?.messages.filter(({ content }) => content === INSTRUCTIONS).map(({ role }) => role)).toEqual(['tool']);
  });

  test('must answer in its last step, and has failed when it calls a tool instead', async () => {
    const { outcome, wiki, heard } = await asked((_question, count) => search(`${count}`), ['wiki/search'], watching(), { steps: '3' });
    expect(outcome).toMatchObject({ detail: 'The model called a tool in its last step, in which it had to answer.' });
    expect([wiki, heard.map(({ tool_choice: choice }) => choice)]).toEqual([
      ['search 1', 'search 2'],
      ['auto', 'auto', 'none'],
    ]);
  });

  test('that wants more calls than a run may have has failed, and none of those is carried out or written down', async () => {
    const flood: Saying = { calls: Array.from({ length: 51 }, () => ({ name: 'wiki_search', arguments: '{"query":"x"}' })) };
    const { outcome, seen, wiki } = await asked(() => flood, ['wiki/search']);
    expect(outcome).toMatchObject({ detail: 'The model wanted more than 50 calls of tools in one run.' });
    expect([seen, wiki]).toEqual([[], []]);
  });

  test('calls nothing more once the run is over, between any two calls', async () => {
    const two: Saying = { calls: [1, 2].map((count) => ({ name: 'wiki_search', arguments: `{"query":"${count}"}` })) };
    let calls = 0;
    const callTool = watching().oversight.callTool;
    const watched = watching({
      callTool: (call, work) => ((calls += 1) > 1 ? Promise.reject(new RangeError('over')) : callTool(call, work)),
    });
    const { outcome, wiki, heard } = await asked(() => two, ['wiki/search'], watched);
    expect(outcome).toEqual({ ok: false, code: 'AGENT_FAILED', detail: 'The agent failed with RangeError.' });
    expect([wiki, heard.length]).toEqual([['search 1'], 1]);
  });
});
