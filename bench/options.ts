import { parseArgs } from 'node:util';
import type { StoreKind } from './database.ts';

export interface Options {
  stores: StoreKind[];
  /** Drafts that wait in the seeded database; 0: there is none. */
  drafts: number;
  rounds: number;
  concurrencies: number[];
  /** Of each measurement of cycles, without its warm-up. */
  runMs: number;
  warmMs: number;
  floorMs: number;
  /** Another PostgreSQL than our own; its user must be allowed to create databases. */
  databaseUrl: string | null;
  /** Where the results are also written, as JSON. */
  json: string | null;
  /** A folder for processor profiles of the processes that are measured. */
  profile: string | null;
  /** Where the databases lie while the benchmark runs: the disk that is measured. */
  folder: string | null;
}

export const HELP = `npm run bench -- [options]

  --quick              a small version: one round, 1,000 drafts, concurrency 1 and 8
  --drafts 1e5         drafts that wait in the seeded database; 1e6 needs about 17 GB on SQLite, 0 seeds none
  --stores sqlite,postgres
  --rounds 3           rounds in which everything is measured in turn
  --concurrency 1,8,64
  --seconds 4          of each measurement of cycles
  --folder DIR         where the databases lie: the disk that is measured
  --database-url URL   another PostgreSQL than the one that comes with the tests
  --json FILE          writes all numbers as JSON
  --profile DIR        writes processor profiles of the measured processes
`;

const QUICK = { drafts: '1000', rounds: '1', concurrency: '1,8', seconds: '1' };
const FULL = { drafts: '1e5', rounds: '3', concurrency: '1,8,64', seconds: '4' };

/** Null when only help was asked for. Throws for what it does not understand. */
export function readOptions(given: string[]): Options | null {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: given,
    options: {
      help: { type: 'boolean' },
      quick: { type: 'boolean' },
      drafts: text,
      stores: text,
      rounds: text,
      concurrency: text,
      seconds: text,
      folder: text,
      'database-url': text,
      json: text,
      profile: text,
    },
  });
  if (values.help) return null;
  const of = { ...(values.quick ? QUICK : FULL), ...definedOf(values) };
  const stores = (values.stores ?? 'sqlite,postgres').split(',');
  if (!stores.every((one) => one === 'sqlite' || one === 'postgres')) throw new Error('--stores takes sqlite, postgres, or both');
  return {
    stores,
    drafts: wholeNumber('--drafts', of.drafts, 0),
    rounds: wholeNumber('--rounds', of.rounds),
    concurrencies: of.concurrency.split(',').map((one) => wholeNumber('--concurrency', one)),
    runMs: wholeNumber('--seconds', of.seconds) * 1000,
    warmMs: values.quick ? 300 : 1_000,
    floorMs: values.quick ? 300 : 1_500,
    databaseUrl: values['database-url'] ?? null,
    json: values.json ?? null,
    profile: values.profile ?? null,
    folder: values.folder ?? null,
  };
}

function definedOf<T extends object>(values: T): Partial<{ [K in keyof T]: NonNullable<T[K]> }> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}

function wholeNumber(name: string, text: string, least = 1): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least) throw new Error(`${name} takes whole numbers of at least ${least}, such as 8 or 1e5.`);
  return value;
}
