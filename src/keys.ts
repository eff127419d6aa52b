import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.ts';
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
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const dataKey = config.dataKey ?? keep(join(config.dataDir, 'data.key'), () => randomBytes(32).toString('base64'));
  const logKey = config.logKey ?? keep(join(config.dataDir, 'log.key'), () => formatSeed(generateSeed()));
  return { dataKey: parseDataKey(dataKey), logSeed: parseSeed(logKey) };
}

/** The bot's token at the playground that this installation hosts. */
export function openPlaygroundToken(config: Config): string {
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  return config.playground.token ?? keep(join(config.dataDir, 'playground.token'), () => randomBytes(32).toString('hex')).trim();
}

/** Reads DATA_KEY. Its error quotes nothing of it. */
function parseDataKey(text: string): Uint8Array {
  const bytes = Buffer.from(text.trim(), 'base64');
  if (bytes.length !== 32 || bytes.toString('base64') !== text.trim()) {
    throw new Error('DATA_KEY must be 32 bytes in base64 (44 characters). Make one with: npm run countersign -- keygen');
  }
  return new Uint8Array(bytes);
}

function keep(file: string, make: () => string): string {
  if (!existsSync(file)) writeFileSync(file, `${make().trim()}\n`, { mode: 0o600, flag: 'wx' });
  return readFileSync(file, 'utf8');
}
