/**
 * `npm run check`: everything about the code that can be known without running it. The parts run side by side;
 * each prints what it found, and the last lines say which failed and how long each took.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const parts = ['types', 'lint', 'format', 'unused'];

const results = await Promise.all(parts.map(runPart));
for (const { name, passed, seconds } of results) console.log(`${passed ? 'passed' : 'FAILED'}  ${name}  ${seconds.toFixed(1)} s`);
const failed = results.filter(({ passed }) => !passed).map(({ name }) => name);
console.log(failed.length === 0 ? 'check passed' : `check failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;

interface PartResult {
  name: string;
  passed: boolean;
  seconds: number;
}

/** Runs `npm run check:<name>`. Its output is shown in one piece when it ends, and only when it failed. */
async function runPart(name: string): Promise<PartResult> {
  const startedAt = performance.now();
  const child = spawn('npm', ['run', '--silent', `check:${name}`], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const keep = (chunk: string): void => void (output += chunk);
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) console.log(`— npm run check:${name}\n${output.trimEnd()}\n`);
  return { name, passed: code === 0, seconds: (performance.now() - startedAt) / 1000 };
}
