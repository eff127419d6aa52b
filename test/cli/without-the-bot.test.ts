import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { createInstallation, type Installation } from './command-line.ts';

let installation: Installation;

/** It was started once; now nothing runs. */
beforeAll(async () => {
  installation = await createInstallation();
  const bot = await installation.startHere();
  await bot.stop();
});

const breakRules = async (of: Installation): Promise<void> => writeFile(of.rulesFile, 'version: 2\nchannels: []\n');
const statusAt = async (of: Installation): Promise<string> => (await of.countersign('doctor')).stdout;

describe('the kill switch at the command line', () => {
  test('is engaged while no bot runs, and holds when one is started', async () => {
    const copy = await installation.copy();
    expect((await copy.countersign('engage', '--reason', 'not today')).code).toBe(0);
    expect(await statusAt(copy)).toContain('✗ The switch is engaged for: all. Run: npm run countersign -- release\n');
    const { chat, stop } = await copy.startHere();
    await chat.say('ana', 'random', '@handbook how do I rotate the staging database password?');
    await chat.notice(
      'ana',
      /stopped publishing at \d\d:\d\d: “not today”\. Your question went to no agent\. Ask again when Olu releases it\.$/,
    );
    await stop();
    expect((await copy.countersign('release')).code).toBe(0);
    expect(await statusAt(copy)).toContain('✓ The switch is released.\n');
  });

  test.each<[what: string, spoil: (of: Installation) => Promise<void>]>([
    ['cannot be understood', breakRules],
    ['is not there', (of) => rm(of.rulesFile)],
  ])('is engaged when the rules file %s, for everything, for one agent and for one channel', async (_what, spoil) => {
    const copy = await installation.copy();
    await spoil(copy);
    for (const [scope, words] of [
      ['all', 'everything'],
      ['agent:handbook', 'handbook'],
      ['channel:playground:acme:random', 'playground:acme:random'],
    ] as const) {
      const { code, stdout } = await copy.countersign('engage', scope);
      expect([code, stdout]).toEqual([
        0,
        `Publishing is stopped (${words}): “no reason given”. Posts that were already on their way: 0.\n`,
      ]);
    }
    const released = await copy.countersign('release');
    expect(released.stderr).toMatch(
      /nothing was done\. Mend them, then try again\.\n$|cannot be read \(ENOENT\)\. Set RULES_FILE, or create it\.\n$/,
    );
    expect(released.code).toBeGreaterThan(0);
  });

  test.each(['agent:handbok', 'handbok', 'playground:acme', 'agent:hand book', 'channel:playground:acme:typo', 'playground:acme:typo'])(
    'never takes a slip of the pen for a stop: %s',
    async (scope) => {
      const { code, stdout, stderr } = await installation.countersign('engage', scope);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toBe(
        `UNKNOWN_SCOPE: ${scope} is nothing that the switch can stop. Nothing was changed. Name all, agent:NAME or channel:ID.\n`,
      );
    },
  );

  test('is released for a channel that no rule covers, if it is stopped there', async () => {
    const copy = await installation.copy();
    const rules = await readFile(copy.rulesFile, 'utf8');
    await breakRules(copy);
    const elsewhere = 'playground:acme:elsewhere';
    expect((await copy.countersign('engage', elsewhere)).code).toBe(0);
    await writeFile(copy.rulesFile, rules);
    expect((await copy.countersign('release', elsewhere)).stdout).toBe(
      `Publishing is released (${elsewhere}). Drafts that had been approved went back to the people who asked: 0.\n`,
    );
    expect((await copy.countersign('release', elsewhere)).stderr).toMatch(/^UNKNOWN_SCOPE: /);
  });

  test('is never refused for a long reason', async () => {
    const copy = await installation.copy();
    const { code, stdout } = await copy.countersign('engage', '--reason', 'x'.repeat(501));
    expect([code, stdout]).toEqual([0, expect.stringContaining(`: “${'x'.repeat(500)}…”. `)]);
    expect((await copy.countersign('release', '--reason', 'x'.repeat(501))).code).toBe(0);
  });

  test('is not released while the kill file is there', async () => {
    const copy = await installation.copy();
    await copy.countersign('engage');
    await writeFile(join(copy.folder, 'data/KILL'), '');
    expect(await statusAt(copy)).toContain(
      '✗ The kill file is present: nothing is asked, approved or published. Remove it, then release.\n',
    );
    const { code, stderr } = await copy.countersign('release');
    expect([code, stderr]).toEqual([
      1,
      'NOT_NOW: That is not possible now. The kill file is present on the server; remove it first. Nothing was changed.\n',
    ]);
  });
});

describe('the rules file', () => {
  test('is checked wherever it lies, and every problem is told with its line', async () => {
    const good = await installation.countersign('check');
    expect([good.code, good.stdout]).toEqual([0, `${installation.rulesFile} is valid: 4 channel rules, agents handbook.\n`]);
    const bad = join(installation.folder, 'bad.yaml');
    await writeFile(
      bad,
      'version: 2\noperators: { people: [playground:acme:olu], alarms: [playground:acme:olu] }\nagents: {}\nchannels: nothing\n',
    );
    const { code, stdout, stderr } = await installation.countersign('check', bad);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(`${bad}:1:1 version: must be 1: this version of Countersign reads no other, not “2”\n`);
    expect(stderr).toContain(`${bad}:4:1 channels: must be a list of channel rules, not “nothing”\n`);
    const missing = await installation.countersign('check', 'missing.yaml');
    expect([missing.code, missing.stderr]).toEqual([
      3,
      'The rules file missing.yaml cannot be read (ENOENT). Set RULES_FILE, or create it.\n',
    ]);
  });

  test('that cannot be used keeps every command away that would decide by it', async () => {
    const copy = await installation.copy();
    await breakRules(copy);
    for (const command of [
      ['drafts'],
      ['doctor'],
      ['withdraw', 'cs-00000000', '--reason', 'x'],
      ['explain', '--person', 'playground:acme:ana', '--channel', 'playground:acme:random'],
    ]) {
      const { code, stdout, stderr } = await copy.countersign(...command);
      expect(stderr).toMatch(
        /countersign\.yaml:1:1 version: must be 1.*\n(.*\n)*The rules are not valid; nothing was done\. Mend them, then try again\.\n$/,
      );
      expect([command[0], code, stdout]).toEqual([command[0], 1, '']);
    }
    expect((await copy.countersign('verify')).code).toBe(0);
    expect((await copy.countersign('export')).code).toBe(0);
  });
});

test('a folder without a database is not taken for an installation in which all is well', async () => {
  const nowhere = await createInstallation();
  for (const command of [['verify'], ['export'], ['drafts'], ['engage'], ['release'], ['retract', 'cs-00000000']]) {
    const { code, stdout, stderr } = await nowhere.countersign(...command);
    expect([command[0], code, stdout]).toEqual([command[0], 3, '']);
    expect(stderr).toBe(
      `There is no database in ${join(nowhere.folder, 'data')}. Set DATA_DIR to the folder of the bot, or start it first: npm start\n`,
    );
  }
});
