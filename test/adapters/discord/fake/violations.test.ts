import * as official from 'discord-api-spec/zod';
import { describe, expect, it } from 'vitest';
import { asBot, IDENTIFY, openFake, openSession } from './library.ts';
import { SCHEMAS } from './schemas/table.ts';
import { APP_ID, CHANNELS, PEOPLE, TAGS } from './seed.ts';

const V2 = 1 << 15;
const text = (content: string) => ({ type: 10, content });
const button = (more: object) => ({ type: 1, components: [{ type: 2, style: 1, label: 'Go', ...more }] });

/** What the official document lets through, or what it does not, and the words in which the fake tells of it. */
const BODIES: [string, object, RegExp, number][] = [
  ['content beyond 2000 characters', { content: 'x'.repeat(2001) }, /2001 characters/, 400],
  ['nothing at all', { content: '' }, /without content/, 400],
  ['a field of our own', { content: 'x', ephemeral: true }, /does not know: ephemeral/, 200],
  ['words that may call anybody', { content: 'x' }, /without allowed_mentions/, 200],
  ['components that may', { flags: V2, components: [text('x')], allowed_mentions: null }, /without allowed_mentions/, 200],
  ['a field of our own deep inside', { content: 'x', allowed_mentions: { parse: [], user: [] } }, /allowed_mentions\.user/, 200],
  ['a button without custom_id', { content: 'x', components: [button({})] }, /button without custom_id/, 400],
  [
    'a link button with one',
    { content: 'x', components: [button({ style: 5, url: 'https://a.example', custom_id: 'a' })] },
    /link button with/,
    400,
  ],
  ['six rows', { content: 'x', components: [1, 2, 3, 4, 5, 6].map((n) => button({ custom_id: `${n}` })) }, /6 rows/, 400],
  ['a custom_id twice', { content: 'x', components: [button({ custom_id: 'a' }), button({ custom_id: 'a' })] }, /twice/, 400],
  ['a text display without the flag', { components: [text('x')] }, /without the flag/, 400],
  ['the flag beside content', { content: 'x', flags: V2, components: [text('x')] }, /content beside the flag/, 400],
  ['the flag beside embeds', { embeds: [{ title: 'x' }], flags: V2, components: [text('x')] }, /embeds beside the flag/, 400],
  ['texts beyond 4000 characters', { flags: V2, components: [text('x'.repeat(3000)), text('x'.repeat(1001))] }, /4001 characters/, 400],
  ['users both ways', { content: 'x', allowed_mentions: { parse: ['users'], users: [PEOPLE.ana] } }, /both in parse and by id/, 400],
  ['a label beyond 80 characters', { content: 'x', components: [button({ custom_id: 'a', label: 'x'.repeat(81) })] }, /components/, 400],
  ['an id that is none', { content: 'x', allowed_mentions: { parse: [], users: ['ana'] } }, /allowed_mentions/, 400],
];

describe('a request that Discord would not take is a violation', () => {
  it.each(BODIES)('%s', async (_, body, told, status) => {
    const fake = await openFake();
    const answer = await asBot(fake)('POST', `/channels/${CHANNELS.engineering}/messages`, body);
    const found = await fake.violations();
    expect(found.map((one) => one.problem).join('\n')).toMatch(told);
    expect(found[0]).toMatchObject({ n: 1, route: 'POST /channels/{channel_id}/messages' });
    expect(answer.status).toBe(status);
  });

  const OTHERS: [string, string, string, unknown, RegExp][] = [
    ['a command in upper case', 'PUT', `/applications/${APP_ID}/commands`, [{ name: 'Ask', description: 'x' }], /lower-case/],
    [
      'six tags',
      'POST',
      `/channels/${CHANNELS.questions}/threads`,
      { name: 'x', message: { content: 'x' }, applied_tags: Array.from({ length: 6 }, () => TAGS.answered) },
      /tags/,
    ],
    ['a route without a row', 'GET', '/guilds/1/audit-logs', undefined, /no row/],
    ['a parameter that is not known', 'GET', `/channels/${CHANNELS.engineering}/messages?since=1`, undefined, /since/],
    ['a body where none is read', 'DELETE', `/channels/${CHANNELS.engineering}/messages/1`, { reason: 'x' }, /none is read/],
  ];
  it.each(OTHERS)('%s', async (_, method, path, body, told) => {
    const fake = await openFake();
    await asBot(fake)(method, path, body);
    expect((await fake.violations()).map((one) => one.problem).join('\n')).toMatch(told);
  });

  it('a modal with six components, and a follow-up under a name that is too long', async () => {
    const fake = await openFake();
    const api = asBot(fake);
    await api('PUT', `/applications/${APP_ID}/commands`, [{ name: 'countersign', description: 'x' }]);
    const session = await openSession(fake, IDENTIFY);
    const done = fake.command('ana', 'engineering', '');
    const { d } = await session.next('INTERACTION_CREATE');
    const callback = `/interactions/${String(d['id'])}/${String(d['token'])}/callback`;
    const data = { custom_id: 'f', title: 'x', components: Array.from({ length: 6 }, () => ({ type: 10, content: 'x' })) };
    expect(await api('POST', callback, { type: 9, data })).toMatchObject({ body: { code: 50035 } });
    const allowed_mentions = { parse: [] };
    await api('POST', callback, { type: 4, data: { content: 'x', flags: 64, allowed_mentions } });
    await done;
    await api('POST', `/webhooks/${APP_ID}/${String(d['token'])}`, { content: 'x', username: 'x'.repeat(81), allowed_mentions });
    expect((await fake.violations()).map((one) => one.problem)).toEqual([
      'a modal with 6 components, at most 5 are possible',
      "a webhook's username has at most 80 characters",
    ]);
  });

  it('words that are changed, where they may call anybody; what is changed without its words is none', async () => {
    const fake = await openFake();
    const api = asBot(fake);
    const said = { content: 'x', allowed_mentions: { parse: [] } };
    const { body } = await api('POST', `/channels/${CHANNELS.engineering}/messages`, said);
    const path = `/channels/${CHANNELS.engineering}/messages/${String(body['id'])}`;
    await api('PATCH', path, { flags: 1 << 2 });
    expect(await fake.violations()).toEqual([]);
    await api('PATCH', path, { content: 'y' });
    expect(await fake.violations()).toMatchObject([{ problem: 'words without allowed_mentions' }]);
  });

  it('and nothing is one that Discord takes', async () => {
    const fake = await openFake();
    const api = asBot(fake);
    await api('POST', `/channels/${CHANNELS.engineering}/messages`, {
      flags: V2 | (1 << 2),
      nonce: 'a nonce of our own',
      enforce_nonce: true,
      allowed_mentions: { parse: [], users: [PEOPLE.ana] },
      components: [{ type: 17, components: [text('x'), { type: 14 }, button({ custom_id: 'a' })] }],
    });
    await api('GET', '/users/@me');
    expect(await fake.violations()).toEqual([]);
  });
});

/** Its types are sources that our compiler does not take, so it is loaded by its name alone. */
const DOCUMENT: string = 'discord-api-spec';

it('every row is a route of the official document, and names schemas that it has', async () => {
  const { pathsList } = (await import(DOCUMENT)) as { pathsList: Record<string, readonly string[]> };
  for (const [route, schemas] of Object.entries(SCHEMAS)) {
    const [method = '', path = ''] = route.split(' ');
    expect(pathsList[method.toLowerCase()], route).toContain(path);
    for (const name of schemas ?? []) expect(official, route).toHaveProperty(`${name.replace('[]', '')}Schema`);
  }
});
