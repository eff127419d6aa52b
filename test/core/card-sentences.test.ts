import { describe, expect, test } from 'vitest';
import { CONFIRMS, INPUTS, LABELS, namedSpaces, newPostIn, NO_CHANNEL, RAN_OUT, REQUESTER, REVIEWER } from '../../src/core/sentences.ts';
import { MOST_CONFIRM, MOST_LABEL } from '../../src/core/sentences/buttons.ts';
import { expectOwnWords, expectWellWritten } from './well-written.ts';

/** Every way to fill each sentence of a table; one that is forgotten does not compile. */
type Samples<Table extends Record<string, (...words: never[]) => unknown>> = { [Name in keyof Table]: Parameters<Table[Name]>[] };

const [YES, NO] = [{ mayStand: true }, { mayStand: false }];
const NOWHERE_ELSE = '#engineering, where 212 people at Acme can read it';
const TAGS = [{ id: '1', name: 'runbook' }];
const REASONS = ['wrong vault path', null];
const MAY_STAND = REQUESTER.mayStand('#engineering', 'Slack');
const reasons = Object.keys(RAN_OUT) as (keyof typeof RAN_OUT)[];
const both = <T>(of: (words: { mayStand: boolean }) => T): T[] => [YES, NO].map(of);
const each = <T, R>(values: readonly T[], of: (value: T) => R): R[] => values.map(of);

const REQUESTER_SAMPLES: Samples<typeof REQUESTER> = {
  working: [['handbook']],
  answered: [['handbook']],
  workingOver: [['handbook']],
  workingOverAbove: [['handbook']],
  stoppedAgain: [['handbook']],
  stopped: [['handbook']],
  askAfreshMeans: [[]],
  closedUnanswered: [[]],
  closedUnansweredBy: each(REASONS, (reason) => ['Olu', reason]),
  draft: [null, 'you, Ben and Chloe'].flatMap((text) =>
    [null, 'Dan'].flatMap((revision) =>
      [true, false].flatMap((edited) =>
        both<Parameters<typeof REQUESTER.draft>>((stand) => ['handbook', edited, { text, revision }, stand]),
      ),
    ),
  ),
  unlessYouApprove: [[]],
  asked: [['#engineering'], [null]],
  askedErased: [['#engineering'], [null]],
  questionVisible: [[]],
  textErased: [[]],
  staysWithYou: [[]],
  questionPrivate: [[]],
  whereItWasAsked: each(['said', 'about', 'privately'] as const, (how) => [how, '#engineering']),
  newPost: [
    [newPostIn('How to rotate it', '#questions', TAGS), false],
    [newPostIn('How to rotate it', '#questions', []), true],
  ],
  elsewhere: [['#random']],
  whoCouldRead: [['212 people at Acme']],
  beforeThat: [['Ben or Chloe']],
  beforeThatOnlyYou: [[]],
  readersUnknown: [[]],
  tooManyReaders: [['#engineering']],
  tooFewReviewers: [
    [0, 'Olu'],
    [1, 'Olu or Pat'],
  ],
  fallbackAfter: [['4 hours', 'Olu']],
  fallbackFrom: [
    ['at 18:02', 'Olu'],
    ['tomorrow, 02:02', 'Olu and Pat'],
  ],
  closes: both((stand) => ['tomorrow, 14:05', stand]),
  addressesDefused: [[true], [false]],
  earlierAttempt: [['#engineering', 'Slack']],
  changedSince: [[1]],
  changedNothing: [['handbook', 1]],
  wroteAnew: [['handbook', 2]],
  askedAgain: [['handbook']],
  askedAgainMeans: [[]],
  waiting: [['Ben or Chloe']],
  youApproved: [['at 14:02', REQUESTER.canSee('You, Ben and Chloe')]],
  canSee: [['You, Ben and Chloe']],
  beingAsked: [
    ['Ben and Chloe', 2],
    ['Chloe', 1],
  ],
  notShownYet: both((stand) => [stand]),
  approvedSoFar: [['Ben']],
  rejected: REASONS.flatMap((reason) => both<Parameters<typeof REQUESTER.rejected>>((stand) => ['Ben', reason, stand])),
  approved: [['#engineering']],
  publishing: [['#engineering']],
  unconfirmed: [[]],
  failed: [[]],
  published: each(['', ' at 14:32', ', confirmed at 14:40'], (time) => ['#engineering', time, 'you and Ben', 'cs-7KQ2M9XD']),
  settled: each(REASONS, (reason) => ['Olu', 'at 14:40', reason]),
  retracting: [['#engineering']],
  stillThere: [[]],
  retracted: [
    ['you', 'at 15:10', '#engineering'],
    ['Ben', 'at 15:10', '#engineering'],
  ],
  closed: [[REQUESTER.onlyYouSaw(NO)]],
  keptPrivate: [[REQUESTER.onlyYouSaw(NO)], [REQUESTER.theySaw('You and Ben', YES)]],
  closedBy: each(REASONS, (reason) => ['Olu', reason, `${REQUESTER.onlyYouSaw(YES)} ${MAY_STAND}`]),
  takenBack: [['handbook', REQUESTER.onlyYouSaw(NO)]],
  takenBackUnanswered: [['handbook']],
  onlyYouSaw: both((stand) => [stand]),
  theySaw: both((stand) => ['You and Ben', stand]),
  mayStand: [['#engineering', 'Slack']],
  ranOut: reasons.flatMap((why): Parameters<typeof REQUESTER.ranOut>[] => [
    [why, '14:05', null],
    [why, '14:05', MAY_STAND],
  ]),
  replaced: [[]],
};

