import { describe, expect, it } from 'vitest';
import type { DiscordClient } from '../client.ts';
import { asBot, openFake } from './library.ts';
import { CHANNELS, GUILD, OTHER_GUILD, PEOPLE, ROLES, TAGS } from './seed.ts';

const MESSAGES = (name: keyof typeof CHANNELS) => `/channels/${CHANNELS[name]}/messages`;
const ENGINEERING = MESSAGES('engineering');
const FAULTY = 'POST /channels/{channel_id}/messages';

async function open() {
  const fake = await openFake();
  return { fake, api: asBot(fake) };
}

const lastIn = async (fake: DiscordClient, person: string, channel: string) =>
  (await fake.sees(person)).channels.find((one) => one.name === channel)?.messages.at(-1);

describe('a message', () => {
  it('tells whoever it names, unless it says whom it may tell; an edit begins anew', async () => {
    const { fake, api } = await open();
    const content = `<@${PEOPLE.ana}> <@${PEOPLE.ben}> <@&${ROLES.oncall}> @everyone`;
    const post = async (allowed_mentions?: object) => {
      await api('POST', ENGINEERING, { content, ...(allowed_mentions ? { allowed_mentions } : {}) });
      return (await lastIn(fake, 'dan', 'engineering'))?.pinged;
    };
    expect(await post()).toEqual([PEOPLE.ana, PEOPLE.ben]);
    expect(await post({ parse: [] })).toEqual([]);
    expect(await post({ parse: [], users: [PEOPLE.ben] })).toEqual([PEOPLE.ben]);
    await fake.world({ role: { id: 'oncall', mentionable: true } });
    expect(await post({ parse: ['roles'] })).toEqual([PEOPLE.ben, PEOPLE.chloe]);
    await fake.world({ role: { id: 'Countersign', guild: 'Acme', permissions: String((1 << 17) | (1 << 10) | (1 << 11)) } });
    expect(await post()).toContain(PEOPLE.dan);
    expect(await post()).not.toContain(PEOPLE.gus);

    const { body } = await api('POST', ENGINEERING, { content, allowed_mentions: { parse: [] } });
    await api('PATCH', `${ENGINEERING}/${String(body['id'])}`, { content: `${content}!` });
    expect((await lastIn(fake, 'dan', 'engineering'))?.pinged).toContain(PEOPLE.ana);
  });

  it('is made once for a nonce that is enforced, in its channel and for as long as Discord remembers it', async () => {
    const { fake, api } = await open();
    const post = async (more: object = {}, path = ENGINEERING) =>
      (await api('POST', path, { content: 'x', nonce: 'n1', enforce_nonce: true, ...more })).body['id'];
    const first = await post();
    expect(await post({ content: 'other words' })).toBe(first);
    expect((await fake.wire()).map((one) => [one.stored, one.message])).toEqual([
      [true, first],
      [false, first],
    ]);
    expect(await post({ enforce_nonce: false })).not.toBe(first);
    expect(await post({}, MESSAGES('random'))).not.toBe(first);
    await fake.clock(4 * 60_000);
    expect(await post()).not.toBe(first);
    expect((await api('GET', `${ENGINEERING}/${String(first)}`)).body).not.toHaveProperty('nonce');
  });

  it('comes without its words to a bot that lacks the intent, but for its own and those that mention it', async () => {
    const { fake, api } = await open();
    const secret = await fake.say('ana', 'engineering', 'not for bots');
    await fake.say('ana', 'engineering', 'for you', { mentions: ['countersign'] });
    await api('POST', ENGINEERING, { content: 'mine' });
    const read = async () => (await api('GET', ENGINEERING)).body as unknown as { content: string }[];
    expect((await read()).map((one) => one.content)).toEqual(['mine', '<@500000000000000001> for you', '']);
    await fake.settings({ privilegedIntents: ['MESSAGE_CONTENT'] });
    expect((await read()).at(-1)).toMatchObject({ id: secret, content: 'not for bots' });
    expect((await api('GET', `${ENGINEERING}?after=${secret}&limit=1`)).body).toMatchObject([{ content: '<@500000000000000001> for you' }]);
  });

  it('is blocked by AutoMod, and by an archived or locked thread', async () => {
    const { fake, api } = await open();
    await fake.settings({ autoMod: ['password'] });
    expect(await api('POST', ENGINEERING, { content: 'the Password is' })).toMatchObject({ status: 400, body: { code: 200000 } });
    const staging = MESSAGES('staging');
    const { body } = await api('POST', staging, { content: 'x' });
    const own = `${staging}/${String(body['id'])}`;
    await fake.world({ channel: { id: 'staging', archived: true } });
    expect(await api('PATCH', own, { content: 'y' })).toMatchObject({ body: { code: 50083 } });
    expect(await api('POST', staging, { content: 'opens it' })).toMatchObject({ status: 200 });
    expect(await api('DELETE', own)).toMatchObject({ status: 204 });
    await fake.world({ channel: { id: 'staging', locked: true } });
    expect(await api('POST', staging, { content: 'x' })).toMatchObject({ body: { code: 160005 } });
    await fake.world({ channel: { id: 'staging', archived: true } });
    expect(await api('POST', staging, { content: 'x' })).toMatchObject({ body: { code: 50083 } });
  });

  it('is our own to change and to delete, and nobody else’s', async () => {
    const { fake, api } = await open();
    const theirs = await fake.say('ana', 'engineering', 'hers');
    expect(await api('PATCH', `${ENGINEERING}/${theirs}`, { content: 'x' })).toMatchObject({ status: 403, body: { code: 50005 } });
    expect(await api('DELETE', `${ENGINEERING}/${theirs}`)).toMatchObject({ status: 403, body: { code: 50013 } });
    expect(await api('DELETE', `${ENGINEERING}/1`)).toMatchObject({ status: 404, body: { code: 10008 } });
  });
});

