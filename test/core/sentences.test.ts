import { describe, expect, test } from 'vitest';
import type { Audience } from '../../src/core/audience.ts';
import { REFUSAL_CODES, type RefusalCode } from '../../src/core/errors.ts';
import {
  ALARMS,
  creditLine,
  type NoticeCode,
  NOTICES,
  readersOf,
  readersThere,
  refusalSentence,
  tombstone,
  whereRead,
  whoMustReview,
  type Words,
} from '../../src/core/sentences.ts';
import { expectWellWritten } from './well-written.ts';

type Detail = Words['detail'];

/** A sentence that asks for a word which it was not given fails at once. */
function words(detail: Detail): Words {
  return {
    agent: 'handbook',
    channel: '#engineering',
    workspace: 'Acme',
    platform: 'Slack',
    requester: 'Ana',
    operators: 'Olu',
    detail: new Proxy(detail, {
      get(given, name) {
        if (typeof name === 'string' && !Object.hasOwn(given, name) && !MAY_BE_MISSING.includes(name))
          throw new Error(`no word for ${name}`);
        return Reflect.get(given, name) as string | number | undefined;
      },
    }),
  };
}
/** What makes a sentence another one, where it is there. */
const MAY_BE_MISSING = ['asking', 'run', 'onlyYou', 'request', 'problem'];

const REQUEST = { request: 'rq-7KQ2M9XD' };
const SWITCH = { by: 'Olu', when: 'at 14:02', reason: 'wrong payroll answers' };

/** What each sentence is given in the product, in every form that makes a difference. */
const DETAILS: Record<RefusalCode, Detail[]> = {
  NO_RULE: [{}],
  RULE_AMBIGUOUS: [{}],
  UNKNOWN_AGENT: [{ named: 'oracle', agents: 'handbook' }],
  AGENT_NOT_HERE: [{ agents: 'handbook, runbook' }],
  NOT_ALLOWED_TO_ASK: [{ who: 'its members' }, { who: 'people of Acme' }, { who: 'certain people' }],
  EMPTY_QUESTION: [{ agent: 'handbook' }],
  QUESTION_TOO_LONG: [{ characters: 4001, most: 4000 }],
  AUDIENCE_TOO_WIDE: [{}, { asking: 1 }],
  NOBODY_CAN_REVIEW: [
    { onlyYou: 1, able: 0, needed: 1 },
    { onlyYou: 0, able: 0, needed: 1 },
    { onlyYou: 0, able: 1, needed: 2 },
  ],
  TOO_MANY_ASKS: [
    { asked: 1, within: '1 minute', when: 'in 1 second' },
    { asked: 20, within: '1 hour', when: 'in 57 minutes' },
  ],
  TOO_MANY_OPEN_DRAFTS: [{ open: 1 }, { open: 10 }],
  NO_PRIVATE_SURFACE: [{}],
  LOOKUP_FAILED: [{}],
  NOT_YOURS: [{}],
  UNKNOWN_CARD: [{}],
  STALE: [{}],
  ALREADY_DECIDED: [{ what: 'Chloe rejected this at 14:31.' }],
  NOT_NOW: [{ what: 'It was retracted.' }],
  ENGAGED: [SWITCH, { ...SWITCH, asking: 1 }, { run: 1 }],
  NO_DESTINATION: [{}],
  AUDIENCE_UNKNOWN: [{}],
  CANNOT_POST_THERE: [{}],
  REASON_NEEDED: [{}],
  TEXT_EMPTY: [{}],
  TEXT_REFUSED: [{ reason: 'The text holds U+0378, which is no character.' }],
  TEXT_TOO_LONG: [{ characters: 3001, most: 3000 }],
  TOO_MANY_MENTIONS: [{ mentions: 6 }],
  NOT_A_DESTINATION: [{ asked: '#engineering', named: '#lobby', channels: '#random' }],
  FROM_NARROWER: [{ asked: '#team-payments', named: '#random' }],
  AUDIENCE_WIDENED: [{ readers: 'People outside Acme' }],
  RULE_CHANGED: [{}],
  RULE_GONE: [{}],
  REVIEWER_CHANGED: [{}],
  SWITCH_RELEASED: [{}],
  NOTHING_FOUND: [{}],
  AGENT_TIMED_OUT: [{ within: '30 seconds' }],
  AGENT_FAILED: [REQUEST],
  AGENT_BROKE_CONTRACT: [REQUEST],
  ANSWER_REFUSED: [REQUEST],
  ANSWER_TOO_LONG: [{ most: 3000 }],
  RUN_LOST: [{}],
  PUBLISH_FAILED: [{ why: 'I am not a member of this channel.' }],
  NOT_FOUND_THERE: [{}],
  OUTCOME_UNKNOWN: [{}],
  RETRACT_FAILED: [{}],
  NOT_AN_OPERATOR: [{}],
  UNKNOWN_COMMAND: [{ help: 'Commands: /countersign status.' }],
  UNKNOWN_DRAFT: [{ named: 'cs-00000000' }],
  UNKNOWN_SCOPE: [{ named: 'agent:oracle' }],
};