const REVIEWER_SAMPLES: Samples<typeof REVIEWER> = {
  asks: [['Ana', 'handbook']],
  asksHere: [['Ana', 'handbook']],
  withheld: [[]],
  ifTheyApprove: [
    ['Ben or Chloe', 1, NOWHERE_ELSE],
    ['2 of Ben, Chloe and Dan', 2, NOWHERE_ELSE],
  ],
  canSee: both((stand) => ['Ana, Chloe and you', stand]),
  ifYouApprove: [[NOWHERE_ELSE]],
  newPost: [[newPostIn('How to rotate it', '#questions', [])], [newPostIn('How to rotate it', '#questions', TAGS)]],
  ifYouAndOthersApprove: [
    [1, NOWHERE_ELSE],
    [2, NOWHERE_ELSE],
  ],
  asked: [
    ['Ana', null],
    ['Ana', '#team-payments'],
    ['Ana', NO_CHANNEL.directMessage],
  ],
  askedErased: [['Ana']],
  changedSince: [[]],
  fallbackFrom: [['at 18:02', 'Olu and Pat']],
  addressesDefused: [[true], [false]],
  sameText: [[]],
  requesterApproved: [['Ana', 'at 14:02']],
  edited: [['Ana']],
  approvedSoFar: [['Ben']],
  moreNeeded: [[2]],
  yoursNeeded: [[]],
  firstDecides: [[]],
  closes: both((stand) => ['tomorrow, 14:05', stand]),
  earlierAttempt: [['#engineering', 'Slack']],
  proof: [['cs-7KQ2M9XD']],
  youApproved: [[]],
  askedAgain: each([true, false], (may) => ['Ana', 'handbook', may]),
  answeredAgain: each([true, false], (may) => ['Ana', 'handbook', may]),
  changed: each([true, false], (may) => ['Ana', may]),
  moved: [['Ana']],
  noLongerCounts: each([true, false], (may) => ['Ana', may]),
  rejected: REASONS.flatMap((reason) => both<Parameters<typeof REVIEWER.rejected>>((stand) => ['You', 'at 14:31', reason, stand])),
  youRejected: each(REASONS, (reason) => ['at 14:31', reason]),
  laterPosted: [[true], [false]],
  laterRetracted: [[true], [false]],
  keptPrivate: [['Ana']],
  closedBy: both((stand) => ['Olu', stand]),
  takenBack: both((stand) => ['handbook', stand]),
  ranOut: reasons.flatMap((why) => both<Parameters<typeof REVIEWER.ranOut>>((stand) => [why, stand])),
  approved: [['Ben', '#engineering']],
  publishing: [['You and Ben', '#engineering']],
  unconfirmed: [['Ben', 'Slack', '#engineering']],
  failed: [['Ben', '#engineering', 'Ana']],
  published: [['Ben', 'at 14:31', '#engineering']],
  retracting: [['#engineering', 'You', 'at 15:10']],
  retracted: [
    ['#engineering', 'you', 'at 15:10'],
    ['#engineering', 'Ana', 'at 15:10'],
  ],
};

/** Pieces of sentences, and what leads to a quotation. */
const PIECES = ['asked', 'aDirectMessage', 'changedSince'];

function expectAllWellWritten(table: Record<string, (...words: never[]) => string>, samples: Record<string, unknown[][]>): void {
  for (const [name, say] of Object.entries(table)) {
    expect(samples[name]?.length, name).toBeGreaterThan(0);
    for (const words of samples[name] ?? []) {
      const said = say(...(words as never[]));
      if (PIECES.includes(name)) expectOwnWords(said);
      else expectWellWritten(said);
    }
  }
}

test('every sentence of the requester’s card is whole', () => expectAllWellWritten(REQUESTER, REQUESTER_SAMPLES));

test('every sentence of a reviewer’s card is whole', () => expectAllWellWritten(REVIEWER, REVIEWER_SAMPLES));

const MANY = Array.from({ length: 40 }, (_, nth) => `#channel-number-${nth}`);
const LONG_NAME = 'A Very Long Name Of A Person (with-a-handle)';
const LONG_CHANNEL = `#${'x'.repeat(200)}`;

