import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createInstallation } from './command-line.ts';

const KEYS = /^DATA_KEY=([A-Za-z0-9+/]{43}=)\nLOG_KEY=(countersign-ed25519-seed-v1:[A-Za-z0-9+/]{43}=)\n$/;

test('makes keys, other ones every time, and says what to do with them', async () => {
  const { countersign } = await createInstallation();
  const [one, other] = await Promise.all([countersign('keygen'), countersign('keygen')]);
  expect(one.stdout).toMatch(KEYS);
  expect(other.stdout).toMatch(KEYS);
  expect(one.stdout).not.toBe(other.stdout);
  expect(one.stderr).toMatch(/^Keep both in files that only the bot can read, and name them in DATA_KEY_FILE and LOG_KEY_FILE\. /);
  expect(one.code).toBe(0);
});

test('an installation runs on keys from files, and then keeps none of its own', async () => {
  const installation = await createInstallation();
  const [, dataKey = '', logKey = ''] = KEYS.exec((await installation.countersign('keygen')).stdout) ?? [];
  const files = { DATA_KEY_FILE: join(installation.folder, 'data-key'), LOG_KEY_FILE: join(installation.folder, 'log-key') };
  await writeFile(files.DATA_KEY_FILE, `${dataKey}\n`);
  await writeFile(files.LOG_KEY_FILE, `${logKey}\n`);
  Object.assign(installation.env, files);
  const { stop } = await installation.startHere();
  await stop();
  expect(await readdir(join(installation.folder, 'data'))).not.toContain('data.key');
  expect(await readdir(join(installation.folder, 'data'))).not.toContain('log.key');
  expect((await installation.countersign('verify')).code).toBe(0);

  await writeFile(files.DATA_KEY_FILE, `${Buffer.alloc(32).toString('base64')}\n`);
  const locked = await installation.countersign('verify');
  expect([locked.code, locked.stdout]).toEqual([3, '']);
  expect(locked.stderr).toBe(
    'DATA_KEY is not the key that this database was made with. Set the right one; with another nothing can be read.\n',
  );
});

test('keys that are made at the first start can be read by their owner only', async () => {
  const installation = await createInstallation();
  const { stop } = await installation.startHere();
  await stop();
  const modeOf = async (name: string): Promise<string> => ((await stat(join(installation.folder, name))).mode & 0o777).toString(8);
  expect(await modeOf('data')).toBe('700');
  for (const file of ['data.key', 'log.key', 'playground.token', 'countersign.sqlite'])
    expect([file, await modeOf(join('data', file))]).toEqual([file, '600']);
});
