import { accessSync, constants } from 'node:fs';
import { isAbsolute } from 'node:path';
import type { AgentRule } from '../../core/rule-book.ts';
import type { Agent } from '../agent.ts';
import { isOurs } from '../our-variables.ts';
import { type Connector, connectorOf } from '../connector.ts';
import { toldOf, toldOutside } from '../told.ts';
import { otherUser } from './command/other-user.ts';
import { type Program, runProgram } from './command/run-program.ts';

export interface CommandOptions {
  /** Whether `run_as:` must be written: a program of our own user could read our keys. */
  needsOtherUser: boolean;
  env: Readonly<Record<string, string | undefined>>;
}

/** `connector: command` in the rules file: `program:` as an absolute path, `arguments:`, `environment:`, `run_as:`. */
export function createCommandConnector(options: CommandOptions): Connector {
  return connectorOf(
    ({ settings }) => programOf(settings, options),
    ({ name }, program) => createCommandAgent(name, program),
  );
}

/** Each question is a run of the program of its own: nothing is left of one when the next begins. */
export function createCommandAgent(name: string, program: Program): Agent {
  return {
    name,
    told: toldOutside,
    run: async (question, signal, { progress }) => runProgram(program, `${JSON.stringify(toldOf(question))}\n`, signal, progress),
  };
}

/** Or what is wrong with the rule, as the rest of a sentence. */
export function programOf(settings: AgentRule['settings'], { needsOtherUser, env }: CommandOptions): Program | string {
  const { program: file, arguments: args = [], environment = [], run_as: runAs } = settings;
  if (typeof file !== 'string' || !isAbsolute(file)) return 'needs a `program:`, as an absolute path.';
  if (typeof args === 'string' || typeof environment === 'string') return 'has `arguments:` or `environment:` that are no lists.';
  if (!isExecutable(file)) return `names the program ${file}, which is not there or may not be run.`;
  const ours = environment.find(isOurs);
  if (ours !== undefined) return `may not have ${ours}: that is Countersign’s own.`;
  const unset = environment.find((one) => env[one] === undefined);
  if (unset !== undefined) return `names the environment variable ${unset}, which is not set.`;
  const passed = Object.fromEntries(environment.map((one) => [one, env[one] ?? '']));
  if (typeof runAs !== 'string') {
    return needsOtherUser
      ? 'would run as the user that Countersign runs as, and could read its keys. Name another user: `run_as:`.'
      : { file, args, env: passed, user: null };
  }
  const found = otherUser(runAs);
  return found.ok ? { file, args, env: passed, user: found.user } : `cannot run as ${runAs}: ${found.because}.`;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
