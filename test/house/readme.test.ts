import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { run } from '../cli/command-line.ts';
import { filesOfRepository, root, textOf } from './tree.ts';

describe('the command line in the documents', () => {
  let commands: string[];

  beforeAll(async () => {
    const { stdout } = await run('src/cli.ts', ['help'], {});
    commands = [...stdout.matchAll(/^ {2}(\w+) {2,}\S/gm)].map(([, name = '']) => name);
  });

  it('is the real one: every command that a document or a message names is there', () => {
    const texts = filesOfRepository().filter((path) => /[.](md|ts|yaml|example)$/.test(path));
    const named = texts.flatMap((path) =>
      [...textOf(path).matchAll(/npm run countersign -- ([a-z]+)/g)].map(([, name = '']) => [path, name] as const),
    );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter(([, name]) => !commands.includes(name))).toEqual([]);
  });

  it('stands in the README with every command, and with options that there are', async () => {
    const cells = [...textOf('README.md').matchAll(/^\| (`[a-z][^|]*) \|/gm)].map(([, cell = '']) => cell);
    const told = cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, words = '']) => words.split(' ')));
    expect(told.map(([name]) => name).toSorted()).toEqual(commands.toSorted());
    const withOptions = told.filter((words) => words.some((word) => word.startsWith('--')));
    expect(withOptions.length).toBeGreaterThan(0);
    for (const [name = '', ...words] of withOptions) {
      const { stdout } = await run('src/cli.ts', [name, '--help'], {});
      for (const option of words.filter((word) => word.startsWith('--'))) expect(stdout).toContain(` ${option} `);
    }
  });
});

it('links only to what is there', () => {
  const pages = filesOfRepository().filter((path) => path.endsWith('.md') && !path.startsWith('examples/'));
  const links = pages.flatMap((path) =>
    [...textOf(path).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)/g)].map(([, target = '']) => ({ path, target })),
  );
  expect(links.length).toBeGreaterThan(5);
  expect(links.filter(({ path, target }) => !existsSync(join(root, dirname(path), target)))).toEqual([]);
});
