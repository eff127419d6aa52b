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
    PORT: ['8080', (config) => config.port, 8080, 3000],
    DATA_DIR: ['elsewhere', (config) => config.dataDir, resolve('elsewhere'), resolve('data')],
    DATABASE_URL: ['postgres://db/acme', (config) => config.databaseUrl, 'postgres://db/acme', null],
    RULES_FILE: ['rules.yaml', (config) => config.rulesFile, resolve('rules.yaml'), resolve('countersign.example.yaml')],
    DATA_KEY: ['a data key', (config) => config.dataKey, 'a data key', null],
    LOG_KEY: ['a log key', (config) => config.logKey, 'a log key', null],
    KILL_FILE: ['STOP', (config) => config.killFile, resolve('STOP'), resolve('data/KILL')],
    TIME_ZONE: ['Europe/Vienna', (config) => config.timeZone, 'Europe/Vienna', Intl.DateTimeFormat().resolvedOptions().timeZone],
    LOG_LEVEL: ['debug', (config) => config.logLevel, 'debug', 'info'],
    PLAYGROUND_URL: ['http://127.0.0.1:8080', (config) => config.playground.url, 'http://127.0.0.1:8080', null],
    PLAYGROUND_TOKEN: ['a long enough token', (config) => config.playground.token, 'a long enough token', null],
  };
  const settings = SETTINGS.map(({ name, isSecret }) => [name, isSecret] as const);

  test.each(settings)('%s is read, without the spaces around it; empty or left out it has its default', (name) => {
    const [value, arrives, as, otherwise] = given[name];
    expect(arrives(readConfig({ [name]: ` ${value}\n` }))).toEqual(as);
    expect(arrives(readConfig({}))).toEqual(otherwise);
    expect(arrives(readConfig({ [name]: '' }))).toEqual(otherwise);
    expect(arrives(readConfig({ [name]: '  ' }))).toEqual(otherwise);
  });

  test.each(settings)('%s in a file: only what is secret (%s) is read from one', async (name, isSecret) => {
    const [value, arrives, as, otherwise] = given[name];
    const file = join(folder, name);
    await writeFile(file, `${value}\n`);
    expect(arrives(readConfig({ [`${name}_FILE`]: file }))).toEqual(isSecret ? as : otherwise);
    if (!isSecret) return;
    expect(problemsOf({ [`${name}_FILE`]: file, [name]: value })).toEqual([`${name} and ${name}_FILE are both set; keep one`]);
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
  test.each<[Environment, string]>([
    ...['http', '-1', '65536', '80.5', '0x50', '1e3', '８０'].map((PORT): [Environment, string] => [
      { PORT },
      'PORT must be a whole number',
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
    expect(secrets).toEqual(['DATABASE_URL', 'DATA_KEY', 'LOG_KEY', 'PLAYGROUND_TOKEN']);
    const both = Object.fromEntries(secrets.flatMap((name) => [[name, secret] as const, [`${name}_FILE`, file] as const]));
    expect(problemsOf(both).length).toBeGreaterThan(secrets.length);
    expect(problemsOf(both).join('\n')).not.toContain(secret);
  });
});
