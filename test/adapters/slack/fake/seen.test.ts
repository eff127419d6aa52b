import { LogLevel, WebClient } from '@slack/web-api';
import { beforeAll, describe, expect, it } from 'vitest';
import { readWorld } from '../../../checker/world.ts';
import { discordPlacesOf } from '../../../checker/discord/places.ts';
import { placesOf } from '../../../checker/slack/places.ts';
import { readWire } from '../../../checker/wire.ts';
import { startFakeSlack } from '../client.ts';
import type { SlackClient } from '../client.ts';
import { BOT_TOKEN } from './seed.ts';

let fake: SlackClient;
let client: WebClient;
beforeAll(async () => {
  fake = await startFakeSlack();
  client = new WebClient(BOT_TOKEN, { slackApiUrl: fake.apiUrl, retryConfig: { retries: 0 }, logLevel: LogLevel.ERROR });
});

async function posted(channel: string, content: { text: string; blocks?: object[] }, person = 'U0ANA') {
  const { ts } = await client.chat.postMessage({ channel, ...content, blocks: content.blocks as [] });
  const { channels } = await fake.sees(person);
  return channels.flatMap((one) => one.messages).find((one) => one.ts === ts)!;
}
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });

describe('mrkdwn', () => {
  it.each([
    ['ask <@U0BEN> now', 'ask @Ben now', [{ kind: 'mention', value: 'U0BEN' }]],
    [
      '<!here> and <!channel>',
      '@here and @channel',
      [
        { kind: 'broadcast', value: 'here' },
        { kind: 'broadcast', value: 'channel' },
      ],
    ],
    ['<!subteam^S0ONCALL>', '@oncall', [{ kind: 'usergroup', value: 'S0ONCALL' }]],
    ['in <#C0ENG>', 'in #engineering', [{ kind: 'channel', value: 'C0ENG' }]],
    ['<https://evil.example/x|the handbook>', 'the handbook (https://evil.example/x)', [{ kind: 'link', value: 'https://evil.example/x' }]],
    [
      'see https://a.example/b, and c.com.',
      'see https://a.example/b, and c.com.',
      [{ value: 'https://a.example/b' }, { value: 'http://c.com' }],
    ],
    ['*bold* and _kept_ but snake_case_name', 'bold and kept but snake_case_name', []],
    ['&lt;@U0BEN&gt; &amp; &lt;!here&gt;', '<@U0BEN> & <!here>', []],
    ['@Ben @here @channel', '@Ben @here @channel', []],
  ])('%s reads %s', async (source, text, live) => {
    for (const content of [{ text: source }, { text: 'beside', blocks: [section(source)] }]) {
      const seen = await posted('C0ENG', content);
      expect(seen.text).toBe(text);
      expect(seen.live).toMatchObject(live);
      expect(seen.live).toHaveLength(live.length);
    }
  });

  it('is looked for in the text beside blocks, too', async () => {
    const seen = await posted('C0ENG', { text: 'hi <!channel>', blocks: [section('hi')] });
    expect(seen).toMatchObject({ text: 'hi', notification: 'hi @channel', live: [{ kind: 'broadcast', value: 'channel' }] });
    expect(seen.notified).toContain('U0DAN');
  });
});

