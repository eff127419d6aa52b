/** Runs what pages tell people to type behind `countersign`, in an installation that has a history, with its own names in place of placeholders. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ran } from '../support/run-command.ts';
import { type Installation, withHistory } from '../cli/command-line.ts';
import { startNode } from '../support/processes.ts';

export interface CommandLine {
  /**
   * An instruction when its words are wrong, null when they are understood; what it then does may well be refused. A sentence may
   * name a command without all of its words.
   */
  wrongWith(told: string[], where?: 'block' | 'sentence'): Promise<string | null>;
}

/** They would never end; stories show how they start. */
const NOT_RUN = ['start', 'mcp'];
/** Left in a command after everything that has a real value got one. */
const PLACEHOLDER = /…|<.*>|^[A-Z_]+$/;

export async function openCommandLine(): Promise<CommandLine> {
  const { installation, published } = await withHistory();
  const run = startCommands(installation);
  const real = await realValues(installation, published.reference, run);

  async function wrongForm(name: string, words: string[]): Promise<string | null> {
    const { code, stdout } = await run(name, '--help');
    if (code !== 0) return `there is no command ${name}`;
    const unknown = words.find((word) => word.startsWith('--') && !new RegExp(`[ [(|]${word}[ \\])]`).test(`${stdout} `));
    return unknown === undefined ? null : `${name} has no option ${unknown}`;
  }

  return {
    async wrongWith(told, where = 'block') {
      const [name = 'help', ...words] = told;
      if (PLACEHOLDER.test(name) || name === 'help') return null;
      const ours = withRealValues(name, words, real);
      const isOnlyNamed = where === 'sentence' && words.length === 0;
      if (isOnlyNamed || NOT_RUN.includes(name) || ours.some((word) => PLACEHOLDER.test(word))) return wrongForm(name, words);
      const { code, stderr } = await run(name, ...ours);
      return code === 0 || code === 1 ? null : stderr.trim();
    },
  };
}

/** `npm run countersign -- …`, one after the other, all in one process: each alone would take most of its time to start. */
export function startCommands({ env }: Installation): (...args: string[]) => Promise<Ran> {
  const child = startNode('test/house/commands-child.ts', { env });
  const isReady = child.message((message: object) => 'ready' in message);
  return async (...args) => {
    await isReady;
    child.send(args);
    return child.message<Ran & object>((message) => 'code' in message);
  };
}

/** What people have who follow the page: a post, its proof, an export, an anchor, the pinned key, a rules file. */
interface Real {
  reference: string;
  files: Record<'export' | 'proof' | 'anchor' | 'tiles' | 'rules' | 'backup', string>;
  key: string;
}

async function realValues({ folder, rulesFile }: Installation, reference: string, run: (...args: string[]) => Promise<Ran>): Promise<Real> {
  const tiles = join(folder, 'tiles');
  const files = {
    export: join(folder, 'log.jsonl'),
    proof: join(folder, 'post.tlog-proof'),
    anchor: join(tiles, 'checkpoint'),
    tiles,
    rules: rulesFile,
    backup: join(folder, 'backup.sqlite'),
  };
  await run('export', '--tiles', tiles);
  const exported = await run('export');
  await writeFile(files.export, exported.stdout);
  await writeFile(files.proof, (await run('export', '--proof', reference)).stdout);
  const { verifierKey } = JSON.parse(exported.stdout.split('\n')[0] ?? '') as { verifierKey: string };
  return { reference, files, key: verifierKey };
}

/** The value after an option, or the place of a word, says what stands there. */
function withRealValues(name: string, words: readonly string[], { reference, files, key }: Real): string[] {
  const ofOption: Record<string, string> = {
    '--anchor': files.anchor,
    '--key': key,
    '--tiles': files.tiles,
    '--proof': reference,
    '--state': 'published',
  };
  const ofWord: Record<string, string> = {
    REFERENCE: reference,
    'published|failed': 'published',
    'agent:NAME': 'agent:handbook',
    'channel:ID': 'channel:playground:acme:engineering',
    FILE: files.rules,
  };
  const isReference = (word: string): boolean => /^(cs|rq)-/.test(word);
  return words.map((word, nth) => {
    const before = words[nth - 1] ?? '';
    if (ofOption[before] !== undefined) return ofOption[before];
    if (before === '--reason') return 'a reason';
    if (name === 'backup') return files.backup;
    if (name === 'restore' && !word.startsWith('--')) return files.backup;
    if (name === 'verify' && !word.startsWith('--')) return word.endsWith('.tlog-proof') ? files.proof : files.export;
    return ofWord[word] ?? (isReference(word) ? reference : word);
  });
}
