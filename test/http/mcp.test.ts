import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request as requestTo } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { AddressInfo } from 'node:net';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { describe, expect, test } from 'vitest';
import { type Company, openCompany } from '../stories/company.ts';
import { addAgent, answerOf, apiOf, connect, DOOR, newKey, INITIALIZE, type OutsideAgent, withCallers } from '../stories/outside-agents.ts';
import { runHere } from '../support/run-command.ts';
import { cardOf, publish } from '../stories/turns.ts';
import { nodePath } from '../support/processes.ts';
import { tellsAll } from '../support/tells-all.ts';

async function opened(): Promise<{ company: Company; scribe: OutsideAgent }> {
  const company = await openCompany({ database: 'sqlite', rules: withCallers, environment: DOOR });
  return { company, scribe: await addAgent(company, 'scribe') };
}

const TRANSPORTS = ['HTTP', 'standard input and output'] as const;

/** The client of the protocol's authors. It would say yes to whatever it is asked, and counts how often it was. */
async function connected(company: Company, agent: OutsideAgent, over: (typeof TRANSPORTS)[number]) {
  const client = new Client({ name: 'a test', version: '1' }, { capabilities: { elicitation: {}, sampling: {} } });
  let asked = 0;
  client.setRequestHandler('elicitation/create', () => {
    asked += 1;
    return { action: 'accept', content: {} };
  });
  const transport =
    over === 'HTTP'
      ? new StreamableHTTPClientTransport(new URL('/mcp', apiOf(company)), {
          requestInit: { headers: { authorization: `Bearer ${agent.secret}` } },
        })
      : new StdioClientTransport({
          command: nodePath,
          args: ['src/cli.ts', 'mcp', apiOf(company)],
          env: { AGENT_SECRET: agent.secret },
        });
  await client.connect(transport);
  const use = async (name: string, input: Record<string, unknown> = {}) => {
    const result = await client.callTool({ name, arguments: input });
    const [said] = result.content;
    return {
      isError: result.isError === true,
      body: (result.structuredContent ?? {}) as Record<string, unknown>,
      text: said?.type === 'text' ? said.text : '',
    };
  };
  return { client, use, asked: () => asked };
}

