import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse, stringify } from 'yaml';
import { parseRules } from '../../src/rules/load.ts';
import { formatProblems } from '../../src/rules/problem.ts';
import { commandsIn, isVariable, toldToCountersign, wrongWith } from './commands.ts';
import { type Code, codeOf, pages } from './markdown.ts';
import { openCommandLine } from './real-commands.ts';
import { filesOfRepository, root, textOf } from './tree.ts';

const all = pages().map((page) => codeOf(page));
const blocks = all.flatMap((page) => page.blocks);
const sentences = all.flatMap((page) => page.sentences);

/** What is known of a block by its language: instructions for whoever wrote it. `ts` is looked at by the compiler, below. */
const LANGUAGES: Record<string, (code: Code) => string[]> = {
  text: ({ text }) => (/^\s*(\$|npm|npx) /m.test(text) ? ['holds a command; write it as sh'] : []),
  sh: (code) => commandsIn(code).flatMap((command) => wrongWith(command, code) ?? []),
  json: ({ text }) => wrongJson(text),
  jsonl: ({ text }) => text.trimEnd().split('\n').flatMap(wrongJson),
  yaml: wrongYaml,
  env: (code) => [...wrongSettings(code), ...wrongCopy(code)],
  ini: wrongCopy,
  nginx: wrongCopy,
  caddyfile: wrongCopy,
  dockerfile: wrongCopy,
  ts: () => [],
};

function wrongWithBlock(code: Code): string[] {
  const look = LANGUAGES[code.language ?? ''];
  if (look !== undefined) return said(() => look(code)).map((one) => `${code.at} ${one}`);
  const known = Object.keys(LANGUAGES).join(', ');
  return [`${code.at} is ${code.language === '' ? 'a block without a language' : `written in ${code.language}`}; write one of: ${known}`];
}

describe('the code in our pages', () => {
  it('stands in blocks and in sentences: there is something to look at', () => {
    expect(blocks.length).toBeGreaterThan(40);
    expect(sentences.flatMap(commandsIn).length).toBeGreaterThan(20);
  });

  it('is right in every block, by what its language says', () => {
    expect(blocks.flatMap(wrongWithBlock)).toEqual([]);
  });

  it('is right in every sentence that names a command', () => {
    const wrong = (code: Code): string[] => commandsIn(code).flatMap((command) => wrongWith(command, code) ?? []);
    expect(sentences.flatMap((code) => said(() => wrong(code)).map((one) => `${code.at} ${one}`))).toEqual([]);
  });

  it('is understood by the command line, word for word', async () => {
    const told = [...blocks.filter(({ language }) => language === 'sh'), ...sentences].flatMap((code) =>
      commandsIn(code).flatMap((command) => {
        const words = toldToCountersign(command);
        const where = code.language === null ? ('sentence' as const) : ('block' as const);
        return words === null ? [] : [{ at: code.at, words, where }];
      }),
    );
    expect(told.length).toBeGreaterThan(20);
    const { wrongWith: wrongWithWords } = await openCommandLine();
    expect(await wrongWithWords(['export', '--tilse'])).toContain(`Unknown option '--tilse'`);
    expect(await wrongWithWords(['withdraw', 'REFERENCE', '--because', '…'])).toContain('--because');
    expect(await wrongWithWords(['withdraw'])).toContain('A word is missing.');
    expect(await wrongWithWords(['verfy'])).toContain('There is no command “verfy”');
    const wrong: string[] = [];
    for (const { at, words, where } of told) {
      const instruction = await wrongWithWords(words, where);
      if (instruction !== null) wrong.push(`${at} countersign ${words.join(' ')}: ${instruction}`);
    }
    expect(wrong).toEqual([]);
  });

  it('compiles, where it is TypeScript', async () => {
    const planted = [
      {
        at: 'planted good',
        page: 'README.md',
        language: 'ts',
        text: `import type { ChatAdapter } from '#adapter';\nexport type One = ChatAdapter;\n`,
      },
      {
        at: 'planted bad',
        page: 'docs/page.md',
        language: 'ts',
        text: `import { MOVES } from '../src/core/lifecycle.ts';\nexport const one = MOVES;\n`,
      },
    ];
    const wrong = await wrongTypes([...planted, ...blocks.filter(({ language }) => language === 'ts')]);
    expect(wrong.filter((one) => !one.startsWith('planted bad'))).toEqual([]);
    expect(wrong.length).toBeGreaterThan(0);
  });

  it.each([
    ['```\nx\n```', 'is a block without a language; write one of: text, sh,'],
    ['```fortran\nx\n```', 'is written in fortran; write one of:'],
    ['```text\n$ npm start\n```', 'holds a command; write it as sh'],
    ['```sh\nfrobnicate --all\n```', 'frobnicate is not known.'],
    ['```sh\nnode src/main.ts\n```', 'the node of a machine may be too old'],
    ['```sh\nnpm install\n```', 'npm install is no part of our way to work'],
    ['```sh\nPROT=0 npm start\n```', 'nothing reads PROT'],
    ['```sh\nnpx frobnicate\n```', 'npx frobnicate runs nothing that is installed here'],
    ['```sh\ncp deploy/nothing.conf . # why\n```', 'deploy/nothing.conf is not there'],
    ['```sh\ncd x && npx vitest run "test/nothing.test.ts"\n```', 'test/nothing.test.ts is not there'],
    ['```sh\ncat <<EOF\n```', 'a here-document is not read'],
    ['```json\n{"a":1,}\n```', 'is no JSON'],
    ['```yaml\nversion: 1\nchannels: 7\n```', 'channels: must be a list'],
    ['- a list\n\n  ```yaml\n  limits: { asks: often }\n  ```', 'limits.asks: must be a whole number and a period'],
    ['```ini\n[Service]\nExecStart=/bin/true\n```', 'is none of the files in deploy/'],
    ['```env\nPROT=0\n```', 'nothing reads PROT'],
  ])('is complained of where it is wrong: %j', (page, instruction) => {
    const wrong = codeOf('planted.md', page).blocks.flatMap(wrongWithBlock);
    expect(wrong.join('\n')).toContain(instruction);
  });
});

