import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { FormatError } from './log/format-error.ts';
import { formatSeed, generateSeed, parseSeed } from './log/signer.ts';

/** The installation's secrets. Whoever holds them can read its texts and sign in its name. */
export interface Keys {
  /** 32 bytes. */
  dataKey: Uint8Array;
  /** 32 bytes: the seed of the log's Ed25519 key. */
  logSeed: Uint8Array;
}

/** Takes the keys from the configuration; in a playground, makes those that are missing and keeps them in DATA_DIR, readable by their owner only. */
export function openKeys(config: Config): Keys {
  makeDataDir(config);
  const dataKey = config.dataKey ?? keep(join(config.dataDir, 'data.key'), () => randomBytes(32).toString('base64'));
  const logKey = config.logKey ?? keep(join(config.dataDir, 'log.key'), () => formatSeed(generateSeed()));
  return { dataKey: parseDataKey(dataKey), logSeed: parseLogKey(logKey) };
}

/** The bot's token at the playground that this installation hosts. */
export function openPlaygroundToken(config: Config): string {
  makeDataDir(config);
  return config.playground.token ?? keep(join(config.dataDir, 'playground.token'), () => randomBytes(32).toString('hex')).trim();
}

/** The folder of all that this installation keeps by itself, for its owner only. */
export function makeDataDir({ dataDir }: Config): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.W_OK);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new Error(`The folder ${dataDir} cannot be written (${code}). Let this user write there, or name another one in DATA_DIR.`, {
      cause,
    });
  }
}

/** Reads DATA_KEY. Its error quotes nothing of it. */
function parseDataKey(text: string): Uint8Array {
  const bytes = Buffer.from(text.trim(), 'base64');
  if (bytes.length !== 32 || bytes.toString('base64') !== text.trim()) {
    throw new Error('DATA_KEY must be 32 bytes in base64 (44 characters). Make one with: npm run countersign -- keygen');
  }
  return new Uint8Array(bytes);
}

/** Reads LOG_KEY. Its error quotes nothing of it. */
function parseLogKey(text: string): Uint8Array {
  try {
    return parseSeed(text);
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    throw new Error(`LOG_KEY cannot be used: ${cause.message}. Make one with: npm run countersign -- keygen`, { cause });
  }
}

function keep(file: string, make: () => string): string {
  if (!existsSync(file)) writeFileSync(file, `${make().trim()}\n`, { mode: 0o600, flag: 'wx' });
  return readFileSync(file, 'utf8');
}
