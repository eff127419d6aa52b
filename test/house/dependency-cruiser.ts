import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './tree.ts';

export interface Cruise {
  /** How many modules of the folders given were seen, without packages. */
  modules: number;
  /** `rule: from → to`, sorted. */
  violations: string[];
}

interface CruiseResult {
  modules: { source: string }[];
  summary: { violations: { rule: { name: string }; from: string; to: string }[] };
}

/** Runs dependency-cruiser with the rules of this repository over the folders that exist in `tree`. */
export async function cruise(tree: string, folders: string[]): Promise<Cruise> {
  const program = join(root, 'node_modules/.bin/depcruise');
  const present = folders.filter((folder) => existsSync(join(tree, folder)));
  const args = [program, '--config', join(root, '.dependency-cruiser.cjs'), '--output-type', 'json', ...present];
  const { modules, summary } = JSON.parse(await outputOf(args, tree)) as CruiseResult;
  return {
    modules: modules.filter(({ source }) => present.some((folder) => source.startsWith(`${folder}/`))).length,
    violations: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`).toSorted(),
  };
}

/** The exit code is the number of violations; without any JSON it did not run. */
function outputOf(args: string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (stdout.startsWith('{')) resolve(stdout);
      else reject(new Error(`dependency-cruiser did not run. ${error?.message} ${stdout}${stderr}`));
    });
  });
}
