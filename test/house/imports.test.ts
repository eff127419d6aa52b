import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cruise } from './dependency-cruiser.ts';
import { filesOfRepository, root } from './tree.ts';

const folders = ['src', 'adapters', 'test', 'scripts', 'bench'];

interface Rule {
  name: string;
}
const { forbidden } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as { forbidden: Rule[] };

/** One file for every rule, that breaks it. What a line imports is made as an empty module unless it is listed itself. */
const planted: Record<string, [file: string, imports: string]> = {
  'core-imports-nothing': ['src/core/a.ts', '../log/entry.ts'],
  'log-imports-core-and-crypto': ['src/log/a.ts', 'node:fs'],
  'text-imports-core-and-markdown': ['src/text/a.ts', 'zod'],
  'app-knows-only-ports': ['src/app/a.ts', '../store/kysely-store.ts'],
  'http-and-console-drive-app': ['src/console/a.ts', '../store/tables.ts'],
  'adapter-imports-its-own-folder-and-the-port': ['adapters/slack/a.ts', '../discord/wire.ts'],
  'adapter-imports-the-port-by-its-name': ['adapters/slack/b.ts', '../../src/adapter.ts'],
  'platform-shares-nothing-with-us': ['adapters/playground/platform/a.ts', '../wire.ts'],
  'only-main-plugs-adapters-in': ['src/app.ts', '../adapters/index.ts'],
  'main-knows-adapters-by-their-index': ['src/main.ts', '../adapters/slack/wire.ts'],
  'checker-shares-nothing-with-what-it-checks': ['test/checker/a.ts', '../../src/core/ids.ts'],
  'product-imports-no-test': ['src/b.ts', '../test/support/clock.ts'],
  'home-of-sqlite': ['src/http/b.ts', 'node:sqlite'],
  'no-circles': ['src/rules/a.ts', './a2.ts'],
  'no-missing-modules': ['src/c.ts', 'no-such-package'],
  'home-of-pg': ['src/d.ts', 'pg'],
  'home-of-kysely': ['src/d.ts', 'kysely'],
  'home-of-minisearch': ['src/d.ts', 'minisearch'],
  'home-of-yaml': ['src/d.ts', 'yaml'],
  'home-of-pino': ['src/d.ts', 'pino'],
  'home-of-mdast': ['src/d.ts', 'mdast-util-gfm'],
  'home-of-micromark': ['src/d.ts', 'micromark-extension-gfm'],
  'home-of-diff': ['src/d.ts', 'diff'],
  'home-of-hono': ['src/d.ts', 'hono'],
  'home-of-@hono': ['src/d.ts', '@hono/node-server'],
  'home-of-@slack': ['src/d.ts', '@slack/web-api'],
  'home-of-@modelcontextprotocol/server': ['src/d.ts', '@modelcontextprotocol/server'],
  'home-of-ai': ['src/d.ts', 'ai'],
  'home-of-@ai-sdk': ['src/d.ts', '@ai-sdk/openai-compatible'],
  'home-of-@modelcontextprotocol/client': ['src/d.ts', '@modelcontextprotocol/client'],
  'home-of-cockatiel': ['src/d.ts', 'cockatiel'],
  'home-of-eventsource-parser': ['src/d.ts', 'eventsource-parser'],
  'home-of-discord[.]js': ['src/d.ts', 'discord.js'],
  'home-of-@discordjs': ['src/d.ts', '@discordjs/ws'],
  'home-of-discord-api-types': ['src/d.ts', 'discord-api-types/v10'],
  'home-of-emulate': ['src/d.ts', 'emulate'],
};

/** Imports that every rule allows, beside the violations: a rule that finds everything would be no rule. */
const allowed: [file: string, imports: string][] = [
  ['src/rules/a2.ts', './a.ts'],
  ['src/log/ok.ts', 'node:crypto'],
  ['src/text/ok.ts', 'mdast-util-gfm'],
  ['src/text/ok.ts', 'mdast'],
  ['src/app/ok.ts', '../store/store.ts'],
  ['src/store/ok.ts', 'node:sqlite'],
  ['adapters/slack/ok.ts', '#adapter'],
  ['adapters/slack/ok.ts', '@slack/web-api'],
  ['adapters/discord/ok.ts', 'discord.js'],
  ['adapters/playground/platform/ok.ts', 'hono'],
];

describe('the rule of imports', () => {
  it('holds in every file of this repository', async () => {
    const { modules, violations } = await cruise(root, folders);
    expect(violations).toEqual([]);
    const sources = filesOfRepository().filter(
      (path) => /[.](ts|js)$/.test(path) && folders.some((folder) => path.startsWith(`${folder}/`)),
    );
    expect(modules).toBe(sources.length);
    expect(modules).toBeGreaterThan(60);
  });

  it('finds a violation of each of its rules, and nothing in what is allowed', async () => {
    const tree = await plantedTree();
    const { violations } = await cruise(tree, folders);
    const missed = forbidden.filter(({ name }) => !violations.some((one) => one.startsWith(`${name}: ${planted[name]?.[0]} → `)));
    expect(missed.map(({ name }) => name)).toEqual([]);
    expect(violations).toContain('core-imports-nothing: src/core/using.ts → fs');
    expect(violations).toContain('home-of-mdast: src/d.ts → mdast');
    expect(violations.filter((violation) => violation.includes('/ok.ts'))).toEqual([]);
  });
});

async function plantedTree(): Promise<string> {
  const tree = await mkdtemp(join(tmpdir(), 'countersign-imports-'));
  onTestFinished(() => rm(tree, { recursive: true, force: true }));
  const files = new Map<string, string>();
  const dependencies: Record<string, string> = {};
  for (const [file, imports] of [...Object.values(planted), ...allowed]) {
    files.set(file, `${files.get(file) ?? ''}import '${imports}';\n`);
    if (/^@?[a-z]/.test(imports) && !imports.startsWith('node:') && !['no-such-package', 'mdast'].includes(imports))
      dependencies[imports] = '*';
  }
  for (const [file, imports] of [...Object.values(planted), ...allowed]) {
    const target = join(dirname(file), imports);
    if (imports.startsWith('.') && !files.has(target)) files.set(target, 'export {};\n');
  }
  for (const name of Object.keys(dependencies)) {
    files.set(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    files.set(`node_modules/${name}/index.js`, '');
  }
  // A dependency inside of a statement that the parser's visitor does not know by itself.
  files.set('src/core/using.ts', `{ await using data = await import('node:fs'); }\n`);
  files.set('src/d.ts', `${files.get('src/d.ts')}import type { Root } from 'mdast';\n`);
  files.set('src/adapter.ts', 'export {};\n');
  files.set('package.json', JSON.stringify({ name: 'planted', type: 'module', imports: { '#adapter': './src/adapter.ts' }, dependencies }));
  for (const [file, text] of files) {
    await mkdir(dirname(join(tree, file)), { recursive: true });
    await writeFile(join(tree, file), text);
  }
  return tree;
}
