import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';

export interface CliCommand {
  /** One line, for the list. */
  summary: string;
  /** After `npm run countersign --`. */
  usage: string;
  /** Resolves with the exit code. */
  run(args: string[], output: Output): Promise<number>;
}

/** Results go to standard output, complaints to standard error. */
export interface Output {
  print(text: string): void;
  complain(text: string): void;
}

export const processOutput: Output = {
  print: (text) => void process.stdout.write(`${text}\n`),
  complain: (text) => void process.stderr.write(`${text}\n`),
};

/** A message for whoever typed the command: what is wrong and what to do. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly exitCode: 1 | 2 | 3;
  constructor(exitCode: 1 | 2 | 3, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Reads the words after a command. Unknown options, and a number of words that does not fit, are told with the usage. */
export function readArgs<T extends ParseArgsOptionsConfig>(args: string[], options: T, words: { least: number; most: number }) {
  const parsed = tryParse(args, options);
  const { length } = parsed.positionals;
  if (length < words.least) throw new CliError(2, 'A word is missing.');
  if (length > words.most) throw new CliError(2, `There is a word too many: ${parsed.positionals[words.most]}`);
  return parsed;
}

function tryParse<T extends ParseArgsOptionsConfig>(args: string[], options: T) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new CliError(2, error instanceof Error ? error.message : String(error));
  }
}