describe('an agent that speaks MCP', () => {
  test.each(TRANSPORTS)(
    'over %s hands in a draft for whoever connected it, sees what becomes of it, and no yes of its own is an approval',
    async (over) => {
      const { company, scribe } = await opened();
      const { client, use, asked } = await connected(company, scribe, over);
      const { tools } = await client.listTools();
      expect(tools.map(({ name }) => name)).toEqual([
        'connect',
        'waiting',
        'take_run',
        'read_request',
        'submit_draft',
        'answer_draft',
        'draft_state',
        'withdraw_draft',
      ]);
      expect((await use('connect', { code: 'AAAA-AAAA-AAAA-AAAA' })).text).toMatch(/^[A-Z_]+: /);
      const code = await connect(company, 'ana', 'engineering', 'scribe', `Which valve, over ${over}?`);
      const { grant, request } = (await use('connect', { code })).body;
      expect((await use('read_request', { grant, request })).body).toMatchObject({ question: `Which valve, over ${over}?` });

      const key = newKey();
      const handedIn = await use('submit_draft', { grant, key, answer: answerOf('The left valve.') });
      expect(handedIn).toMatchObject({ isError: false, body: { state: 'awaiting_requester', revision: 1 } });
      const draft = String(handedIn.body.id);
      expect((await use('submit_draft', { grant, key, answer: answerOf('The left valve.') })).body).toEqual(handedIn.body);
      for (const other of ['ben', 'dan']) expect(await company.sees(other)).not.toContain('left valve');
      const wider = await use('submit_draft', { grant, key: newKey(), answer: { ...answerOf('For all.'), audience: 'everyone' } });
      expect(wider.isError).toBe(true);

      const card = await company.card('ana', { draft, state: 'awaiting_requester' });
      await publish(company, card, 'ana', ['ben'], 'engineering');
      expect((await use('draft_state', { draft })).body).toMatchObject({ state: 'published' });
      expect((await use('withdraw_draft', { grant, draft })).isError).toBe(true);
      expect(asked()).toBe(0);
      await client.close();
      await company.check();
    },
  );

  test('finds what waits for it because a person asked it, and answers it', async () => {
    const { company, scribe } = await opened();
    const { client, use } = await connected(company, scribe, 'HTTP');
    await company.say('dan', 'engineering', '@scribe which valve is it?');
    const working = await company.card('dan', { title: 'scribe is looking for an answer. Only you can see this.' });
    const { drafts } = (await use('waiting')).body as { drafts: { id: string; run: string }[] };
    expect(drafts.map(({ id }) => id)).toEqual([working.draft]);
    const { grant } = (await use('take_run', { run: drafts[0]?.run })).body;
    const answered = await use('answer_draft', { grant, draft: drafts[0]?.id, key: newKey(), answer: answerOf('The right valve.') });
    expect(answered.body).toMatchObject({ state: 'awaiting_requester' });
    expect((await cardOf(company, 'dan', working, { state: 'awaiting_requester' })).text).toContain('The right valve.');
    await client.close();
  });

  test('is nobody without its secret, over HTTP or as a program', async () => {
    const { company, scribe } = await opened();
    const nobody = { ...scribe, secret: `${scribe.secret.slice(0, -4)}AAAA` };
    await expect(connected(company, nobody, 'HTTP')).rejects.toThrow(/401|Unauthorized/i);
    await expect(connected(company, nobody, 'standard input and output')).rejects.toThrow(/closed/i);
  });

  test('may not use the session of another agent, or one that a secret before this one began, and begins anew after a restart', async () => {
    const { company, scribe } = await opened();
    const other = await addAgent(company, 'other');
    const { client } = await connected(company, scribe, 'HTTP');
    const { headers } = await scribe.call('POST', '/mcp', { body: INITIALIZE });
    const session = headers.get('mcp-session-id') ?? '';
    const list = { body: { jsonrpc: '2.0', id: 2, method: 'tools/list' }, session };
    expect((await scribe.call('POST', '/mcp', list)).status).toBe(200);
    expect((await other.call('POST', '/mcp', list)).status).toBe(404);
    const secret = (await runHere(['agent', 'rotate', 'scribe'], company.environment)).stdout.trim();
    expect((await scribe.call('POST', '/mcp', { ...list, secret })).status).toBe(404);
    expect((await scribe.call('POST', '/mcp', list)).status).toBe(401);
    await client.close().catch(() => undefined);
    const begun = (await scribe.call('POST', '/mcp', { body: INITIALIZE, secret })).headers.get('mcp-session-id') ?? '';
    expect((await scribe.call('POST', '/mcp', { ...list, session: begun, secret })).status).toBe(200);
    await company.bot.restart();
    expect((await scribe.call('POST', '/mcp', { ...list, session: begun, secret })).status).toBe(404);
    await expect(connected(company, { ...scribe, secret }, 'HTTP').then(({ client: again }) => again.close())).resolves.toBeUndefined();
  });

  test.runIf(tellsAll())(
    'keeps what the protocol’s own suite checks of what it has; what it has not is written down with a reason',
    async () => {
      const { company, scribe } = await opened();
      const proxy = await withSecret(apiOf(company), scribe.secret);
      const args = [conformance, 'server', '--url', `${proxy.url}/mcp`, '--expected-failures', 'test/http/mcp-conformance.yaml'];
      const { code, stdout } = await run(nodePath, args);
      proxy.close();
      expect({ code, stdout: code === 0 ? '' : stdout }).toEqual({ code: 0, stdout: '' });
      for (const kept of ['server-initialize', 'ping', 'tools-list', 'dns-rebinding-protection', 'server-sse-multiple-streams'])
        expect(stdout).toMatch(new RegExp(`✓ ${kept}`));
    },
  );
});

const conformance = fileURLToPath(new URL('../../node_modules/@modelcontextprotocol/conformance/dist/index.js', import.meta.url));

/** The suite brings no secret: this adds it, and changes nothing else. */
async function withSecret(api: string, secret: string): Promise<{ url: string; close(): void }> {
  const { hostname, port } = new URL(api);
  const server = createServer((from, to) => {
    const headers = { ...from.headers, authorization: `Bearer ${secret}` };
    const onward = requestTo({ hostname, port, path: from.url, method: from.method, headers }, (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(to);
    });
    onward.on('error', () => to.destroy());
    from.pipe(onward);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => void server.close() };
}

async function run(command: string, args: string[]): Promise<{ code: number | null; stdout: string }> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout };
}
