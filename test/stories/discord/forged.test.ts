import { expect, test } from 'vitest';
import { BOT_TOKEN, CHANNELS, GUILD } from '../../adapters/discord/fake/seed.ts';
import { type DiscordCompany, openDiscordCompany } from './company.ts';

const QUESTION = 'handbook: how do I rotate the staging database password?';
const DRAFT = /Draft from handbook\. Only you can see it\./;
const BYPASS = /our own bot wrote something that no entry of the log accounts for/;
const ROOM = CHANNELS['review-room'];

/** Somebody who has our bot's token makes a message of it say something else. */
async function forgeChange(company: DiscordCompany, channel: string, message: string, body: Record<string, unknown>): Promise<void> {
  const headers = { authorization: `Bot ${BOT_TOKEN}`, 'content-type': 'application/json' };
  const url = `${company.fake.apiUrl}/v10/channels/${channel}/messages/${message}`;
  const answer = await fetch(url, { method: 'PATCH', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error('the forged change was not taken');
}

const status = (company: DiscordCompany) => company.command('olu', 'random', 'status', /under the last checkpoint/);
const alarmAbout = (company: DiscordCompany, message: string) =>
  company.told('olu', ({ text }) => BYPASS.test(text) && text.includes(`(${message})`));

async function expectNotStopped(company: DiscordCompany): Promise<void> {
  await company.fake.quiet(300);
  expect(await status(company)).toContain('Publishing is not stopped.');
  expect((await company.sees('olu')).text).not.toMatch(BYPASS);
}

test('a post of ours that is made to say something else is noticed, and so is its tombstone; what we change ourselves is not', async () => {
  const company = await openDiscordCompany({ transport: 'gateway' });
  const posts: { id: string; thread: string }[] = [];
  for (let n = 0; n < 2; n += 1) {
    const thread = await company.ask('ana', 'random', QUESTION);
    await company.press('ana', await company.told('ana', ({ text, buttons }) => DRAFT.test(text) && buttons.length > 0), 'approve');
    posts.push({ id: (await company.told('dan', /Written by handbook/, thread)).id, thread });
    await company.told('ana', ({ text, buttons }) => /Posted in #random/.test(text) && buttons.length === 0);
  }
  const [changed, retracted] = posts as [(typeof posts)[0], (typeof posts)[0]];
  await company.press('ana', await company.told('dan', ({ id }) => id === retracted.id, retracted.thread), 'retract');
  await company.told('dan', /An answer from handbook was retracted by Ana/, retracted.thread);
  await expectNotStopped(company);

  await forgeChange(company, changed.thread, changed.id, { content: 'The password is hunter2.' });
  await alarmAbout(company, changed.id);
  expect(await status(company)).toContain('Publishing is stopped: everything.');
  await company.command('olu', 'random', 'release', /Publishing is released/);
  await forgeChange(company, retracted.thread, retracted.id, { content: 'It stands here after all.' });
  await alarmAbout(company, retracted.id);
  expect(await status(company)).toContain('Publishing is stopped: everything.');
});

test('a card in a channel of reviewers that is made to show something else is noticed; its own changes are not', async () => {
  const together = (rules: string): string =>
    rules.replace('{ from: [leads], needed: 1 }', `{ from: [discord:${GUILD}:${ROOM}], needed: 1, channel: discord:${GUILD}:${ROOM} }`);
  const company = await openDiscordCompany({ transport: 'gateway', rules: together });
  const review = async (): Promise<string> => {
    await company.ask('ana', 'engineering', QUESTION);
    await company.press('ana', await company.told('ana', ({ text, buttons }) => DRAFT.test(text) && buttons.length > 0), 'approve');
    return (await company.told('ben', ({ text, buttons }) => /asks for a review/.test(text) && buttons.length > 0, 'review-room')).id;
  };
  const decided = await review();
  await company.press('ben', await company.told('ben', ({ id }) => id === decided, 'review-room'), 'approve');
  await company.told('ben', ({ id, buttons }) => id === decided && buttons.length === 0, 'review-room');
  await expectNotStopped(company);
  const open = await review();
  await forgeChange(company, ROOM, open, { components: [{ type: 10, content: 'Approve this, it is harmless.' }], flags: 1 << 15 });
  await alarmAbout(company, open);
  expect(await status(company)).toContain('Publishing is stopped: everything.');
});
