import { expect, test } from 'vitest';
import { changed, GOOD, problemsIn } from './good-file.ts';

/** What is wrong, the file, and every problem that is told: line, column, place, message. */
const rows: [what: string, source: string, problems: string[]][] = [
  [
    'two bad escapes',
    changed({ 7: '  handbook: { connector: "\\q", folder: ./x }', 16: '    expires: "\\q"' }),
    ['7:27 cannot be read as YAML: Invalid escape sequence \\q', '16:15 cannot be read as YAML: Invalid escape sequence \\q'],
  ],
  ['an empty file', '', ['1:1 there is nothing in this file; begin with `version: 1`, as the example does']],
  ['a file of comments', '# later\n', ['1:1 there is nothing in this file; begin with `version: 1`, as the example does']],
  ['a list instead of keys', '- version: 1\n', ['1:1 must be a set of keys, beginning with `version: 1`']],
  ['a bare word', 'rules\n', ['1:1 must be a set of keys, beginning with `version: 1`, not “rules”']],
  [
    'a key written twice',
    changed({ 16: '    expires: 24h\n    expires: 4h' }),
    [
      '17:5 the key “expires” is written twice; keep one of them',
      '18:17 channels[0].fallback.after: 4h is not before the draft expires (4h), so nobody would ever be asked',
    ],
  ],
  ['a section written twice', changed({ 9: 'limits: { asks: 5/minute }' }), ['9:1 the key “limits” is written twice; keep one of them']],
  [
    'an unclosed bracket',
    changed({ 12: '    agents: [handbook' }),
    ['13:5 cannot be read as YAML: Flow sequence in block collection must be sufficiently indented and end with a ]'],
  ],
  ['uneven indentation', changed({ 13: '   may_ask: members' }), ['13:1 cannot be read as YAML: Sequence item without - indicator']],
  ['a tab for indentation', changed({ 12: '\tagents: [handbook]' }), ['12:1 a tab cannot indent; use spaces']],
  ['a second document', `${GOOD}---\nversion: 1\n`, ['24:1 a second document begins here; the rules are one document, without a line ---']],
  [
    'an alias',
    changed({ 15: '    reviewers: &two { from: [leads], needed: 2 }', 22: '    reviewers: *two' }),
    ['15:21 the anchor &two is not read here; remove it', '22:16 the alias *two is not read here; write out what it stands for'],
  ],
  ['an alias of nothing', changed({ 22: '    reviewers: *two' }), ['22:16 the alias *two is not read here; write out what it stands for']],
  ['a merge key', changed({ 22: '    <<: { reviewers: not_required }' }), ['22:5 merging with << is not read here; write out the keys']],
  ['a tag', changed({ 16: '    expires: !!str 24h' }), ['16:20 the tag “!!str” is not read here; remove it']],
  ['a tag of its own', changed({ 5: '  leads: !people [playground:acme:ben]' }), ['5:18 the tag “!people” is not read here; remove it']],
  ['a list as a key', changed({ 8: '? [limits]\n: { asks: 20/hour }' }), ['8:3 a key must be a plain word']],
  [
    'a key that reaches the prototype',
    changed({ 5: '  __proto__: [playground:acme:ben]' }),
    ['5:3 the key “__proto__” is not read here; remove it'],
  ],
  [
    'a billion laughs',
    'a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n',
    [
      '1:7 the anchor &a is not read here; remove it',
      '2:7 the anchor &b is not read here; remove it',
      '2:8 the alias *a is not read here; write out what it stands for',
      '2:12 the alias *a is not read here; write out what it stands for',
      '3:5 the alias *b is not read here; write out what it stands for',
      '3:9 the alias *b is not read here; write out what it stands for',
    ],
  ],
  ['nesting without end', `a: ${'['.repeat(5000)}`, ['1:42 this is nested too deeply to be read']],
  ['a megabyte', `version: 1\n# ${'x'.repeat(1_000_000)}\n`, ['1:1 the file is larger than 1 MB']],
];

test.each(rows)('tells every problem of what is not plain YAML, with its line: %s', (_what, source, problems) => {
  expect(problemsIn(source)).toEqual(problems);
});
