/**
 * `npm run bench`: whole cycles a second and what they cost, on both stores, beside what the same disk does with bare commits. What the
 * numbers mean, and those of the last run: `docs/performance.md`.
 */
import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../test/support/postgres-server.ts';
import { type Address, removeAddress, type StoreKind } from './database.ts';
import { measureDatabase, measureFloors, type Place, seedDatabase, withAddress } from './measure.ts';
import { HELP, type Options, readOptions } from './options.ts';
import type { Results } from './results.ts';
import { tablesOf } from './table.ts';

/** On SQLite, everything included (measured: 17 kB). Twice that is asked for, so that no disk is filled. */
const BYTES_A_DRAFT = 17_000;

async function main(): Promise<void> {
  const options = understood(process.argv.slice(2));
  if (options === null) return;
  const folder = await mkdtemp(join(options.folder ?? tmpdir(), 'countersign-bench-'));
  try {
    await demandRoom(folder, options.drafts);
    const results = await measureAll(folder, options);
    process.stdout.write(`${tablesOf(results)}\n`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Null when there is nothing to measure: help was asked for, or it was not understood, which ends with 2. */
function understood(given: string[]): Options | null {
  try {
    const options = readOptions(given);
    if (options === null) process.stdout.write(HELP);
    return options;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
    process.exitCode = 2;
    return null;
  }
}

async function measureAll(folder: string, options: Options): Promise<Results> {
  const results: Results = {
    at: new Date().toISOString(),
    machine: {
      processors: availableParallelism(),
      model: cpus()[0]?.model.trim() ?? 'unknown',
      memoryGb: Math.round(totalmem() / 2 ** 30),
      node: process.versions.node,
      platform: `${process.platform} ${process.arch}`,
      load: [],
    },
    drafts: options.drafts,
    rounds: options.rounds,
    seeded: [],
    floors: [],
    cycles: [],
    asides: [],
  };
  const own = options.stores.includes('postgres') && options.databaseUrl === null ? await startPostgres() : null;
  try {
    const placeOf = (kind: StoreKind): Place => {
      const serverUrl = kind === 'sqlite' ? null : (options.databaseUrl ?? own?.url ?? null);
      return { kind, folder, serverUrl, say: (what) => void process.stderr.write(`${what}\n`) };
    };
    await measureRounds(options.stores.map(placeOf), options, results);
  } finally {
    await own?.stop();
  }
  return results;
}

/** Round after round, store after store, so that a machine that becomes slower slows all of them. */
async function measureRounds(places: readonly Place[], options: Options, results: Results): Promise<void> {
  const seeded: [Place, Address | null][] = [];
  try {
    for (const place of places) seeded.push([place, options.drafts === 0 ? null : await seedDatabase(place, options.drafts, results)]);
    for (let round = 1; round <= options.rounds; round += 1) {
      const isLast = round === options.rounds;
      for (const [place, full] of seeded) {
        await measureFloors(place, options, round, results);
        // Several processes share PostgreSQL only.
        for (const processes of place.kind === 'postgres' ? [1, 2] : [1]) {
          await withAddress(place, (empty) =>
            measureDatabase(place, options, { address: empty, drafts: 0, processes, round, isLast }, results),
          );
          if (full !== null)
            await measureDatabase(place, options, { address: full, drafts: options.drafts, processes, round, isLast }, results);
        }
      }
      results.machine.load = loadavg();
      // Round by round: a long run that is cut short has not been for nothing.
      if (options.json !== null) await writeFile(options.json, `${JSON.stringify(results, null, 2)}\n`);
    }
  } finally {
    for (const [place, address] of seeded) if (address !== null) await removeAddress(address, place.serverUrl);
  }
}

async function demandRoom(folder: string, drafts: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const needed = drafts * BYTES_A_DRAFT * 2;
  if (bavail * bsize > needed) return;
  throw new Error(`${drafts} drafts need ${Math.ceil(needed / 1e9)} GB free where ${folder} lies. Name another place with --folder.`);
}

await main();
