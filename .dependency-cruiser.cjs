/**
 * The import rule of this house, run by `test/house/imports.test.ts`, which also plants one violation of every rule to see it found.
 * Types count as imports. Tests may import what they test, and so may `scripts` and `bench`.
 */

/** Every package that does something in the world, or that a rewrite would replace, has one home: the package's name, and the paths allowed. */
const homes = {
  'pg/': ['src/store/'],
  'kysely/': ['src/store/'],
  'minisearch/': ['src/agents/connectors/'],
  'yaml/': ['src/rules/'],
  'pino/': ['src/logger[.]ts$'],
  // The handbook quotes pages word for word, so it needs the places of its passages.
  mdast: ['src/text/', 'src/agents/connectors/handbook/'],
  micromark: ['src/text/', 'src/agents/connectors/handbook/'],
  'diff/': ['src/text/'],
  'hono/': ['src/http/', 'src/console/', 'adapters/playground/platform/'],
  '@hono/': ['src/http/', 'src/console/', 'adapters/playground/platform/'],
  '@modelcontextprotocol/server/': ['src/http/mcp/'],
  '@slack/': ['adapters/slack/'],
  'ai/': ['src/agents/connectors/model/'],
  '@ai-sdk/': ['src/agents/connectors/model/'],
  '@modelcontextprotocol/client/': ['src/agents/tools/'],
  'cockatiel/': ['src/agents/tools/'],
  'eventsource-parser/': ['src/agents/connectors/http/'],
  'discord[.]js/': ['adapters/discord/'],
  '@discordjs/': ['adapters/discord/'],
  'discord-api-types/': ['adapters/discord/'],
  // Somebody else's emulator of Slack, beside which our own fake is held.
  'emulate/': ['test/adapters/slack/fake/'],
};

const product = '^(src|adapters)/';
const within = (...paths) => `^(${paths.join('|')})`;
// A package that is only types (mdast) is not found on the disk, and keeps the name that it was imported by.
const packagePath = (name) => `(node_modules/(@types/)?|^)${name}`;
const nothingBut = (...paths) => ({ pathNot: within(...paths) });

const homeRules = Object.entries(homes).map(([name, paths]) => ({
  name: `home-of-${name.replace(/[/]$/, '')}`,
  comment: `${name} is imported only in ${paths.join(', ')}`,
  severity: 'error',
  from: { path: product, pathNot: within(...paths) },
  to: { path: packagePath(name) },
}));

const folderRules = [
  {
    name: 'core-imports-nothing',
    comment: 'core is pure: no packages, no I/O, no other folder',
    from: { path: '^src/core/' },
    to: nothingBut('src/core/'),
  },
  {
    name: 'log-imports-core-and-crypto',
    comment: 'whoever verifies the log reads core, log and node:crypto, and nothing else',
    from: { path: '^src/log/' },
    to: nothingBut('src/log/', 'src/core/', '(node:)?crypto$'),
  },
  {
    name: 'text-imports-core-and-markdown',
    from: { path: '^src/text/' },
    to: nothingBut('src/text/', 'src/core/', 'node_modules/(@types/)?(mdast|micromark|diff/)', 'mdast$'),
  },
  {
    name: 'app-knows-only-ports',
    comment: 'use cases see the world through src/adapter.ts, src/store/store.ts, src/agents/agent.ts and src/app/ports.ts',
    from: { path: '^src/app/' },
    to: nothingBut('src/app/', 'src/core/', 'src/adapter[.]ts$', 'src/store/store[.]ts$', 'src/agents/agent[.]ts$'),
  },
  {
    name: 'http-and-console-drive-app',
    comment: 'pages and endpoints go through use cases; the store is known only by its port',
    from: { path: '^src/(http|console)/' },
    to: { path: '^src/(store|log)/', pathNot: '^src/store/store[.]ts$' },
  },
  {
    name: 'adapter-imports-its-own-folder-and-the-port',
    from: { path: '^adapters/([^/]+)/', pathNot: '^adapters/[^/]+/platform/' },
    to: { path: product, pathNot: ['^adapters/$1/(?!platform/)', '^src/adapter[.]ts$'] },
  },
  {
    name: 'adapter-imports-the-port-by-its-name',
    comment: 'the port is imported as #adapter',
    from: { path: '^adapters/' },
    to: { path: '^src/', dependencyTypesNot: ['aliased-subpath-import'] },
  },
  {
    name: 'platform-shares-nothing-with-us',
    comment: 'the playground chat is a platform of its own: it is reached over HTTP',
    from: { path: '^adapters/([^/]+)/platform/' },
    to: { path: product, pathNot: '^adapters/$1/platform/' },
  },
  {
    name: 'only-main-plugs-adapters-in',
    from: { path: '^src/', pathNot: '^src/main[.]ts$' },
    to: { path: '^adapters/' },
  },
  {
    name: 'main-knows-adapters-by-their-index',
    from: { path: '^src/main[.]ts$' },
    to: { path: '^adapters/', pathNot: '^adapters/index[.]ts$' },
  },
  {
    name: 'checker-shares-nothing-with-what-it-checks',
    from: { path: '^test/checker/' },
    to: { path: product },
  },
  {
    name: 'product-imports-no-test',
    from: { path: product },
    to: { path: '^(test|bench|scripts)/' },
  },
  {
    name: 'home-of-sqlite',
    comment: 'node:sqlite is imported only in src/store and by the playground platform, which has a store of its own',
    from: { path: product, pathNot: within('src/store/', 'adapters/playground/platform/') },
    to: { path: '^(node:)?sqlite$' },
  },
  { name: 'no-circles', from: {}, to: { circular: true } },
  { name: 'no-missing-modules', from: {}, to: { couldNotResolve: true, pathNot: '^mdast$' } },
];

// The visitor of @swc/core does not know `using` and `await using`, and gives up on the whole run: it is shown where their values are.
const { Visitor } = require('@swc/core/Visitor.js');
const { visitStatement } = Visitor.prototype;
Visitor.prototype.visitStatement = function visit(statement) {
  if (statement.type !== 'UsingDeclaration') return visitStatement.call(this, statement);
  return { ...statement, decls: this.visitVariableDeclarators(statement.decls) };
};

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [...folderRules, ...homeRules].map((rule) => ({ severity: 'error', ...rule })),
  options: {
    // With TypeScript 7 the default parser sees no modules at all, and every rule passes.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.cjs'],
    },
  },
};
