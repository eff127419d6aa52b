import type { Message } from './chat.ts';
import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { BOTH } from '../support/databases.ts';
import { readConfig } from '../../src/config.ts';
import { start } from '../../src/main.ts';
import { runCommand } from './bots.ts';
import { type Company, openCompany } from './company.ts';
import { requests, standing, stateOf, untilRequested } from './publishing.ts';
import { ask, cardAfter, cardOf, noticesTo, press, refused, release } from './turns.ts';

const MAY_STAND = (channel: string): string =>
  `Countersign went back to an older copy of its records, and approvals from before no longer count. Nothing more was posted. The post may stand in ${channel} already: look there first, and approve only if it does not.`;

describe.each(BOTH)('an older copy in the place of the database (%s)', (database) => {
  test('is not started until an operator settles it, and posts nothing a second time without telling', { timeout: 180_000 }, async () => {
    const company = await openCompany({ database });
    // In the copy one draft is approved, one waits for its reviewers and one for its requester.
    await company.fault({ operation: 'publish', mode: 'rate_limit', retryAfter: 10 });
    const approved = await ask(company, 'ana', 'random');
    await press(company, 'ana', approved, 'approve');
    await untilRequested(company, 'publish');
    const reviewed = await ask(company, 'ana', 'engineering');
    await press(company, 'ana', reviewed, 'approve');
    const review = await cardOf(company, 'ben', reviewed, { state: 'awaiting_reviewer' });
    const waiting = await ask(company, 'ana', 'random');
    await cardOf(company, 'ana', approved, { state: 'approved' });
    await company.bot.stop();
    expect(await Promise.all([approved, reviewed, waiting].map((draft) => stateOf(company, draft)))).toEqual([
      'approved',
      'awaiting_reviewer',
      'awaiting_requester',
    ]);
    const copy = await copyDatabase(company);

    // Since then all of them were posted.
    await company.bot.restart();
    await company.pass(11_000);
    await press(company, 'ben', review, 'approve');
    await press(company, 'ana', waiting, 'approve');
    for (const draft of [approved, reviewed, waiting]) await cardOf(company, 'ana', draft, { state: 'published' });
    const sent = (await requests(company, 'publish')).length;
    await company.bot.stop();

    await copy.putBack();
    await expect(company.bot.restart()).rejects.toThrow(
      /^This database is an older copy: \d+ entries were signed here, and it holds \d+ of them\. Nothing is signed or published from it\. Put the newer database back; or, if this copy is all that there is, run: npm run countersign -- restore --in-place$/,
    );
    expect(await runCommand(company, 'verify')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^✗ This database is an older copy: /),
    });
    const settled = await runCommand(company, 'restore', '--in-place');
    expect([settled.code, settled.stderr]).toEqual([0, '']);
    expect(settled.stdout).toMatch(
      /^It holds \d+ entries under a signed checkpoint\. \d+ were signed here: \d+ are lost, and whatever they stood for\.\n/,
    );

    // Everything is back with Ana, who is told; no button of the copy's time does anything any more.
    await company.bot.restart();
    const back: Message[] = [];
    for (const [draft, channel] of [
      [approved, '#random'],
      [reviewed, '#engineering'],
      [waiting, '#random'],
    ] as const) {
      const again = await cardAfter(company, 'ana', draft, 'awaiting_requester');
      expect(again.parts?.map(({ text }) => text)).toContain(MAY_STAND(channel));
      expect(again.text).not.toContain('Nothing was posted');
      expect(again.actions.map(({ id }) => id)).not.toContain('approve');
      back.push(again);
    }
    expect((await refused(company, 'ana', waiting, 'approve')).code).toBe('STALE');
    expect((await refused(company, 'ben', review, 'approve')).code).not.toBe('');
    expect((await release(company)).text).toMatch(/^Publishing is released/);
    for (const { id } of back) {
      const approvable = await company.card('ana', (card) => card.id === id && card.actions.some((action) => action.id === 'approve'));
      expect(approvable.actions.find((action) => action.id === 'approve')?.confirm?.text).toContain('may stand there already');
    }
    expect((await refused(company, 'ana', waiting, 'approve')).code).toBe('STALE');
    await company.pass(20_000);
    expect(await Promise.all([approved, reviewed, waiting].map((draft) => stateOf(company, draft)))).toEqual(
      [approved, reviewed, waiting].map(() => 'awaiting_requester'),
    );
    expect(await requests(company, 'publish')).toHaveLength(sent);
    for (const draft of [approved, waiting]) expect(await standing(company, 'random', draft)).toHaveLength(1);
    expect((await runCommand(company, 'verify')).code).toBe(0);
    expect(await noticesTo(company, 'ana', 'private and safe')).toEqual([]);

    // Another machine that knew the lost entries does not start either before somebody has settled it there.
    const [before = ''] = /\S+anchor\.before-\S+Z/.exec(settled.stdout) ?? [];
    const elsewhere = { ...company.environment, ANCHOR_FILE: before };
    await expect(start(readConfig(elsewhere), { clock: company.clock })).rejects.toThrow('older copy');
  });
});

/** While nobody has it open. */
async function copyDatabase({ config }: Company): Promise<{ putBack(): Promise<void> }> {
  const { databaseUrl, dataDir } = config;
  if (databaseUrl === null) {
    const file = join(dataDir, 'countersign.sqlite');
    await copyFile(file, `${file}.copy`);
    return {
      async putBack() {
        for (const end of ['', '-wal', '-shm']) await rm(`${file}${end}`, { force: true });
        await copyFile(`${file}.copy`, file);
      },
    };
  }
  const name = new URL(databaseUrl).pathname.slice(1);
  await administer(databaseUrl, `create database ${name}_copy template ${name}`);
  return {
    async putBack() {
      await administer(databaseUrl, `drop database ${name} with (force)`);
      await administer(databaseUrl, `alter database ${name}_copy rename to ${name}`);
    },
  };
}

async function administer(url: string, statement: string): Promise<void> {
  const server = new URL(url);
  server.pathname = '/postgres';
  const client = new pg.Client({ connectionString: server.href });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
