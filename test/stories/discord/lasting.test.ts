import { describe, expect, test } from 'vitest';
import { startNode } from '../../support/processes.ts';
import { tellsAll } from '../../support/tells-all.ts';
import { until } from '../../support/until.ts';
import { openDiscordCompany, storiesOver } from './company.ts';

const QUESTION = 'handbook: how do I rotate the staging database password?';
const DRAFT = /Draft from handbook\. Only you can see it\./;

describe.each(storiesOver('gateway'))('what lasts on Discord (%s)', (transport) => {
  test('a card outlives the fifteen minutes of every token, and restarts between every two steps: one post, and it is taken away', async () => {
    const company = await openDiscordCompany({ transport });
    await company.restart();
    const asked = await company.ask('ana', 'engineering', QUESTION);
    const draft = await company.told('ana', DRAFT);
    await company.restart();
    await company.pass(16 * 60_000);
    await company.press('ana', draft, 'approve');
    await company.restart();
    const review = await company.told('ben', /asks you to review an answer from handbook/);
    await company.restart();
    await company.pass(16 * 60_000);
    await company.press('ben', review, 'approve');
    await company.restart();
    const post = await company.told('dan', /Written by handbook \(AI\)\./, asked);
    await company.told('ana', /Posted in #engineering/);
    await company.restart();
    const posts = (await company.sees('dan')).channels
      .flatMap(({ messages }) => messages)
      .filter(({ text }) => text.includes('Written by'));
    expect(posts.map(({ id }) => id)).toEqual([post.id]);
    await company.press('ben', post, 'retract');
    await company.restart();
    await company.told('dan', /An answer from handbook was retracted by Ben at/, asked);
    await company.check();
  });

  test('a button of an old card, of somebody else, or copied onto another message approves nothing', async () => {
    const company = await openDiscordCompany({ transport });
    await company.ask('ana', 'engineering', QUESTION);
    const draft = await company.told('ana', DRAFT);
    await company.press('ana', draft, 'edit', 'Another text.');
    await company.told('ana', /Edited by you/);
    const old = draft.buttons.find(({ custom_id }) => custom_id.startsWith('cs:approve:'))?.custom_id ?? '';
    await company.fake.click('ana', draft.id, old, { stale: true });
    await company.told('ana', /The draft has changed since this card|Your click did nothing/);
    const current = await company.told('ana', ({ text, buttons }) => /Edited by you/.test(text) && buttons.length > 0);
    const approve = current.buttons.find(({ custom_id }) => custom_id.startsWith('cs:approve:'))?.custom_id ?? '';
    // Somebody else sees no such button; their client says that it pressed one on a message that they do see.
    const said = await company.fake.say('dan', 'random', 'hello');
    await company.fake.click('dan', said, approve, { stale: true });
    await company.told('dan', /not one of mine|not for you|Nothing was changed/, 'random');
    await company.fake.quiet(300);
    for (const name of ['ben', 'chloe']) expect((await company.sees(name)).text).not.toContain('asks you to review');
    await company.check();
  });

  test('a cut connection is resumed, and what Discord then tells twice has one effect', async () => {
    const company = await openDiscordCompany({ transport });
    const asked = await company.ask('ana', 'random', QUESTION);
    await company.told('ana', DRAFT);
    await company.fake.gateway({ cut: true, repeat: 20 });
    const again = await company.ask('ben', 'random', QUESTION);
    const draft = await company.told('ben', DRAFT);
    await company.press('ben', draft, 'approve');
    await company.told('dan', /Asked by Ben\./, again);
    await company.fake.quiet(300);
    for (const name of ['ana', 'ben']) {
      const cards = (await company.sees(name)).channels.filter(({ kind }) => kind === 'direct').flatMap(({ messages }) => messages);
      expect(cards.filter(({ text }) => text.includes('rotate')).length).toBeLessThanOrEqual(1);
    }
    expect(asked).not.toBe(again);
    await company.check();
  });

  test.each(tellsAll() ? [null, 10008, 10015] : [null, 10015])(
    'slow work is announced to its person alone, and answered in place of it (refused first: %s)',
    async (code) => {
      const company = await openDiscordCompany({ transport });
      if (code !== null) await company.fake.fault(['PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original'], 'refuse', { code });
      await company.fake.fault(['GET /guilds/{guild_id}'], 'slow', { ms: 2_300, channel: null });
      await company.fake.command('ben', 'random', `/ask ${QUESTION.replace('handbook: ', '')}`);
      const pointer = await company.told('ben', /It comes to you alone|answer/, 'random');
      expect(pointer.ephemeral).toBe(true);
      await company.fake.quiet(300);
      for (const name of ['ana', 'dan']) expect((await company.sees(name)).text).not.toMatch(/thinking|comes to you|Draft from/);
      await company.check();
    },
  );
});

test('one process holds the gateway, another stands by and takes over; nothing is answered twice', async () => {
  const company = await openDiscordCompany({ transport: 'gateway', database: 'postgres' });
  await company.another();
  expect(await company.fake.connections()).toBe(1);
  await company.ask('ana', 'random', QUESTION);
  await company.told('ana', DRAFT);
  await company.running().stop();
  await until(async () => (await company.fake.connections()) === 1, { what: 'the other holds the gateway', timeoutMs: 15_000 });
  const asked = await company.ask('ben', 'random', QUESTION);
  await company.press('ben', await company.told('ben', DRAFT), 'approve');
  await company.told('dan', /Asked by Ben\./, asked);
  const drafts = (await company.sees('ana')).channels.flatMap(({ messages }) => messages).filter(({ text }) => DRAFT.test(text));
  expect(drafts).toHaveLength(1);
  await company.check();
});

// The lease of whoever vanished has to run out first.
test.runIf(tellsAll())('one that vanishes while it holds the gateway is followed by another, once its lease has run out', async () => {
  const company = await openDiscordCompany({ transport: 'gateway', database: 'postgres' });
  const vanishing = startNode('src/main.ts', { env: company.env });
  await until(() => vanishing.output().stdout.includes('Connected to Discord'), { what: 'the other runs' });
  await company.running().stop();
  const opened = async () => (await company.fake.wire()).filter(({ path }) => path.endsWith('/gateway/bot')).length;
  await until(async () => (await opened()) === 2 && (await company.fake.connections()) === 1, { what: 'the other holds the gateway' });
  await company.restart();
  await vanishing.kill('SIGKILL');
  await until(async () => (await company.fake.connections()) === 0, { what: 'nobody holds it' });
  await until(async () => (await company.fake.connections()) === 1, { what: 'it is held again', timeoutMs: 20_000 });
  const asked = await company.ask('ben', 'random', QUESTION);
  await company.press('ben', await company.told('ben', DRAFT), 'approve');
  await company.told('dan', /Asked by Ben\./, asked);
  await company.check();
});

test('a token that is refused when the connection has to be made anew ends it, too', async () => {
  const company = await openDiscordCompany({ transport: 'gateway' });
  await company.fake.settings({ tokenIsReset: true });
  await company.fake.gateway({ cut: true });
  expect((await company.running().dead).message).toMatch(/Set DISCORD_TOKEN/);
});

test('a token that is reset while the gateway stays open ends the bot at its next request', async () => {
  const company = await openDiscordCompany({ transport: 'gateway' });
  await company.ask('ana', 'random', QUESTION);
  const draft = await company.told('ana', DRAFT);
  await company.fake.settings({ tokenIsReset: true });
  await company.press('ana', draft, 'approve');
  expect((await company.running().dead).message).toMatch(/Set DISCORD_TOKEN to the one under “Bot”, “Reset Token”/);
  expect(await company.fake.connections()).toBe(1);
});

test('a token that is reset ends a process as well that stands by while another holds the gateway', async () => {
  const company = await openDiscordCompany({ transport: 'http', database: 'postgres' });
  const other = await company.another();
  await company.ask('ana', 'random', QUESTION);
  const draft = await company.told('ana', DRAFT);
  await company.fake.settings({ tokenIsReset: true, interactionsUrl: `${other.url}/discord/interactions` });
  await company.press('ana', draft, 'approve');
  expect((await other.dead).message).toMatch(/Set DISCORD_TOKEN to the one under “Bot”, “Reset Token”/);
});

test('a token that is reset ends the bot with an instruction, and no start is made with it', async () => {
  const company = await openDiscordCompany({ transport: 'gateway' });
  await company.fake.settings({ tokenIsReset: true });
  await company.fake.gateway({ close: 4004 });
  const error = await company.running().dead;
  expect(error.message).toMatch(/Set DISCORD_TOKEN to the one under “Bot”, “Reset Token”/);
  await expect(company.restart()).rejects.toThrow(/Set DISCORD_TOKEN to the one under “Bot”/);
});
