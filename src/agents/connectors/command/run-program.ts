import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { dirname } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { AgentError } from '../../agent-error.ts';
import { readLines } from './read-lines.ts';

export interface Program {
  /** An absolute path. It runs in its own folder. */
  file: string;
  args: readonly string[];
  /** The whole of its environment. */
  env: Record<string, string>;
  /** Null: the user that Countersign runs as. */
  user: { name: string; uid: number; gid: number } | null;
}

/**
 * Starts the program, writes one line to it, and resolves with the first line that it writes, as JSON, and that is no progress; what is
 * there of one when it ends is its line, too; what it started cannot answer in its place. Whatever comes of it, the program and all of its
 * process group are killed then: what it says later is nothing. What it writes to standard error is thrown away, because nobody knows
 * whose words that would be.
 */
export function runProgram(program: Program, line: string, signal: AbortSignal, progress: (text: string) => void): Promise<unknown> {
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const child = startProgram(program);
  const reader = readLines(progress);

  let isOver = false;
  const over = (): void => {
    // Once: its number may be another program's by the next time.
    if (isOver) return;
    isOver = true;
    signal.removeEventListener('abort', aborted);
    child.stdout.destroy();
    child.stdin.destroy();
    killGroup(child.pid);
  };
  const fail = (error: Error): void => {
    over();
    reject(error);
  };
  const aborted = (): void => fail(signal.reason as Error);
  /** Reads on; what the reader throws is the end of the run. */
  const read = (further: () => boolean): boolean => {
    try {
      if (!further()) return false;
      over();
      resolve(reader.answer());
    } catch (error) {
      fail(error as Error);
    }
    return true;
  };

  /**
   * At its end, what it wrote may lie with the system still: Node promises no order there. Each turn of the loop reads of that, and the
   * first that brings nothing was the last.
   */
  const whenNothingComes = (then: () => void, before = -1): void => {
    const bytes = reader.bytes();
    setImmediate(() => (bytes === before ? then() : whenNothingComes(then, bytes)));
  };

  signal.addEventListener('abort', aborted);
  child.on('error', (error: NodeJS.ErrnoException) => fail(couldNotStart(error)));
  // It may end without reading what it was asked: its answer, or its end, says what came of it.
  child.stdin.on('error', () => {});
  child.stdin.end(line);
  child.stdout.on('error', () => {});
  child.stdout.on('data', (chunk: Buffer) => read(() => reader.take(chunk)));
  // Not `close`: what it started and left behind may hold its output open.
  child.on('exit', (code, killedBy) => {
    whenNothingComes(() => {
      if (isOver || read(() => reader.end())) return;
      fail(new AgentError(`The program ended (${killedBy ?? `code ${code}`}) without an answer.`));
    });
  });
  return promise;
}

/** In a process group of its own (`detached`), which is killed as one. */
export function startProgram({ file, args, env, user }: Program): ChildProcessByStdio<Writable, Readable, null> {
  return spawn(file, args, {
    cwd: dirname(file),
    env,
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
    ...(user === null ? {} : { uid: user.uid, gid: user.gid }),
  });
}

function couldNotStart(error: NodeJS.ErrnoException): AgentError {
  return new AgentError(`The program could not be started (${error.code ?? 'unknown'}).`);
}

export function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // ESRCH: all of it has ended. EPERM on some systems: the same, with only the dead left.
    if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
