import type { Findings } from './check.ts';
import { RULES } from './rules.ts';

/** What the checker says of a look: one line for each violation, and a last line of JSON, for programs. */
export interface Report {
  /** 0: clean, 1: violations, 2: it could not look. */
  code: number;
  stdout: string;
  stderr: string;
}

export function report(look: () => Findings): Report {
  try {
    const { violations, looked } = look();
    const lines = violations.map(
      ({ rule, what, wire }) => `${rule}${wire === undefined ? '' : ` (wire ${wire})`}: ${what}\n    ${RULES[rule]}\n`,
    );
    const last = JSON.stringify({ violations: violations.length, looked });
    return { code: violations.length === 0 ? 0 : 1, stdout: `${lines.join('')}${last}\n`, stderr: '' };
  } catch (error) {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { code: 2, stdout: '', stderr: `The checker could not look: ${why}\n` };
  }
}
