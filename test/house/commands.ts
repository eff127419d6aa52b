/** What somebody would run who follows our pages: whether there is such a program, script, file and setting. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SETTINGS } from '../../src/config.ts';
import { type Code } from './markdown.ts';
import { type Command, commandsOf } from './shell.ts';
import { filesOfRepository, root, textOf } from './tree.ts';

/** Programs of the machine. What they are told is looked at only where it names a file of ours. */
const OF_THE_MACHINE = [
  'cat cd chgrp chmod chown cp date diff head install ls mkdir mv printf rm sed touch umask',
  'curl docker git sha256sum useradd',
  'journalctl systemctl systemd-analyze',
  'createdb pg_dump pg_restore psql sqlite3',
].flatMap((names) => names.split(' '));
/** Of npm; which `npm run` scripts there are is known to packages.test.ts. */
const OF_NPM = ['ci', 'run', 'start', 'test'];
/** The ways to our own command line. */
const COMMAND_LINE = ['countersign', 'deploy/countersign', '/opt/countersign/deploy/countersign'];

/** Commands of a block; of a sentence only where it begins with a program that we know. */
export function commandsIn(code: Code): Command[] {
  if (code.language !== null) return commandsOf(code.text).map(unwrapped);
  const [first = '', second] = code.text.replace(/^(sudo |[A-Z_]+=\S* )+/, '').split(' ');
  const isCommand = second !== undefined && ['npm', 'npx', 'node', ...OF_THE_MACHINE, ...COMMAND_LINE].includes(first);
  return isCommand ? commandsOf(code.text).map(unwrapped) : [];
}

/** Without `sudo -u somebody` and what it sets. */
function unwrapped({ words, variables }: Command): Command {
  if (words[0] !== 'sudo') return { words, variables };
  const rest = words.slice(words[1] === '-u' ? 3 : 1);
  const first = rest.findIndex((word) => !/^[A-Z_]+=/.test(word));
  return { words: rest.slice(first), variables: [...variables, ...rest.slice(0, first)] };
}

/** What `countersign` is told; null when it is another command. */
export function toldToCountersign({ words }: Command): string[] | null {
  const [program = '', ...rest] = words;
  if (COMMAND_LINE.includes(program)) return rest;
  if (program === 'npx' && rest[0] === 'node' && rest[1] === 'src/cli.ts') return rest.slice(2);
  const spoken = rest.filter((word) => word !== '--silent');
  return program === 'npm' && spoken[0] === 'run' && spoken[1] === 'countersign' ? spoken.slice(3) : null;
}

/** An instruction for whoever wrote the page, or null. */
export function wrongWith(command: Command, code: Code): string | null {
  const { words, variables } = command;
  const unknown = variables.map((variable) => variable.split('=')[0] ?? '').find((name) => !isVariable(name));
  if (unknown !== undefined) return `nothing reads ${unknown}; the settings are in .env.example`;
  const missing = words.find((word) => namesOurFile(word) && !existsSync(join(root, word)));
  if (missing !== undefined) return `${missing} is not there`;
  const [program, ...rest] = words;
  if (program === undefined || OF_THE_MACHINE.includes(program) || toldToCountersign(command) !== null) return null;
  if (program === 'npm') return OF_NPM.includes(rest[0] ?? '') ? null : `npm ${rest[0]} is no part of our way to work; see CONTRIBUTING.md`;
  if (program === 'npx') return hasProgram(rest[0] ?? '') ? null : `npx ${rest[0]} runs nothing that is installed here`;
  if (program === 'node') return code.language === null ? null : 'the node of a machine may be too old; write npx node';
  if (program.startsWith('node_modules/.bin/'))
    return hasProgram(program.slice('node_modules/.bin/'.length)) ? null : `${program} is not there`;
  return `${program} is not known. A program that machines have belongs into OF_THE_MACHINE in test/house/commands.ts`;
}

const tops = new Set(filesOfRepository().flatMap((path) => (path.includes('/') ? [path.slice(0, path.indexOf('/') + 1)] : [])));
const readers = [
  'deploy/countersign',
  ...filesOfRepository().filter((path) => /^(test\/support\/|adapters\/playground\/platform\/main)/.test(path)),
];

/** A path from the root, such as `docs/deploy.md`; placeholders such as `src/…` are none. */
function namesOurFile(word: string): boolean {
  return /^[\w.-]+\/[\w./-]+$/.test(word) && tops.has(word.slice(0, word.indexOf('/') + 1));
}

export function isVariable(name: string): boolean {
  const isSetting = SETTINGS.some((setting) => name === setting.name || (setting.isSecret && name === `${setting.name}_FILE`));
  return isSetting || readers.some((path) => textOf(path).includes(name));
}

function hasProgram(name: string): boolean {
  return existsSync(join(root, 'node_modules/.bin', name));
}
