import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, readConfig } from '../config.ts';
import { sqliteFileOf } from '../installation.ts';
import { hasCode } from '../store/store-error.ts';
import { demandUnused } from '../store/sqlite-copy.ts';
import { type CliCommand, CliError, type Output, readArgs } from './command.ts';
import { replaceBy, writeCopy } from './copy.ts';
import { demandDatabase } from './open.ts';
import { demandKnownLog, settleRestored } from './restored.ts';

const PG_DUMP =
  'This installation is on PostgreSQL. Back it up with its own tools: pg_dump --format=custom --file=FILE "$DATABASE_URL". To restore, pg_restore into a new, empty database, name that one in DATABASE_URL, and run: npm run countersign -- restore --in-place';

const backup: CliCommand = {
  summary: 'Copies the SQLite database, also while the bot runs, and checks the copy.',
  usage: 'backup FILE',
  async run(args, output) {
    const [file = ''] = readArgs(args, {}, { least: 1, most: 1 }).positionals;
    const config = readConfig();
    demandSqlite(config);
    demandDatabase(config);
    const { problems, size, root, unsigned, texts } = await writeCopy(config, file);
    for (const problem of problems) output.complain(`✗ ${problem}`);
    output.print(`${file} holds ${size} entries under a signed checkpoint${unsigned === 0 ? '' : `, and ${unsigned} that wait for one`}.`);
    output.print(`Root: ${root}`);
    output.print(`Texts that fit their digests: ${texts.checked}. Erased: ${texts.erased}.`);
    if (problems.length > 0) {
      output.complain(
        'The database does not fit its log, and so neither does the copy. Do not rely on it; run: npm run countersign -- verify',
      );
      return 1;
    }
    output.print('Keep DATA_KEY and LOG_KEY elsewhere: without them the copy cannot be used, with them anybody can read it.');
    return 0;
  },
};

const restore: CliCommand = {
  summary: 'Puts a backup in the place of the database, or settles one that you put there yourself. Everything is stopped then.',
  usage: 'restore FILE [--another-log] [--reason "…"] | restore --in-place [--another-log] [--reason "…"]',
  async run(args, output) {
    const { values, positionals } = readArgs(
      args,
      {
        'in-place': { type: 'boolean', default: false },
        'another-log': { type: 'boolean', default: false },
        reason: { type: 'string', default: 'restored a backup' },
      },
      { least: 0, most: 1 },
    );
    const [file] = positionals;
    if ((file === undefined) !== values['in-place']) throw new CliError(2, 'Name a backup, or say --in-place: one of the two.');
    const config = readConfig();
    const given = { reason: values.reason, isAnotherLog: values['another-log'] };
    if (config.databaseUrl === null) {
      await whileUnused(config, async () => {
        if (file !== undefined) await restoreFile(config, file, given.isAnotherLog, output);
      });
    } else if (file !== undefined) throw new CliError(2, PG_DUMP);
    return settleRestored(given, output);
  },
};

async function restoreFile(config: Config, file: string, isAnotherLog: boolean, output: Output): Promise<void> {
  demandKeys(config);
  const aside = await replaceBy(config, file, ({ origin }) => demandKnownLog(config, origin, isAnotherLog));
  output.print(`${file} stands in the place of the database. What was there is in ${aside}: keep it, it is evidence.`);
}

async function whileUnused(config: Config, work: () => Promise<void>): Promise<void> {
  try {
    demandUnused(sqliteFileOf(config));
    await work();
  } catch (error) {
    if (!hasCode(error, 'STORE_LOCKED')) throw error;
    throw new CliError(1, 'A bot, or another program, has the database open. Stop every process, then try again. Nothing was done.');
  }
}

function demandSqlite({ databaseUrl }: Config): void {
  if (databaseUrl !== null) throw new CliError(2, PG_DUMP);
}

/** New keys could read nothing of it, and would lie in the way of the right ones. */
function demandKeys({ dataDir, dataKey, logKey }: Config): void {
  const missing = [
    ...(dataKey === null && !existsSync(join(dataDir, 'data.key')) ? ['DATA_KEY'] : []),
    ...(logKey === null && !existsSync(join(dataDir, 'log.key')) ? ['LOG_KEY'] : []),
  ];
  if (missing.length > 0) throw new CliError(3, `${missing.join(' and ')} of that backup must be there first. Nothing was done.`);
}

export const backupCommands: Record<string, CliCommand> = { backup, restore };
