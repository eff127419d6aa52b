import { expect, test } from 'vitest';
import { formatProblems, pathText } from '../../src/rules/problem.ts';
import { didYouMean, oneOf, quoted, visible } from '../../src/rules/words.ts';

test.each([
  ['may_aks', 'may_ask'],
  ['chanel', 'channel'],
  ['Channel', 'channel'],
  ['cahnnle', 'channel'],
  ['retension', 'retention'],
])('takes %s for a slip of %s', (typed, meant) => {
  expect(didYouMean(typed, ['channel', 'may_ask', 'retention'])).toBe(`; did you mean “${meant}”?`);
});

test('offers the nearest of several words', () => {
  expect(didYouMean('matcha', ['catch', 'match'])).toBe('; did you mean “match”?');
});

test.each(['xyz', '', 'reviewer_people', 'ab'])('guesses nothing for %j', (typed) => {
  expect(didYouMean(typed, ['channel', 'match', 'to'])).toBe('');
});

test('shows what a terminal would hide or obey', () => {
  expect(visible('a\u001b[2Jb\u202Ec\u200Bd\u2028e\u{E0041}')).toBe(String.raw`a\u{1b}[2Jb\u{202e}c\u{200b}d\u{2028}e\u{e0041}`);
});

test('leaves letters of every script as they are', () => {
  expect(visible('équipe 日本 👋 #1')).toBe('équipe 日本 👋 #1');
});

test('shortens a long value in a sentence and leaves a short one', () => {
  expect(quoted('x'.repeat(61))).toBe(`“${'x'.repeat(60)}…”`);
  expect([quoted('x'.repeat(60)), quoted(7), quoted(null), quoted(undefined)]).toEqual([
    `“${'x'.repeat(60)}”`,
    '“7”',
    '“null”',
    '“undefined”',
  ]);
});

test('joins names as people do', () => {
  expect([oneOf([]), oneOf(['Ben']), oneOf(['Ben', 'Chloe']), oneOf(['Ben', 'Chloe', 'Olu'], 'and')]).toEqual([
    'nobody',
    'Ben',
    'Ben or Chloe',
    'Ben, Chloe and Olu',
  ]);
});

test('names a place in the file so that no key can look like another place', () => {
  expect(pathText(['channels', 1, 'reviewers', 'from', 0])).toBe('channels[1].reviewers.from[0]');
  expect(pathText(['agents', 'a.b'])).toBe('agents["a.b"]');
  expect(pathText(['agents[0]\n'])).toBe(String.raw`["agents[0]\n"]`);
});

test('writes a problem in the form that editors jump to', () => {
  const place = { file: 'countersign.yaml', line: 12, column: 5 };
  expect(
    formatProblems([
      { ...place, path: 'channels[1].reviewers', message: 'nobody could review' },
      { ...place, file: 'a\nb', path: '', message: 'is empty' },
    ]),
  ).toBe('countersign.yaml:12:5 channels[1].reviewers: nobody could review\na\\u{a}b:12:5 is empty');
});
