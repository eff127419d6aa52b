import { visible } from './words.ts';

/** Where in the file: keys and list positions from the top. */
export type Path = readonly (string | number)[];

/** Something in the rules file that keeps it from being used. */
export interface Problem {
  /** As it was given to us, for an editor to jump to. */
  file: string;
  /** Both from 1. */
  line: number;
  column: number;
  /** `channels[1].reviewers`; empty for the file as a whole. */
  path: string;
  /** A sentence that says what to do, without the place. */
  message: string;
}

/** How a check tells what it found; the place in the file is looked up later. */
export type Report = (path: Path, message: string) => void;

/** `channels[1].reviewers`. A key that is not a plain word is put in quotes, so that no key can look like another place. */
export function pathText(path: Path): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else if (/^[\w-]+$/.test(part)) text += text === '' ? part : `.${part}`;
    else text += `[${visible(JSON.stringify(part))}]`;
  }
  return text;
}

/** One line for each problem, in the order of the file: `countersign.yaml:12:5 channels[1].reviewers: …`. */
export function formatProblems(problems: readonly Problem[]): string {
  return problems
    .map((problem) => {
      const place = `${visible(problem.file)}:${problem.line}:${problem.column}`;
      return problem.path === '' ? `${place} ${problem.message}` : `${place} ${problem.path}: ${problem.message}`;
    })
    .join('\n');
}

export function inFileOrder(problems: readonly Problem[]): Problem[] {
  return problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
}
