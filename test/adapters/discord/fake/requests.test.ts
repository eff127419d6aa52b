import { expect, it } from 'vitest';
import { discordPlacesOf } from '../../../checker/discord/places.ts';
import { placesOf } from '../../../checker/slack/places.ts';
import { readWire } from '../../../checker/wire.ts';
import { readWorld } from '../../../checker/world.ts';
import { asBot, IDENTIFY, openFake, openSession } from './library.ts';
import { APP_ID, BOT_TOKEN, CHANNELS, GUILD, PEOPLE, ROLES } from './seed.ts';

const ENGINEERING = `/channels/${CHANNELS.engineering}/messages`;

it('a body is read out of a form with files, too, and one that is no JSON is refused', async () => {
  const fake = await openFake();
  const post = async (body: FormData | string, headers: Record<string, string> = {}) =>
    (
      await fetch(`${fake.apiUrl}/v10${ENGINEERING}`, { method: 'POST', body, headers: { authorization: `Bot ${BOT_TOKEN}`, ...headers } })
    ).json();
  const form = new FormData();
  form.set('payload_json', JSON.stringify({ content: 'in a form', allowed_mentions: { parse: [] } }));
  expect(await post(form)).toMatchObject({ content: 'in a form' });
  expect(await post('{"content":', { 'content-type': 'application/json' })).toMatchObject({ code: 50109 });
  expect(await fake.violations()).toEqual([]);
});

it('a path is told by its literal parts first, and read decoded', async () => {
  const fake = await openFake();
  const api = asBot(fake);
  expect((await api('GET', `/guilds/${GUILD}/roles/member-counts`)).body).toMatchObject({ [ROLES.oncall]: 2 });
  expect((await api('GET', `/guilds/${GUILD}/roles/${ROLES.oncall}`)).body).toMatchObject({ name: 'oncall' });
  await api('PUT', `/applications/${APP_ID}/commands`, [{ name: 'countersign', description: 'x' }]);
  const session = await openSession(fake, IDENTIFY);
  const done = fake.command('ana', 'engineering', '');
  const { d } = await session.next('INTERACTION_CREATE');
  await api('POST', `/interactions/${String(d['id'])}/${String(d['token'])}/callback`, { type: 4, data: { content: 'x', flags: 64 } });
  await done;
  const original = (name: string) => api('GET', `/webhooks/${APP_ID}/${String(d['token'])}/messages/${name}`);
  expect((await original('%40original')).body).toEqual((await original('@original')).body);
  expect((await original('@original')).body).toMatchObject({ content: 'x', flags: 64 });
});

it('messages are listed before, after and around one, the newest first', async () => {
  const fake = await openFake();
  const api = asBot(fake);
  const ids: string[] = [];
  for (const content of ['1', '2', '3', '4', '5']) ids.push(String((await api('POST', ENGINEERING, { content })).body['id']));
  const read = async (query: string) =>
    ((await api('GET', `${ENGINEERING}?${query}`)).body as unknown as { content: string }[]).map((one) => one.content).join('');
  expect(await read('limit=2')).toBe('54');
  expect(await read(`before=${ids[2]}`)).toBe('21');
  expect(await read(`after=${ids[2]}&limit=1`)).toBe('4');
  expect(await read(`around=${ids[2]}&limit=2`)).toBe('32');
  expect((await api('GET', `${ENGINEERING}?limit=101`)).body).toMatchObject({ code: 50035 });
});

it('a message of components stays one', async () => {
  const fake = await openFake();
  const api = asBot(fake);
  const [flags, components] = [1 << 15, [{ type: 10, content: 'x' }]];
  const made = await api('POST', ENGINEERING, { flags, components });
  const own = `${ENGINEERING}/${String(made.body['id'])}`;
  expect((await api('PATCH', own, { content: 'y', components: [], flags: 0 })).body).toMatchObject({ code: 50035 });
  expect((await api('PATCH', own, { components, flags: 0 })).body).toMatchObject({ flags });
});

it('an id tells when it was made, by the clock of the platform', async () => {
  const fake = await openFake();
  await fake.clock(3_600_000);
  const id = BigInt(await fake.say('ana', 'engineering', 'in an hour'));
  const at = Number(id >> 22n) + 1_420_070_400_000;
  expect(at - Date.now()).toBeGreaterThan(3_590_000);
  expect(at - Date.now()).toBeLessThan(3_601_000);
});

it('what was deleted or left is unknown, and what may not be said is refused', async () => {
  const fake = await openFake();
  const api = asBot(fake);
  await fake.world({ role: { id: 'Countersign', guild: 'Acme', permissions: String((1 << 10) | (1 << 16)) } });
  await fake.world({ role: { id: '@everyone', guild: 'Acme', permissions: '0' } });
  expect((await api('POST', ENGINEERING, { content: 'x' })).body).toMatchObject({ code: 50013 });
  await fake.world({ channel: { id: 'engineering', deleted: true } });
  expect((await api('POST', ENGINEERING, { content: 'x' })).body).toMatchObject({ code: 10003 });
  await fake.world({ member: { person: 'countersign', roles: null } });
  expect((await api('GET', `/guilds/${GUILD}`)).body).toMatchObject({ code: 10004 });
  expect((await api('GET', `/channels/${CHANNELS.random}`)).body).toMatchObject({ code: 50001 });
});

it('a request that hangs afterwards is done, and its bot learns nothing of it', async () => {
  const fake = await openFake();
  await fake.fault(['POST /channels/{channel_id}/messages'], 'hang_after');
  const headers = { authorization: `Bot ${BOT_TOKEN}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ content: 'it is there' });
  const asked = fetch(`${fake.apiUrl}/v10${ENGINEERING}`, { method: 'POST', headers, body, signal: AbortSignal.timeout(200) });
  await expect(asked).rejects.toThrow(/timeout/);
  expect((await fake.sees('dan')).text).toContain('it is there');
  expect(await fake.wire()).toMatchObject([{ status: 0, stored: true }]);
});

it('the world and the wire log are in the form that the checker reads', async () => {
  const fake = await openFake();
  const api = asBot(fake);
  const { body } = await api('POST', '/users/@me/channels', { recipient_id: PEOPLE.ana });
  await api('POST', `/channels/${String(body['id'])}/messages`, { content: 'x' });
  const problems: string[] = [];
  const report = (...found: unknown[]) => void problems.push(found.join(' '));
  const told = await fake.readWorld();
  const world = readWorld(told, report);
  const places = discordPlacesOf(told);
  expect(readWire(await fake.wire(), { slack: placesOf(told), discord: places }, report).map((one) => one.operation)).toEqual([
    'POST /users/@me/channels',
    'ack',
  ]);
  expect(problems).toEqual([]);
  const named = [`discord:${GUILD}:${ROLES.oncall}`];
  expect([world.isNamed(`discord:${PEOPLE.ben}`, named), world.isNamed(`discord:${PEOPLE.dan}`, named)]).toEqual([true, false]);
  const may = (['ana', 'gil', 'gone', 'otherbot'] as const).filter((one) => world.mayReview(`discord:${PEOPLE[one]}`));
  expect(may).toEqual(['ana']);
  expect(places.placeOf(String(body['id']), Date.now())).toMatchObject({ isDirect: true, readers: [`discord:${PEOPLE.ana}`] });
  expect(places.placeOf(CHANNELS.staging, Date.now())).toEqual({
    channel: `discord:${GUILD}:${CHANNELS.engineering}`,
    thread: CHANNELS.staging,
    readers: null,
    isDirect: false,
  });
  expect(places.placeOf(CHANNELS['review-room'], Date.now())?.readers).toHaveLength(4);
});
