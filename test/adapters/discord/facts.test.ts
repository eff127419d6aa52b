import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatAdapter, Place } from '#adapter';
import { startFakeDiscord } from './client.ts';
import { connect } from './connect.ts';
import { CHANNELS, GUILD, OTHER_GUILD, PEOPLE, PUBLIC_KEY, ROLES } from './fake/seed.ts';

let fake: Awaited<ReturnType<typeof startFakeDiscord>>;
let adapter: ChatAdapter;
beforeAll(async () => {
  fake = await startFakeDiscord();
  adapter = connect(fake.url);
  await fake.settings({ privilegedIntents: ['GUILD_MEMBERS', 'MESSAGE_CONTENT'] });
});
afterAll(() => fake.stop());

const place = (channel: keyof typeof CHANNELS, more: Partial<Place> = {}): Place => ({
  platform: 'discord',
  workspace: GUILD,
  channel: CHANNELS[channel],
  thread: null,
  ...more,
});

describe('who can read a place', () => {
  it('is the company in a server of its own, and people outside in any other and where anybody may look in', async () => {
    expect(await adapter.audienceOf(place('engineering'))).toMatchObject({ class: 'workspace', outside: [], workspaceName: 'Acme' });
    const shared = place('globex-shared', { workspace: OTHER_GUILD });
    expect(await adapter.audienceOf(shared)).toMatchObject({
      class: 'external',
      outside: expect.arrayContaining(['anybody who finds this server']),
    });
    const ofNobody = connect(fake.url, { internalServers: [] });
    expect(await ofNobody.audienceOf(place('engineering'))).toMatchObject({
      class: 'external',
      outside: ['everybody who is let into this server'],
    });
    expect(await ofNobody.person(`discord:${PEOPLE.ana}`)).toMatchObject({ external: false });
  });

  it('of a channel of a foreign server are people outside, however few they are; what people of ours read there is no less', async () => {
    const room = place('globex-shared', { workspace: OTHER_GUILD, channel: '400000000000000090' });
    await fake.world({ channel: { id: room.channel, name: 'room', guild: OTHER_GUILD, people: ['ana', 'ben'] } });
    expect(await adapter.audienceOf(room)).toMatchObject({ class: 'external', count: 3, outside: ['people of this server'] });
    const ofBoth = connect(fake.url, { internalServers: [GUILD, OTHER_GUILD] });
    expect(await ofBoth.audienceOf(room)).toMatchObject({ class: 'restricted', count: 3, outside: [] });
  });

  it('of a voice channel may be guests, as long as nobody tells who is in the server', async () => {
    const voice = place('engineering', { channel: '400000000000000091' });
    await fake.world({ channel: { id: voice.channel, name: 'talk', type: 2 } });
    expect(await adapter.audienceOf(voice)).toMatchObject({ class: 'workspace', outside: [] });
    expect(await adapter.missing({ channels: [voice], people: [] })).not.toContainEqual(expect.stringMatching(/Guests/));
    await fake.settings({ privilegedIntents: [] });
    expect(await adapter.audienceOf(voice)).toMatchObject({ class: 'external', outside: ['guests of this server'] });
    expect(await adapter.audienceOf(place('engineering'))).toMatchObject({ class: 'workspace', outside: [] });
    expect(await adapter.missing({ channels: [voice], people: [] })).toContainEqual(
      expect.stringMatching(/^Guests may have been let into #talk .* counts as read by people outside\. Switch “Server Members Intent” on/),
    );
    await fake.settings({ privilegedIntents: ['GUILD_MEMBERS', 'MESSAGE_CONTENT'] });
  });

  it('of a server with more people than are read through is not guessed, and that is said', async () => {
    await fake.world({ crowd: { guild: OTHER_GUILD, size: 10_001 } });
    const ofBoth = connect(fake.url, { internalServers: [GUILD, OTHER_GUILD] });
    const room = place('globex-shared', { workspace: OTHER_GUILD, channel: '400000000000000090' });
    expect(await ofBoth.audienceOf(room)).toMatchObject({ class: 'restricted', count: null });
    const role = `discord:${OTHER_GUILD}:${ROLES['countersign-globex']}` as const;
    expect(await ofBoth.missing({ channels: [], people: [role] })).toContainEqual(expect.stringContaining('more than 10,000 members'));
    await fake.world({ crowd: { guild: OTHER_GUILD, size: 0 } });
  });

  it('and who is of ours, is asked of every server that the bot is in, however many', async () => {
    for (let n = 0; n < 201; n += 1) await fake.world({ guild: { id: String(210_000_000_000_000_000n + BigInt(n)) } });
    const last = '210000000000000200';
    await fake.world({ person: { id: '100000000000000077', handle: 'far' }, member: { guild: last, person: 'far' } });
    const ofNobody = connect(fake.url, { internalServers: [] });
    expect(await ofNobody.person('discord:100000000000000077')).toMatchObject({ active: true, external: false });
  });

  it('of a private channel are those whom its overwrites let in, its owner and administrators with them, bots not counted', async () => {
    expect(await adapter.audienceOf(place('team-payments'))).toMatchObject({ class: 'restricted', count: 6, outside: [] });
    const room = await adapter.members(`discord:${GUILD}:${CHANNELS['review-room']}`);
    expect(room.toSorted()).toEqual([PEOPLE.ben, PEOPLE.chloe, PEOPLE.owen, PEOPLE.ada].map((id) => `discord:${id}`).toSorted());
  });

  it('of a thread is who reads its channel, of a private one fewer, and of a place that is not what it says unknown', async () => {
    expect(await adapter.audienceOf(place('engineering', { thread: CHANNELS.staging }))).toMatchObject({ class: 'workspace' });
    expect(await adapter.audienceOf(place('engineering', { thread: CHANNELS.incident }))).toMatchObject({ class: 'restricted' });
    expect(await adapter.audienceOf(place('random', { thread: CHANNELS.staging }))).toMatchObject({ class: 'unknown' });
    expect(await adapter.audienceOf(place('engineering', { workspace: OTHER_GUILD }))).toMatchObject({ class: 'unknown' });
    expect(await adapter.audienceOf(place('staging'))).toMatchObject({ class: 'unknown' });
  });
});

describe('who can post', () => {
  it('in a thread needs what threads need; in a private one, to be in it; in a locked one, nobody', async () => {
    const [ana, dan] = [`discord:${PEOPLE.ana}` as const, `discord:${PEOPLE.dan}` as const];
    expect(await adapter.canPost(dan, place('engineering', { thread: CHANNELS.staging }))).toBe(true);
    expect(await adapter.canPost(ana, place('engineering', { thread: CHANNELS.incident }))).toBe(true);
    expect(await adapter.canPost(dan, place('engineering', { thread: CHANNELS.incident }))).toBe(false);
    await fake.world({ channel: { id: CHANNELS.staging, locked: true } });
    expect(await adapter.canPost(dan, place('engineering', { thread: CHANNELS.staging }))).toBe(false);
    await fake.world({ channel: { id: CHANNELS.staging, locked: false } });
    expect(await adapter.canPost(`discord:${PEOPLE.gus}`, place('engineering'))).toBe(false);
  });
});

describe('what an installation lacks', () => {
  const used = {
    channels: [place('engineering')],
    people: [`discord:${PEOPLE.olu}`, `discord:${GUILD}:${ROLES.oncall}`] as `discord:${string}`[],
  };

  it('is first that its commands are not registered, and nothing after a start', async () => {
    expect(await adapter.missing(used)).toEqual([expect.stringMatching(/^Not registered with Discord yet: ask, countersign, /)]);
    await adapter.start({
      ask: () => Promise.reject(new Error('nobody asks')),
      click: () => Promise.reject(new Error('nobody clicks')),
      command: () => Promise.reject(new Error('nobody commands')),
      form: () => Promise.reject(new Error('nobody presses')),
      open: () => Promise.reject(new Error('nobody opens')),
      home: () => Promise.reject(new Error('nobody looks')),
      noAnswer: () => Promise.resolve(),
      ownMessage: () => Promise.resolve(),
      hold: () => Promise.resolve(true),
      letGo: () => Promise.resolve(),
    });
    await adapter.stop();
    expect(await adapter.missing(used)).toEqual([]);
  });

  it.each<[string, { publicKey: string | null }, string | null, RegExp | null]>([
    ['no key and no address', { publicKey: null }, null, null],
    ['both', { publicKey: PUBLIC_KEY }, 'https://a.example/discord/interactions', null],
    ['a key alone', { publicKey: PUBLIC_KEY }, null, /^DISCORD_PUBLIC_KEY is set, .* into “Interactions Endpoint URL”/],
    [
      'an address alone',
      { publicKey: null },
      'https://a.example/x',
      /^Discord brings .* to https:\/\/a\.example\/x, .* Set it to the “Public Key”/,
    ],
    [
      'the key of another application',
      { publicKey: 'ab'.repeat(32) },
      'https://a.example/x',
      /^DISCORD_PUBLIC_KEY is not the key of this bot/,
    ],
  ])('says what does not fit together of the way of interactions: %s', async (_, { publicKey }, interactionsUrl, says) => {
    await fake.settings({ interactionsUrl });
    const found = await connect(fake.url, { publicKey }).missing({ channels: [], people: [] });
    expect(found.filter((one) => one.includes('DISCORD_PUBLIC_KEY'))).toEqual(says === null ? [] : [expect.stringMatching(says)]);
    await fake.settings({ interactionsUrl: null });
  });

  it('is an internal server that the bot is not in, whatever it then says of people', async () => {
    const mistyped = connect(fake.url, { internalServers: [GUILD, '200000000000000099'] });
    const found = await mistyped.missing({ channels: [], people: [] });
    expect(found.filter((one) => one.includes('DISCORD_INTERNAL_SERVERS'))).toEqual([
      expect.stringMatching(/^I am not in the server 200000000000000099, /),
    ]);
  });

  it('is said in words, with where to click', async () => {
    await fake.settings({ privilegedIntents: [] });
    const lacks = async (channels: Place[], people: string[]) =>
      (await adapter.missing({ channels, people: people as `discord:${string}`[] })).join('\n');
    expect(await lacks([], [`discord:${GUILD}:${ROLES.oncall}`])).toContain('Switch “Server Members Intent” on under “Bot”');
    expect(await lacks([], [`discord:${GUILD}:300000000000000099`])).toContain('Acme has no role 300000000000000099');
    expect(await lacks([], ['discord:1:2'])).toContain('I am not in the server 1');
    expect(await lacks([], [`discord:${PEOPLE.otherbot}`])).toContain('is a bot, and bots decide nothing');
    expect(await lacks([], [`discord:${PEOPLE.gil}`])).toContain('is in no server of ours');
    expect(await lacks([], [`discord:${PEOPLE.gone}`])).toContain('Discord knows no person');
    expect(await lacks([place('engineering', { channel: '1' })], [])).toContain('does not show me the channel 1 in Acme');
    expect(await lacks([place('engineering', { workspace: '1' })], [])).toContain('I am not in the server 1');
    await fake.world({
      channel: { id: CHANNELS.random, overwrite: { id: ROLES.countersign, type: 0, allow: '0', deny: String(1 << 11) } },
    });
    expect(await lacks([place('random')], [])).toContain(
      `In #random (${CHANNELS.random}) in Acme I lack “Send Messages”: to post what people approved.`,
    );
    const other = connect(fake.url, { applicationId: '1' });
    expect((await other.missing({ channels: [], people: [] })).join()).toContain(
      'DISCORD_APPLICATION_ID is not the application of this bot',
    );
  });
});

it('calls a search without the right to read what was written no answer: an empty channel proves nothing', async () => {
  const sought = {
    publicationId: 'pub_0123456789ABCDEFGHJKMNPQRS' as const,
    reference: 'cs-01234567',
    destination: place('lobby'),
    startedAt: Date.now(),
  };
  expect(await adapter.find(sought)).toEqual({ kind: 'absent' });
  await fake.world({ channel: { id: CHANNELS.lobby, overwrite: { id: ROLES.countersign, type: 0, allow: '0', deny: String(1 << 16) } } });
  expect(await adapter.find(sought)).toEqual({ kind: 'cannot_tell' });
});