const LABEL_SAMPLES: Samples<typeof LABELS> = {
  publishNow: [[]],
  askReviewers: [['Ben or Chloe'], ['12 reviewers'], [`${LONG_NAME} or ${LONG_NAME}`]],
  edit: [[]],
  editTakesBack: [[]],
  askAgain: [[]],
  keepPrivate: [[]],
  close: [[]],
  postElsewhere: [[]],
  stop: [[]],
  tryAgain: [[]],
  retract: [[]],
  approveAndPublish: [[]],
  approveOneOf: [[1, 12]],
  reject: [[]],
};

/** Longer than any card quotes in a button’s question, and with what would end the quotation. */
const QUESTION = 'how do I “rotate” the staging database password?\nAnd why? 🤝🤝🤝🤝🤝🤝';
const MANY_READERS = '12,000 people, people of 12 other organisations among them,';
const CONFIRM_SAMPLES: Samples<typeof CONFIRMS> = {
  publishNow: [
    [QUESTION, '#engineering', '212 people'],
    [null, '#engineering', '212 people'],
    [QUESTION, LONG_CHANNEL, MANY_READERS],
  ],
  askReviewers: [
    [QUESTION, 'Ben or Chloe', 2, 1, '#engineering', '212 people'],
    [null, 'Ben and Chloe', 2, 'all', '#engineering', '212 people'],
    [QUESTION, `${LONG_NAME}, ${LONG_NAME}, ${LONG_NAME} and ${LONG_NAME}`, 4, 2, LONG_CHANNEL, MANY_READERS],
    [QUESTION, '12 reviewers', 12, 3, `#${'x'.repeat(79)}`, MANY_READERS],
    [QUESTION, 'Ben', 1, 'all', '#engineering', `230 people, people outside ${'x'.repeat(300)} among them,`],
  ],
  approveAndPublish: [
    [QUESTION, '#engineering', 'where 212 people at Acme can read it'],
    [null, LONG_CHANNEL, `where ${MANY_READERS} can read it`],
    [QUESTION, '#engineering', `where 212 people at ${'x'.repeat(300)} can read it`],
  ],
  approve: [
    [QUESTION, 1, '#engineering', 'where 212 people at Acme can read it'],
    [null, 11, LONG_CHANNEL, `where ${MANY_READERS} can read it`],
  ],
  retract: [['#engineering']],
  tryAgain: [
    [QUESTION, '#engineering'],
    [null, LONG_CHANNEL],
  ],
};

describe('no platform has to cut', () => {
  test('a button’s label', () => {
    for (const [name, samples] of Object.entries(LABEL_SAMPLES)) {
      for (const words of samples) {
        const label = (LABELS[name as keyof typeof LABELS] as (...words: unknown[]) => string)(...words);
        expect(label).toMatch(/^\p{Lu}[^.]+$/u);
        expect(label.length, label).toBeLessThanOrEqual(MOST_LABEL);
        expectOwnWords(label);
      }
    }
    expect(LABELS.askReviewers(`${LONG_NAME} or ${LONG_NAME}`)).toBe('Approve and ask for review');
  });

  test('the question before a click counts, and its two answers', () => {
    for (const [name, samples] of Object.entries(CONFIRM_SAMPLES)) {
      for (const words of samples) {
        const confirm = (CONFIRMS[name as keyof typeof CONFIRMS] as (...words: unknown[]) => { text: string; ok: string; cancel: string })(
          ...words,
        );
        expectWellWritten(confirm.text);
        expect(confirm.text.length, confirm.text).toBeLessThanOrEqual(MOST_CONFIRM);
        for (const button of [confirm.ok, confirm.cancel]) {
          expect(button.length).toBeLessThanOrEqual(30);
          expectOwnWords(button);
        }
      }
    }
  });

  test('which answer is meant is said by the beginning of its question', () => {
    expect(CONFIRMS.publishNow(QUESTION, '#engineering', '212 people').text).toBe(
      'Publish the answer to “how do I ‘rotate’ the staging database…” now? It is posted in #engineering at once. 212 people can read it.',
    );
    expect(CONFIRMS.approveAndPublish('where is it?', '#engineering', 'where 212 people at Acme can read it').text).toBe(
      'Publish the answer to “where is it?”? It is posted in #engineering, where 212 people at Acme can read it.',
    );
    expect(CONFIRMS.tryAgain(null, '#engineering').text).toMatch(/^It may already stand in #engineering: /);
  });

  test('the name of an input', () => {
    for (const name of [INPUTS.edit(), INPUTS.askAgain(), INPUTS.reject(), INPUTS.postElsewhere(['#random']), INPUTS.postElsewhere(MANY)]) {
      expect(name.length, name).toBeLessThanOrEqual(MOST_LABEL);
      expectOwnWords(name);
    }
  });
});

test.each([
  [' ', '⟨1 space⟩'],
  ['  ', '⟨2 spaces⟩'],
  ['\n', '⟨1 line end⟩'],
  ['\n\n ', '⟨2 line ends⟩⟨1 space⟩'],
])('a change of nothing but %j is named, so that it can be seen and heard', (text, said) => {
  expect(namedSpaces(text)).toBe(said);
});
