import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createToolServers } from '../../src/agents/tools/servers.ts';
import { safeNames } from '../../src/agents/tools/names.ts';
import { nodePath } from '../support/processes.ts';
import { until } from '../support/until.ts';
import { openBox, serversOf, watching } from './mcp/open.ts';
import { INSTRUCTIONS, startWiki } from './mcp/wiki.ts';
import { serving } from './serving.ts';
import { temporaryFolder } from './temporary-folder.ts';

const child = new URL('./mcp/wiki-child.ts', import.meta.url).pathname;
const atAddress = (url: string) => ({ url, private_addresses: 'allow' });

/** The server as a program; its processes' ids are in the file, once it runs. */
async function asProgram(): Promise<{ settings: Record<string, string | string[]>; file: string }> {
  const folder = await temporaryFolder({ 'wiki.sh': `#!/bin/sh\nexec "${nodePath}" "$@"\n` });
  const program = join(folder, 'wiki.sh');
  await chmod(program, 0o755);
  const file = join(folder, 'pids');
  return { settings: { program, arguments: [child, file], environment: ['PATH'] }, file };
}

describe('tools from an MCP server at an address', () => {
  test.each(['newest', 'older'] as const)('are offered as far as the rules allow them, and no other (%s protocol)', async (age) => {
    const wiki = await startWiki(age);
    const { servers, reported } = serversOf({ wiki: { ...atAddress(wiki.url), key: 'WIKI_KEY' } }, { env: { WIKI_KEY: 'k-1' } });
    const { oversight, seen } = watching();
    const box = await openBox(['wiki/search', 'wiki/gone'], servers, { oversight });
    expect(box.offered).toEqual([
      { name: 'wiki_search', description: 'Searches the wiki.', parameters: expect.objectContaining({ type: 'object' }) },
    ]);
    expect(await box.call('wiki_search', '{"query":"coffee"}', true)).toContain('descaled on Mondays');
    for (const name of ['wiki_delete_everything', 'delete_everything', 'wiki/delete_everything', 'constructor', ''])
      expect(await box.call(name, '{}', true)).toMatch(/^Refused: you have no such tool/);
    expect(wiki.heard).toEqual(['search coffee']);
    expect(seen.slice(0, 3)).toEqual(['called wiki/search {"query":"coffee"}', 'answered', 'refused wiki_delete_everything {}']);
    expect(seen).toHaveLength(7);
    expect(await box.call('wiki_gone', '{}', true)).toBe('This tool cannot be reached now. Go on without it.');
    expect(reported).toEqual(['house wiki/gone: its server has no such tool']);
    expect([...wiki.authorizations]).toEqual(['Bearer k-1']);
    expect([...wiki.versions].at(-1)).toBe(age === 'newest' ? '2026-07-28' : '2025-11-25');
  });

  test('answer with text that is cut where it is long, and of which nothing is followed', async () => {
    const wiki = await startWiki();
    const { servers } = serversOf({ wiki: atAddress(wiki.url) });
    const box = await openBox(['wiki/huge', 'wiki/hostile', 'wiki/complains', 'wiki/pictures'], servers);
    expect(box.offered.find(({ name }) => name === 'wiki_huge')?.description).toMatch(
      /^x{2000}\n\[cut: 3000 more characters are left out\]$/,
    );
    expect(await box.call('wiki_huge', '{}', true)).toMatch(/^a{20000}\n\[cut: 30000 more characters are left out\]$/);
    expect(await box.call('wiki_hostile', '{}', true)).toBe(INSTRUCTIONS);
    expect(await box.call('wiki_complains', '{}', true)).toBe('The tool reports an error:\nno such page');
    expect(await box.call('wiki_pictures', '{}', true)).toBe('[left out: image]\n[a link, not followed: http://127.0.0.1:1/]');
    expect(wiki.heard).toEqual([]);
  });

  test('whose arguments are no object are not called', async () => {
    const wiki = await startWiki();
    const { servers } = serversOf({ wiki: atAddress(wiki.url) });
    const { oversight, seen } = watching();
    const box = await openBox(['wiki/search'], servers, { oversight });
    for (const [given, isWellFormed] of [
      ['[]', true],
      ['"x"', true],
      ['{"query', false],
      ['{}', false],
    ] as const)
      expect(await box.call('wiki_search', given, isWellFormed)).toBe('The arguments were not a JSON object. Nothing was called.');
    expect([wiki.heard, seen]).toEqual([[], []]);
  });

  test('that take too long, or say too much, have failed, and the model may go on', async () => {
    const wiki = await startWiki();
    const { servers, reported } = serversOf({ wiki: atAddress(wiki.url) }, { timeLimitMs: 1_000 });
    const { oversight, seen } = watching();
    const box = await openBox(['wiki/slow', 'wiki/endless', 'wiki/search'], servers, { oversight });
    expect(await box.call('wiki_slow', '{}', true)).toMatch(/^The tool failed, or took too long/);
    expect(await box.call('wiki_endless', '{}', true)).toMatch(/^The tool failed, or took too long/);
    expect(await box.call('wiki_search', '{"query":"tea"}', true)).toContain('Found for tea');
    expect(seen).toEqual([
      'called wiki/slow {}',
      'failed',
      'called wiki/endless {}',
      'failed',
      'called wiki/search {"query":"tea"}',
      'answered',
    ]);
    expect(reported[0]).toBe('house wiki/slow: it failed (REQUEST_TIMEOUT)');
    expect(reported).toHaveLength(2);
  });

  test('that fail again and again are not called for a while, in any run; then one call decides', async () => {
    const wiki = await startWiki();
    const { servers, reported } = serversOf({ wiki: atAddress(wiki.url) }, { breaking: { failures: 3, openMs: 1_000 } });
    const [one, other] = [await openBox(['wiki/search', 'wiki/hostile'], servers), await openBox(['wiki/search'], servers)];
    const search = (box = one): Promise<string> => box.call('wiki_search', '{"query":"tea"}', true);
    wiki.setDown(true);
    for (let count = 0; count < 3; count += 1) expect(await search()).toMatch(/^The tool failed/);
    wiki.setDown(false);
    expect(await search(other)).toMatch(/^This tool failed several times and is not called for a while/);
    expect(reported.at(-1)).toBe('house wiki/search: it failed several times, and is not called for a while');
    // Another tool of the same server is not concerned.
    expect(await one.call('wiki_hostile', '{}', true)).toBe(INSTRUCTIONS);
    expect(wiki.heard).toEqual([]);
    expect(await until(async () => (await search(other)).startsWith('Found') || undefined, { what: 'the breaker to close' })).toBe(true);
    expect(await search()).toContain('Found');
  });

  test('are not called any more once the run is over: neither the next, nor the one that is under way', async () => {
    const wiki = await startWiki();
    const { servers, reported } = serversOf({ wiki: atAddress(wiki.url) }, { breaking: { failures: 1, openMs: 60_000 } });
    const stop = new AbortController();
    const { oversight, seen } = watching();
    const box = await openBox(['wiki/slow', 'wiki/search'], servers, { oversight, signal: stop.signal });
    const running = box.call('wiki_slow', '{}', true);
    await until(() => wiki.heard.includes('slow') || undefined, { what: 'the tool to be called' });
    stop.abort();
    await expect(running).rejects.toBeDefined();
    expect([seen, reported]).toEqual([['called wiki/slow {}', 'failed'], []]);
    // That a person stopped it says nothing about the tool: it is called as before.
    const again = new AbortController();
    const next = await openBox(['wiki/slow', 'wiki/search'], servers, { signal: again.signal });
    const second = next.call('wiki_slow', '{}', true);
    await until(() => wiki.heard.length === 2 || undefined, { what: 'the tool to be called again' });
    again.abort();
    await expect(second).rejects.toBeDefined();
    const over = watching({ callTool: () => Promise.reject(new Error('the run is over')) });
    const ended = await openBox(['wiki/search'], servers, { oversight: over.oversight });
    await expect(ended.call('wiki_search', '{"query":"two"}', true)).rejects.toThrow('the run is over');
    expect(wiki.heard).toEqual(['slow', 'slow']);
  });

  test('whose server says nothing are not offered once its time is up', async () => {
    const silent = await serving(() => undefined);
    const folder = await temporaryFolder({ 'wiki.sh': '#!/bin/sh\nexec sleep 1000\n' });
    await chmod(join(folder, 'wiki.sh'), 0o755);
    const program = { program: join(folder, 'wiki.sh'), environment: ['PATH'] };
    const { servers, reported } = serversOf({ address: atAddress(silent), program }, { timeLimitMs: 300 });
    const box = await openBox(['address/search', 'program/search'], servers);
    expect(box.offered).toEqual([]);
    expect(reported).toEqual([
      expect.stringMatching(/^house address\/search: it failed/),
      'house program/search: it failed (REQUEST_TIMEOUT)',
    ]);
  });

  test('whose server is not there are not offered; those of others are', async () => {
    const wiki = await startWiki();
    const { servers, reported } = serversOf({ wiki: atAddress(wiki.url), away: atAddress('http://127.0.0.1:9/mcp') });
    const box = await openBox(['away/search', 'wiki/search', 'nowhere/search'], servers);
    expect(box.offered.map(({ name }) => name)).toEqual(['wiki_search']);
    expect(reported).toHaveLength(2);
    expect(reported[0]).toMatch(/^house away\/search: The tool server’s address cannot be reached \(\w+\)\.$/);
    expect(reported[1]).toBe('house nowhere/search: there is no such server');
  });

  test('of new rules are those of the next run; a run that is under way keeps its own', async () => {
    const [old, young] = [await startWiki(), await startWiki()];
    const { servers } = serversOf({ wiki: atAddress(old.url) });
    const box = await openBox(['wiki/search'], servers);
    const rule = (url: string) => ({ toolServers: { wiki: { name: 'wiki', timeLimitMs: 1_000, settings: atAddress(url) } } });
    expect(servers.update(rule(young.url))).toEqual([]);
    expect(servers.update(rule('ftp://127.0.0.1/'))).toHaveLength(1);
    await box.call('wiki_search', '{"query":"one"}', true);
    await (await openBox(['wiki/search'], servers)).call('wiki_search', '{"query":"two"}', true);
    expect([old.heard, young.heard]).toEqual([['search one'], ['search two']]);
  });
});

