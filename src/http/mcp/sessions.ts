import { randomUUID } from 'node:crypto';
import { createMcpHandler, isLegacyRequest, type McpServer, WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server';

interface Session {
  /** Whose it is: a session is no proof of who calls, and nobody else may use it. */
  agent: string;
  /** Its tools call with this one: after a rotation the client begins anew. */
  secret: string;
  transport: WebStandardStreamableHTTPServerTransport;
  server: McpServer;
  usedAt: number;
}

/** Of all agents together; beyond it, the one that was used longest ago ends. */
const MOST_SESSIONS = 200;
const MOST_OF_ONE_AGENT = 20;

/** One request of an agent that has shown its secret with it. */
export interface McpCall {
  request: Request;
  agent: string;
  secret: string;
}

/**
 * MCP over HTTP (https://modelcontextprotocol.io/specification): clients of 2026 send each request for itself, those before it begin with a
 * session, which lives in this process. Every request is authenticated, in a session or not.
 */
export function createMcpEndpoint(serverFor: (secret: string) => McpServer, onerror: (error: Error) => void, now: () => number) {
  const sessions = new Map<string, Session>();
  const handler = createMcpHandler(({ authInfo }) => serverFor(authInfo?.token ?? ''), {
    legacy: 'reject',
    onerror,
    maxSubscriptions: MOST_OF_ONE_AGENT,
  });

  async function open({ request, agent, secret }: McpCall): Promise<Response> {
    await makeRoom(agent);
    const server = serverFor(secret);
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => void sessions.set(id, { agent, secret, transport, server, usedAt: now() }),
      onsessionclosed: (id) => void sessions.delete(id),
    });
    await server.connect(transport);
    return transport.handleRequest(request);
  }

  async function makeRoom(agent: string): Promise<void> {
    const oldest = [...sessions].toSorted(([, one], [, other]) => one.usedAt - other.usedAt);
    const own = oldest.filter(([, session]) => session.agent === agent);
    const [ending] = own.length >= MOST_OF_ONE_AGENT ? own : oldest.length >= MOST_SESSIONS ? oldest : [];
    if (ending === undefined) return;
    sessions.delete(ending[0]);
    await ending[1].server.close();
  }

  return {
    async answer(call: McpCall): Promise<Response> {
      const { request, agent, secret } = call;
      if (request.method === 'POST' && !(await isLegacyRequest(request)))
        return handler.fetch(request, { authInfo: { token: secret, clientId: agent, scopes: [] } });
      const id = request.headers.get('mcp-session-id');
      if (id === null) return request.method === 'POST' ? open(call) : UNKNOWN_SESSION();
      const session = sessions.get(id);
      // A client begins anew when its session is not known, as after a restart.
      if (session === undefined || session.agent !== agent || session.secret !== secret) return UNKNOWN_SESSION();
      session.usedAt = now();
      return session.transport.handleRequest(request);
    },
  };
}

const UNKNOWN_SESSION = (): Response =>
  Response.json({ jsonrpc: '2.0', error: { code: -32_001, message: 'This session is over. Begin a new one.' }, id: null }, { status: 404 });
