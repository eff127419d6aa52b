import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { tellsAll } from '../support/tells-all.ts';
import { root } from './tree.ts';

const start = `import { beforeAll, describe, expect, it } from 'vitest';\n`;
const passing = `it('passes', () => expect(1).toBe(1));\n`;
const failing = `it('fails', () => expect(1).toBe(2));\n`;

/** What is planted, the last line that `npm test` prints, and its exit code. */
const runs: [name: string, test: string, lastLine: string, exitCode: number][] = [
  ['one test that passes', start + passing, '1 passed, 0 failed', 0],
  ['one test that passes and one that fails', start + passing + failing, '1 passed, 1 failed', 1],
  ['a test that is skipped', `${start}${passing}it.skip('is skipped', () => expect(1).toBe(2));\n`, '1 passed, 0 failed, 1 skipped', 0],
  [
    'an error that nobody caught',
    `${start}${passing}it('also', () => { void Promise.reject(new Error('alone')); });\n`,
    '2 passed, 1 failed',
    1,
  ],
  [
    'a suite that cannot be prepared',
    `${start}${passing}describe('suite', () => { beforeAll(() => { throw new Error('no'); }); ${passing} });\n`,
    '1 passed, 1 failed, 1 skipped',
    1,
  ],
  ['a file that does not load', `import './no-such-file.ts';\n`, '0 passed, 1 failed', 1],
  ['no test that runs', `${start}it.skip('is skipped', () => expect(1).toBe(2));\n`, '0 passed, 0 failed, 1 skipped', 1],
];

/** Those in which a true count is hardest. */
const hard = runs.filter(([name]) => tellsAll() || /nobody caught|prepared|does not load|no test/.test(name));

it.each(hard)('`npm test` counts truly and says it last: %s', async (_name, test, lastLine, exitCode) => {
  const project = await plantedProject(test);
  const { output, code } = await npmTest(project);
  expect(output.trimEnd().split('\n').at(-1), output).toBe(lastLine);
  expect(code).toBe(exitCode);
});

/** This repository's own way to run tests, with other tests. */
async function plantedProject(test: string): Promise<string> {
  const project = await mkdtemp(join(tmpdir(), 'countersign-counts-'));
  onTestFinished(() => rm(project, { recursive: true, force: true }));
  for (const file of ['package.json', 'vitest.config.ts']) await cp(join(root, file), join(project, file));
  await cp(join(root, 'test/support'), join(project, 'test/support'), { recursive: true, filter: (path) => !path.endsWith('.test.ts') });
  await symlink(join(root, 'node_modules'), join(project, 'node_modules'));
  await mkdir(join(project, 'test/planted'));
  await writeFile(join(project, 'test/planted/planted.test.ts'), test);
  return project;
}

function npmTest(cwd: string): Promise<{ output: string; code: number }> {
  return new Promise((resolve) => {
    execFile('sh', ['-c', 'npm test 2>&1'], { cwd }, (error, output) => resolve({ output, code: Number(error?.code ?? 0) }));
  });
}
