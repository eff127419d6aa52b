/**
 * `npm run bench:slack`: how many signed deliveries of Slack's the product acknowledges over HTTP, and how soon, beside a bare Bolt app.
 * What the numbers mean, and those of the last run: `docs/performance.md`.
 */
import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { parseArgs } from 'node:util';
import { short, spread } from './numbers.ts';
import { type Aftermath, type Measured, measureRounds } from './slack/rounds.ts';

const HELP = `npm run bench:slack -- [options]

  --quick            a small version: one round of 20 deliveries of each kind, 4 at once
  --deliveries 200   of each kind in each round
  --rounds 3         rounds in which both are measured in turn, after one that warms them
  --concurrency 8    so many deliveries are under way at once
  --folder DIR       where the database lies: the disk that is measured
  --json FILE        writes all numbers as JSON
`;

const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: {
    help: { type: 'boolean' },
    quick: { type: 'boolean' },
    deliveries: text,
    rounds: text,
    concurrency: text,
    folder: text,
    json: text,
  },
});
const usual = values.quick ? { deliveries: 20, rounds: 1, concurrency: 4 } : { deliveries: 200, rounds: 3, concurrency: 8 };

function wholeNumber(name: keyof typeof usual): number {
  const value = Number(values[name] ?? usual[name]);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`--${name} takes whole numbers of at least 1`);
  return value;
}

function tablesOf({ measured, aftermath }: { measured: Measured[]; aftermath: Aftermath[] }): string {
  const kinds = [...new Set(measured.map(({ kind }) => kind))];
  const rows = kinds.flatMap((kind) =>
    (['countersign', 'bare Bolt'] as const).map((to) => {
      const of = measured.filter((one) => one.kind === kind && one.to === to);
      return [kind, to, spread(of.map((one) => one.perSecond)), spread(of.map((one) => one.p50)), spread(of.map((one) => one.p99))];
    }),
  );
  const after = kinds.map((kind) => {
    const of = aftermath.filter((one) => one.kind === kind);
    return [kind, spread(of.map((one) => one.calls)), spread(of.map((one) => one.busy))];
  });
  const { model } = cpus()[0] ?? { model: 'unknown' };
  return [
    `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC · ${availableParallelism()} × ${model.trim()} · Node ${process.versions.node} · load at the end ${loadavg().map(short).join(', ')}`,
    '**Deliveries and their acknowledgements**',
    table(['delivery', 'to', 'acknowledged/s', 'p50, ms', 'p99, ms'], rows),
    '**What each delivery leads to**',
    table(['delivery', 'requests to the Web API', 'part of the time that its stand-in was busy'], after),
  ].join('\n\n');
}

function table(heads: string[], rows: string[][]): string {
  return [heads, heads.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

if (values.help) process.stdout.write(HELP);
else {
  const results = await measureRounds({
    folder: values.folder ?? tmpdir(),
    deliveries: wholeNumber('deliveries'),
    rounds: wholeNumber('rounds'),
    concurrency: wholeNumber('concurrency'),
    say: (what) => void process.stderr.write(`${what}\n`),
  });
  if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(results, null, 2)}\n`);
  process.stdout.write(`${tablesOf(results)}\n`);
}
