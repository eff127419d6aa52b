/** The files of this repository, as a commit would hold them: whatever git would ignore is left out. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

const NEVER = ['node_modules', '.git', 'data', 'coverage'];

/** Paths from the root, sorted. A copy without git is read from the disk. */
export function filesOfRepository(): string[] {
  return (fromGit() ?? fromDisk(root)).toSorted();
}

export function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

function fromGit(): string[] | undefined {
  try {
    const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: root,
      encoding: 'utf8',
      stdio: 'pipe',
    });
    const top = execFileSync('git', ['rev-parse', '--show-toplevel'], { cwd: root, encoding: 'utf8', stdio: 'pipe' }).trim();
    return relative(top, root) === ''
      ? [...new Set(listed.split('\0').filter((path) => existsSync(join(root, path)) && path !== ''))]
      : undefined;
  } catch {
    return undefined;
  }
}

function fromDisk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (NEVER.includes(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? fromDisk(path) : [relative(root, path)];
  });
}
