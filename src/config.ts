import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { type Setting, SETTINGS } from './settings.ts';

export { SETTINGS } from './settings.ts';

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
  /** Where Slack's deliveries are listened for, when they come over HTTP. */
  host: string;
  /** Null: no Slack. With one, this is production: no playground, and no keys of our own making. */
  slack: SlackConfig | null;
  /** Every variable that is none of our own settings: what the rules may have an agent given by its name. */
  foreign: Readonly<Record<string, string>>;
}

/** One of `appToken` (Socket Mode, which goes first) and `signingSecret` (HTTP) is there. */
export interface SlackConfig {
  botToken: string;
  appToken: string | null;
  signingSecret: string | null;
  apiUrl: string;
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
  const slack = readSlack(get, problems);
  const whoListens = slack === null ? (playgroundUrl === null ? 'the playground' : null) : slack.appToken === null ? 'Slack' : null;
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

function readSlack(get: (name: Name) => string, problems: string[]): SlackConfig | null {
  const apiUrl = get('SLACK_API_URL');
  if (!isApiUrl(apiUrl)) problems.push('SLACK_API_URL must be an https address that ends in /api/, or an http one of this machine');
  const [botToken, appToken, signingSecret] = [get('SLACK_BOT_TOKEN'), get('SLACK_APP_TOKEN') || null, get('SLACK_SIGNING_SECRET') || null];
  if (appToken !== null && !appToken.startsWith('xapp-')) problems.push('SLACK_APP_TOKEN must begin with xapp-');
  if (botToken === '') {
    if (appToken !== null) problems.push('SLACK_APP_TOKEN needs SLACK_BOT_TOKEN beside it');
    if (signingSecret !== null) problems.push('SLACK_SIGNING_SECRET needs SLACK_BOT_TOKEN beside it');
    return null;
  }
  if (!botToken.startsWith('xoxb-')) problems.push('SLACK_BOT_TOKEN must begin with xoxb-');
  if (appToken === null && signingSecret === null)
    problems.push('SLACK_BOT_TOKEN needs SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) beside it');
  for (const name of ['DATA_KEY', 'LOG_KEY'] as const) {
    if (get(name) === '') problems.push(`${name} is needed with Slack; make one with: npm run countersign -- keygen`);
  }
  for (const name of ['PLAYGROUND_URL', 'PLAYGROUND_TOKEN'] as const) {
    if (get(name) !== '') problems.push(`${name} cannot be used with Slack: in a playground anyone can be anyone; leave it empty`);
  }
  return { botToken, appToken, signingSecret, apiUrl };
}

/** The token goes there with every request. */
function isApiUrl(text: string): boolean {
  return text.endsWith('/api/') && (URL.parse(text)?.protocol === 'https:' || isLoopbackUrl(text));
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
