import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ChannelRule, humanOf, matches, type RuleBook, ruleFor } from '../../src/core/rule-book.ts';

const RULE: ChannelRule = {
  channel: null,
  match: null,
  agents: ['handbook'],
  mayAsk: 'members',
  widestAudience: 'workspace',
  reviewers: { from: ['playground:acme:ben'], needed: 1 },
  expiresMs: 86_400_000,
  reviewChannel: null,
  fallback: null,
  context: 'none',
  tools: [],
  destinations: [],
  newPost: null,
  fromNarrower: 'refuse',
  retract: 'tombstone',
};

const BOOK: RuleBook = {
  operators: { people: ['playground:acme:olu'], alarms: ['playground:acme:olu'], alarmChannels: [] },
  linked: [
    ['slack:T01:U1', 'discord:U9'],
    ['playground:acme:ben', 'playground:acme:benny'],
  ],
  agents: {},
  toolServers: {},
  limits: { asks: { count: 20, perMs: 3_600_000 }, openDrafts: 10 },
  directMessages: null,
  channels: [
    { ...RULE, match: 'playground:acme:team-*' },
    { ...RULE, match: 'playground:acme:*-payments' },
    { ...RULE, channel: 'playground:acme:team-payments' },
  ],
  retentionMs: 1,
};

test('finds the rule of an exact channel though two patterns would fit', () => {
  expect(ruleFor(BOOK, 'playground:acme:team-payments', 'team-payments')).toEqual({ kind: 'rule', rule: BOOK.channels[2] });
});

test('finds a pattern by the name that people see, not by the id', () => {
  expect(ruleFor(BOOK, 'playground:acme:c17', 'team-red')).toEqual({ kind: 'rule', rule: BOOK.channels[0] });
  expect(ruleFor(BOOK, 'playground:acme:team-red', 'c17')).toEqual({ kind: 'none' });
});

test('names both patterns of a channel that fits two', () => {
  expect(ruleFor(BOOK, 'playground:acme:c18', 'team-payments')).toEqual({
    kind: 'ambiguous',
    patterns: ['playground:acme:team-*', 'playground:acme:*-payments'],
  });
});

test.each([
  ['a', 'a', true],
  ['a', 'ab', false],
  ['*', '', true],
  ['a*', 'a', true],
  ['a*a', 'a', false],
  ['a*a', 'aa', true],
  ['*-x-*', 'a-x-b', true],
  ['*-x-*', 'a-x', false],
  ['ab*bc', 'abc', false],
  ['a**b', 'ab', true],
  ['a*b*a', 'aba', true],
  ['a*ba*a', 'aba', false],
  ['a.c', 'abc', false],
  ['[ab]*', 'a', false],
  ['A*', 'a', false],
])('the pattern %j and the name %j: %s', (pattern, text, fits) => {
  expect(matches(pattern, text)).toBe(fits);
});

test('a pattern fits exactly what the same pattern as a regular expression fits', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '💙'), maxLength: 8 });
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '*'), maxLength: 6 });
  let fitting = 0;
  fc.assert(
    fc.property(pattern, text, (wanted, name) => {
      const expected = new RegExp(`^${wanted.replaceAll('*', '.*')}$`, 's').test(name);
      fitting += expected ? 1 : 0;
      expect(matches(wanted, name)).toBe(expected);
    }),
    { numRuns: 2000, seed: 5 },
  );
  expect(fitting).toBeGreaterThan(100);
});

test('a long name costs no time that grows with the stars', () => {
  const began = performance.now();
  expect(matches(`${'*a'.repeat(500)}b`, 'a'.repeat(20_000))).toBe(false);
  expect(performance.now() - began).toBeLessThan(5_000);
});

test('linked accounts are one human, who is named by the first of them', () => {
  expect(['slack:T01:U1', 'discord:U9', 'playground:acme:benny', 'slack:T02:U1'].map((id) => humanOf(BOOK, id as 'discord:U9'))).toEqual([
    'slack:T01:U1',
    'slack:T01:U1',
    'playground:acme:ben',
    'slack:T02:U1',
  ]);
});
