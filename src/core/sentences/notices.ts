import type { RefusalCode } from '../errors.ts';
import { count } from '../times.ts';
import { because, nothingPosted, type Sentence, type Words } from './words.ts';

const mayStand = (w: Words): string =>
  w.detail.mayStand === 1 ? ` An earlier attempt may stand there all the same. ${w.platform} never confirmed it.` : '';

/** Whoever reads much has many cards: by its time it is found. */
const whereItsCardIs = ({ detail }: Words): string =>
  detail.shownAt === undefined ? 'Its card' : `Your card of it, shown ${detail.shownAt},`;

/** What people are told besides refusals. A notice holds no byte from an agent. */
export const NOTICES = {
  NO_ANSWER: (w) => `${w.agent} gave no answer to your question in ${w.channel}. ${w.detail.why}`,
  REJECTED: (w) =>
    `${w.detail.by} did not approve your answer from ${w.agent} for ${w.channel}${because(String(w.detail.reason) || null)}. ${nothingPosted(w.detail.mayStand === 1)}`,
  EXPIRED: (w) =>
    `Your draft from ${w.agent} for ${w.channel} closed${w.detail.mayStand === 1 ? '' : ' without posting'}: ${w.detail.why ?? RAN_OUT.undecided} in time.${mayStand(w)} Ask again if you still need it.`,
  PUBLISHED: (w) => `Your answer from ${w.agent} is posted in ${w.channel}. Proof: ${w.detail.reference}.`,
  RETRACTED: (w) =>
    w.detail.by === 'you'
      ? `You retracted the answer from ${w.agent} in ${w.channel}. It no longer stands there.`
      : `The answer from ${w.agent} in ${w.channel} was retracted by ${w.detail.by}.`,
  SETTLED: (w) =>
    `${w.detail.by === 'you' ? 'You' : w.detail.by} looked and settled it: the answer from ${w.agent} ${w.detail.outcome} in ${w.channel}.${
      w.detail.outcome === SETTLED_AS.publish_failed ? ` ${whereItsCardIs(w)} says what you can do.` : ''
    }`,
  WITHDRAWN_BY_OPERATOR: (w) =>
    `${w.detail.by} closed your draft from ${w.agent} for ${w.channel}${because(String(w.detail.reason) || null)}. ${nothingPosted(w.detail.mayStand === 1)}${mayStand(w)}`,
  WITHDRAWN_BY_AGENT: (w) =>
    `${w.agent} took back its draft for ${w.channel}. ${nothingPosted(w.detail.mayStand === 1)}${mayStand(w)} Ask again if you still need it.`,
  REMINDER: (w) =>
    `${w.requester} is waiting for your review of an answer from ${w.agent} for ${w.channel}. The card is ${w.detail.together === 1 ? 'in your review channel' : 'above'}. It closes ${w.detail.closes}.`,
  ALARM: (w) => `Alarm: ${w.detail.what} (error ${w.detail.code}${w.detail.request === undefined ? '' : `, request ${w.detail.request}`}).`,
  ALL_CLEAR: (w) =>
    `All clear: the unconfirmed post in ${w.channel} is there: ${w.detail.reference} (request ${w.detail.request}). There is nothing left to do.`,
  ALARMS_WORK: () => 'Countersign has started. Alarms reach you here.',
  SWITCH_ENGAGED: (w) =>
    `Publishing is stopped (${w.detail.scope})${because(String(w.detail.reason))}. Posts that were already on their way: ${w.detail.inFlight}.${
      w.detail.shortened === 1 ? ' Of your reason, only its beginning is kept: it was longer than 500 characters.' : ''
    }${w.detail.unchecked === 1 ? ' The platform did not say whether it has this channel: look whether you named the right one.' : ''}`,
  SWITCH_IS_RELEASED: (w) =>
    `Publishing is released (${w.detail.scope}). Drafts that had been approved went back to the people who asked: ${w.detail.voided}.`,
  STATUS: (w) =>
    `${w.detail.switch} ${count(Number(w.detail.open), 'open draft')}. Log: ${count(Number(w.detail.entries), 'entry', 'entries')} under the last checkpoint.`,
  RULES_KEPT: (w) =>
    `The rules file changed but is not valid, so the old rules stay in force. The first problem: ${w.detail.problem}. All of them: “npm run countersign -- check”.`,
  DONE: (w) => `Done: ${w.detail.what}`,
  CONNECT_CODE: (w) =>
    `${w.detail.agent} can hand in answers to your question for ${w.channel} with this code, once, within ${w.detail.within}: ${w.detail.code}. Give it to ${w.detail.agent} and to nobody else. What it hands in comes to you alone.`,
  CONNECT_CODE_SHOWN: (w) =>
    `The code for ${w.detail.agent} was shown to you already, and is shown once. If you do not have it any more, write “/countersign connect ${w.detail.agent}” and your question again.`,
  HELP: (w) => `${w.detail.help}`,
  CHANNEL_RULE: (w) => `${w.detail.says}`,
  PROOF: (w) => `${w.detail.says}`,
} as const satisfies Record<string, Sentence>;
export type NoticeCode = keyof typeof NOTICES;

