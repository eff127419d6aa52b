/** `node test/checker/main.ts EXPORT WIRE WORLD VERIFIER_KEY`: three files and the pinned key. 0: clean, 1: violations, 2: cannot look. */
import { readFileSync } from 'node:fs';
import { examine } from './check.ts';
import type { Findings } from './check.ts';
import { RULES } from './rules.ts';
import type { WireEntry } from './wire.ts';

const [exportFile, wireFile, worldFile, verifierKey] = process.argv.slice(2);

if (exportFile === undefined || wireFile === undefined || worldFile === undefined || verifierKey === undefined) {
  process.stderr.write('Name the files of the export, the wire log and the world, and then the pinned verifier key.\n');
  process.exitCode = 2;
} else {
  try {
    tell(
      examine({
        exported: readFileSync(exportFile, 'utf8'),
        wire: JSON.parse(readFileSync(wireFile, 'utf8')) as WireEntry[],
        world: JSON.parse(readFileSync(worldFile, 'utf8')) as unknown,
        verifierKey,
      }),
    );
  } catch (error) {
    process.stderr.write(`The checker could not look: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 2;
  }
}

/** One line for each violation; the last line is JSON, for programs. */
function tell({ violations, looked }: Findings): void {
  for (const { rule, what, wire } of violations) {
    process.stdout.write(`${rule}${wire === undefined ? '' : ` (wire ${wire})`}: ${what}\n    ${RULES[rule]}\n`);
  }
  process.stdout.write(`${JSON.stringify({ violations: violations.length, looked })}\n`);
  process.exitCode = violations.length === 0 ? 0 : 1;
}
