import { expect, test } from 'vitest';
import { type DiscordCompany, openDiscordCompany } from './company.ts';

const QUESTION = 'handbook: how do I rotate the staging database password?';
const POINTER = /Whoever asked can open what it wrote; nobody else can\./;

/** What somebody sees for themselves alone after they pressed *Open*. */
async function opened(company: DiscordCompany, who: string, fits: RegExp) {
  const pointer = await company.told(who, POINTER, 'random');
  await company.fake.click(who, pointer.id, pointer.buttons[0]?.custom_id ?? '');
  return company.told(who, ({ text, ephemeral }) => ephemeral && fits.test(text), 'random');
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

test('a reviewer whose direct messages are closed is asked nowhere else, and operators hear of it', async () => {
  const company = await openDiscordCompany({ transport: 'gateway' });
  await company.world({ person: { id: 'ben', refusesDirect: 50278 } });
  await company.ask('ana', 'engineering', QUESTION);
  await company.press('ana', await company.told('ana', /Draft from handbook/), 'approve');
  await company.told('chloe', /asks you to review/);
  await company.told('olu', /error NO_PRIVATE_SURFACE/);
  for (const name of ['ben', 'dan']) expect((await company.sees(name)).text).not.toMatch(/asks you to review|Draft from|Whoever asked/);
  await company.check();
});
