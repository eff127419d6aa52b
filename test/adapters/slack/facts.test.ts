/** What is asked of Slack, and what is shown to single people: answers of now, and sentences that say what is missing. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatAdapter } from '#adapter';
import { cardOf } from '../contract/made.ts';
import { startFakeSlack } from './client.ts';
import { connect } from './connect.ts';
import { BOT_USER } from './fake/seed.ts';

const ANA = 'slack:T0ACME:U0ANA' as const;
const place = (channel: string) => ({ platform: 'slack', workspace: 'T0ACME', channel, thread: null });

let fake: Awaited<ReturnType<typeof startFakeSlack>>;
let adapter: ChatAdapter;
beforeAll(async () => {
  fake = await startFakeSlack();
  adapter = connect(fake.url);
});
afterAll(() => fake.stop());
const seen = async (person: string) => (await fake.sees(person)).text;

describe('a whisper and a review channel', () => {
  it('a whisper is for one person who is there, and for nobody when they are not', async () => {
    expect(await adapter.whisper(ANA, place('C0PAY'), 'Allow direct messages, then ask again.')).toBe(true);
    expect(await seen('U0ANA')).toContain('Allow direct messages, then ask again.');
    expect(await seen('U0BEN')).not.toContain('Allow direct messages');
    expect(await adapter.whisper('slack:T0ACME:U0DAN', place('C0PAY'), 'not for Dan here')).toBe(false);
    for (const person of ['U0DAN', 'U0ANA']) expect(await seen(person)).not.toContain('not for Dan here');
  });

  it('cards for reviewers stand in a private channel, and in no other', async () => {
    const ref = await adapter.showCard(cardOf('for the review room'), { kind: 'review_channel', place: place('C0REVIEW') });
    expect(ref.surface).toBe('C0REVIEW');
    expect(await seen('U0BEN')).toContain('for the review room');
    expect(await seen('U0ANA')).not.toContain('for the review room');
    for (const channel of ['C0ENG', 'C0GLOBEX', 'C0NONE']) {
      const shown = adapter.showCard(cardOf('for nobody'), { kind: 'review_channel', place: place(channel) });
      await expect(shown).rejects.toMatchObject({ code: 'NO_PRIVATE_SURFACE' });
    }
  });
});

describe('who reads a channel', () => {
  it('counts a guest, another organisation, and one that is only invited, as people outside', async () => {
    expect(await adapter.audienceOf(place('C0PAY'))).toMatchObject({
      class: 'restricted',
      count: 4,
      channelName: 'team-payments',
      workspaceName: 'Acme',
    });
    await fake.world({ channel: { id: 'C0PAY', members: ['U0ANA', 'U0GUEST', BOT_USER] } });
    expect(await adapter.audienceOf(place('C0PAY'))).toMatchObject({ class: 'external', outside: ['guests of this workspace'] });
    await fake.world({ channel: { id: 'C0PAY', members: ['U0ANA', 'U0GIL', BOT_USER] } });
    expect(await adapter.audienceOf(place('C0PAY'))).toMatchObject({ class: 'external', outside: ['people of another organisation'] });
    expect(await adapter.audienceOf(place('C0GLOBEX'))).toMatchObject({ class: 'external', outside: ['organisation T0GLOBEX'] });
    await fake.world({ channel: { id: 'C0RAND', pendingExtShared: true } });
    expect((await adapter.audienceOf(place('C0RAND'))).class).toBe('external');
    expect((await adapter.audienceOf(place('C0GROUP'))).class).toBe('unknown');
    const elsewhere = { ...place('C0ENG'), workspace: 'T0GLOBEX' };
    expect((await adapter.audienceOf(elsewhere)).class).toBe('unknown');
    expect(await adapter.canPost(ANA, place('C0ENG'))).toBe(true);
    expect(await adapter.canPost(ANA, elsewhere)).toBe(false);
    expect(await adapter.person('slack:T0GLOBEX:U0ANA')).toMatchObject({ external: true });
  });
});

describe('what is missing', () => {
  it('is nothing where everything is right, and else a sentence each that says where to click', async () => {
    const used = (channels: string[], people: string[]) => ({
      channels: channels.map((one) => place(one)),
      people: people.map((one) => `slack:T0ACME:${one}` as const),
    });
    expect(await adapter.missing(used(['C0ENG'], ['U0ANA', 'S0ONCALL']))).toEqual([]);
    await fake.world({ channel: { id: 'C0LOBBY', members: ['U0ANA'] } });
    await fake.fault(['conversations.open'], 'refuse', { code: 'cannot_dm_bot' });
    const found = await adapter.missing({
      ...used(['C0LOBBY', 'C0NONE'], ['U0GONE', 'U0NOBODY', 'U0OLU', 'S0NONE', 'U0OTHERBOT']),
    });
    expect(found.map((one) => one.match(/[CUS]0[A-Z]+/)?.[0])).toEqual([
      'C0LOBBY',
      'C0NONE',
      'U0GONE',
      'U0NOBODY',
      'U0OLU',
      'S0NONE',
      'U0OTHERBOT',
    ]);
    expect(found[0]).toContain('I am not a member of #lobby (C0LOBBY)');
    expect(found[0]).toContain('/invite');
    expect(found[2]).toContain('deactivated');
    expect(found[4]).toContain('No direct message reaches Olu');
    expect(await adapter.missing({ channels: [{ ...place('C1'), workspace: 'T9' }], people: [] })).toEqual([
      'C1 is named in the workspace T9, but the bot is installed in Acme (T0ACME). Write slack:T0ACME:C1 in the rules file.',
    ]);
    await fake.settings({ scopes: ['chat:write', 'users:read', 'im:write', 'files:read'] });
    const [lacking, beyond] = await adapter.missing(used([], []));
    expect(lacking).toContain('lacks app_mentions:read, commands');
    expect(beyond).toContain('may do more than Countersign needs: files:read');
  });
});
