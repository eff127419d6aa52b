import { runCli } from '../../src/cli.ts';

export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Everything that an environment may hold beside what a test names. */
const KEPT = ['PATH', 'HOME', 'TMPDIR'];

/**
 * A command as `src/cli.ts` runs it, without the second that a process takes to load it. That it is one, with its exit code and its
 * streams, `help.test.ts` looks at.
 */
export async function runHere(args: string[], env: Record<string, string>): Promise<Ran> {
  const before = { ...process.env };
  const written = { stdout: '', stderr: '' };
  setEnvironment({ ...Object.fromEntries(Object.entries(before).filter(([name]) => KEPT.includes(name))), ...env });
  try {
    const code = await runCli(args, {
      print: (text) => void (written.stdout += `${text}\n`),
      complain: (text) => void (written.stderr += `${text}\n`),
    });
    return { code, ...written };
  } finally {
    setEnvironment(before);
  }
}

function setEnvironment(next: Record<string, string | undefined>): void {
  for (const name of Object.keys(process.env)) if (!(name in next)) delete process.env[name];
  Object.assign(process.env, next);
}
