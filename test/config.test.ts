import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Config, ConfigError, exampleEnvironment, readConfig, SETTINGS } from '../src/config.ts';

type Name = (typeof SETTINGS)[number]['name'];
type Environment = Record<string, string>;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-config-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const problemsOf = (environment: Environment): readonly string[] => {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
};

describe('every setting', () => {
  /** What is given, and where it arrives. A setting without a line does not compile. */
  const given: Record<Name, [value: string, arrives: (config: Config) => unknown, as: unknown, otherwise: unknown]> = {
    HOST: ['0.0.0.0', (config) => config.host, '0.0.0.0', '127.0.0.1'],
    SLACK_BOT_TOKEN: ['xoxb-1', (config) => config.slack?.botToken, 'xoxb-1', undefined],
    SLACK_APP_TOKEN: ['xapp-1', (config) => config.slack?.appToken, 'xapp-1', undefined],
    SLACK_SIGNING_SECRET: ['a signing secret', (config) => config.slack?.signingSecret, 'a signing secret', undefined],
    SLACK_API_URL: ['http://127.0.0.1:8080/api/', (config) => config.slack?.apiUrl, 'http://127.0.0.1:8080/api/', undefined],
    DISCORD_TOKEN: ['a.token-of_Discord.12', (config) => config.discord?.token, 'a.token-of_Discord.12', undefined],
    DISCORD_APPLICATION_ID: ['500', (config) => config.discord?.applicationId, '500', undefined],
    DISCORD_PUBLIC_KEY: ['0f'.repeat(32), (config) => config.discord?.publicKey, '0f'.repeat(32), undefined],
    DISCORD_INTERNAL_SERVERS: ['200, 201', (config) => config.discord?.internalServers, ['200', '201'], undefined],
    DISCORD_API_URL: ['http://127.0.0.1:8080/api/', (config) => config.discord?.apiUrl, 'http://127.0.0.1:8080/api', undefined],
    PORT: ['8080', (config) => config.port, 8080, 3000],
    DATA_DIR: ['elsewhere', (config) => config.dataDir, resolve('elsewhere'), resolve('data')],
    DATABASE_URL: ['postgres://db/acme', (config) => config.databaseUrl, 'postgres://db/acme', null],
    RULES_FILE: ['rules.yaml', (config) => config.rulesFile, resolve('rules.yaml'), resolve('countersign.example.yaml')],
    DATA_KEY: ['a data key', (config) => config.dataKey, 'a data key', null],
    LOG_KEY: ['a log key', (config) => config.logKey, 'a log key', null],
    KILL_FILE: ['STOP', (config) => config.killFile, resolve('STOP'), resolve('data/KILL')],
    ANCHOR_FILE: ['elsewhere/anchor', (config) => config.anchorFile, resolve('elsewhere/anchor'), resolve('data/anchor')],
    TIME_ZONE: ['Europe/Vienna', (config) => config.timeZone, 'Europe/Vienna', Intl.DateTimeFormat().resolvedOptions().timeZone],
    LOG_LEVEL: ['debug', (config) => config.logLevel, 'debug', 'info'],
    HEALTH_PORT: ['9464', (config) => config.health.port, 9464, null],
    HEALTH_HOST: ['0.0.0.0', (config) => config.health.host, '0.0.0.0', '127.0.0.1'],
    API_PORT: ['9465', (config) => config.api.port, 9465, null],
    API_HOST: ['0.0.0.0', (config) => config.api.host, '0.0.0.0', '127.0.0.1'],
    API_NAMES: ['Agents.example, [::1]', (config) => config.api.names, ['agents.example', '[::1]'], ['localhost', '127.0.0.1', '[::1]']],
    AGENT_SECRET: ['csa_1', (config) => config.agentSecret, 'csa_1', null],
    PLAYGROUND_URL: ['http://127.0.0.1:8080', (config) => config.playground.url, 'http://127.0.0.1:8080', null],
    PLAYGROUND_TOKEN: ['a long enough token', (config) => config.playground.token, 'a long enough token', null],
  };
  /** What such a setting needs beside it to be one of an installation that can run. */
  const keys = { DATA_KEY: 'a data key', LOG_KEY: 'a log key' };
  const discord = { ...keys, DISCORD_TOKEN: 'a.token-of_Discord.12', DISCORD_APPLICATION_ID: '500' };
  const beside: Partial<Record<Name, Environment>> = {
    DISCORD_TOKEN: { ...keys, DISCORD_APPLICATION_ID: '500' },
    DISCORD_APPLICATION_ID: discord,
    DISCORD_PUBLIC_KEY: discord,
    DISCORD_INTERNAL_SERVERS: discord,
    DISCORD_API_URL: discord,
    SLACK_BOT_TOKEN: { ...keys, SLACK_APP_TOKEN: 'xapp-1' },
    SLACK_APP_TOKEN: { ...keys, SLACK_BOT_TOKEN: 'xoxb-1' },
    SLACK_SIGNING_SECRET: { ...keys, SLACK_BOT_TOKEN: 'xoxb-1' },
    SLACK_API_URL: { ...keys, SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' },
  };
  const settings = SETTINGS.map(({ name, isSecret }) => [name, isSecret] as const);

  test.each(settings)('%s is read, without the spaces around it; empty or left out it has its default', (name) => {
    const [value, arrives, as, otherwise] = given[name];
    expect(arrives(readConfig({ ...beside[name], [name]: ` ${value}\n` }))).toEqual(as);
    expect(arrives(readConfig({}))).toEqual(otherwise);
    expect(arrives(readConfig({ [name]: '' }))).toEqual(otherwise);
    expect(arrives(readConfig({ [name]: '  ' }))).toEqual(otherwise);
  });

  test.each(settings)('%s in a file: only what is secret (%s) is read from one', async (name, isSecret) => {
    const [value, arrives, as, otherwise] = given[name];
    const file = join(folder, name);
    await writeFile(file, `${value}\n`);
    if (!isSecret) return expect(arrives(readConfig({ [`${name}_FILE`]: file }))).toEqual(otherwise);
    expect(arrives(readConfig({ ...beside[name], [`${name}_FILE`]: file }))).toEqual(as);
    expect(problemsOf({ ...beside[name], [`${name}_FILE`]: file, [name]: value })).toEqual([
      `${name} and ${name}_FILE are both set; keep one`,
    ]);
    expect(problemsOf({ [`${name}_FILE`]: join(folder, 'none') })).toEqual([
      `${name}_FILE names ${join(folder, 'none')}, which cannot be read (ENOENT)`,
    ]);
  });

  test('stands in .env.example with what it is for (npm run generate writes it)', async () => {
    const example = await readFile('.env.example', 'utf8');
    expect(example).toBe(exampleEnvironment());
    for (const { name } of SETTINGS) expect(example).toMatch(new RegExp(`^# \\S.*\\n${name}=`, 'm'));
  });

  test('in .env.example has the value that it has when it is left out', async () => {
    const lines = (await readFile('.env.example', 'utf8')).split('\n').filter((line) => /^[A-Z_]+=/.test(line));
    expect(lines).toHaveLength(SETTINGS.length);
    expect(readConfig(Object.fromEntries(lines.map((line) => line.split(/=(.*)/).slice(0, 2))))).toEqual(readConfig({}));
  });
});

describe('what is wrong', () => {
  const production = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', DATA_KEY: 'a data key', LOG_KEY: 'a log key' };

  const discord = { DISCORD_TOKEN: 'a.token-of_Discord.12', DISCORD_APPLICATION_ID: '500', DATA_KEY: 'a data key', LOG_KEY: 'a log key' };

  test('is nothing, with Discord and keys, and with Slack beside it', () => {
    expect(problemsOf(discord)).toEqual([]);
    expect(problemsOf({ ...production, ...discord, HEALTH_PORT: '3000' })).toEqual([]);
    expect(problemsOf({ ...discord, DISCORD_PUBLIC_KEY: '0f'.repeat(32), HEALTH_PORT: '3000' })).toEqual([
      'HEALTH_PORT is PORT, which Discord needs; choose another',
    ]);
  });

  test.each<[Environment, string]>([
    [{ DISCORD_TOKEN: 'Bot a.token-of_Discord.12' }, 'DISCORD_TOKEN must be the token alone, without “Bot” before it'],
    [{ DISCORD_APPLICATION_ID: '' }, 'DISCORD_TOKEN needs DISCORD_APPLICATION_ID beside it'],
    [{ DISCORD_APPLICATION_ID: 'Countersign' }, 'DISCORD_APPLICATION_ID must be a number of at most 20 digits'],
    [{ DISCORD_TOKEN: '' }, 'DISCORD_APPLICATION_ID needs DISCORD_TOKEN beside it'],
    [{ DISCORD_PUBLIC_KEY: 'xoxb' }, 'DISCORD_PUBLIC_KEY must be 64 digits and letters from a to f'],
    [{ DISCORD_INTERNAL_SERVERS: 'Acme' }, 'DISCORD_INTERNAL_SERVERS must be ids of servers, with commas between them'],
    [{ DISCORD_API_URL: 'https://discord.com/' }, 'DISCORD_API_URL must be an https address that ends in /api'],
    [{ DISCORD_API_URL: 'http://discord.com/api' }, 'DISCORD_API_URL must be an https address that ends in /api'],
    [{ DATA_KEY: '' }, 'DATA_KEY is needed with Discord; make one with: npm run countersign -- keygen'],
    [{ PLAYGROUND_URL: 'http://127.0.0.1:8080' }, 'PLAYGROUND_URL cannot be used with Discord'],
  ])('with Discord: %j', (environment, problem) => {
    expect(problemsOf({ ...discord, ...environment }).join('\n')).toContain(problem);
  });

  test('is nothing, with Slack and keys', () => {
    expect(problemsOf(production)).toEqual([]);
    expect(problemsOf({ ...production, HEALTH_PORT: '3000' })).toEqual([]);
  });

  test.each<[Environment, string]>([
    ...['http', '-1', '65536', '80.5', '0x50', '1e3', '８０'].map((PORT): [Environment, string] => [
      { PORT },
      'PORT must be a whole number',
    ]),
    ...['http', '65536', '-1'].map((HEALTH_PORT): [Environment, string] => [{ HEALTH_PORT }, 'HEALTH_PORT must be a whole number']),
    [{ HEALTH_PORT: '3000' }, 'HEALTH_PORT is PORT, which the playground needs; choose another'],
    ...['everywhere', 'localhost', '127.0.0.1:80', '[::]'].map((HEALTH_HOST): [Environment, string] => [
      { HEALTH_HOST },
      'HEALTH_HOST must be an IP address of this machine, such as 127.0.0.1 or 0.0.0.0',
    ]),
    ...['mysql://db', 'localhost', 'POSTGRES'].map((DATABASE_URL): [Environment, string] => [
      { DATABASE_URL },
      'DATABASE_URL must begin with postgres://; leave it empty for SQLite',
    ]),
    [{ TIME_ZONE: 'Vienna' }, 'TIME_ZONE must be an IANA time zone such as Europe/Vienna'],
    [{ LOG_LEVEL: 'INFO' }, 'LOG_LEVEL must be one of trace, debug, info, warn, error, silent'],
    ...['https://127.0.0.1', 'http://acme.example', 'http://127.0.0.1.evil.example', '127.0.0.1:3000', 'http://'].map(
      (PLAYGROUND_URL): [Environment, string] => [
        { PLAYGROUND_URL },
        'PLAYGROUND_URL must be an http address of this machine: http://127.0.0.1:PORT',
      ],
    ),
    [{ HOST: 'everywhere' }, 'HOST must be an IP address of this machine'],
    [{ SLACK_APP_TOKEN: 'xapp-1' }, 'SLACK_APP_TOKEN needs SLACK_BOT_TOKEN beside it'],
    [{ SLACK_SIGNING_SECRET: 'secret' }, 'SLACK_SIGNING_SECRET needs SLACK_BOT_TOKEN beside it'],
    [{ ...production, SLACK_APP_TOKEN: '' }, 'SLACK_BOT_TOKEN needs SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP)'],
    [{ ...production, SLACK_BOT_TOKEN: 'xapp-1' }, 'SLACK_BOT_TOKEN must begin with xoxb-'],
    [{ ...production, SLACK_APP_TOKEN: 'xoxb-1' }, 'SLACK_APP_TOKEN must begin with xapp-'],
    [{ ...production, DATA_KEY: '' }, 'DATA_KEY is needed with Slack'],
    [{ ...production, LOG_KEY: '' }, 'LOG_KEY is needed with Slack'],
    [{ ...production, PLAYGROUND_URL: 'http://127.0.0.1:1' }, 'PLAYGROUND_URL cannot be used with Slack'],
    [{ ...production, PLAYGROUND_TOKEN: 'a long enough token' }, 'PLAYGROUND_TOKEN cannot be used with Slack'],
    ...['http://slack.example/api/', 'https://slack.com/', 'ftp://127.0.0.1/api/', 'slack.com/api/'].map(
      (SLACK_API_URL): [Environment, string] => [
        { SLACK_API_URL },
        'SLACK_API_URL must be an https address that ends in /api/, or an http one of this machine',
      ],
    ),
    [{ ...production, SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: 'secret', HEALTH_PORT: '3000' }, 'HEALTH_PORT is PORT, which Slack needs'],
  ])('is said: %j', (environment, problem) => {
    expect(problemsOf(environment)).toEqual([expect.stringContaining(problem)]);
  });

  test('is said all at once', () => {
    const everything = { PORT: 'x', TIME_ZONE: 'x', LOG_LEVEL: 'x', DATABASE_URL: 'x', PLAYGROUND_URL: 'x', DATA_KEY_FILE: '/nowhere' };
    expect(problemsOf(everything).map((problem) => problem.split(' ')[0])).toEqual([
      'PORT',
      'DATABASE_URL',
      'TIME_ZONE',
      'LOG_LEVEL',
      'PLAYGROUND_URL',
      'DATA_KEY_FILE',
    ]);
    expect(() => readConfig(everything)).toThrow(/^the configuration has 6 problems:\n- PORT must/);
    expect(() => readConfig({ PORT: 'x' })).toThrow(/^the configuration has a problem:\n- PORT must/);
  });

  test('never quotes a secret', async () => {
    const secret = 'hunter2';
    const file = join(folder, 'secret');
    await writeFile(file, secret);
    const secrets = SETTINGS.filter(({ isSecret }) => isSecret).map(({ name }) => name);
    expect(secrets).toEqual([
      'DATABASE_URL',
      'DATA_KEY',
      'LOG_KEY',
      'AGENT_SECRET',
      'PLAYGROUND_TOKEN',
      'SLACK_BOT_TOKEN',
      'SLACK_APP_TOKEN',
      'SLACK_SIGNING_SECRET',
      'DISCORD_TOKEN',
    ]);
    const both = Object.fromEntries(secrets.flatMap((name) => [[name, secret] as const, [`${name}_FILE`, file] as const]));
    expect(problemsOf(both).length).toBeGreaterThan(secrets.length);
    expect(problemsOf(both).join('\n')).not.toContain(secret);
  });
});
