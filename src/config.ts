import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** One environment variable: the only list of them, from which `.env.example` is made. */
export interface Setting {
  name: string;
  meaning: string;
  /** As it stands in `.env.example`; null when there is none. */
  default: string | null;
  /** May also be given as `<name>_FILE`, a file that holds it; never logged. */
  isSecret: boolean;
}

export const SETTINGS = [
  { name: 'PORT', meaning: 'Port of the playground on the loopback address. 0 takes a free one.', default: '3000', isSecret: false },
  {
    name: 'DATA_DIR',
    meaning: 'Folder of the SQLite database, of keys that were made at the first start, and of the kill file.',
    default: './data',
    isSecret: false,
  },
  {
    name: 'DATABASE_URL',
    meaning: 'postgres://… to share one PostgreSQL among several processes. Empty: SQLite in DATA_DIR.',
    default: '',
    isSecret: true,
  },
  {
    name: 'RULES_FILE',
    meaning: 'The rules file: who may ask which agent where, and who must approve.',
    default: './countersign.example.yaml',
    isSecret: false,
  },
  {
    name: 'DATA_KEY',
    meaning:
      'Wraps the keys of all text: 32 bytes in base64, made by “npm run countersign -- keygen”. Empty: made in DATA_DIR (playground only).',
    default: '',
    isSecret: true,
  },
  {
    name: 'LOG_KEY',
    meaning: 'Signs the log: one line, made by “npm run countersign -- keygen”. Empty: made in DATA_DIR (playground only).',
    default: '',
    isSecret: true,
  },
  {
    name: 'KILL_FILE',
    meaning: 'While this file exists, nothing is asked, approved or published. Empty: KILL in DATA_DIR.',
    default: '',
    isSecret: false,
  },
  { name: 'TIME_ZONE', meaning: 'IANA time zone of the times on cards. Empty: that of the machine.', default: '', isSecret: false },
  { name: 'LOG_LEVEL', meaning: 'trace, debug, info, warn, error or silent.', default: 'info', isSecret: false },
  {
    name: 'PLAYGROUND_URL',
    meaning: 'Address of a playground that runs by itself. Empty: this process hosts one on PORT.',
    default: '',
    isSecret: false,
  },
  { name: 'PLAYGROUND_TOKEN', meaning: 'The bot’s token at that playground. Empty: made in DATA_DIR.', default: '', isSecret: true },
] as const satisfies readonly Setting[];
type Name = (typeof SETTINGS)[number]['name'];

export interface Config {
  port: number;
  dataDir: string;
  databaseUrl: string | null;
  rulesFile: string;
  /** Null: made at the first start and kept in DATA_DIR. */
  dataKey: string | null;
  logKey: string | null;
  killFile: string;
  timeZone: string;
  logLevel: string;
  playground: { url: string | null; token: string | null };
}

/** Everything that is wrong with the environment, at once, before anything is started. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(
      `the configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${problems.map((one) => `- ${one}`).join('\n')}`,
    );
    this.problems = problems;
  }
}

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'];

/** Reads the environment, and the files that its `…_FILE` variables name. */
export function readConfig(environment: Record<string, string | undefined> = process.env): Config {
  const problems: string[] = [];
  const get = (name: Name): string => {
    const setting = SETTINGS.find((one) => one.name === name);
    const value = environment[name]?.trim();
    const file = setting?.isSecret ? environment[`${name}_FILE`]?.trim() : undefined;
    if (value && file) problems.push(`${name} and ${name}_FILE are both set; keep one`);
    if (file) return readSecret(`${name}_FILE`, file, problems);
    return value || setting?.default || '';
  };

  const port = /^\d{1,5}$/.test(get('PORT')) ? Number(get('PORT')) : -1;
  if (port < 0 || port > 65_535) problems.push('PORT must be a whole number from 0 to 65535');
  const databaseUrl = get('DATABASE_URL') || null;
  if (databaseUrl !== null && !/^postgres(ql)?:\/\//.test(databaseUrl))
    problems.push('DATABASE_URL must begin with postgres://; leave it empty for SQLite');
  const timeZone = get('TIME_ZONE') || Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!isTimeZone(timeZone)) problems.push('TIME_ZONE must be an IANA time zone such as Europe/Vienna');
  const logLevel = get('LOG_LEVEL');
  if (!LEVELS.includes(logLevel)) problems.push(`LOG_LEVEL must be one of ${LEVELS.join(', ')}`);
  const playgroundUrl = get('PLAYGROUND_URL') || null;
  if (playgroundUrl !== null && !isLoopbackUrl(playgroundUrl))
    problems.push('PLAYGROUND_URL must be an http address of this machine: http://127.0.0.1:PORT');
  const dataDir = resolve(get('DATA_DIR'));
  const config: Config = {
    port,
    dataDir,
    databaseUrl,
    rulesFile: resolve(get('RULES_FILE')),
    dataKey: get('DATA_KEY') || null,
    logKey: get('LOG_KEY') || null,
    killFile: resolve(get('KILL_FILE') || `${dataDir}/KILL`),
    timeZone,
    logLevel,
    playground: { url: playgroundUrl, token: get('PLAYGROUND_TOKEN') || null },
  };
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

function readSecret(name: string, file: string, problems: string[]): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    problems.push(`${name} names ${file}, which cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
    return '';
  }
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function isLoopbackUrl(text: string): boolean {
  const url = URL.parse(text);
  return url?.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
}

/** The text of `.env.example`. */
export function exampleEnvironment(): string {
  const lines = SETTINGS.flatMap((setting: Setting) => [
    `# ${setting.meaning}${setting.isSecret ? ` Or ${setting.name}_FILE: a file that holds it.` : ''}`,
    `${setting.name}=${setting.default ?? ''}`,
    '',
  ]);
  return ['# Every setting with its default. Copy what you change into the environment of the process.', '', ...lines].join('\n');
}
