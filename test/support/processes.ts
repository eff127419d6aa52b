/**
 * Node processes of the project under test: started with an environment that the test names in full, listened to, stopped, woken, killed.
 * A process started within a test ends with it, any other with its file (`setup.ts` sees to that), and all of them with the runner.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { createMailbox } from './mailbox.ts';
import { until } from './until.ts';

export { freePort } from './ports.ts';
export { until } from './until.ts';

export interface NodeProcessOptions {
  args?: string[];
  /** The whole environment, beside PATH, HOME and TMPDIR of the runner. */
  env?: Record<string, string>;
  /** The project's root unless told. */
  cwd?: string;
}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface NodeProcess {
  readonly pid: number;
  /** Resolves with the next JSON object that the process wrote as a line to stdout (each is taken once), 10 seconds unless told. */
  jsonLine<T extends object = Record<string, unknown>>(matches?: (line: T) => boolean, timeoutMs?: number): Promise<T>;
  /** The same for what the process sent with `process.send`. */
  message<T extends object = Record<string, unknown>>(matches?: (message: T) => boolean, timeoutMs?: number): Promise<T>;
  send(message: object): void;
  /** SIGSTOP; resolves when the process stands still. */
  pause(): Promise<void>;
  /** SIGCONT */
  resume(): void;
  /** Ends it, SIGKILL unless told, also when it is paused. */
  kill(signal?: NodeJS.Signals): Promise<Exit>;
  /** Resolves when the process has ended and everything it wrote is in `output()`. */
  readonly exited: Promise<Exit>;
  output(): { stdout: string; stderr: string };
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const ownNode = join(root, 'node_modules/.bin/node');
const running = new Set<NodeProcess>();
const watchers = new Set<(one: NodeProcess) => void>();

/** The project's own Node 24, whatever Node the machine has. */
export const nodePath: string = existsSync(ownNode) ? ownNode : process.execPath;

/** `script` is a path from the project's root (or an absolute one). */
export function startNode(script: string, { args = [], env = {}, cwd = root }: NodeProcessOptions = {}): NodeProcess {
  const preload = new URL('started-process.ts', import.meta.url).href;
  const command = ['--import', preload, isAbsolute(script) ? script : join(root, script), ...args];
  const child = spawn(nodePath, command, { cwd, env: { ...baseEnvironment(), ...env }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  // Typed as possibly null because of the fourth stream; both are pipes.
  const { stdout, stderr } = child as { stdout: Readable; stderr: Readable };
  const written = { stdout: '', stderr: '' };
  const tail = (): string => `\nstdout: ${written.stdout.slice(-2_000)}\nstderr: ${written.stderr.slice(-2_000)}`;
  const late = (timeoutMs: number): Error => new Error(`${script} said nothing like that within ${timeoutMs} ms.${tail()}`);
  const lines = createMailbox<object>(late);
  const messages = createMailbox<object>(late);

  stdout.setEncoding('utf8').on('data', (chunk: string) => (written.stdout += chunk));
  stderr.setEncoding('utf8').on('data', (chunk: string) => (written.stderr += chunk));
  createInterface({ input: stdout }).on('line', (line) => {
    const value = parsedObject(line);
    if (value !== undefined) lines.put(value);
  });
  child.on('message', (message) => messages.put(message as object));

  // A process that could not be started, or that was sent something after its end: whoever waits for an answer is shown this.
  child.on('error', (error) => (written.stderr += `${error.message}\n`));

  const { promise: exited, resolve: end } = Promise.withResolvers<Exit>();
  child.on('close', (code, signal) => {
    running.delete(started);
    const reason = (): Error => new Error(`${script} ended (${signal ?? code}) before it said that.${tail()}`);
    lines.close(reason);
    messages.close(reason);
    end({ code, signal });
  });

  const started: NodeProcess = {
    pid: child.pid ?? -1,
    jsonLine: <T extends object>(matches: (line: T) => boolean = () => true, timeoutMs = 30_000) =>
      lines.take((line) => matches(line as T), timeoutMs) as Promise<T>,
    message: <T extends object>(matches: (message: T) => boolean = () => true, timeoutMs = 30_000) =>
      messages.take((message) => matches(message as T), timeoutMs) as Promise<T>,
    send: (message) => void child.send(message),
    async pause() {
      child.kill('SIGSTOP');
      if (process.platform === 'linux') await until(async () => (await stateOf(started.pid)) === 'T', { what: `${script} to stand still` });
    },
    resume: () => void child.kill('SIGCONT'),
    async kill(signal = 'SIGKILL') {
      child.kill(signal);
      return exited;
    },
    exited,
    output: () => ({ ...written }),
  };
  running.add(started);
  for (const watch of watchers) watch(started);
  return started;
}

export async function killAllProcesses(): Promise<void> {
  await Promise.all([...running].map((one) => one.kill()));
}

/** Tells of every process that is started from now on. */
export function onProcessStarted(watch: (one: NodeProcess) => void): void {
  watchers.add(watch);
}

function baseEnvironment(): Record<string, string> {
  const kept = ['PATH', 'HOME', 'TMPDIR'].map((name) => [name, process.env[name]] as const);
  const given = Object.fromEntries(kept.filter((entry): entry is [string, string] => entry[1] !== undefined));
  // The second process of a run finds its TypeScript stripped already: half of what a start costs.
  return { ...given, NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/compiled') };
}

function parsedObject(line: string): object | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as object;
  } catch {
    // A line for people that happens to begin with a brace.
    return undefined;
  }
}

/** The state letter of Linux, the first word after the name in brackets (proc_pid_stat(5)). */
async function stateOf(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2)[0];
}
