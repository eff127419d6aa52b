/** Labels, the questions that are asked before a click counts, and the names of inputs. */
import { count } from '../times.ts';
import { capital, quoted } from './words.ts';

/** No platform shows more on a button (Slack: 75). */
export const MOST_LABEL = 75;
/** Nor in a question before a click counts (Slack: 300). */
export const MOST_CONFIRM = 300;
/** A channel with a longer name is called `the channel` in such a question; the card names it in full. */
const MOST_CHANNEL = 80;
/** Of a question, no more characters. */
const MOST_QUESTION = 40;

export const LABELS = {
  publishNow: () => 'Approve and publish now',
  askReviewers: (asked: string) => fitting(MOST_LABEL, `Approve and ask ${asked}`, 'Approve and ask for review'),
  edit: () => 'Edit',
  editTakesBack: () => 'Edit (takes it back)',
  askAgain: () => 'Ask again',
  keepPrivate: () => 'Keep private',
  /** On a draft that stays with its requester anyway. */
  close: () => 'Close',
  postElsewhere: () => 'Post elsewhere…',
  stop: () => 'Stop',
  tryAgain: () => 'Try again',
  retract: () => 'Retract',
  approveAndPublish: () => 'Approve and publish',
  approveOneOf: (nth: number, needed: number) => `Approve (${nth} of ${needed})`,
  reject: () => 'Reject…',
} as const;

interface Confirm {
  text: string;
  ok: string;
  cancel: string;
}

/** How many must approve of those who are asked. */
export type Enough = 'all' | number;

/** `question` is what was asked, and null where it was erased: its beginning says which answer is meant, wherever there is room. */
export const CONFIRMS = {
  publishNow: (question: string | null, channel: string, readers: string): Confirm => {
    const posted = `It is posted in ${short(channel)} at once.`;
    const read = `${posted} ${capital(readers)} can read it.`;
    return {
      text: fitting(MOST_CONFIRM, `Publish ${answerTo(question)} now? ${read}`, `Publish it now? ${read}`, `Publish it now? ${posted}`),
      ok: 'Publish now',
      cancel: NOT_YET,
    };
  },
  /** `howMany` are asked; they are counted where their names would not fit. */
  askReviewers: (question: string | null, asked: string, howMany: number, enough: Enough, channel: string, readers: string): Confirm => {
    const text = (whom: string, where: string, what = 'it'): string =>
      `Ask ${whom} to review ${what}? They will see your question and this draft. ${ifEnough(enough)}, it is posted in ${short(channel)}${where}.`;
    const counted = count(howMany, 'reviewer');
    const where = `, where ${readers} can read it`;
    return {
      text: fitting(MOST_CONFIRM, text(asked, where, answerTo(question)), text(asked, where), text(counted, where), text(counted, '')),
      ok: 'Ask for review',
      cancel: NOT_YET,
    };
  },
  /** `where` says who reads it there: `where 212 people at Acme can read it`. */
  approveAndPublish: (question: string | null, channel: string, where: string): Confirm => ({
    text: placed(question, (what) => `Publish ${what}? It is posted in`, channel, where),
    ok: 'Approve and publish',
    cancel: NOT_YET,
  }),
  approve: (question: string | null, more: number, channel: string, where: string): Confirm => ({
    text: placed(question, (what) => `Approve ${what}? After ${count(more, 'more approval')} it is posted in`, channel, where),
    ok: 'Approve',
    cancel: NOT_YET,
  }),
  tryAgain: (question: string | null, channel: string): Confirm => ({
    text: `${capital(answerTo(question))} may already stand in ${short(channel)}: look there first. If it does, trying again posts it twice.`,
    ok: 'Try again all the same',
    cancel: NOT_YET,
  }),
  retract: (channel: string): Confirm => ({
    text: `Take this answer away from ${short(channel)}? Nobody can read it there any more; who has read it before may remember it.`,
    ok: 'Retract',
    cancel: NOT_YET,
  }),
} as const;

/** Whoever posts again where an earlier attempt was never confirmed is told so once more, wherever there is room. */
export function afterEarlierAttempt(confirm: Confirm, mayStand: boolean): Confirm {
  const text = `${confirm.text} An earlier attempt may stand there already.`;
  return mayStand ? { ...confirm, text: fitting(MOST_CONFIRM, text, confirm.text) } : confirm;
}

export const INPUTS = {
  edit: () => 'The answer, in Markdown',
  askAgain: () => 'What should be different? (may be left empty)',
  reject: () => 'Why? The person who asked reads this.',
  postElsewhere: (channels: readonly string[]) =>
    fitting(MOST_LABEL, `Where instead? Write one of: ${channels.join(', ')}`, 'Where instead? Write the name of the channel.'),
} as const;

/** What hands these words in. */
export const HANDS_IN = { edit: 'Save', askAgain: 'Ask again', reject: 'Reject', postElsewhere: 'Choose it' } as const;

const NOT_YET = 'Not yet';

function ifEnough(enough: Enough): string {
  if (enough === 'all') return 'If they approve';
  return enough === 1 ? 'If one of them approves' : `If ${enough} of them approve`;
}

function short(channel: string): string {
  return channel.length <= MOST_CHANNEL ? channel : 'the channel';
}

function placed(question: string | null, posted: (what: string) => string, channel: string, where: string): string {
  const [named, unnamed] = [posted(answerTo(question)), posted('it')];
  const read = `${short(channel)}, ${where}.`;
  return fitting(MOST_CONFIRM, `${named} ${read}`, `${unnamed} ${read}`, `${unnamed} ${short(channel)}.`);
}

/** `the answer to “how do I rotate the staging…”`: enough to tell two cards apart. */
function answerTo(question: string | null): string {
  if (question === null) return 'it';
  const characters = [...question.trim()];
  const isWhole = characters.length <= MOST_QUESTION;
  const beginning = characters
    .slice(0, MOST_QUESTION)
    .join('')
    .replace(/\s+\S*$/, '');
  return `the answer to ${quoted(isWhole ? characters.join('') : `${beginning}…`)}`;
}

/** The first for which there is room, else the last, which always has: what a person must read is never cut. The card says it in full. */
function fitting(most: number, ...texts: string[]): string {
  return texts.find((text) => text.length <= most) ?? texts.at(-1) ?? '';
}
