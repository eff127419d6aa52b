import { beforeAll, describe, expect, it } from 'vitest';
import { runHere } from '../support/run-command.ts';
import { filesOfRepository, textOf } from './tree.ts';

describe('the command line, as it is told', () => {
  let commands: string[];

  beforeAll(async () => {
    const { stdout } = await runHere(['help'], {});
    commands = [...stdout.matchAll(/^ {2}(\w+) {2,}\S/gm)].map(([, name = '']) => name);
  });

  it('is the real one: every command that a message or a comment names is there', () => {
    // Our pages are held to it by code-blocks.test.ts.
    const texts = filesOfRepository().filter((path) => /[.](ts|yaml|example)$/.test(path));
    const named = texts.flatMap((path) =>
      [...textOf(path).matchAll(/npm run countersign -- ([a-z]+)/g)].map(([, name = '']) => [path, name] as const),
    );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter(([, name]) => ![...commands, 'help'].includes(name))).toEqual([]);
  });

  it('stands in the README with every command, and with options that there are', async () => {
    const section = textOf('README.md').split('\n## The command line\n')[1]?.split('\n## ')[0] ?? '';
    const cells = [...section.matchAll(/^\| (`[a-z][^|]*) \|/gm)].map(([, cell = '']) => cell);
    const told = cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, words = '']) => words.split(' ')));
    expect(told.map(([name]) => name).toSorted()).toEqual(commands.toSorted());
    const withOptions = told.filter((words) => words.some((word) => word.startsWith('--')));
    expect(withOptions.length).toBeGreaterThan(0);
    for (const [name = '', ...words] of withOptions) {
      const { stdout } = await runHere([name, '--help'], {});
      for (const option of words.filter((word) => word.startsWith('--'))) expect(stdout).toContain(` ${option} `);
    }
  });
});

it('the README says of every folder what is in it', () => {
  const [, table = ''] = textOf('README.md').split('\n## Where things are\n');
  const folders = filesOfRepository().flatMap((path) => /^(src\/[^/.]+|[^/.]+)\//.exec(path)?.[1] ?? []);
  expect(folders.length).toBeGreaterThan(10);
  const told = new Set([...table.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));
  expect([...new Set(folders)].filter((folder) => folder !== 'src' && !told.has(folder))).toEqual([]);
});