const NOTICE_DETAILS: Record<NoticeCode, Detail[]> = {
  REJECTED: [{ by: 'Ben' }],
  EXPIRED: [{}],
  PUBLISHED: [{ reference: 'cs-7KQ2M9XD' }],
  RETRACTED: [{ by: 'Ana' }],
  SETTLED: [
    { by: 'Olu', outcome: 'was posted' },
    { by: 'Olu', outcome: 'was not posted' },
  ],
  WITHDRAWN_BY_OPERATOR: [{ by: 'Olu', reason: 'a mistake' }],
  REMINDER: [{ closes: 'tomorrow, 14:05' }],
  ALARM: [
    { what: 'handbook failed: see the log file', code: 'AGENT_FAILED' },
    { what: 'handbook failed: see the log file', code: 'AGENT_FAILED', ...REQUEST },
  ],
  ALARMS_WORK: [{}],
  SWITCH_ENGAGED: [{ scope: 'everything', reason: 'wrong payroll answers', inFlight: 0 }],
  SWITCH_IS_RELEASED: [{ scope: 'agent handbook', voided: 1 }],
  STATUS: [
    { switch: 'Publishing is not stopped.', open: 0, entries: 0 },
    { switch: 'Publishing is stopped: everything.', open: 1, entries: 1 },
  ],
  RULES_KEPT: [{ problem: 'countersign.yaml:3:1 channels: must be a list of channel rules' }],
  DONE: [{ what: 'cs-7KQ2M9XD is closed. Nothing was posted.' }],
  HELP: [{ help: 'Commands: /countersign status.' }],
};

test.each(REFUSAL_CODES)('the refusal %s is whole sentences', (code) => {
  for (const detail of DETAILS[code]) expectWellWritten(refusalSentence(code, words(detail)));
});

test.each(Object.keys(NOTICES) as NoticeCode[])('the notice %s is whole sentences', (code) => {
  for (const detail of NOTICE_DETAILS[code]) expectWellWritten(NOTICES[code](words(detail)));
});

test.each(Object.entries(ALARMS))('the alarm of %s is one sentence, with its code and request behind it', (code, alarm) => {
  const what = alarm(words({ why: 'it gave no reason.' }));
  expectWellWritten(what);
  expectWellWritten(NOTICES.ALARM(words({ what: what.replace(/\.$/, ''), code, ...REQUEST })));
});

test('the credit and the tombstone are those of every platform', () => {
  const credit = { agent: 'handbook', requester: 'Ana', editor: null, slot: 'Ana and Ben', reference: 'cs-7KQ2M9XD' };
  expect(creditLine(credit)).toBe('Written by handbook (AI). Asked by Ana. Approved by Ana and Ben. cs-7KQ2M9XD');
  expect(creditLine({ ...credit, editor: 'Ana' })).toBe(
    'Written by handbook (AI). Asked by Ana. Edited by Ana. Approved by Ana and Ben. cs-7KQ2M9XD',
  );
  expect(tombstone({ agent: 'handbook', by: 'Ana', time: 'at 15:10' })).toBe('An answer from handbook was retracted by Ana at 15:10.');
});

describe('one and many', () => {
  test.each<[RefusalCode, Detail, string]>([
    ['NOBODY_CAN_REVIEW', { able: 0, needed: 1 }, 'asks for 1 reviewer, and nobody could'],
    ['NOBODY_CAN_REVIEW', { able: 1, needed: 2 }, 'asks for 2 reviewers, and only 1 person could'],
    ['NOBODY_CAN_REVIEW', { able: 2, needed: 3 }, 'asks for 3 reviewers, and only 2 people could'],
    ['TOO_MANY_ASKS', { asked: 1, within: '1 minute', when: 'in 1 second' }, 'asked 1 time within 1 minute'],
    ['TOO_MANY_ASKS', { asked: 20, within: '1 hour', when: 'in 57 minutes' }, 'asked 20 times within 1 hour'],
    ['TOO_MANY_OPEN_DRAFTS', { open: 1 }, 'You have 1 open draft, '],
    ['TOO_MANY_OPEN_DRAFTS', { open: 10 }, 'You have 10 open drafts, '],
  ])('%s of %j', (code, detail, part) => {
    expect(refusalSentence(code, words(detail))).toContain(part);
  });

  test('the status counts drafts and entries', () => {
    const status = (open: number, entries: number): string =>
      NOTICES.STATUS(words({ switch: 'Publishing is not stopped.', open, entries }));
    expect(status(1, 1)).toBe('Publishing is not stopped. 1 open draft. Log: 1 entry under the last checkpoint.');
    expect(status(0, 1234)).toBe('Publishing is not stopped. 0 open drafts. Log: 1,234 entries under the last checkpoint.');
  });
});

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
      'where 230 people, Globex among them, can read it',
      '230 people, Globex among them,',
    ],
    [
      { ...outside, count: null, outside: ['Globex', 'Initech'] },
      'People outside Acme can read this channel: Globex and Initech.',
      'where everybody there, Globex and Initech among them, can read it',
      'everybody there, Globex and Initech among them,',
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
  [['Ben', 'Chloe'], 3, 'Ben and Chloe'],
  [['Ben', 'Chloe', 'Dan'], 1, 'Ben, Chloe or Dan'],
  [['Ben', 'Chloe', 'Dan'], 2, '2 of Ben, Chloe and Dan'],
  [['Ben', 'Chloe', 'Dan', 'Olu', 'Pat'], 1, 'one of 5 reviewers'],
  [['Ben', 'Chloe', 'Dan', 'Olu', 'Pat'], 2, '2 of 5 reviewers'],
])('of %j, %i must review: “%s”', (names, needed, said) => {
  expect(whoMustReview(names, needed)).toBe(said);
});