/** Why a draft ran out of time: `Closed without posting: nobody decided before 14:05.`, `… in time.` */
export const RAN_OUT = {
  undecided: 'nobody decided',
  too_few: 'too few people approved it',
  rejected: 'it was rejected, and nothing else was approved',
  approved: 'it was approved, but could not be posted',
} as const;

/** What an operator found: the answer … `was posted`. */
export const SETTLED_AS = { published: 'was posted', publish_failed: 'was not posted' } as const;

/** What an operator reads in an alarm, for each thing that goes wrong without a person at hand. */
export const ALARMS: Partial<Record<RefusalCode, Sentence>> = {
  PUBLISH_FAILED: (w) =>
    `${w.platform} refused to post an answer in ${w.channel}: ${firstSentence(String(w.detail.why ?? ''))} ${w.requester} was told, and can try again.`,
  NOT_FOUND_THERE: (w) => `a post in ${w.channel} was never confirmed and not found; ${w.requester} may try again.`,
  OUTCOME_UNKNOWN: (w) =>
    `${w.platform} did not confirm a post in ${w.channel}. It is being looked for; settle it by hand if that does not end.`,
  RETRACT_FAILED: (w) => `${w.platform} refused to take a post in ${w.channel} away. It is still there.`,
  NO_PRIVATE_SURFACE: (w) => `${w.requester} cannot be sent a direct message, so a draft was shown to nobody.`,
  AGENT_BROKE_CONTRACT: (w) => `${w.agent} answered outside the contract: ${w.detail.problem ?? 'see the log file'}.`,
  AGENT_FAILED: (w) => `${w.agent} failed: see the log file.`,
  ANSWER_REFUSED: (w) => `${w.agent} gave an answer that cannot be posted: see the log file.`,
};

/** What the platform refused; what its requester can do about it, the adapter says behind that. */
function firstSentence(why: string): string {
  return why.split(/(?<=\.) /)[0] ?? '';
}

/** An alarm that has no words of its own. */
export const SOME_ALARM: Sentence = (w) => `something went wrong with a draft in ${w.channel}`;

/** What Countersign was doing when it failed again and again, or was given up. */
export const GOES_WRONG = {
  ask_agent: 'asking an agent',
  show_card: 'showing a card to a person',
  show_reviewers: 'asking reviewers',
  remind_reviewers: 'reminding reviewers',
  update_card: 'bringing a card up to date',
  tell: 'telling somebody',
  publish: 'publishing an approved post',
  find: 'looking for an unconfirmed post',
  retract: 'taking a post away',
} as const;

/** As long as `src/app/run-effects.ts` tries what is refused again and again. */
const OPEN_A_WAY = 'Ask them to allow direct messages from Countersign: for about an hour it is tried again every minute';

/** What an alarm says of an effect, or of a confirmation that nobody expected any more. */
export const ALARM_WHAT = {
  again: (doing: string) => `${doing} fails again and again; see the log file`,
  over: (doing: string) => `${doing} was given up; see the log file`,
  confirmedLate: (channel: string, reference: string) =>
    `a post in ${channel} was confirmed after it had been given up: ${reference} stands there`,
  untold: (name: string, channel: string | null) =>
    `${name} takes no direct messages, and was not told how their draft ${channel === null ? '' : `for ${channel} `}stands. ${OPEN_A_WAY}, and they are told as soon as they do`,
  unasked: (name: string, channel: string | null) =>
    `${name} takes no direct messages, and was not asked to review an answer${channel === null ? '' : ` for ${channel}`}. ${OPEN_A_WAY}, and they are asked as soon as they do`,
  reviewChannel: (channel: string, why: 'strangers' | 'open') =>
    why === 'strangers'
      ? `${channel} is read by people who may not review this draft, so its reviewers were asked in direct messages`
      : `${channel} is not a private channel, or nobody says who reads it, so reviewers were asked in direct messages`,
  titleStands: (channel: string) =>
    `an answer was taken away in ${channel}, but the platform refused to change the title over it. Change or delete it by hand`,
  bypass: (channel: string, message: string) =>
    `our own bot wrote something that no entry of the log accounts for, in ${channel} (${message}). Publishing is stopped. Look at it, renew the bot’s token, then release`,
} as const;