describe('a forum', () => {
  it('takes posts with its tags, one where it must have one, and no messages', async () => {
    const { fake, api } = await open();
    const forum = `/channels/${CHANNELS.questions}`;
    expect(await api('POST', `${forum}/messages`, { content: 'x' })).toMatchObject({ body: { code: 50008 } });
    await fake.world({ channel: { id: 'questions', requiresTag: true } });
    const post = { name: 'How?', message: { content: 'So.', allowed_mentions: { parse: [] } } };
    expect(await api('POST', `${forum}/threads`, post)).toMatchObject({ status: 400, body: { code: 40067 } });
    const made = await api('POST', `${forum}/threads`, { ...post, applied_tags: [TAGS.answered] });
    expect(made).toMatchObject({ status: 201, body: { parent_id: CHANNELS.questions, message: { id: made.body['id'], content: 'So.' } } });
    const seen = (await fake.sees('dan')).channels.find((one) => one.id === made.body['id']);
    expect(seen).toMatchObject({ name: 'How?', tags: ['answered'], messages: [{ text: 'So.' }] });
    expect((await fake.sees('gus')).text).not.toContain('So.');
  });
});

describe('who sees what', () => {
  it('is told by roles and overwrites; the owner and administrators see everything', async () => {
    const { fake, api } = await open();
    await fake.say('ana', 'team-payments', 'salaries');
    const seers = async () => {
      const people = Object.keys(PEOPLE);
      const texts = await Promise.all(people.map(async (one) => (await fake.sees(one)).text.includes('salaries')));
      return people.filter((_, index) => texts[index]);
    };
    expect(await seers()).toEqual(['ana', 'ben', 'chloe', 'olu', 'owen', 'ada']);
    await fake.world({ channel: { id: 'team-payments', people: ['dan'], withBot: false } });
    expect(await seers()).toEqual(['dan', 'owen', 'ada']);
    expect(await api('GET', `/channels/${CHANNELS['team-payments']}`)).toMatchObject({ status: 403, body: { code: 50001 } });
    expect(await api('GET', '/channels/1')).toMatchObject({ status: 404, body: { code: 10003 } });
    await fake.world({ member: { person: 'ada', roles: [] } });
    expect(await seers()).toEqual(['dan', 'owen']);
  });

  it('in a private thread: those in it, and who manages threads', async () => {
    const { fake } = await open();
    await fake.say('ana', 'incident', 'it burns');
    expect((await fake.sees('ben')).text).toContain('it burns');
    expect((await fake.sees('dan')).text).not.toContain('it burns');
    expect((await fake.sees('ada')).text).toContain('it burns');
  });

  it('is a list only for apps that may list members; one member, and a search, are open to all', async () => {
    const { fake, api } = await open();
    const list = `/guilds/${GUILD}/members?limit=1000`;
    expect(await api('GET', list)).toMatchObject({ status: 403, body: { code: 50001 } });
    expect(await api('GET', `/guilds/${GUILD}/members/${PEOPLE.ben}`)).toMatchObject({ body: { roles: [ROLES.leads, ROLES.oncall] } });
    expect(await api('GET', `/guilds/${GUILD}/members/${PEOPLE.gil}`)).toMatchObject({ status: 404, body: { code: 10007 } });
    expect(await api('GET', `/guilds/${OTHER_GUILD}/members/${PEOPLE.gil}`)).toMatchObject({ status: 200 });
    expect(await api('GET', `/guilds/${GUILD}/members/1`)).toMatchObject({ body: { code: 10013 } });
    expect((await api('GET', `/guilds/${GUILD}/members/search?query=an&limit=10`)).body).toHaveLength(2);
    await fake.settings({ privilegedIntents: ['GUILD_MEMBERS'] });
    expect((await api('GET', list)).body).toHaveLength(12);
  });
});

