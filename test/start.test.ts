import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import { start } from '../src/main.ts';
import { createInstallation, type Installation, run, urlOf } from './cli/command-line.ts';
import { changeDatabase } from './cli/tampering.ts';
import { createChat } from './stories/chat.ts';
import { ask, press } from './stories/turns.ts';
import { tellsAll } from './support/tells-all.ts';
import type { Ran } from './support/run-command.ts';
import { freePort, startNode, until } from './support/processes.ts';

let stopped: Installation;

/** Was started and stopped once, so that it has a database, keys and a log. */
beforeAll(async () => {
  stopped = await createInstallation();
  const { stop } = await stopped.startHere();
  await stop();
});

describe('what keeps it from starting is one clear sentence, exit code 1, and no stack', () => {
  type Spoiled = { env?: Record<string, string>; says: string | RegExp };

  async function withPortTaken(): Promise<Spoiled> {
    const server = createServer().listen(0, '127.0.0.1').unref();
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return {
      env: { PORT: String(port) },
      says: `Port ${port} is in use. Stop the program that holds it, or choose another: PORT=${port + 1}`,
    };
  }

  const otherSeed = `countersign-ed25519-seed-v1:${randomBytes(32).toString('base64')}`;
  const cases: [what: string, spoil: (of: Installation) => Promise<Spoiled> | Spoiled][] = [
    ['a port that somebody else has', withPortTaken],
    [
      'a rules file that is not there',
      ({ folder }) => {
        const file = join(folder, 'missing.yaml');
        return { env: { RULES_FILE: file }, says: `The rules cannot be used:\n${file}:1:1 there is no file ${file}` };
      },
    ],
    [
      'rules that are not valid: all problems with their lines',
      async ({ rulesFile }) => {
        await writeFile(
          rulesFile,
          (await readFile(rulesFile, 'utf8')).replace('version: 1', 'version: 2').replace('needed: 1', 'needed: 0'),
        );
        return {
          says: /^The rules cannot be used:\n\S+:\d+:\d+ version: must be 1.*\n\S+:\d+:\d+ channels\[0\]\.reviewers\.needed: must be/,
        };
      },
    ],
    [
      'an agent that nobody knows how to reach',
      async ({ rulesFile }) => {
        await writeFile(rulesFile, (await readFile(rulesFile, 'utf8')).replace('connector: handbook', 'connector: telepathy'));
        return {
          says: /^The rules cannot be used:\n\S+:\d+:\d+ agents\.handbook\.connector: this version has no connector “telepathy”; it has: api, command, handbook, http or model\n$/,
        };
      },
    ],
    [
      'a database of a newer version',
      (of) => {
        changeDatabase(of, (database) => database.exec("UPDATE meta SET value = '99' WHERE name = 'schema'"));
        return {
          says: /^The database was written by a newer Countersign\. Start that version, or restore a backup made with this one\. \(its schema is 99, /,
        };
      },
    ],
    [
      'a file that is no database',
      async ({ folder }) => {
        await writeFile(join(folder, 'data/countersign.sqlite'), 'a shopping list '.repeat(1000));
        return { says: 'The database is damaged. Stop Countersign, keep the files as they are, and restore a backup.' };
      },
    ],
    [
      'a data folder that cannot be written',
      ({ rulesFile }) => ({
        env: { DATA_DIR: rulesFile },
        says: `The folder ${rulesFile} cannot be written (EEXIST). Let this user write there, or name another one in DATA_DIR.`,
      }),
    ],
    [
      'another DATA_KEY',
      () => ({
        env: { DATA_KEY: randomBytes(32).toString('base64') },
        says: 'DATA_KEY is not the key that this database was made with. Set the right one; with another nothing can be read.',
      }),
    ],
    [
      'a DATA_KEY that is none',
      () => ({
        env: { DATA_KEY: 'hunter2' },
        says: 'DATA_KEY must be 32 bytes in base64 (44 characters). Make one with: npm run countersign -- keygen',
      }),
    ],
    [
      'another LOG_KEY',
      () => ({
        env: { LOG_KEY: otherSeed },
        says: 'LOG_KEY is not the key that this log was signed with. Set the right one; with another nothing can be published.',
      }),
    ],
    [
      'a LOG_KEY of the wrong kind',
      () => ({
        env: { LOG_KEY: randomBytes(32).toString('base64') },
        says: 'LOG_KEY cannot be used: a key file is one line that begins with “countersign-ed25519-seed-v1:”; this one begins with something else. Make one with: npm run countersign -- keygen',
      }),
    ],
    [
      'a PostgreSQL that does not answer',
      () => ({
        env: { DATABASE_URL: 'postgres://ana:hunter2@127.0.0.1:1/countersign' },
        says: 'The database does not answer, or refuses us. See that it runs and that its address, name, user and password are right.',
      }),
    ],
    [
      'a playground elsewhere that does not answer',
      () => ({ env: { PLAYGROUND_URL: 'http://127.0.0.1:1' }, says: 'The playground does not answer. Start it, or set its address.' }),
    ],
    [
      'settings that are wrong: all of them at once',
      () => ({
        env: { PORT: 'eighty', TIME_ZONE: 'Middle-earth', LOG_LEVEL: 'loud', DATA_KEY: 'hunter2', DATA_KEY_FILE: '/nowhere' },
        says: [
          'the configuration has 5 problems:',
          '- PORT must be a whole number from 0 to 65535',
          '- TIME_ZONE must be an IANA time zone such as Europe/Vienna',
          '- LOG_LEVEL must be one of trace, debug, info, warn, error, silent',
          '- DATA_KEY and DATA_KEY_FILE are both set; keep one',
          '- DATA_KEY_FILE names /nowhere, which cannot be read (ENOENT)',
        ].join('\n'),
      }),
    ],
  ];

  /** The sentence comes from the same place in a process of its own, which takes a second to load. */
  const inProcess = ['a port that somebody else has', 'rules that are not valid: all problems with their lines', 'another DATA_KEY'];

  test.each(cases)('%s', async (what, spoil) => {
    const installation = await stopped.copy();
    const { env = {}, says } = await spoil(installation);
    const environment = { ...installation.env, LOG_LEVEL: 'silent', PORT: '0', ...env };
    const isRun = tellsAll() || inProcess.includes(what);
    const { code, stdout, stderr } = await (isRun ? run('src/main.ts', [], environment) : startHere(environment));
    if (typeof says === 'string') expect(stderr).toBe(`${says}\n`);
    else expect(stderr).toMatch(says);
    expect(stderr).not.toMatch(/\n\s+at |hunter2/);
    expect([code, stdout]).toEqual([1, '']);
  });

  /** What `npm start` would end with. */
  async function startHere(environment: Record<string, string>): Promise<Ran> {
    const refused = await Promise.resolve()
      .then(() => start(readConfig(environment)))
      .then(
        () => new Error('it started'),
        (error: unknown) => error as Error,
      );
    return { code: 1, stdout: '', stderr: `${refused.message}\n` };
  }
});

test('with PORT=0 it prints the address at which it really is', async () => {
  const { env } = await createInstallation();
  const bot = startNode('src/main.ts', { env });
  const url = await urlOf(bot);
  expect(new URL(url).port).not.toBe('0');
  expect(await (await fetch(url)).text()).toContain('<title>Countersign playground</title>');
  expect(bot.output().stdout).toBe(`The playground is open: ${url}\nAnyone who opens it can be anyone. Stop it with Ctrl-C.\n`);
});

test('is started by the command line as well, which says 3 when it cannot', async () => {
  const { env } = await createInstallation();
  const bot = startNode('src/cli.ts', { args: ['start'], env });
  const url = await urlOf(bot);
  const second = await run('src/cli.ts', ['start'], { ...env, PORT: new URL(url).port });
  expect([second.code, second.stdout]).toEqual([3, '']);
  expect(second.stderr).toMatch(/^Port \d+ is in use\. /);
  expect(await bot.kill('SIGTERM')).toEqual({ code: 0, signal: null });
});

test.each(['SIGTERM', 'SIGINT'] as const)('%s ends it in order within seconds, whoever still listens', async (signal) => {
  const { env } = await createInstallation();
  const bot = startNode('src/main.ts', { env });
  const url = await urlOf(bot);
  const events = await fetch(`${url}/playground/api/events?person=playground:acme:ana`);
  const listening = events.body?.getReader();
  await listening?.read();
  const beganAt = performance.now();
  expect(await bot.kill(signal)).toEqual({ code: 0, signal: null });
  expect(performance.now() - beganAt).toBeLessThan(5_000);
  await expect(fetch(url)).rejects.toThrow('fetch failed');
});

test('asked to end twice it ends at once, whatever is still under way', async () => {
  const { env } = await createInstallation();
  const health = `http://127.0.0.1:${await freePort()}`;
  const bot = startNode('src/main.ts', { env: { ...env, HEALTH_PORT: new URL(health).port } });
  const url = await urlOf(bot);
  const chat = createChat(url);
  // Its platform does not answer the send, for which it waits ten seconds.
  await chat.fault({ operation: 'publish', mode: 'hang' });
  await press(chat, 'ana', await ask(chat, 'ana', 'random'), 'approve');
  await until(async () => (await chat.record()).wire.some(({ path }) => path.endsWith('/publish')), { what: 'the send' });
  const ended = bot.kill('SIGTERM');
  await until(async () => (await fetch(`${health}/readyz`)).status === 503, { what: 'it to stop' });
  const beganAt = performance.now();
  expect(await bot.kill('SIGTERM')).toEqual({ code: 143, signal: null });
  expect(performance.now() - beganAt).toBeLessThan(2_000);
  await ended;
});
