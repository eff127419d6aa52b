import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesOfRepository, root, textOf } from './tree.ts';

const files = filesOfRepository();
const sources = files.filter((path) => /[.](ts|js|cjs|mjs|css)$/.test(path));
/** Everything that people or programs wrote as text. */
const texts = files.filter((path) => !/[.](png|jpg|ico|woff2|sqlite)$/.test(path));

/** Paths and line numbers where a pattern stands. The patterns are written so that they do not match themselves. */
function linesWith(pattern: RegExp, among: string[]): string[] {
  return among.flatMap((path) =>
    textOf(path)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim().slice(0, 120)}`] : [])),
  );
}

describe('the repository', () => {
  it('is seen: its sources, and everything that is text', () => {
    expect(sources).toEqual(expect.arrayContaining(['test/house/files.test.ts', 'adapters/playground/platform/page/pane.js']));
    expect(texts).toContain('package-lock.json');
    expect(linesWith(/it sees this very line/, ['test/house/files.test.ts'])).toHaveLength(1);
  });

  it('reads the environment in one place: src/config.ts, beside the playground platform, agents of others, the tools of tests and their child processes', () => {
    const allowed =
      /^(examples\/agents\/.*|src\/config[.]ts|adapters\/playground\/platform\/main[.]ts|test\/support\/.*|test\/.*-child[.]ts)$/;
    const others = sources.filter((path) => !allowed.test(path));
    expect(linesWith(/process\s*[.]\s*env\b|process\s*\[|['"](node:)?(process)['"]/, others)).toEqual([]);
  });

  it('names every file and folder in kebab-case, but for the documents that have a usual name', () => {
    const usual = /^(README|CHANGELOG|SECURITY|CONTRIBUTING|AGENTS|LICENSE|NOTICE|Dockerfile|Caddyfile)([.]md)?$/;
    const kebab = /^[.]?[a-z0-9]+(-[a-z0-9]+)*([.][a-z0-9]+(-[a-z0-9]+)*)*$/;
    expect(files.filter((path) => !path.split('/').every((name) => usual.test(name) || kebab.test(name)))).toEqual([]);
  });

  it('has no source file of more than 300 lines', () => {
    const lengths = sources.map((path) => [path, textOf(path).split('\n').length - 1] as const);
    expect(lengths.filter(([, length]) => length > 300)).toEqual([]);
  });

  it('gives every adapter the same files, so that two platforms can be compared', () => {
    const same = ['README.md', 'adapter.ts', 'cards.ts', 'config.ts', 'errors.ts', 'inbound.ts', 'text.ts', 'wire.ts'];
    const adapters = readdirSync(join(root, 'adapters'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(adapters.length).toBeGreaterThan(0);
    for (const { name } of adapters) {
      const own = files.filter((path) => path.startsWith(`adapters/${name}/`)).map((path) => path.slice(`adapters/${name}/`.length));
      expect(
        own.filter((path) => !path.includes('/')),
        `adapters/${name}`,
      ).toEqual(same);
    }
  });

  it('tells nothing about the machine or the tools that it was written with', () => {
    const traces = [
      /registry[.](npm|yarn)|npmjs[.]org|verdacci[o]|artifactor[y]/i,
      /[/]work[/]|[/]root[/]|[/]tmp[/]brief|[/]home[/][a-z]+[/]|[/]Users[/][a-z]+/,
      /co-authored[-]by|generated (with|by) [a-z]* ?(ai|claude|copilot|gpt)|claude[ ]?code|anthropic[ ]ai/i,
    ];
    expect(traces.flatMap((pattern) => linesWith(pattern, texts))).toEqual([]);
  });

  it('leaves nothing for later in a comment', () => {
    expect(
      linesWith(
        /\b(TO[D]O|FIX[M]E|XX[X])\b/,
        texts.filter((path) => path !== 'package-lock.json'),
      ),
    ).toEqual([]);
  });

  it('carries its licence', () => {
    expect(textOf('LICENSE')).toMatch(/^\s*Apache License\s+Version 2\.0, January 2004/);
    expect(textOf('LICENSE')).toContain('END OF TERMS AND CONDITIONS');
    expect((JSON.parse(textOf('package.json')) as { license: string }).license).toBe('Apache-2.0');
  });
});
