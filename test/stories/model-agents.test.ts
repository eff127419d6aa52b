import { writeFileSync } from 'node:fs';
import { describe, expect } from 'vitest';
import { startWiki } from '../agents/mcp/wiki.ts';
import { answering, type FakeEndpoint, type Saying, type Script, startEndpoint } from '../agents/openai/server.ts';
import { BOTH, storyOn } from '../support/databases.ts';
import { type Company, type Database, openCompany } from './company.ts';
import { entriesOf } from './log.ts';
import { ask, press, publish } from './turns.ts';

const call = (name: string, query: string): Saying => ({ calls: [{ name, arguments: JSON.stringify({ query }) }] });
const QUESTION = '@handbook when can I get coffee?';

/** A company whose agent is a model, with a wiki: in #engineering it may search there, elsewhere it may not. */
async function companyWith(database: Database, script: Script) {
  const [wiki, endpoint] = [await startWiki(), await startEndpoint(script)];
  const agent = `{ connector: model, url: "${endpoint.url}", model: small-1, private_addresses: allow, tools: [wiki/search] }`;
  const servers = `tool_servers: { wiki: { url: "${wiki.url}", private_addresses: allow } }`;
  const rules = (example: string): string =>
    example
      .replace(/( {2}handbook:)[\s\S]*?(limits:)/, `$1 ${agent}\n${servers}\n$2`)
      .replace('    context: none #', '    tools: [wiki/search]\n    context: none #');
  const company = await openCompany({ database, rules });
  return { company, wiki: wiki.heard, endpoint };
}

/** The log's entries of runs and tools, in order. */
async function told(company: Company) {
  const entries = (await entriesOf(company)).filter(({ type }) => type === 'run.started' || type.startsWith('tool.'));
  return entries.map(({ type, refs, digests }) => ({ type, refs, digests: Object.keys(digests) }));
}

const offered = ({ heard }: FakeEndpoint): unknown[] => heard.map(({ body }) => body.tools?.map((one) => one.function.name));

describe.each(BOTH)('a model as the agent (%s)', (database) => {
  const story = storyOn(database);

  story('looks something up, answers, and its answer goes the same way as any other', async () => {
    const script: Script = (_question, count) => (count === 1 ? call('wiki_search', 'coffee') : answering('Not on Mondays.'));
    const { company, wiki, endpoint } = await companyWith(database, script);
    const draft = await ask(company, 'ana', 'engineering', QUESTION);
    expect(draft.text).toContain('Not on Mondays.');
    expect(draft.text).toContain('Made with the model small-1.');
    expect(draft.text).toContain('wiki/search (1 call)');
    expect(wiki).toEqual(['search coffee']);
    expect(offered(endpoint)).toEqual([['wiki_search'], ['wiki_search']]);
    expect(await company.sees('dan')).not.toContain('Mondays');
    const run = { run: expect.stringMatching(/^run_/) };
    expect(await told(company)).toEqual([
      { type: 'run.started', refs: { agent: 'handbook', model: 'small-1', ...run }, digests: ['prompt'] },
      { type: 'tool.called', refs: { call: 1, tool: 'wiki/search', ...run }, digests: ['arguments'] },
      { type: 'tool.answered', refs: { call: 1, ended: 'answered', tool: 'wiki/search', ...run }, digests: ['result'] },
    ]);
    const post = await publish(company, draft, 'ana', ['ben'], 'engineering');
    expect(post.text).toContain('Not on Mondays.');
    await company.check();
  });

  story('is refused a tool that the rules do not allow it there: nothing is called, and the log says so', async () => {
    const script: Script = (_question, count) => {
      if (count === 1) return call('wiki_delete_everything', 'all');
      return count === 2 ? call('wiki_search', 'coffee') : answering('I could not look it up.');
    };
    const { company, wiki, endpoint } = await companyWith(database, script);
    const elsewhere = await ask(company, 'ana', 'random', QUESTION);
    expect(elsewhere.text).toContain('I could not look it up.');
    const unheard =
      'handbook also wanted “wiki_delete_everything” and “wiki_search”, which the rules do not allow here. Nothing was called.';
    expect(elsewhere.text).toContain(unheard);
    expect([wiki, offered(endpoint)]).toEqual([[], [undefined, undefined, undefined]]);
    expect((await told(company)).map(({ type, digests }) => [type, ...digests])).toEqual([
      ['run.started', 'prompt'],
      ['tool.refused', 'arguments'],
      ['tool.refused', 'arguments'],
    ]);
    await press(company, 'ana', elsewhere, 'withdraw');
    await company.check();
  });

  story('calls nothing more once the switch is engaged between two calls, however soon the next would come', async () => {
    let killFile = '';
    const script: Script = (_question, count) => {
      // Between the first call of a tool and the second, which comes at once: nobody but the run itself can be fast enough to stop it.
      if (count === 2) writeFileSync(killFile, '');
      return call('wiki_search', String(count));
    };
    const { company, wiki, endpoint } = await companyWith(database, script);
    killFile = company.config.killFile;
    await company.say('ana', 'engineering', QUESTION);
    await company.notice('ana', 'Publishing was stopped before handbook answered.');
    expect([wiki, endpoint.heard.length]).toEqual([['search 1'], 2]);
    expect((await told(company)).map(({ type }) => type)).toEqual(['run.started', 'tool.called', 'tool.answered']);
    await company.check();
  });
});
