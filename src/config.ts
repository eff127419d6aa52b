import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { type DiscordConfig, isLoopbackUrl, readDiscord, readSlack, type SlackConfig } from './platform-settings.ts';
import { type Name, type Setting, SETTINGS } from './settings.ts';

export type { SlackConfig } from './platform-settings.ts';
export { SETTINGS } from './settings.ts';

export interface Config {
  port: number;
  dataDir: string;
  databaseUrl: string | null;
  rulesFile: string;
  /** Null: made at the first start and kept in DATA_DIR. */
  dataKey: string | null;
  logKey: string | null;
  killFile: string;
  anchorFile: string;
  timeZone: string;
  logLevel: string;
  /** `port` null: nothing listens. */
  health: { port: number | null; host: string };
  /** `port` null: there is no door. `names` are lower-case, as a URL has them. */
  api: { port: number | null; host: string; names: readonly string[] };
  /** Of the command `mcp`, which speaks for one agent. */
  agentSecret: string | null;
  playground: { url: string | null; token: string | null };
  /** Where deliveries of platforms are listened for, when they come over HTTP. */
  host: string;
  /** Null: not there. With one of them, this is production: no playground, and no keys of our own making. */
  slack: SlackConfig | null;
  discord: DiscordConfig | null;
  /** Every variable that is none of our own settings: what the rules may have an agent given by its name. */
  foreign: Readonly<Record<string, string>>;
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

/** Any platform but the playground, in which anyone can be anyone. */
export function isProduction({ slack, discord }: Pick<Config, 'slack' | 'discord'>): boolean {
  return slack !== null || discord !== null;
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

  const getPort = (name: Name): number => {
    const port = /^\d{1,5}$/.test(get(name)) ? Number(get(name)) : -1;
    if (port < 0 || port > 65_535) problems.push(`${name} must be a whole number from 0 to 65535`);
    return port;
  };
  const port = getPort('PORT');
  const databaseUrl = get('DATABASE_URL') || null;
  if (databaseUrl !== null && !/^postgres(ql)?:\/\//.test(databaseUrl))
    problems.push('DATABASE_URL must begin with postgres://; leave it empty for SQLite');
  const timeZone = get('TIME_ZONE') || Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!isTimeZone(timeZone)) problems.push('TIME_ZONE must be an IANA time zone such as Europe/Vienna');
  const logLevel = get('LOG_LEVEL');
  if (!LEVELS.includes(logLevel)) problems.push(`LOG_LEVEL must be one of ${LEVELS.join(', ')}`);
  const healthPort = get('HEALTH_PORT') === '' ? null : getPort('HEALTH_PORT');
  if (isIP(get('HEALTH_HOST')) === 0) problems.push('HEALTH_HOST must be an IP address of this machine, such as 127.0.0.1 or 0.0.0.0');
  const api = readApi(get, getPort, problems);
  const playgroundUrl = get('PLAYGROUND_URL') || null;
  if (playgroundUrl !== null && !isLoopbackUrl(playgroundUrl))
    problems.push('PLAYGROUND_URL must be an http address of this machine: http://127.0.0.1:PORT');
  if (isIP(get('HOST')) === 0) problems.push('HOST must be an IP address of this machine, such as 127.0.0.1 or 0.0.0.0');
  const [slack, discord] = [readSlack(get, problems), readDiscord(get, problems)];
  const whoListens =
    slack === null && discord === null
      ? playgroundUrl === null
        ? 'the playground'
        : null
      : slack?.appToken === null
        ? 'Slack'
        : discord !== null && discord.publicKey !== null
          ? 'Discord'
          : null;
  if (healthPort !== null && healthPort > 0 && healthPort === port && whoListens !== null)
    problems.push(`HEALTH_PORT is PORT, which ${whoListens} needs; choose another`);
  if (api.port !== null && api.port > 0) {
    if (api.port === port && whoListens !== null) problems.push(`API_PORT is PORT, which ${whoListens} needs; choose another`);
    if (api.port === healthPort) problems.push('API_PORT is HEALTH_PORT; choose another');
  }
  const dataDir = resolve(get('DATA_DIR'));
  const config: Config = {
    port,
    dataDir,
    databaseUrl,
    rulesFile: resolve(get('RULES_FILE')),
    dataKey: get('DATA_KEY') || null,
    logKey: get('LOG_KEY') || null,
    killFile: resolve(get('KILL_FILE') || `${dataDir}/KILL`),
    anchorFile: resolve(get('ANCHOR_FILE') || `${dataDir}/anchor`),
    timeZone,
    logLevel,
    api,
    agentSecret: get('AGENT_SECRET') || null,
    health: { port: healthPort, host: get('HEALTH_HOST') },
    playground: { url: playgroundUrl, token: get('PLAYGROUND_TOKEN') || null },
    host: get('HOST'),
    slack,
    discord,
    foreign: foreignIn(environment),
  };
  if (problems.length > 0) throw new ConfigError([...new Set(problems)]);
  return config;
}

function foreignIn(environment: Record<string, string | undefined>): Record<string, string> {
  const ours = new Set(SETTINGS.flatMap(({ name }): string[] => [name, `${name}_FILE`]));
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined && !ours.has(entry[0])),
  );
}

function readApi(get: (name: Name) => string, getPort: (name: Name) => number, problems: string[]): Config['api'] {
  const port = get('API_PORT') === '' ? null : getPort('API_PORT');
  const host = get('API_HOST');
  if (isIP(host) === 0) problems.push('API_HOST must be an IP address of this machine, such as 127.0.0.1 or 0.0.0.0');
  const names = get('API_NAMES')
    .split(',')
    .map((name) => name.trim().toLowerCase());
  if (names.some((name) => URL.parse(`http://${name}`)?.host !== name))
    problems.push('API_NAMES must be host names without scheme and port, such as agents.example.com, with commas between them');
  return { port, host, names };
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

/** The text of `.env.example`. */
export function exampleEnvironment(): string {
  const lines = SETTINGS.flatMap((setting: Setting) => [
    `# ${setting.meaning}${setting.isSecret ? ` Or ${setting.name}_FILE: a file that holds it.` : ''}`,
    `${setting.name}=${setting.default ?? ''}`,
    '',
  ]);
  return ['# Every setting with its default. Copy what you change into the environment of the process.', '', ...lines].join('\n');
}