describe('rich text', () => {
  const rich = (...elements: object[]) => [{ type: 'rich_text', elements }];
  const words = (...elements: object[]) => ({ type: 'rich_text_section', elements });

  it('shows words as they are, and only its own elements are live', async () => {
    const dangerous = '<@U0BEN> <!here> https://evil.example *x*';
    const seen = await posted('C0ENG', { text: 'x', blocks: rich(words({ type: 'text', text: dangerous })) });
    expect(seen).toMatchObject({ text: dangerous, live: [], notified: [] });
  });

  it('shows mentions by name, links with where they lead, lists, quotes and code', async () => {
    const seen = await posted('C0ENG', {
      text: 'x',
      blocks: rich(
        words(
          { type: 'user', user_id: 'U0BEN' },
          { type: 'text', text: ' and ' },
          { type: 'usergroup', usergroup_id: 'S0ONCALL' },
          { type: 'text', text: ' in ' },
          { type: 'channel', channel_id: 'C0PAY' },
          { type: 'broadcast', range: 'here' },
          { type: 'emoji', name: 'wave' },
        ),
        {
          type: 'rich_text_list',
          style: 'ordered',
          indent: 1,
          elements: [words({ type: 'text', text: 'one' }), words({ type: 'link', url: 'https://a.example', text: 'two' })],
        },
        { type: 'rich_text_quote', elements: [{ type: 'text', text: 'said' }] },
        { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'rm -rf' }] },
      ),
    });
    expect(seen.text).toBe('@Ben and @oncall in #team-payments@here:wave:\n  1. one\n  2. two (https://a.example)\n| said\nrm -rf');
    expect(seen.live.map((one) => one.kind)).toEqual(['mention', 'usergroup', 'channel', 'broadcast', 'link']);
    expect(seen.notified.toSorted()).toEqual(['U0ANA', 'U0ANASALES', 'U0BEN', 'U0CHLOE', 'U0DAN', 'U0OLU']);
  });
});

describe('who sees it', () => {
  it('members, and everybody of the company what is public; guests and outsiders only where they are', async () => {
    const texts = async () => Object.fromEntries(await Promise.all(people.map(async (one) => [one, (await fake.sees(one)).text] as const)));
    const people = ['U0ANA', 'U0DAN', 'U0GUEST', 'U0GIL', 'U0GONE'];
    for (const channel of ['C0ENG', 'C0PAY', 'C0LOBBY', 'C0GLOBEX']) await client.chat.postMessage({ channel, text: `in ${channel}` });
    await client.chat.postMessage({ channel: 'U0ANA', text: 'in private' });
    const seen = await texts();
    const reads = (person: string) =>
      ['C0ENG', 'C0PAY', 'C0LOBBY', 'C0GLOBEX', 'private'].filter((one) => seen[person]?.includes(`in ${one}`));
    expect(reads('U0ANA')).toEqual(['C0ENG', 'C0PAY', 'C0LOBBY', 'C0GLOBEX', 'private']);
    expect(reads('U0DAN')).toEqual(['C0ENG', 'C0LOBBY', 'C0GLOBEX']);
    expect([reads('U0GUEST'), reads('U0GIL'), reads('U0GONE')]).toEqual([['C0LOBBY'], ['C0GLOBEX'], []]);
  });

  it('and what somebody types is never markup', async () => {
    const ts = await fake.say('U0DAN', 'engineering', '<@U0BEN> look at https://a.example/b');
    const said = (await fake.sees('U0ANA')).channels.flatMap((one) => one.messages).find((one) => one.ts === ts);
    expect(said?.text).toBe('<@U0BEN> look at https://a.example/b');
    expect(said?.live).toEqual([{ kind: 'link', value: 'https://a.example/b' }]);
  });
});

it('the world and the wire log are in the form that the checker reads', async () => {
  const problems: string[] = [];
  const report = (...found: unknown[]) => void problems.push(found.join(' '));
  const world = readWorld(await fake.readWorld(), report);
  const told = await fake.readWorld();
  const places = { slack: placesOf(told), discord: discordPlacesOf(told) };
  expect(readWire(await fake.wire(), places, report).length).toBeGreaterThan(10);
  expect(problems).toEqual([]);
  const named = ['slack:T0ACME:S0ONCALL'];
  expect([world.isNamed('slack:T0ACME:U0BEN', named), world.isNamed('slack:T0ACME:U0DAN', named)]).toEqual([true, false]);
  const may = ['U0ANA', 'U0GUEST', 'U0GIL', 'U0GONE', 'U0OTHERBOT'].filter((one) => world.mayReview(`slack:T0ACME:${one}`));
  expect(may).toEqual(['U0ANA']);
});
