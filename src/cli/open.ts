import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import type { Ports } from '../app/ports.ts';
import { type Config, readConfig } from '../config.ts';
import type { PersonId } from '../core/ids.ts';
import type { RuleBook } from '../core/rule-book.ts';
import { type Installation, openInstallation, sqliteFileOf, systemClock } from '../installation.ts';
import { createLogger } from '../logger.ts';
import { createAdapters } from '../main.ts';
import { parseRules } from '../rules/load.ts';
import { formatProblems } from '../rules/problem.ts';
import { knownVersionOf } from '../rules-in-force.ts';
import { CliError } from './command.ts';

export interface Opened extends Installation {
  config: Config;
  ports: Ports;
  /** False where they cannot be read and the command does without them. */
  hasRules: boolean;
}

interface Needs {
  rules?: 'if they can be read';
  database?: 'made if it is missing';
}

/** Opens the installation for one command and closes it afterwards. Nothing runs in this process: effects are carried out by the bot. */
export async function withInstallation<T>(work: (opened: Opened) => Promise<T>, needs: Needs = {}): Promise<T> {
  const config = readConfig();
  const book = await readBook(config, needs.rules ?? 'needed');
  if (needs.database === undefined) demandDatabase(config);
  const logger = createLogger(config.logLevel === 'info' ? 'error' : config.logLevel);
  const installation = await openInstallation(config, logger, await adaptersOf(config), {});
  try {
    const version = await knownVersionOf(installation.given.store);
    const ports: Ports = { ...installation.given, rules: { current: () => ({ book, version }) }, stopping: new AbortController().signal };
    return await work({ ...installation, config, ports, hasRules: book !== NO_RULES });
  } finally {
    await installation.given.store.close();
  }
}

/** A wrong folder must not look like an installation in which all is well, nor be stopped in place of the right one. */
export function demandDatabase(config: Config): void {
  if (config.databaseUrl !== null || existsSync(sqliteFileOf(config))) return;
  throw new CliError(3, `There is no database in ${config.dataDir}. Set DATA_DIR to the folder of the bot, or start it first: npm start`);
}

export function adaptersOf(config: Config): ReturnType<typeof createAdapters> {
  return createAdapters(config, config.playground.url ?? `http://127.0.0.1:${config.port}`, systemClock);
}

/** The rules as they lie in the file. Stopping the bot must work without them, too. */
export async function readBook(config: Config, rules: 'needed' | 'if they can be read'): Promise<RuleBook> {
  if (rules === 'if they can be read' && !existsSync(config.rulesFile)) return NO_RULES;
  const read = await readRules(config.rulesFile);
  if (read.ok) return read.book;
  if (rules === 'if they can be read') return NO_RULES;
  throw new CliError(1, `${formatProblems(read.problems)}\nThe rules are not valid; nothing was done. Mend them, then try again.`);
}

export async function readRules(file: string): Promise<ReturnType<typeof parseRules>> {
  let source: string;
  try {
    source = await readFile(file, 'utf8');
  } catch (error) {
    throw new CliError(
      3,
      `The rules file ${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}). Set RULES_FILE, or create it.`,
    );
  }
  return parseRules(source, file);
}

const NO_RULES: RuleBook = {
  operators: { people: [], alarms: [], alarmChannels: [] },
  linked: [],
  agents: {},
  toolServers: {},
  limits: { asks: { count: 0, perMs: 1 }, openDrafts: 0 },
  directMessages: null,
  channels: [],
  retentionMs: Number.MAX_SAFE_INTEGER,
};

/** Whoever sits at this machine's command line: they hold its files and keys, so they count as an operator, and the log says who it was. */
export function localPerson(): PersonId {
  return `local:${hostname()}:${userInfo().username}`;
}
