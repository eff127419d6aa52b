import { expect, test } from 'vitest';
import { CHANNELS, GUILD } from '../../adapters/discord/fake/seed.ts';
import { openDiscordCompany } from './company.ts';

const LONG = `handbook: how do I rotate the staging database password? ${'I have looked everywhere. '.repeat(35)}`;
const DRAFT = /Draft from handbook\. Only you can see it\./;

test('a list says that it does not show all, and turns its pages in place, whole, however long the questions are', async () => {
  const company = await openDiscordCompany({ transport: 'http' });
  const ids: string[] = [];
  for (let nth = 0; nth < 8; nth += 1) {
    await company.ask('ana', 'random', LONG);
    ids.push((await company.told('ana', ({ id, text, buttons }) => DRAFT.test(text) && buttons.length > 0 && !ids.includes(id))).id);
  }
  const first = await company.command('ana', 'random', 'drafts', /Your open drafts/);
  expect(first).toContain('Your open drafts (older ones not shown)');
  expect(first).toContain('Nothing of yours is posted.');
  expect(first.match(/handbook, for #random/g)).toHaveLength(6);
  expect(first).toContain('…');

  const list = await company.told('ana', /Your open drafts/, 'random');
  const older = list.buttons.find(({ custom_id }) => custom_id === 'cs:page:drafts:1:0');
  expect(older?.label).toBe('Older: Your open drafts');
  await company.fake.click('ana', list.id, older?.custom_id ?? '');
  const second = await company.told('ana', /Your open drafts, page 2/, 'random');
  expect(second.id).toBe(list.id);
  expect(second.text.match(/handbook, for #random/g)).toHaveLength(2);
  expect(second.buttons.map(({ label }) => label)).toEqual(['Newer: Your open drafts']);
  expect((await company.sees('dan')).text).not.toContain('open drafts');
  await company.check();
});

test('a line leads to its card: in the direct message, in the room of reviewers, or by “Open” where it stands in no place', async () => {
  const company = await openDiscordCompany({
    transport: 'gateway',
    rules: (rules) =>
      rules
        .replace('{ from: [leads], needed: 1 }', `{ from: [leads], needed: 1, channel: discord:${GUILD}:${CHANNELS['review-room']} }`)
        .replace(/groups: \{ leads: \[/, 'groups: { leads: [discord:100000000000000012, discord:100000000000000013, '),
  });
  await company.ask('ana', 'engineering', 'handbook: how do I rotate the staging database password?');
  const draft = await company.told('ana', DRAFT);
  const direct = (await company.sees('ana')).channels.find(({ kind }) => kind === 'direct')?.id;
  await company.command('ana', 'random', 'drafts', /Your open drafts/);
  expect((await company.told('ana', /Your open drafts/, 'random')).live.map(({ value }) => value)).toEqual([
    `https://discord.com/channels/@me/${direct}/${draft.id}`,
  ]);
  await company.press('ana', draft, 'approve');
  const review = await company.told('ben', /asks for a review of an answer from handbook\./, 'review-room');
  await company.command('ben', 'random', 'queue', /asks you to review/);
  expect((await company.told('ben', /asks you to review/, 'random')).live.map(({ value }) => value)).toEqual([
    `https://discord.com/channels/${GUILD}/${CHANNELS['review-room']}/${review.id}`,
  ]);

  await company.world({ person: { id: 'dan', refusesDirect: 50007 } });
  await company.ask('dan', 'random', 'handbook: how do I rotate the staging database password?');
  await company.told('dan', /Whoever asked can open what it wrote/, 'random');
  // The draft has its answer when the bot has nothing more to do.
  await company.fake.quiet(300);
  await company.command('dan', 'lobby', 'drafts', /Waits for you/);
  const list = await company.told('dan', /Your open drafts/, 'lobby');
  expect(list.live).toEqual([]);
  await company.fake.click('dan', list.id, list.buttons.find(({ label }) => label === 'Open')?.custom_id ?? '');
  const opened = await company.told('dan', ({ text, ephemeral }) => ephemeral && DRAFT.test(text), 'lobby');
  await company.fake.click(
    'dan',
    opened.id,
    opened.buttons.find(({ custom_id }) => custom_id.startsWith('cs:at:withdraw:'))?.custom_id ?? '',
  );
  await company.command('dan', 'lobby', 'drafts', /You have no open drafts/);
  await company.check();
});
