import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RuleBook } from '../../src/core/rule-book.ts';
import { parseRules } from '../../src/rules/load.ts';
import { changed, GOOD, problemsIn } from './good-file.ts';

const EXAMPLE = new URL('../../countersign.example.yaml', import.meta.url).pathname;

function bookOf(source: string, file = '/etc/acme/countersign.yaml'): RuleBook {
  const parsed = parseRules(source, file);
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join('; '));
  return parsed.book;
}

test('reads the example file as it is shipped', () => {
  const book = bookOf(readFileSync(EXAMPLE, 'utf8'), EXAMPLE);
  expect(book.channels.map(({ channel, match }) => channel ?? match)).toEqual([
    'playground:acme:engineering',
    'playground:acme:random',
    'playground:acme:globex-shared',
    'playground:acme:team-*',
  ]);
  expect(book.channels[0]).toEqual({
    channel: 'playground:acme:engineering',
    match: null,
    reviewChannel: null,
    agents: ['handbook'],
    mayAsk: 'members',
    widestAudience: 'workspace',
    reviewers: { from: ['playground:acme:ben', 'playground:acme:chloe'], needed: 1 },
    expiresMs: 86_400_000,
    fallback: { afterMs: 14_400_000, from: ['playground:acme:olu'] },
    context: 'none',
    tools: [],
    destinations: [],
    newPost: null,
    fromNarrower: 'refuse',
    retract: 'tombstone',
  });
  expect(book.agents['handbook']).toEqual({
    name: 'handbook',
    connector: 'handbook',
    timeLimitMs: 30_000,
    settings: { folder: resolve(EXAMPLE, '../examples/handbook') },
    tools: [],
  });
  expect(book.limits).toEqual({ asks: { count: 20, perMs: 3_600_000 }, openDrafts: 10 });
});

test('fills in what was left out', () => {
  const book = bookOf(changed({ 3: '', 8: '', 9: '', 7: '  handbook: { connector: handbook, folder: /srv/pages }' }));
  expect(book).toMatchObject({
    linked: [],
    limits: { asks: { count: 20, perMs: 3_600_000 }, openDrafts: 10 },
    directMessages: null,
    retentionMs: 90 * 86_400_000,
    agents: { handbook: { timeLimitMs: 30_000, settings: { folder: '/srv/pages' } } },
  });
});

test('reads every key that has a default', () => {
  const others =
    '    context: thread\n    from_narrower: allow\n    retract: remove\n    destinations: [slack:T01:C9]\n    new_post: { tags: [Run book] }';
  const second =
    '  - channel: slack:T01:C9\n    agents: [handbook]\n    may_ask: [leads, slack:T01:S1]\n    widest_audience: external\n    reviewers: { from: [slack:T01:S1], needed: 5 }\n    expires: 7d\n';
  const book = bookOf(`${changed({ 17: others })}${second}retention: 30d\n`);
  expect(book.channels[0]).toMatchObject({
    context: 'thread',
    fromNarrower: 'allow',
    retract: 'remove',
    newPost: { tags: ['Run book'] },
    destinations: ['slack:T01:C9'],
    fallback: null,
  });
  expect(book.channels[2]).toMatchObject({ mayAsk: { people: ['playground:acme:ben', 'playground:acme:chloe', 'slack:T01:S1'] } });
  expect(book.retentionMs).toBe(30 * 86_400_000);
});

test('expands groups within groups to ids, sorted, each once', () => {
  const groups =
    '  leads: [staff, playground:acme:zoe, playground:acme:ben]\n  staff: [playground:acme:ben, slack:T01:S2, playground:acme:ana]';
  expect(bookOf(changed({ 5: groups })).channels[0]?.reviewers).toEqual({
    from: ['playground:acme:ana', 'playground:acme:ben', 'playground:acme:zoe', 'slack:T01:S2'],
    needed: 1,
  });
});

test.each(['slack:T01:S0456', 'discord:G01:R0456', 'playground:acme:group-oncall', 'teams:T1:19'])(
  'cannot know how many people %s is, and so does not count them',
  (group) => {
    expect(problemsIn(changed({ 15: `    reviewers: { from: [${group}], needed: 9 }` }))).toEqual([]);
  },
);

test('finds no agent under a name that every object has', () => {
  const { agents } = bookOf(GOOD);
  expect(agents['handbook']).toBeDefined();
  expect(['constructor', 'toString', '__proto__'].map((name) => agents[name])).toEqual([undefined, undefined, undefined]);
});

test.each([
  ['a byte order mark', `\uFEFF${GOOD}`],
  ['lines that end as on Windows', GOOD.replaceAll('\n', '\r\n')],
  ['a mark of the document’s begin and end', `---\n${GOOD}...\n`],
])('reads a file with %s', (_what, source) => {
  expect(bookOf(source)).toEqual(bookOf(GOOD));
});

test('gives the very bytes of the source for the digest', () => {
  const source = `\uFEFF${GOOD}# é`;
  const parsed = parseRules(source, 'r');
  expect(parsed.ok && Buffer.from(parsed.digestSource).equals(Buffer.from(source, 'utf8'))).toBe(true);
});

test('has a problem or a book for whatever the file holds, and never throws', () => {
  const piece = fc.constantFrom(
    '[',
    '{',
    '- ',
    ': ',
    '\n',
    '  ',
    '&a ',
    '*a',
    '!!x ',
    '"',
    "'",
    '|',
    '? ',
    '---\n',
    '%',
    '#',
    'null',
    '\t',
    '\u0000',
    'from',
    '@',
    '\uD800',
    '\u202E',
  );
  const broken = fc
    .tuple(fc.nat(GOOD.length), fc.nat(40), fc.array(piece, { maxLength: 4 }))
    .map(([at, cut, put]) => GOOD.slice(0, at) + put.join('') + GOOD.slice(at + cut));
  fc.assert(
    fc.property(
      fc.oneof(
        broken,
        fc.array(piece).map((pieces) => pieces.join('')),
        fc.string({ unit: 'binary' }),
      ),
      (source) => {
        const parsed = parseRules(source, 'r');
        if (parsed.ok) return;
        expect(parsed.problems.length).toBeGreaterThan(0);
        for (const { line, column, message } of parsed.problems) {
          expect(line).toBeGreaterThan(0);
          expect(column).toBeGreaterThan(0);
          expect(message).not.toMatch(/Invalid input|undefined|\n/);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test.each(['- ', '? ', '{a: ', '[{'])('reads no file of endless %j', (piece) => {
  expect(problemsIn(piece.repeat(20_000)).length).toBeGreaterThan(0);
});
