/** Agents that call us, over real HTTP; people connect them in chat. */
import { expect } from 'vitest';
import { runHere } from '../support/run-command.ts';
import type { Company } from './company.ts';
import { isAfter } from './turns.ts';

/** The door is open, and two agents may come through it wherever the handbook may be asked. */
export const DOOR = { API_PORT: '0' };
export const withCallers = (rules: string): string =>
  rules
    .replace('limits:', '  scribe: { connector: api, time_limit: 10m }\n  other: { connector: api }\nlimits:')
    .replaceAll('agents: [handbook]', 'agents: [handbook, scribe, other]');

export interface Called {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

export interface OutsideAgent {
  name: string;
  secret: string;
  call(
    method: string,
    path: string,
    more?: { grant?: string; key?: string; body?: unknown; secret?: string | null; session?: string },
  ): Promise<Called>;
  /** What it is given for a code. */
  redeem(code: string): Promise<string>;
  /** Hands in a draft; resolves with its id. */
  submit(grant: string, text: string): Promise<string>;
}

export function apiOf(company: Company): string {
  return company.bot.running().apiUrl ?? '';
}

export function addAgent(company: Company, name: string): Promise<OutsideAgent> {
  return addAgentAt(() => apiOf(company), company.environment, name);
}

/** Of an installation with this environment, whose door is there. */
export async function addAgentAt(api: () => string, environment: Record<string, string>, name: string): Promise<OutsideAgent> {
  const ran = await runHere(['agent', 'add', name], environment);
  expect({ code: ran.code, stderr: ran.code === 0 ? '' : ran.stderr }).toEqual({ code: 0, stderr: '' });
  return outsideAgent(api, name, ran.stdout.trim());
}

/** How a client of MCP begins. */
export const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'a test', version: '1' } },
};

let keys = 0;
export const newKey = (): string => `key-of-a-test-${(keys += 1)}`;

export const answerOf = (text: string): Record<string, unknown> => ({ kind: 'answer', audience: 'requester_only', text, sources: [] });

export function outsideAgent(api: () => string, name: string, secret: string): OutsideAgent {
  const call: OutsideAgent['call'] = async (method, path, more = {}) => {
    // Where the machine is busy, a connection that was kept is closed before it is used again.
    const headers: Record<string, string> = { connection: 'close' };
    const own = more.secret === undefined ? secret : more.secret;
    if (own !== null) headers.authorization = `Bearer ${own}`;
    if (more.grant !== undefined) headers['countersign-grant'] = more.grant;
    if (more.key !== undefined) headers['idempotency-key'] = more.key;
    if (more.body !== undefined) headers['content-type'] = 'application/json';
    // MCP over HTTP demands both.
    if (path === '/mcp') headers.accept = 'application/json, text/event-stream';
    if (more.session !== undefined) headers['mcp-session-id'] = more.session;
    const response = await fetch(`${api()}${path}`, {
      method,
      headers,
      ...(more.body === undefined ? {} : { body: JSON.stringify(more.body) }),
    });
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
    const body = isStream ? {} : (JSON.parse((await response.text()) || '{}') as Record<string, unknown>);
    // What is asked for may come for as long as somebody listens.
    if (isStream) await response.body?.cancel();
    return { status: response.status, headers: response.headers, body };
  };
  return {
    name,
    secret,
    call,
    async redeem(code) {
      const { status, body } = await call('POST', '/v1/grants', { body: { code } });
      expect({ status, code: body.code }).toEqual({ status: 201, code: undefined });
      return String(body.grant);
    },
    async submit(grant, text) {
      const { status, body } = await call('POST', '/v1/drafts', { grant, key: newKey(), body: answerOf(text) });
      expect({ status, code: body.code, detail: body.detail }).toEqual({ status: 201, code: undefined, detail: undefined });
      return String(body.id);
    },
  };
}

export const CODE = /\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b/;

/** A person writes `/countersign connect`; resolves with the code that they alone are shown. */
export async function connect(company: Company, person: string, channel: string, agent: string, question: string): Promise<string> {
  const said = await company.say(person, channel, `/countersign connect ${agent} ${question}`);
  const notice = await company.notice(person, (message) => isAfter(message, said) && CODE.test(message.text));
  return CODE.exec(notice.text)?.[0] ?? '';
}