function wrongJson(text: string): string[] {
  return said(() => void JSON.parse(text)).map((message) => `is no JSON: ${message}`);
}

/** A whole rules file, or a part of one: some of its keys, or channels. The example has the rest. */
function wrongYaml({ text }: Code): string[] {
  const source = /^version:/m.test(text) ? text : stringify({ ...parse(textOf('countersign.example.yaml')), ...asKeys(parse(text)) });
  const read = parseRules(source, 'rules');
  return read.ok ? [] : [formatProblems(read.problems)];
}

function asKeys(part: unknown): object {
  if (Array.isArray(part)) return { channels: part };
  if (typeof part !== 'object' || part === null) throw new Error('is no part of a rules file: show keys, or channels');
  return 'channel' in part || 'match' in part ? { channels: [part] } : part;
}

function wrongSettings({ text }: Code): string[] {
  const names = text.split('\n').flatMap((line) => (/^[A-Z]/.test(line) ? [line.split('=')[0] ?? ''] : []));
  return names.filter((name) => !isVariable(name)).map((name) => `nothing reads ${name}; the settings are in .env.example`);
}

/** People copy from the page or from the folder: both are the same. */
function wrongCopy({ text }: Code): string[] {
  const files = filesOfRepository().filter((path) => path.startsWith('deploy/'));
  return files.some((path) => textOf(path) === text) ? [] : ['is none of the files in deploy/, word for word: change both'];
}

/** What it throws, as an instruction. */
function said(look: () => string[] | void): string[] {
  try {
    return look() ?? [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

/** Compiles blocks as modules beside their pages, with the options of this project. */
async function wrongTypes(codes: Code[]): Promise<string[]> {
  // A folder that git ignores, below the root, so that packages and #adapter are found.
  await mkdir(join(root, 'coverage'), { recursive: true });
  const folder = await mkdtemp(join(root, 'coverage/code-blocks-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const up = '../'.repeat(2);
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ extends: `${up}tsconfig.json`, include: ['./*.ts'] }));
  for (const [nth, { page, text }] of codes.entries()) {
    const own = text.replaceAll(
      /(from |import\()'(\.[^']*)'/g,
      (_all, before: string, path: string) => `${before}'${up}${join(page, '..', path)}'`,
    );
    await writeFile(join(folder, `block-${nth}.ts`), own);
  }
  const output = await outputOf([join(root, 'node_modules/.bin/tsc'), '--noEmit', '--pretty', 'false', '-p', folder]);
  return output.split('\n').flatMap((line) => {
    const [, nth, rest] = /block-(\d+)\.ts(.*)/.exec(line) ?? [];
    return nth === undefined ? [] : [`${codes[Number(nth)]?.at} ${rest}`];
  });
}

function outputOf(args: string[]): Promise<string> {
  return new Promise((resolve) => execFile(process.execPath, args, { cwd: root }, (_error, stdout) => resolve(stdout)));
}
