/**
 * `npm run soak`: thousands of questions in one process, over years of its clock, so that everything comes of age and is swept. Ends
 * with 1 when the heap or a table grows that should not, or when the log does not verify. The last run: `docs/performance.md`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Given } from '../src/installation.ts';
import { createShiftedClock, type ShiftedClock } from '../test/support/shifted-clock.ts';
import { until } from '../test/support/until.ts';
import { createAddress, openSql, type Sql } from './database.ts';
import { createDesk } from './desk.ts';
import { openBench } from './installation.ts';
import { growthIn, type Sample, tableOf } from './soak/growth.ts';
import { HELP, readSoakOptions, type SoakOptions } from './soak/options.ts';
import { createSoakers } from './soak/people.ts';

const DAY_MS = 86_400_000;
/** Of the product's clock: four times as long as anything is kept. */
const DAYS = 2_000;
/** The time is moved so often, and a sample is taken so often. */
const MOST_JUMPS = 200;
const SAMPLES = 20;
const AT_ONCE = 8;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

async function main(): Promise<void> {
  const options = readSoakOptions(process.argv.slice(2));
  if (options === null) return void process.stdout.write(HELP);
  const folder = await mkdtemp(join(options.folder ?? tmpdir(), 'countersign-soak-'));
  try {
    const { samples, problems } = await soak(folder, options);
    process.stdout.write(`${tableOf(samples)}\n`);
    const wrong = [...growthIn(samples), ...problems];
    process.stdout.write(wrong.length === 0 ? 'Nothing grew but the log, and the log verifies.\n' : `${wrong.join('\n')}\n`);
    if (wrong.length > 0) process.exitCode = 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function soak(folder: string, { cycles }: SoakOptions): Promise<{ samples: Sample[]; problems: string[] }> {
  const clock = createShiftedClock();
  const address = await createAddress('sqlite', folder, null);
  const desk = createDesk(() => {});
  const opened = await openBench(address, desk, 0, { clock, wrap: (given) => ({ ...given, adapters: observedBy(clock, given) }) });
  const sql = await openSql(address);
  const people = createSoakers({ opened, desk, sql, now: () => clock.now() });
  const jumps = Math.min(MOST_JUMPS, Math.floor(cycles / 10));
  const samples: Sample[] = [];
  for (let jump = 1; jump <= jumps; jump += 1) {
    await several(people, Math.floor(((jump - 1) * cycles) / jumps), Math.floor((jump * cycles) / jumps));
    clock.advance((DAYS / jumps) * DAY_MS);
    await swept(sql, clock);
    if (jump % (jumps / SAMPLES) !== 0) continue;
    const sample = await sampleOf(sql, Math.floor((jump * cycles) / jumps), clock.ahead() / DAY_MS);
    samples.push(sample);
    process.stderr.write(`${sample.cycles} cycles, heap ${(sample.heapBytes / 1e6).toFixed(1)} MB, ${sample.rows['drafts']} drafts\n`);
  }
  const { problems } = await opened.given.log.verify();
  await opened.close();
  await sql.close();
  return { samples, problems };
}

/** The platform's answers are as fresh as the clock that the product goes by. */
function observedBy(clock: ShiftedClock, { adapters }: Given): Given['adapters'] {
  return new Map(
    [...adapters].map(([platform, adapter]) => [
      platform,
      { ...adapter, audienceOf: async (place) => ({ ...(await adapter.audienceOf(place)), observedAt: clock.now() }) },
    ]),
  );
}

/** The cycles of these numbers, several at once. */
async function several(people: { cycle(nth: number): Promise<void> }, from: number, to: number): Promise<void> {
  let next = from;
  const one = async (): Promise<void> => {
    while (next < to) {
      next += 1;
      await people.cycle(next - 1);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

/** Whatever is over by now was closed and told, and whatever had ended long before was erased and forgotten. */
async function swept(sql: Sql, clock: ShiftedClock): Promise<void> {
  const none = async (from: string, before: number): Promise<boolean> =>
    (await sql.query(`select 1 from ${from} < ? limit 1`, [before])).length === 0;
  const at = clock.now();
  const isSwept = async (): Promise<boolean> =>
    (await none('drafts where due_at', at)) &&
    (await none('effects where due_at', clock.now())) &&
    (await none('drafts where erased = 0 and ended_at', at - 91 * DAY_MS)) &&
    (await none('drafts where ended_at', at - 456 * DAY_MS)) &&
    (await none('deliveries where at', at - 8 * DAY_MS));
  await until(isSwept, { what: 'everything that is over to be swept', timeoutMs: 60_000, everyMs: 20 });
}

async function sampleOf(sql: Sql, cycles: number, days: number): Promise<Sample> {
  const tables = await sql.query("select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name");
  const rows: Record<string, number> = {};
  for (const { name } of tables)
    rows[String(name)] = Number((await sql.query(`select count(*) as rows from ${String(name)}`))[0]?.['rows']);
  collect();
  const { heapUsed, rss } = process.memoryUsage();
  return { cycles, days, heapBytes: heapUsed, rssBytes: rss, rows };
}

await main();
