import { expect, it } from 'vitest';
import { show } from './seen/content.ts';
import { asBot, openFake } from './library.ts';
import { CHANNELS } from './seed.ts';

const NAMES = { person: () => 'Ana', role: () => 'oncall', channel: () => 'engineering' };

const CASES: [string, string, object[]][] = [
  ['a **b** __c__ ~~d~~ ||e|| *f* _g_', 'a b c d e f g', []],
  ['snake_case_name 2*3', 'snake_case_name 2*3', []],
  ['\\*not\\* \\<@1>', '*not* <@1>', []],
  ['`<@1>` ```\n@everyone\n```', '<@1> @everyone\n', []],
  [
    '<@1> <@!1> <@&2> <#3>',
    '@Ana @Ana @oncall #engineering',
    [{ kind: 'mention' }, { kind: 'mention' }, { kind: 'role' }, { kind: 'channel' }],
  ],
  [
    '@everyone and @here',
    '@everyone and @here',
    [
      { kind: 'everyone', value: 'everyone' },
      { kind: 'everyone', value: 'here' },
    ],
  ],
  ['see https://a.example/x.', 'see https://a.example/x.', [{ kind: 'link', value: 'https://a.example/x', isPreviewed: true }]],
  ['<https://a.example>', 'https://a.example', [{ kind: 'link', isPreviewed: false }]],
  ['[bank](https://evil.example)', 'bank', [{ kind: 'link', value: 'https://evil.example', label: 'bank', isPreviewed: true }]],
  ['[bank](<https://evil.example>)', 'bank', [{ kind: 'link', isPreviewed: false }]],
  ['> quoted\n# title\n-# small', 'quoted\ntitle\nsmall', []],
  ['<a:wave:7> <t:0:R> </ask:8>', ':wave: 1970-01-01T00:00:00.000Z /ask', [{ kind: 'emoji' }, { kind: 'timestamp' }, { kind: 'command' }]],
];

it.each(CASES)('%s is shown as words, with what in them is live', (content, text, live) => {
  const shown = show(content, NAMES);
  expect(shown.text).toBe(text);
  expect(shown.live).toMatchObject(live);
  expect(shown.live).toHaveLength(live.length);
});

it('an address that stands open is fetched for a preview, unless the message says not to', async () => {
  const fake = await openFake();
  const api = asBot(fake);
  const path = `/channels/${CHANNELS.engineering}/messages`;
  await api('POST', path, { content: 'https://a.example/open' });
  await api('POST', path, { content: 'https://a.example/suppressed', flags: 4 });
  await api('POST', path, { content: '<https://a.example/bracketed>' });
  expect((await fake.wire()).filter((one) => one.method === 'GET').map((one) => one.path)).toEqual(['https://a.example/open']);
});