describe('what goes wrong', () => {
  it('fails as a test says, before or after it is done', async () => {
    const { fake, api } = await open();
    const post = () =>
      api('POST', ENGINEERING, { content: 'x' }).then(
        ({ status, body }) => [status, body['code']],
        () => 'cut',
      );
    await fake.fault([FAULTY], 'refuse', { code: 240000 });
    await fake.fault([FAULTY], 'http_error', { status: 502 });
    await fake.fault([FAULTY], 'internal_error_after');
    await fake.fault([FAULTY], 'cut_after');
    await fake.fault([FAULTY], 'rate_limit', { seconds: 3 });
    expect([await post(), await post(), await post(), await post(), await post(), await post()]).toEqual([
      [400, 240000],
      [502, 0],
      [500, 0],
      'cut',
      [429, undefined],
      [200, undefined],
    ]);
    expect((await fake.wire()).map((one) => [one.status, one.stored])).toEqual([
      [400, false],
      [502, false],
      [500, true],
      [0, true],
      [429, false],
      [200, true],
    ]);
    expect(await fake.faults()).toEqual([]);
  });

  it('strikes only where it was told to', async () => {
    const { fake, api } = await open();
    await fake.fault([FAULTY], 'refuse', { channel: 'direct', code: 40003, times: null });
    expect(await api('POST', ENGINEERING, { content: 'x' })).toMatchObject({ status: 200 });
    const { body } = await api('POST', '/users/@me/channels', { recipient_id: PEOPLE.ana });
    expect(await api('POST', `/channels/${String(body['id'])}/messages`, { content: 'x' })).toMatchObject({ body: { code: 40003 } });
  });

  it('is too often after five messages in five seconds, told by headers, where a test wants that', async () => {
    const { fake, api } = await open();
    await fake.settings({ strictRate: true });
    const answers = [];
    for (let i = 0; i < 6; i += 1) answers.push(await api('POST', ENGINEERING, { content: String(i) }));
    expect(answers.map((one) => one.status)).toEqual([200, 200, 200, 200, 200, 429]);
    expect(answers.map((one) => one.headers.get('x-ratelimit-remaining'))).toEqual(['4', '3', '2', '1', '0', '0']);
    expect(Number(answers.at(-1)?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await api('POST', MESSAGES('random'), { content: 'x' })).toMatchObject({ status: 200 });
    await fake.clock(6000);
    expect(await api('POST', ENGINEERING, { content: 'x' })).toMatchObject({ status: 200 });
  });

  it('is 401 with another token, and with ours once it was reset', async () => {
    const { fake, api } = await open();
    expect(await asBot(fake, 'wrong')('GET', '/users/@me')).toMatchObject({ status: 401 });
    await fake.settings({ tokenIsReset: true });
    expect(await api('GET', '/users/@me')).toMatchObject({ status: 401, body: { code: 0 } });
    await fake.settings({ tokenIsReset: false });
    await fake.outage(true);
    expect(await api('GET', '/users/@me')).toMatchObject({ status: 503 });
  });
});
