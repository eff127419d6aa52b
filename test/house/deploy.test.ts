import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createInstallation, type Installation } from '../cli/command-line.ts';
import { temporaryFolder } from '../support/folders.ts';
import { changeDatabase } from '../cli/tampering.ts';
import { ask, cardAfter, press } from '../stories/turns.ts';
import { startCommands } from './real-commands.ts';
import { until } from '../support/processes.ts';
import { filesOfRepository, root, textOf } from './tree.ts';

const files = filesOfRepository().filter((path) => path.startsWith('deploy/'));

test('every file of deploy/ is named on the page that explains it', () => {
  expect(files.length).toBeGreaterThan(3);
  expect(files.filter((path) => !textOf('docs/deploy.md').includes(path))).toEqual([]);
});

test('the container gets every folder that the program needs, and none that is not there', () => {
  const copied = [...textOf('deploy/Dockerfile').matchAll(/^COPY (.+) \S+$/gm)].flatMap(([, paths = '']) => paths.split(' '));
  expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  expect(copied).toEqual(expect.arrayContaining(['package-lock.json', 'src', 'adapters', 'countersign.example.yaml']));
});

test('deploy/countersign is the command line with the settings of the service, from wherever it is called', async () => {
  const { env } = await createInstallation();
  const scratch = await temporaryFolder();
  const settings = join(scratch, 'countersign.env');
  await writeFile(
    settings,
    Object.entries({ ...env, PORT: '3000' })
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
  await symlink(join(root, 'deploy/countersign'), join(scratch, 'countersign'));
  const output = await new Promise((resolve) => {
    const options = { cwd: scratch, env: { COUNTERSIGN_ENV: settings, PATH: '/usr/bin:/bin' } };
    execFile(join(scratch, 'countersign'), ['check'], options, (error, stdout, stderr) => resolve([error, stdout, stderr]));
  });
  expect(output).toEqual([null, `${env['RULES_FILE']} is valid: 4 channel rules, agents handbook.\n`, '']);
});

test('a backup, restored as docs/deploy.md says: the anchor tells that it is old, and it posts nothing a second time', async () => {
  const installation = await createInstallation();
  const scratch = await temporaryFolder();
  const { chat, stop } = await installation.start();
  const countersign = startCommands(installation);
  // The first try is told to come again: until then the draft is approved, and its post is due.
  await chat.fault({ operation: 'publish', mode: 'rate_limit', retryAfter: 2 });
  const card = await ask(chat, 'ana', 'random');
  await press(chat, 'ana', card, 'approve');
  await until(async () => (await chat.record()).wire.some(({ status }) => status === 429), { what: 'the first try' });
  await until(() => stateOf(installation, card.draft) === 'approved', { what: 'the wait for the second try' });
  const backup = join(scratch, 'backup.sqlite');
  expect((await countersign('backup', backup)).code).toBe(0);
  const post = await chat.posted('dan', 'random', { kind: 'publication', draft: card.draft ?? null });
  await until(() => stateOf(installation, card.draft) === 'published', { what: 'the post' });
  await countersign('export', '--tiles', scratch);
  await stop();

  const restored = await countersign('restore', backup);
  expect([restored.code, restored.stderr]).toEqual([0, '']);
  const verified = await countersign('verify', '--anchor', join(scratch, 'checkpoint'));
  expect(verified.stderr).toMatch(/^✗ your anchor has \d+ entries, this log only \d+: entries are missing, or an old copy was restored\n$/);
  const reference = /cs-[0-9A-Z]{8}/.exec(post.text)?.[0] ?? '';
  const restarted = await installation.start();
  const again = await cardAfter(restarted.chat, 'ana', card, 'awaiting_requester');
  expect(again.text).toContain('The post may stand in #random already: look there first, and approve only if it does not.');
  expect((await countersign('drafts')).stdout).toMatch(new RegExp(`^awaiting_requester .* ${reference} `));
  const withdrawn = await countersign('withdraw', reference, '--reason', 'this one stands in the channel');
  expect([withdrawn.code, withdrawn.stderr]).toEqual([0, '']);
  const told = await restarted.chat.notice('ana', 'this one stands in the channel');
  expect(told.text).not.toContain('Nothing was posted');
  expect((await countersign('release')).stdout).toMatch(/went back to the people who asked: 0\.\n$/);
  const { wire } = await restarted.chat.record();
  expect(wire.filter(({ path }) => path.endsWith('/publish')).map(({ status }) => status)).toEqual([429, 201]);
  await restarted.stop();
});

function stateOf(installation: Installation, draft: string | null | undefined): unknown {
  return changeDatabase(installation, (database) => database.prepare('SELECT state FROM drafts WHERE id = ?').get(draft ?? ''))?.['state'];
}
