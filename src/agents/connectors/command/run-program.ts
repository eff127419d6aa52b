import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { AgentError } from '../../agent-error.ts';

export interface Program {
  /** An absolute path. It runs in its own folder. */
  file: string;
  args: readonly string[];
  /** The whole of its environment. */
  env: Record<string, string>;
  /** Null: the user that Countersign runs as. */
  user: { name: string; uid: number; gid: number } | null;
}

/** More than this is no answer that anybody could post: bytes. */
const MOST_BYTES = 1024 * 1024;

/**
 * Starts the program, writes one line to it, and resolves with the first line that it writes, as JSON. When it ends first, what it wrote until
 * then is its line; what it started cannot answer in its place. Whatever comes of it, the program and all of its process group are killed
 * then: what it says later is nothing. What it writes to standard error is thrown away, because nobody knows whose words that would be.
 */
export function runProgram({ file, args, env, user }: Program, line: string, signal: AbortSignal): Promise<unknown> {
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  // Detached: a group of its own, which is killed as one.
  const child = spawn(file, args, {
    cwd: dirname(file),
    env,
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
    ...(user === null ? {} : { uid: user.uid, gid: user.gid }),
  });
  const chunks: Buffer[] = [];
  let bytes = 0;
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
  const fail = (message: string): void => {
    over();
    reject(new AgentError(message));
  };
  const aborted = (): void => {
    over();
    reject(signal.reason as Error);
  };
  const read = (answer: Buffer): void => {
    over();
    try {
      resolve(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(answer)) as unknown);
    } catch {
      // What it says may be the text of an answer, so it is not quoted.
      reject(new AgentError('The program wrote a line that is not JSON in UTF-8.'));
    }
  };

  /**
   * At its end, what it wrote may lie with the system still: Node promises no order there. Each turn of the loop reads of that, and the
   * first that brings nothing was the last.
   */
  const whenNothingComes = (then: () => void, before = -1): void => {
    setImmediate(() => (bytes === before ? then() : whenNothingComes(then, bytes)));
  };

  signal.addEventListener('abort', aborted);
  child.on('error', (error: NodeJS.ErrnoException) => fail(`The program could not be started (${error.code ?? 'unknown'}).`));
  // It may end without reading what it was asked: its answer, or its end, says what came of it.
  child.stdin.on('error', () => {});
  child.stdin.end(line);
  child.stdout.on('error', () => {});
  child.stdout.on('data', (chunk: Buffer) => {
    const at = chunk.indexOf(10);
    bytes += at < 0 ? chunk.length : at;
    if (bytes > MOST_BYTES) return fail(`The program wrote more than ${MOST_BYTES} bytes.`);
    chunks.push(at < 0 ? chunk : chunk.subarray(0, at));
    if (at >= 0) read(Buffer.concat(chunks));
  });
  // Not `close`: what it started and left behind may hold its output open.
  child.on('exit', (code, killedBy) => {
    whenNothingComes(() => {
      if (isOver) return;
      if (bytes > 0) read(Buffer.concat(chunks));
      else fail(`The program ended (${killedBy ?? `code ${code}`}) without an answer.`);
    });
  });
  return promise;
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // ESRCH: all of it has ended. EPERM on some systems: the same, with only the dead left.
    if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
