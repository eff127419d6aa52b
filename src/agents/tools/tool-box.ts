import { BrokenCircuitError } from 'cockatiel';
import { AgentError } from '../agent-error.ts';
import type { Oversight } from '../agent.ts';
import { Ended } from './breakers.ts';
import { connect, type Connection, type Listed } from './connect.ts';
import { partsOf, safeNames } from './names.ts';
import { cut } from './result-text.ts';
import type { ToolServer, ToolServers } from './servers.ts';

/** The tools of one run. */
export interface ToolBox extends AsyncDisposable {
  /** As a model is told of them. */
  offered: { name: string; description: string; parameters: Record<string, unknown> }[];
  /** What becomes of a call that the model wants, in words for the model. Rejects when the run is over. */
  call(name: string, given: string, isWellFormed: boolean): Promise<string>;
}

export interface RunOf {
  agent: string;
  signal: AbortSignal;
  oversight: Oversight;
}

interface Open {
  /** `server/tool` */
  tool: string;
  server: ToolServer;
  connection: Connection;
  listed: Listed;
}

/** Longer descriptions are cut, and tools whose arguments take more to describe are not offered: characters. */
const MOST_DESCRIPTION = 2_000;
const MOST_PARAMETERS = 20_000;

/**
 * Connects to the servers of these tools, for one run. `allowed` is all that the rules allow here; what a server has beside that is not
 * offered, whatever it says of itself. A tool that its server does not have, or whose server is not there, is not offered either, and the
 * operator reads of it.
 */
export async function openToolBox(allowed: readonly string[], servers: ToolServers, run: RunOf): Promise<ToolBox> {
  const { agent, signal, oversight } = run;
  if (allowed.length > 0) await oversight.mayGoOn();
  const names = safeNames(allowed);
  const open = new Map<string, Open>();
  const connections: Connection[] = [];
  const close = async (): Promise<void> => void (await Promise.allSettled(connections.map((one) => one.close())));

  const opened = await Promise.all(serversOf(allowed).map(async (name) => [name, await opens(servers.get(name), signal)] as const));
  for (const [, result] of opened) if (result.ok) connections.push(result.connection);
  if (signal.aborted) {
    await close();
    signal.throwIfAborted();
  }
  for (const [tool, name] of names) {
    const result = opened.find(([server]) => server === partsOf(tool).server)?.[1];
    const found = result?.ok === true ? find(tool, result) : (result?.problem ?? 'there is no such server');
    if (typeof found === 'string') servers.report({ agent, tool, problem: found });
    else open.set(name, found);
  }

  return {
    offered: [...open].map(
      ([
        name,
        {
          listed: { description, parameters },
        },
      ]) => {
        return { name, description: cut(description, MOST_DESCRIPTION), parameters };
      },
    ),
    async call(name, given, isWellFormed) {
      const tool = [...names].find(([known, safe]) => safe === name || known === name)?.[0];
      // The one place where a call is decided. Tools with effects would ask for an approval here.
      if (tool === undefined) {
        await oversight.refuseTool({ tool: name, arguments: given });
        return 'Refused: you have no such tool. Nothing was called. Go on without it.';
      }
      const found = open.get(names.get(tool) ?? '');
      if (found === undefined) return 'This tool cannot be reached now. Go on without it.';
      const parsed = isWellFormed ? objectIn(given) : null;
      if (parsed === null) return 'The arguments were not a JSON object. Nothing was called.';
      return callOpen(found, given, parsed, { servers, ...run });
    },
    [Symbol.asyncDispose]: close,
  };
}

function serversOf(allowed: readonly string[]): string[] {
  return [...new Set(allowed.map((tool) => partsOf(tool).server))];
}

type Opened = { ok: true; server: ToolServer; connection: Connection } | { ok: false; problem: string };

async function opens(server: ToolServer | undefined, signal: AbortSignal): Promise<Opened> {
  if (server === undefined) return { ok: false, problem: 'there is no such server' };
  try {
    // Its own name holds no slash, so it is no tool's.
    const connection = await through(server, server.name, signal, () => connect(server.reached, server.timeLimitMs, signal));
    return { ok: true, server, connection };
  } catch (error) {
    return { ok: false, problem: problemOf(error) };
  }
}

function find(tool: string, { server, connection }: Extract<Opened, { ok: true }>): Open | string {
  const listed = connection.tools.find(({ name }) => name === partsOf(tool).tool);
  if (listed === undefined) return 'its server has no such tool';
  if (JSON.stringify(listed.parameters).length > MOST_PARAMETERS) return 'its arguments take too long to describe';
  return { tool, server, connection, listed };
}

async function callOpen(
  { tool, server, connection, listed }: Open,
  given: string,
  parsed: Record<string, unknown>,
  { agent, signal, oversight, servers }: RunOf & { servers: ToolServers },
): Promise<string> {
  let failed: { error: unknown } | null = null;
  const work = async (): Promise<string> => {
    try {
      return await through(server, tool, signal, () => connection.call(listed.name, parsed, signal));
    } catch (error) {
      failed = { error };
      throw error;
    }
  };
  try {
    return await oversight.callTool({ tool, arguments: given }, work);
  } catch (error) {
    signal.throwIfAborted();
    if ((failed as { error: unknown } | null)?.error !== error) throw error;
    servers.report({ agent, tool, problem: problemOf(error) });
    return error instanceof BrokenCircuitError
      ? 'This tool failed several times and is not called for a while. Go on without it.'
      : 'The tool failed, or took too long. You may try once more, or go on without it.';
  }
}

/** Through the circuit breaker of that name. */
function through<T>(server: ToolServer, name: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  return server.breaker(name).execute(async () => {
    try {
      return await work();
    } catch (error) {
      throw signal.aborted ? new Ended('the run is over', { cause: error }) : error;
    }
  });
}

function objectIn(given: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(given);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? (parsed as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** Packages put an error of ours into one of theirs. */
function causesOf(error: unknown): unknown[] {
  const causes: unknown[] = [];
  for (let one = error; one instanceof Error && !causes.includes(one); one = one.cause) causes.push(one);
  return causes;
}

/** For operators. Messages of other errors may hold what a server said. */
function problemOf(error: unknown): string {
  const ours = causesOf(error).find((one) => one instanceof AgentError);
  if (ours !== undefined) return ours.message;
  if (error instanceof BrokenCircuitError) return 'it failed several times, and is not called for a while';
  const code = error instanceof Error && 'code' in error && /^-?\w{1,60}$/.test(String(error.code)) ? ` (${String(error.code)})` : '';
  return `it failed${code}`;
}