describe('tools from an MCP server that is a program', () => {
  test('are called over its standard streams, with no environment but what is named, and it is killed with all that it started', async () => {
    const { settings, file } = await asProgram();
    const { servers } = serversOf({ wiki: settings }, { env: { SECRET_OF_OURS: 'x' } });
    const box = await openBox(['wiki/search', 'wiki/environment'], servers);
    expect(await box.call('wiki_search', '{"query":"coffee"}', true)).toContain('descaled on Mondays');
    expect(await box.call('wiki_environment', '{}', true)).not.toMatch(/SECRET_OF_OURS|VITEST|HOME/);
    const processes = (await readFile(file, 'utf8')).split(' ').map(Number);
    expect(processes.map(isAlive)).toEqual([true, true]);
    await box[Symbol.asyncDispose]();
    await until(() => !processes.some(isAlive) || undefined, { what: 'the server and what it started to end' });
  });

  test.each(['dies', 'babbles'])('have failed when it %s in the middle of a call, and the model may go on', async (tool) => {
    const { settings } = await asProgram();
    const { servers, reported } = serversOf({ wiki: settings });
    const box = await openBox([`wiki/${tool}`], servers);
    expect(await box.call(`wiki_${tool}`, '{}', true)).toMatch(/^The tool failed/);
    expect(await box.call(`wiki_${tool}`, '{}', true)).toMatch(/^The tool failed/);
    expect(reported).toHaveLength(2);
  });

  test('gets no answer to what it asks us', async () => {
    const { settings } = await asProgram();
    const { servers } = serversOf({ wiki: settings });
    const box = await openBox(['wiki/pings', 'wiki/search', 'wiki/pinged'], servers);
    await box.call('wiki_pings', '{}', true);
    await box.call('wiki_search', '{"query":"coffee"}', true);
    expect(await box.call('wiki_pinged', '{}', true)).toBe('answered: 0');
  });

  test('has failed when it never stops talking, or does not read what it is told, long before its time is up', async () => {
    const { settings } = await asProgram();
    const { servers } = serversOf({ wiki: settings }, { timeLimitMs: 600_000 });
    const box = await openBox(['wiki/deaf', 'wiki/search'], servers);
    await box.call('wiki_deaf', '{}', true);
    const long = JSON.stringify({ query: 'x'.repeat(900_000) });
    const unread = [1, 2, 3].map(() => box.call('wiki_search', long, true));
    for (const said of await Promise.all(unread)) expect(said).toMatch(/^The tool failed/);
    const other = await openBox(['wiki/chatters'], servers);
    expect(await other.call('wiki_chatters', '{}', true)).toMatch(/^The tool failed/);
  });

  test('that cannot be started, or is no server, offers nothing', async () => {
    const folder = await temporaryFolder({ 'wiki.sh': '#!/bin/sh\necho "hello, I am no server"\n' });
    await chmod(join(folder, 'wiki.sh'), 0o755);
    const { servers, reported } = serversOf({ wiki: { program: join(folder, 'wiki.sh') } }, { timeLimitMs: 1_000 });
    const box = await openBox(['wiki/search'], servers);
    await chmod(join(folder, 'wiki.sh'), 0o644);
    const gone = await openBox(['wiki/search'], servers);
    expect([box.offered, gone.offered]).toEqual([[], []]);
    expect(reported).toEqual(['house wiki/search: it failed (CONNECTION_CLOSED)', 'house wiki/search: it failed (EACCES)']);
  });

  test.each([
    [{ url: 'https://10.0.0.1/mcp' }, 'has a private address; where that is meant, write `private_addresses: allow`.'],
    [{ url: 'https://wiki.example.com/mcp', key: 'DATA_KEY' }, 'may not have DATA_KEY: that is Countersign’s own.'],
    [{ program: '/nowhere/wiki' }, 'names the program /nowhere/wiki, which is not there or may not be run.'],
    [{ program: '/bin/sh' }, 'would run as the user that Countersign runs as, and could read its keys. Name another user: `run_as:`.'],
  ])('%j is not taken, with a sentence that says why', (settings, because) => {
    const servers = createToolServers({ env: {}, needsOtherUser: true, report: () => undefined });
    const book = { toolServers: { wiki: { name: 'wiki', timeLimitMs: 1_000, settings } } };
    expect(servers.check(book)).toEqual([{ server: 'wiki', sentence: `The tool server wiki ${because}` }]);
  });
});

test('names of tools are such that every model takes them, and no two are alike', () => {
  const tools = [
    'wiki/search',
    'wiki/search_',
    'wiki.search',
    'wiki/a b',
    'wiki/a_b',
    `wiki/${'x'.repeat(100)}`,
    `wiki/${'x'.repeat(101)}`,
  ];
  const names = [...safeNames(tools).values()];
  expect(names.slice(0, 5)).toEqual(['wiki_search', 'wiki_search_', 'wiki_search_2', 'wiki_a_b', 'wiki_a_b_2']);
  expect(new Set(names).size).toBe(tools.length);
  for (const name of names) expect(name).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
