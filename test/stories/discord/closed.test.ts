import { writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { BOT_TOKEN, CHANNELS, PEOPLE } from '../../adapters/discord/fake/seed.ts';
import type { SeenMessage } from '../../adapters/discord/fake/seen/sees.ts';
import { until } from '../../support/until.ts';
import { type DiscordCompany, openDiscordCompany } from './company.ts';
import { DISCORD_RULES } from './rules.ts';

const QUESTION = 'handbook: how do I rotate the staging database password?';
const POINTER = /Whoever asked can open what it wrote; nobody else can\./;
const NEWS = /An agent was asked here, and there is something new\. Whoever asked can open it; nobody else can\./;

/** What somebody sees for themselves alone after they pressed *Open*. */
async function opened(company: DiscordCompany, who: string, fits: RegExp, where = 'random') {
  const pointer = await company.told(who, /Whoever asked can open/, where);
  await company.fake.click(who, pointer.id, pointer.buttons[0]?.custom_id ?? '');
  return company.told(who, ({ text, ephemeral }) => ephemeral && fits.test(text), where);
}

/** Presses a button of a card that was opened, says that it is meant, and fills in the form where one opens. */
async function decide(company: DiscordCompany, who: string, fits: RegExp, verb: string, where: string, words?: string): Promise<void> {
  const has = (begins: string) => (one: { buttons: { custom_id: string }[] }) =>
    one.buttons.some(({ custom_id }) => custom_id.startsWith(begins));
  const card = await company.told(who, (one) => one.ephemeral && fits.test(one.text) && has(`cs:at:${verb}:`)(one), where);
  await company.fake.click(who, card.id, card.buttons.find(({ custom_id }) => custom_id.startsWith(`cs:at:${verb}:`))?.custom_id ?? '');
  if (words !== undefined) {
    const form = (await company.sees(who)).modals.at(-1);
    await company.fake.submit(who, form?.id ?? '', { 'cs:text': words });
    return;
  }
  const asks = await company.told(who, has(`cs:yes:${verb}:`), where);
  await company.fake.click(who, asks.id, asks.buttons[0]?.custom_id ?? '');
}

/** Ana takes no direct messages, asked in #engineering, and has opened her draft there. */
async function openedByAna(): Promise<{ company: DiscordCompany; pointer: SeenMessage }> {
  const company = await openDiscordCompany({ transport: 'gateway' });
  await company.world({ person: { id: 'ana', refusesDirect: 50007 } });
  await company.ask('ana', 'engineering', QUESTION);
  const pointer = await company.told('ana', POINTER, 'engineering');
  await expect
    .poll(async () => (await opened(company, 'ana', /./, 'engineering')).text, { timeout: 10_000 })
    .toMatch(/Draft from handbook/);
  return { company, pointer };
}

test('whose direct messages are closed opens the draft in the channel, alone, and decides there; everybody else is refused', async () => {
  const company = await openDiscordCompany({ transport: 'gateway' });
  await company.world({ person: { id: 'ana', refusesDirect: 50007 } });
  const asked = await company.ask('ana', 'random', QUESTION);
  const pointer = await company.told('dan', POINTER, 'random');
  expect(pointer.text).not.toMatch(/Ana|handbook|rotate/);
  expect(pointer.pinged).toEqual([]);
  const refused = await opened(company, 'dan', /not for you|Nothing was changed/);
  expect(refused.text).not.toMatch(/rotate|Draft from/);

  await company.fake.idle();
  await expect.poll(async () => (await opened(company, 'ana', /./)).text, { timeout: 10_000 }).toMatch(/Draft from handbook/);
  const draft = await company.told(
    'ana',
    ({ text, ephemeral }) => ephemeral && /Draft from handbook\. Only you can see it\./.test(text),
    'random',
  );
  expect((await company.sees('dan')).text).not.toMatch(/Draft from|Rotate a database/);
  await company.fake.quiet(200);
  const pointers = (await company.sees('dan')).channels.flatMap(({ messages }) => messages).filter(({ text }) => POINTER.test(text));
  expect(pointers).toHaveLength(1);
  expect(await company.command('olu', 'random', 'status', /under the last checkpoint/)).toContain('Publishing is not stopped.');

  // An hour later and after a restart it can be opened anew, and decided.
  await company.restart();
  await company.pass(3_600_000);
  const approve = draft.buttons.find(({ custom_id }) => custom_id.startsWith('cs:at:approve:'))?.custom_id ?? '';
  await company.fake.click('ana', draft.id, approve);
  const asks = await company.told(
    'ana',
    ({ buttons }) => buttons.some(({ custom_id }) => custom_id.startsWith('cs:yes:approve:')),
    'random',
  );
  await company.fake.click('ana', asks.id, asks.buttons[0]?.custom_id ?? '');
  await company.told('dan', /Written by handbook/, asked);
  await opened(company, 'ana', /Posted in #random/);
  await company.check();
});

test('who takes no direct messages is told what became of it: alone while Discord lets us, else by the message in the channel', async () => {
  const { company } = await openedByAna();
  await decide(company, 'ana', /Draft from handbook/, 'approve', 'engineering');
  await company.press('ben', await company.told('ben', /asks you to review/), 'reject', 'wrong team');
  // They opened it a moment ago.
  const told = await company.told('ana', /Ben did not approve your answer from handbook for #engineering: “wrong team”/, 'engineering');
  expect(told.ephemeral).toBe(true);

  // An hour later nobody can be told anything alone any more.
  await company.pass(3_600_000);
  await opened(company, 'ana', /Ben did not approve/, 'engineering');
  await company.pass(20 * 60_000);
  expect((await company.sees('dan')).text).not.toMatch(NEWS);
  await company.pass(23 * 3_600_000);
  const news = await company.told('dan', NEWS, 'engineering');
  expect(news.pinged).toEqual([]);
  expect((await company.sees('dan')).text).not.toMatch(/wrong team|closed without|expired/i);
  await opened(company, 'ana', /Closed|closed/, 'engineering');
  await company.told('dan', POINTER, 'engineering');
  // What the message says by turns is changed by us.
  await company.fake.quiet(300);
  expect(await company.command('olu', 'random', 'status', /under the last checkpoint/)).toContain('Publishing is not stopped.');
  await company.check();
});

test('a change of the message that points, whose answer is lost and of which Discord tells late, is known for ours', async () => {
  const { company } = await openedByAna();
  await company.fake.gateway({ hold: 'MESSAGE_UPDATE' });
  await company.fake.fault(['PATCH /channels/{channel_id}/messages/{message_id}'], 'cut_after', { channel: CHANNELS.engineering });
  await company.pass(25 * 3_600_000);
  await company.told('dan', NEWS, 'engineering');
  await until(async () => (await company.fake.faults()).length === 0, { what: 'the change whose answer is lost' });
  await company.fake.quiet(300);
  expect((await company.fake.gateway({ hold: null })).count).toBeGreaterThan(0);
  await company.fake.quiet(300);
  expect(await company.command('olu', 'random', 'status', /under the last checkpoint/)).toContain('Publishing is not stopped.');
  await company.check();
});

test('whoever may not review any more opens nothing from a list of before', async () => {
  const company = await openDiscordCompany({ transport: 'gateway' });
  await company.world({ person: { id: 'ben', refusesDirect: 50278 } });
  await company.ask('ana', 'engineering', QUESTION);
  await company.press('ana', await company.told('ana', /Draft from handbook/), 'approve');
  await company.told('chloe', /asks you to review/);
  await company.command('ben', 'random', 'queue', /Ana .* asks you to review an answer from handbook for #engineering/);
  const queue = await company.told('ben', /Waiting for your review/, 'random');
  const open = queue.buttons.find(({ custom_id }) => custom_id.startsWith('cs:open:'))?.custom_id ?? '';
  const isCard = ({ text, ephemeral }: { text: string; ephemeral: boolean }) =>
    ephemeral && /asks you to review/.test(text) && /vault|VPN/.test(text);
  await company.fake.click('ben', queue.id, open);
  await company.told('ben', isCard, 'random');
  const cards = async () => (await company.sees('ben')).channels.flatMap(({ messages }) => messages).filter(isCard).length;
  const before = await cards();

  await writeFile(company.config.rulesFile, DISCORD_RULES.replace(`leads: [discord:${PEOPLE.ben}`, `leads: [discord:${PEOPLE.dan}`));
  await company.running().reloadRules();
  await company.fake.click('ben', queue.id, open);
  await company.told('ben', /leads to nothing that I know/, 'random');
  expect(await cards()).toBe(before);
  await company.check();
});

test('a reviewer whose direct messages are closed is asked nowhere else; operators hear who it is, and the queue opens the card', async () => {
  const company = await openDiscordCompany({ transport: 'gateway' });
  await company.world({ person: { id: 'ben', refusesDirect: 50278 } });
  const asked = await company.ask('ana', 'engineering', QUESTION);
  await company.press('ana', await company.told('ana', /Draft from handbook/), 'approve');
  await company.told('chloe', /asks you to review/);
  await company.told(
    'olu',
    /Alarm: Ben takes no direct messages, and was not asked to review an answer for #engineering\. Ask them to allow/,
  );
  for (const name of ['ben', 'dan']) expect((await company.sees(name)).text).not.toMatch(/asks you to review|Draft from|Whoever asked/);

  await company.command('dan', 'random', 'queue', /Nothing waits for your review/);
  await company.command('ben', 'random', 'queue', /Ana .* asks you to review an answer from handbook for #engineering/);
  const queue = await company.told('ben', /Waiting for your review/, 'random');
  expect(queue.ephemeral).toBe(true);
  expect(queue.live).toEqual([]);
  await company.fake.click('ben', queue.id, queue.buttons.find(({ custom_id }) => custom_id.startsWith('cs:open:'))?.custom_id ?? '');
  const card = await company.told(
    'ben',
    ({ text, ephemeral }) => ephemeral && /Only you and .* can see it|asks you to review/.test(text) && /password/.test(text),
    'random',
  );
  expect((await company.sees('dan')).text).not.toMatch(/asks you to review/);
  await company.restart();
  await decide(company, 'ben', /asks you to review/, 'approve', 'random');
  await company.told('dan', /Written by handbook .*Approved by Ana .* and Ben\./, asked);
  expect(card.live).toEqual([]);
  // Their name stands under a text that the log says they were shown.
  const alarms = (await company.sees('olu')).channels.flatMap(({ messages }) => messages).filter(({ text }) => text.includes('Alarm: Ben'));
  expect(alarms).toHaveLength(1);
  await company.check();
});

test('who is neither told nor pointed to is named to the operators, once for a draft, who read nothing of it', async () => {
  const { company, pointer } = await openedByAna();
  await decide(company, 'ana', /Draft from handbook/, 'approve', 'engineering');
  // Who manages the server takes the message away; the fake knows nobody but the bot who may.
  const path = `${company.fake.apiUrl}/v10/channels/${CHANNELS.engineering}/messages/${pointer.id}`;
  expect((await fetch(path, { method: 'DELETE', headers: { authorization: `Bot ${BOT_TOKEN}` } })).status).toBe(204);
  await company.pass(20 * 60_000);
  await company.press('ben', await company.told('ben', /asks you to review/), 'reject', 'wrong team');
  const alarm = /Alarm: Ana .* takes no direct messages, and was not told how their draft for #engineering stands\./;
  expect((await company.told('olu', alarm)).text).not.toMatch(/wrong team|rotate/);
  await company.pass(23 * 3_600_000);
  await company.fake.quiet(300);
  const alarms = (await company.sees('olu')).channels.flatMap(({ messages }) => messages).filter(({ text }) => alarm.test(text));
  expect(alarms).toHaveLength(1);
  // As it says, they are told as soon as there is a way.
  expect(alarms[0]?.text).toContain('Ask them to allow direct messages from Countersign');
  await company.world({ person: { id: 'ana', refusesDirect: null } });
  await company.pass(60_000);
  await company.told('ana', /Ben did not approve your answer from handbook for #engineering: “wrong team”/);
  await company.check();
});

test('a question that is refused and cannot be answered privately is not left waiting: once an hour, its place says so and not why', async () => {
  const company = await openDiscordCompany({ transport: 'gateway' });
  await company.world({ person: { id: 'dan', refusesDirect: 50007 } });
  const first = await company.ask('dan', 'lobby', QUESTION);
  const said = await company.told('ana', /This question went to no agent\. Whoever asked it can learn why/, 'lobby');
  expect(said.text).not.toMatch(/Dan|handbook|rule|rotate/);
  expect(said.pinged).toEqual([]);
  await company.ask('dan', 'lobby', QUESTION);
  await company.ask('dan', 'lobby', `${QUESTION} Please.`);
  await company.fake.quiet(300);
  const count = async (): Promise<number> =>
    (await company.sees('ana')).channels.flatMap(({ messages }) => messages).filter(({ text }) => text.includes('went to no agent')).length;
  expect(await count()).toBe(1);
  const wire = (await company.fake.wire()).filter(({ body }) => JSON.stringify(body).includes('went to no agent'));
  expect(JSON.stringify(wire)).toContain(`"message_id":"${first}"`);
  await company.pass(3_600_000);
  await company.ask('dan', 'lobby', QUESTION);
  await expect.poll(count, { timeout: 10_000 }).toBe(2);
  // What only they are shown says why; and nothing of it was taken for a stranger's message.
  await company.fake.command('dan', 'lobby', `/ask ${QUESTION}`);
  expect((await company.told('dan', /no rule covers it/, 'lobby')).ephemeral).toBe(true);
  expect(await company.command('olu', 'random', 'status', /under the last checkpoint/)).toContain('Publishing is not stopped.');
  await company.check();
});

test('asked in a thread, the message that points stands there, and leads to the post', async () => {
  const company = await openDiscordCompany({ transport: 'gateway' });
  await company.world({ person: { id: 'ana', refusesDirect: 50007 } });
  const thread = await company.fake.openThread('dan', 'random', { name: 'passwords' });
  await company.ask('ana', 'random', QUESTION, thread);
  await company.told('dan', POINTER, thread);
  await expect.poll(async () => (await opened(company, 'ana', /./, thread)).text, { timeout: 10_000 }).toMatch(/Draft from handbook/);
  expect((await company.sees('dan')).text).not.toMatch(/Draft from/);
  await decide(company, 'ana', /Draft from handbook/, 'approve', thread);
  await company.told('dan', /Written by handbook/, thread);
  expect(await company.command('olu', 'random', 'status', /under the last checkpoint/)).toContain('Publishing is not stopped.');
  await company.check();
});
