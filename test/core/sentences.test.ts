import { describe, expect, test } from 'vitest';
import { REFUSAL_CODES, type RefusalCode } from '../../src/core/errors.ts';
import {
  ALARM_WHAT,
  ALARMS,
  BY_KILL_FILE,
  COMMANDS_HELP,
  creditLine,
  DECIDED,
  GOES_WRONG,
  HAPPENED,
  helpForAll,
  MAY_ASK,
  NOT_NOW_BECAUSE,
  REASONS,
  scopeInWords,
  SOME_ALARM,
  SWITCH_STANDS,
  WHY,
  NO_REASON_GIVEN,
  RAN_OUT,
  type NoticeCode,
  NOTICES,
  PROOF,
  refusalSentence,
  whyNoNewPost,
  tombstone,
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
const MAY_BE_MISSING = [
  'asking',
  'connecting',
  'run',
  'over',
  'by',
  'onlyYou',
  'request',
  'problem',
  'why',
  'reader',
  'waits',
  'shownAt',
  'marks',
  'mayStand',
  'mayNotReview',
  'shortened',
  'unchecked',
  'stops',
  'elsewhere',
  'lacks',
  'together',
  'who',
];

const REQUEST = { request: 'rq-7KQ2M9XD' };
const SWITCH = { by: 'Olu', when: 'at 14:02', reason: 'wrong payroll answers' };
const KILL_FILE = { reason: REASONS.killFile() };

const LACKS = (['no_forum', 'no_rule', 'needs_tag', 'unknown_tag', 'moderated_tag', 'too_many_tags'] as const).map((kind) =>
  whyNoNewPost({ kind, tag: 'ops', most: 5 }),
);

/** What each sentence is given in the product, in every form that makes a difference. */
const DETAILS: Record<RefusalCode, Detail[]> = {
  NO_RULE: [{}],
  RULE_AMBIGUOUS: [{}],
  UNKNOWN_AGENT: [{ named: 'oracle', agents: 'handbook' }],
  AGENT_NOT_HERE: [{ agents: 'handbook, runbook' }],
  NOT_ALLOWED_TO_ASK: [{ who: MAY_ASK.members() }, { who: MAY_ASK.workspace('Acme') }, { who: MAY_ASK.listed() }],
  EMPTY_QUESTION: [{ agent: 'handbook' }, { agent: 'handbook', connecting: 1 }],
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
  NO_NEW_POST: [{}, ...LACKS.flatMap((lacks) => [{ lacks }, { lacks, elsewhere: '#questions' }, { lacks, asking: 1 }])],
  NO_PRIVATE_SURFACE: [{}],
  LOOKUP_FAILED: [{ unknown: 0 }, { unknown: 1 }],
  NOT_YOURS: [{}, { who: 'Ana, Ben or Olu' }],
  UNKNOWN_CARD: [{}],
  STALE: [{}],
  ALREADY_DECIDED: [{ what: 'Chloe rejected this a minute ago.' }],
  NOT_NOW: [{ what: 'It was retracted.' }, ...Object.values(NOT_NOW_BECAUSE).map((because) => ({ what: because('everything') }))],
  ENGAGED: [
    SWITCH,
    { ...SWITCH, stops: 'agent' },
    { ...KILL_FILE, stops: 'channel' },
    { ...SWITCH, asking: 1 },
    { ...SWITCH, waits: 1 },
    KILL_FILE,
    { run: 1 },
    { over: 1 },
  ],
  NO_DESTINATION: [{}],
  AUDIENCE_UNKNOWN: [{}],
  CANNOT_POST_THERE: [{}],
  REASON_NEEDED: [{}],
  TEXT_EMPTY: [{}],
  TEXT_REFUSED: [{ reason: 'The text holds U+0378, which is no character.' }],
  TEXT_TOO_LONG: [
    { characters: 3001, most: 3000 },
    { characters: 1700, most: 1800, marks: 1 },
  ],
  TOO_MANY_MENTIONS: [{ mentions: 6 }],
  NOT_A_DESTINATION: [
    { asked: '#engineering', named: '#lobby', channels: '#random' },
    { asked: '#engineering', named: '#lobby', channels: 'none' },
  ],
  FROM_NARROWER: [{ asked: '#team-payments', named: '#random' }],
  AUDIENCE_WIDENED: [{ readers: 'People outside Acme' }],
  RULE_CHANGED: [{}],
  RULE_GONE: [{}],
  REVIEWER_CHANGED: [{}],
  SWITCH_RELEASED: [{}],
  COPY_RESTORED: [{}],
  NOTHING_FOUND: [{}],
  AGENT_TIMED_OUT: [{ within: '30 seconds' }],
  AGENT_FAILED: [REQUEST],
  AGENT_BROKE_CONTRACT: [REQUEST],
  ANSWER_REFUSED: [REQUEST],
  ANSWER_TOO_LONG: [{ most: 3000 }],
  RUN_LOST: [{}],
  PUBLISH_FAILED: [{ why: 'I am not in this channel. Add me there, then press “Try again”.' }, { why: NO_REASON_GIVEN }],
  NOT_FOUND_THERE: [{}],
  OUTCOME_UNKNOWN: [{}],
  RETRACT_FAILED: [{}],
  MEMBERS_ONLY: [{}],
  NOT_AN_OPERATOR: [{}],
  UNKNOWN_COMMAND: [{ help: COMMANDS_HELP }, { help: helpForAll('handbook') }],
  UNKNOWN_DRAFT: [{ named: 'cs-00000000' }],
  UNKNOWN_SCOPE: [{ named: 'agent:oracle' }],
  AGENT_CANNOT_CONNECT: [
    { agent: 'handbook', calls: 0 },
    { agent: 'handbook', calls: 1 },
  ],
};

const NOTICE_DETAILS: Record<NoticeCode, Detail[]> = {
  NO_ANSWER: [{ why: 'handbook found nothing about this. There is nothing to post.' }],
  REJECTED: [
    { by: 'Ben', reason: 'wrong vault path' },
    { by: 'Ben', reason: '' },
  ],
  EXPIRED: [{}, ...Object.values(RAN_OUT).map((why) => ({ why }))],
  PUBLISHED: [{ reference: 'cs-7KQ2M9XD' }],
  RETRACTED: [{ by: 'Ben' }, { by: 'you' }],
  SETTLED: [
    { by: 'Olu', outcome: 'was posted' },
    { by: 'Olu', outcome: 'was not posted' },
    { by: 'you', outcome: 'was not posted', shownAt: 'at 14:02' },
  ],
  WITHDRAWN_BY_OPERATOR: [{ by: 'Olu', reason: 'a mistake' }],
  WITHDRAWN_BY_AGENT: [{}],
  CONNECT_CODE: [{ agent: 'handbook', code: '7KQ2-M9XD-40TF-8ZRC', within: '5 minutes' }],
  CONNECT_CODE_SHOWN: [{ agent: 'handbook' }],
  REMINDER: [{ closes: 'tomorrow, 14:05' }, { closes: 'tomorrow, 14:05', together: 1 }],
  ALARM: [
    { what: 'handbook failed: see the log file', code: 'AGENT_FAILED' },
    { what: 'handbook failed: see the log file', code: 'AGENT_FAILED', ...REQUEST },
  ],
  ALL_CLEAR: [{ reference: 'cs-7KQ2M9XD', ...REQUEST }],
  ALARMS_WORK: [{}],
  SWITCH_ENGAGED: [{ scope: 'everything', reason: 'wrong payroll answers', inFlight: 0 }],
  SWITCH_IS_RELEASED: [{ scope: 'handbook', voided: 1 }],
  STATUS: [
    { switch: SWITCH_STANDS.notStopped(), open: 0, entries: 0 },
    { switch: SWITCH_STANDS.stoppedFor([scopeInWords('all'), scopeInWords('agent:handbook'), BY_KILL_FILE]), open: 1, entries: 1 },
  ],
  RULES_KEPT: [{ problem: 'countersign.yaml:3:1 channels: must be a list of channel rules' }],
  DONE: [{ what: 'cs-7KQ2M9XD is closed. Nothing was posted.' }],
  HELP: [{ help: COMMANDS_HELP }, { help: helpForAll('handbook') }],
  CHANNEL_RULE: [{ says: WHY.rule('#engineering', 'handbook', WHY.who.members, WHY.notRequired(), '24 hours') }],
  PROOF: [{ says: PROOF.credit('Ana', 'Ana and Ben') }],
};

/** Whoever reads it, and whatever stands already. */
const CIRCUMSTANCES: Detail[] = [{}, { reader: 'reviewer' }, { mayStand: 1 }, { reader: 'reviewer', mayStand: 1 }];
const inEveryCase = (details: Detail[]): Detail[] => details.flatMap((detail) => CIRCUMSTANCES.map((more) => ({ ...detail, ...more })));

test.each(REFUSAL_CODES)('the refusal %s is whole sentences', (code) => {
  for (const detail of inEveryCase(DETAILS[code])) expectWellWritten(refusalSentence(code, words(detail)));
});

test.each(Object.keys(NOTICES) as NoticeCode[])('the notice %s is whole sentences', (code) => {
  for (const detail of inEveryCase(NOTICE_DETAILS[code])) expectWellWritten(NOTICES[code](words(detail)));
});

/** These say nothing of what to do: a stranger learns nothing, and there is nothing to do about what somebody else did. */
const NOTHING_TO_DO: RefusalCode[] = ['NOT_YOURS', 'ALREADY_DECIDED', 'NOT_NOW'];
/** The platform's own words say it, in the middle; or the button below does: Ask again, Try again. */
const SAID_ELSEWHERE: RefusalCode[] = ['PUBLISH_FAILED', 'NOTHING_FOUND', 'AGENT_TIMED_OUT'];
const WHAT_DID_NOT =
  /[Nn]othing (was|more)|Your question went to no agent|to nobody|did nothing|do not send|never confirmed|stays|still there|is nothing to post/;
const sentencesOf = (text: string): string[] => text.split(/(?<=[.?!”)])\s+(?=[\p{Lu}@“])/u);

