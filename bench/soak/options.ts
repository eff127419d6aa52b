import { parseArgs } from 'node:util';

export interface SoakOptions {
  cycles: number;
  /** Where the database lies while it runs; null: the machine's folder for what is temporary. */
  folder: string | null;
}

export const HELP = `npm run soak -- [options]

  --cycles 20000   questions that are asked, in one process; at least 200
  --folder DIR     where the database lies meanwhile
`;

/** The fewest that still show whether something grows. */
const LEAST_CYCLES = 200;

/** Null when only help was asked for. Throws for what it does not understand. */
export function readSoakOptions(given: string[]): SoakOptions | null {
  const { values } = parseArgs({
    args: given,
    options: { help: { type: 'boolean' }, cycles: { type: 'string', default: '20000' }, folder: { type: 'string' } },
  });
  if (values.help) return null;
  const cycles = Number(values.cycles);
  if (!Number.isSafeInteger(cycles) || cycles < LEAST_CYCLES) throw new Error(`--cycles takes whole numbers of at least ${LEAST_CYCLES}`);
  return { cycles, folder: values.folder ?? null };
}
