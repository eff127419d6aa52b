/** `node test/checker/main.ts EXPORT WIRE WORLD VERIFIER_KEY`: three files and the pinned key. 0: clean, 1: violations, 2: cannot look. */
import { readFileSync } from 'node:fs';
import { examine } from './check.ts';
import { report } from './report.ts';
import type { WireEntry } from './wire.ts';

const [exportFile, wireFile, worldFile, verifierKey] = process.argv.slice(2);

if (exportFile === undefined || wireFile === undefined || worldFile === undefined || verifierKey === undefined) {
  process.stderr.write('Name the files of the export, the wire log and the world, and then the pinned verifier key.\n');
  process.exitCode = 2;
} else {
  const { code, stdout, stderr } = report(() =>
    examine({
      exported: readFileSync(exportFile, 'utf8'),
      wire: JSON.parse(readFileSync(wireFile, 'utf8')) as WireEntry[],
      world: JSON.parse(readFileSync(worldFile, 'utf8')) as unknown,
      verifierKey,
    }),
  );
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  process.exitCode = code;
}