test.each(REFUSAL_CODES)('the refusal %s says what happened and what did not, and last what to do', (code) => {
  for (const detail of DETAILS[code].filter(({ over }) => over !== 1)) {
    const said = sentencesOf(refusalSentence(code, words(detail)));
    expect(said.length, said.join(' ')).toBeGreaterThan(1);
    expect(said.join(' ')).toMatch(WHAT_DID_NOT);
    const last = said.at(-1);
    if (![...NOTHING_TO_DO, ...SAID_ELSEWHERE].includes(code)) expect(last).not.toMatch(/^(Nothing (was|more)|Your (question|click))/);
  }
});

/** Those that a draft can meet after an attempt that was never confirmed. */
const MAY_STAND: RefusalCode[] = [
  'AUDIENCE_TOO_WIDE',
  'AUDIENCE_WIDENED',
  'CANNOT_POST_THERE',
  'ENGAGED',
  'PUBLISH_FAILED',
  'REVIEWER_CHANGED',
  'RULE_CHANGED',
  'RULE_GONE',
  'SWITCH_RELEASED',
  'COPY_RESTORED',
];

test.each(MAY_STAND)('the refusal %s tells nobody that nothing was posted where an earlier attempt may stand', (code) => {
  for (const detail of DETAILS[code]) {
    const said = refusalSentence(code, words({ ...detail, mayStand: 1 }));
    expect(said).not.toMatch(/Nothing was posted|stays private/);
  }
});

