import { beforeAll, describe, expect, test } from 'vitest';
import { createInstallation, type Installation, run } from './command-line.ts';

let installation: Installation;
let commands: { name: string; summary: string }[] = [];

beforeAll(async () => {
  installation = await createInstallation();
  const { stdout } = await installation.countersign('help');
  commands = [...stdout.matchAll(/^ {2}(\w+) +(\S.*)$/gm)].map(([, name = '', summary = '']) => ({ name, summary }));
});

test('without a word it lists every command with one line about it', async () => {
  const { code, stdout, stderr } = await installation.countersign();
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^Usage: npm run countersign -- <command> \[--help\]\n\n/);
  const named =
    'start doctor keygen migrate check explain drafts settle withdraw retract engage release agent mcp verify export trail backup restore'.split(
      ' ',
    );
  expect(commands.map(({ name }) => name)).toEqual(named);
  for (const { summary } of commands) expect(summary).toMatch(/^[A-Z].*\.$/);
});

test('tells of every command how it is called, and does nothing else', async () => {
  const told = await Promise.all(
    commands.map(async ({ name, summary }) => ({ name, summary, ...(await installation.countersign(name, '--help')) })),
  );
  for (const { name, summary, code, stdout, stderr } of told) {
    expect([name, code, stderr]).toEqual([name, 0, '']);
    expect(stdout).toMatch(new RegExp(`^${summary.replaceAll(/[.()]/g, '\\$&')}\n\nUsage: npm run countersign -- ${name}\\b.*\n$`));
  }
});

describe('what was typed wrongly is told with what to type, and the exit code is 2', () => {
  const explain = ['explain', '--person', 'playground:acme:ana', '--channel'];
  test.each<[args: string[], told: string | RegExp]>([
    [['dance'], 'There is no command “dance”.'],
    [['constructor'], 'There is no command “constructor”.'],
    [['drafts', '--colour', 'red'], "Unknown option '--colour'"],
    [['drafts', '--limit', '0'], '--limit takes a whole number from 1 to 1000.'],
    [['drafts', '--state', 'lost'], /^lost is not a state\. States: awaiting_agent, .*, retracted\.\n/],
    [['drafts', 'all'], 'There is a word too many: all'],
    [['settle', 'cs-00000000', 'perhaps'], 'Say “published” if it stands in the channel, “failed” if it does not.'],
    [['withdraw'], 'A word is missing.'],
    [['explain'], 'Name the person and the channel.'],
    [[...explain, 'acme:engineering'], 'acme:engineering is not a channel id; it looks like playground:acme:engineering.'],
    [
      ['explain', '--channel', 'random', '--person', 'a na'],
      'playground:acme:a na is not a person’s id; it looks like playground:acme:ana.',
    ],
    [['explain', '--channel', 'random', '--person', 'acme:ana'], 'random is not a channel id; it looks like playground:acme:engineering.'],
    [['verify', 'export.jsonl'], 'An export is checked with the key that you pinned: --key.'],
    [['verify', '--key', 'Ana'], '--key is neither a verifier key nor a file that holds one: a verifier key looks like name+'],
    [['start', 'now'], 'There is a word too many: now'],
  ])('%j', async (args, told) => {
    const { code, stdout, stderr } = await installation.countersign(...args);
    expect([code, stdout]).toEqual([2, '']);
    if (typeof told === 'string') expect(stderr.startsWith(told)).toBe(true);
    else expect(stderr).toMatch(told);
    expect(stderr).toMatch(/Usage: npm run countersign -- /);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

test('explain takes the last part of an id where the rules name one workspace', async () => {
  const { code, stdout } = await installation.countersign('explain', '--person', 'ana', '--channel', 'random');
  expect([code, stdout.split('\n')[0]]).toEqual([0, 'playground:acme:ana asks in #random (playground:acme:random).']);
});

test('settings that are wrong are wrong words, too: all of them are told, and nothing is opened', async () => {
  const { code, stdout, stderr } = await run('src/cli.ts', ['drafts'], { ...installation.env, PORT: 'x', LOG_LEVEL: 'loud' });
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^the configuration has 2 problems:\n- PORT must be .*\n- LOG_LEVEL must be .*\n$/);
});
