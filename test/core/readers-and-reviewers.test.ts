import { describe, expect, test } from 'vitest';
import type { Audience } from '../../src/core/audience.ts';
import { named, readersOf, readersThere, whereRead, whoIsAsked, whoMustReview } from '../../src/core/sentences.ts';
import { expectWellWritten } from './well-written.ts';

describe('who can read it', () => {
  const audience: Audience = {
    class: 'workspace',
    count: 212,
    outside: [],
    channelName: 'engineering',
    workspaceName: 'Acme',
    observedAt: 0,
  };
  const outside: Audience = { ...audience, class: 'external', count: 230, outside: ['Globex'] };

  test.each<[Audience, of: string, where: string, there: string]>([
    [audience, '212 people at Acme', 'where 212 people at Acme can read it', '212 people'],
    [{ ...audience, count: 1 }, '1 person at Acme', 'where 1 person at Acme can read it', '1 person'],
    [{ ...audience, count: null }, 'Everybody at Acme', 'where everybody at Acme can read it', 'everybody there'],
    [{ ...audience, class: 'restricted', count: 4 }, '4 people in #engineering', 'where 4 people can read it', '4 people'],
    [
      { ...audience, class: 'restricted', count: null },
      'Everybody in #engineering',
      'where everybody there can read it',
      'everybody there',
    ],
    [
      outside,
      'People outside Acme can read this channel: Globex. 230 people in all.',
      'where 230 people, people of Globex among them, can read it',
      '230 people, people of Globex among them,',
    ],
    [
      { ...outside, count: null, outside: ['Globex', 'Initech'] },
      'People outside Acme can read this channel: Globex and Initech.',
      'where everybody there, people of Globex and Initech among them, can read it',
      'everybody there, people of Globex and Initech among them,',
    ],
    [
      { ...outside, outside: [] },
      'People outside Acme can read this channel. 230 people in all.',
      'where 230 people, people outside Acme among them, can read it',
      '230 people, people outside Acme among them,',
    ],
    [
      { ...audience, class: 'unknown', count: null },
      'We could not find out who can read this channel, so it cannot be posted.',
      'where nobody knows who can read it',
      'nobody knows who',
    ],
    [{ ...audience, class: 'requester', count: 1 }, 'Only you', 'where only you can read it', 'only you'],
  ])('%j', (given, of, where, there) => {
    expect(readersOf(given)).toBe(of);
    expect(whereRead(given)).toBe(where);
    expect(readersThere(given)).toBe(there);
    expectWellWritten(`It is posted in #engineering, ${where}.`);
  });
});

test.each<[names: string[], needed: number, said: string]>([
  [[], 1, 'a reviewer'],
  [[], 2, '2 reviewers'],
  [['Ben'], 1, 'Ben'],
  [['Ben', 'Chloe'], 1, 'Ben or Chloe'],
  [['Ben', 'Chloe'], 2, 'Ben and Chloe'],
  [['Ben', 'Chloe'], 3, 'Ben, Chloe and 1 more'],
  [['x'.repeat(200)], 1, 'a reviewer'],
  [['Ben', 'Chloe', 'Dan'], 1, 'Ben, Chloe or Dan'],
  [['Ben', 'Chloe', 'Dan'], 2, '2 of Ben, Chloe and Dan'],
  [['Ben', 'Chloe', 'Dan', 'Olu', 'Pat'], 1, 'one of 5 reviewers'],
  [['Ben', 'Chloe', 'Dan', 'Olu', 'Pat'], 2, '2 of 5 reviewers'],
])('of %j, %i must review: “%s”', (names, needed, said) => {
  expect(whoMustReview(names, needed)).toBe(said);
});

test.each<[names: string[], needed: number, said: string]>([
  [[], 1, 'a reviewer'],
  [[], 2, 'reviewers'],
  [['Ben'], 1, 'Ben'],
  [['Ben', 'Chloe'], 1, 'Ben or Chloe'],
  [['Ben', 'Chloe'], 2, 'Ben and Chloe'],
  [['Ben', 'Chloe', 'Dan'], 2, 'Ben, Chloe and Dan'],
  [['Ben', 'Chloe', 'Dan', 'Olu', 'Pat'], 1, '5 reviewers'],
  [['x'.repeat(200)], 1, '1 reviewer'],
])('of %j, %i must review, and all are asked: “%s”', (names, needed, said) => {
  expect(whoIsAsked(names, needed)).toBe(said);
});

test('those who can see something are all named, until nobody could read the list', () => {
  expect(named(['Ben', 'Chloe', 'Dan', 'Olu', 'Pat'], { first: ['You'] })).toBe('You, Ben, Chloe, Dan, Olu and Pat');
  const thirty = Array.from({ length: 30 }, (_, nth) => `${'Reviewer '.repeat(5)}${nth}`);
  expect(named(thirty, { first: ['Ana'], last: ['you'] })).toBe('Ana, 30 reviewers and you');
});