test('what became of a draft meanwhile is one sentence', () => {
  for (const decided of Object.values(DECIDED)) expectWellWritten(decided('Chloe', 'a minute ago', 'handbook'));
  for (const happened of Object.values(HAPPENED)) expectWellWritten(happened({ agent: 'handbook', requester: 'Ana', platform: 'Slack' }));
});

test.each(Object.entries(ALARMS))('the alarm of %s is one sentence, with its code and request behind it', (code, alarm) => {
  const what = alarm(words({ why: 'it gave no reason.' }));
  expectWellWritten(NOTICES.ALARM(words({ what: what.replace(/\.$/, ''), code, ...REQUEST })));
});

test.each(Object.entries(GOES_WRONG))('the alarm of what goes wrong with %s is one sentence', (_effect, doing) => {
  for (const what of [ALARM_WHAT.again(doing), ALARM_WHAT.over(doing), ALARM_WHAT.confirmedLate('#engineering', 'cs-7KQ2M9XD')])
    expectWellWritten(NOTICES.ALARM(words({ what, code: 'EFFECT_FAILED', ...REQUEST })));
  expectWellWritten(NOTICES.ALARM(words({ what: SOME_ALARM(words({})), code: 'LOOKUP_FAILED', ...REQUEST })));
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
    const status = (open: number, entries: number): string => NOTICES.STATUS(words({ switch: SWITCH_STANDS.notStopped(), open, entries }));
    expect(status(1, 1)).toBe('Publishing is not stopped. 1 open draft. Log: 1 entry under the last checkpoint.');
    expect(status(0, 1234)).toBe('Publishing is not stopped. 0 open drafts. Log: 1,234 entries under the last checkpoint.');
  });
});
