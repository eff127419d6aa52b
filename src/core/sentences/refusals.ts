import type { RefusalCode } from '../errors.ts';
import { LOOKS_FOR_MS } from '../timers.ts';
import { count, duration, people } from '../times.ts';
import { howFew } from './people.ts';
import {
  AN_OPERATOR,
  ASKED_NOBODY,
  because,
  capital,
  newCard,
  NOTHING_CHANGED,
  nothingPosted,
  OURSELVES,
  type Sentence,
  type Words,
} from './words.ts';

const posted = (w: Words): string => nothingPosted(w.detail.mayStand === 1);
const isReviewer = (w: Words): boolean => w.detail.reader === 'reviewer';
/** A name stays as it is written. */
const beginning = (operators: string): string => (operators === AN_OPERATOR ? capital(operators) : operators);
const LOOKS_FOR = duration(LOOKS_FOR_MS);

/** What an approval rests on changed: the requester looks again; a reviewer has nothing to do until then. */
const lookAgain = (w: Words): string =>
  isReviewer(w)
    ? `${posted(w)} ${newCard(w.requester, w.detail.mayNotReview !== 1, 'it again')}`
    : `${posted(w)} Look again, and approve if that is right.`;

/** Every refusal says what happened, what did not, and what to do. */
const REFUSALS: Record<RefusalCode, Sentence> = {
  NO_RULE: (w) =>
    `Agents cannot be asked in ${w.channel}, because no rule covers it. ${ASKED_NOBODY} ${beginning(w.operators)} can add a rule.`,
  RULE_AMBIGUOUS: (w) =>
    `Agents cannot be asked in ${w.channel}, because more than one rule fits it. ${ASKED_NOBODY} ${beginning(w.operators)} can write a rule for exactly this channel.`,
  UNKNOWN_AGENT: (w) => `There is no agent called ${w.detail.named}. ${ASKED_NOBODY} Ask one of: ${w.detail.agents}.`,
  AGENT_NOT_HERE: (w) => `${w.agent} cannot be asked in ${w.channel}. ${ASKED_NOBODY} Here you can ask: ${w.detail.agents}.`,
  NOT_ALLOWED_TO_ASK: (w) => `In ${w.channel} only ${w.detail.who} may ask ${w.agent}. ${ASKED_NOBODY} One of them can ask it for you.`,
  EMPTY_QUESTION: (w) =>
    `There was no question after the agent's name. ${ASKED_NOBODY} Write it like this: ${w.detail.connecting === 1 ? '/countersign connect ' : '@'}${w.detail.agent} how do I …?`,
  QUESTION_TOO_LONG: (w) =>
    `That question has ${w.detail.characters} characters; ${w.detail.most} are possible. ${ASKED_NOBODY} Please ask more briefly.`,
  AUDIENCE_TOO_WIDE: (w) =>
    `${w.channel} can be read by more people than its rule accepts. ${w.detail.asking === 1 ? ASKED_NOBODY : posted(w)} Ask somewhere else, or ask ${w.operators} about the rule.`,
  NOBODY_CAN_REVIEW: (w) =>
    w.detail.onlyYou === 1
      ? `You are the only reviewer of ${w.channel}, and nobody reviews their own question. ${ASKED_NOBODY} ${beginning(w.operators)} can add a reviewer.`
      : `The rule of ${w.channel} asks for ${count(Number(w.detail.needed), 'reviewer')}, and ${howFew(Number(w.detail.able))} could review your question now. ${ASKED_NOBODY} ${beginning(w.operators)} can add a reviewer.`,
  TOO_MANY_ASKS: (w) =>
    `You have asked ${count(Number(w.detail.asked), 'time')} within ${w.detail.within}, which is the limit. ${ASKED_NOBODY} You can ask again ${w.detail.when}.`,
  TOO_MANY_OPEN_DRAFTS: (w) =>
    `You have ${count(Number(w.detail.open), 'open draft')}, which is the limit. ${ASKED_NOBODY} A draft counts until it is posted or closed, also while it waits for a reviewer. Press “Keep private” on one that you do not need, then ask again.`,

  LOOKUP_FAILED: (w) =>
    w.detail.unknown === 1
      ? `${w.platform} does not know somebody whom the rules name, so I did nothing. ${NOTHING_CHANGED} ${beginning(w.operators)} can correct the rules.`
      : `${w.platform} did not say who is who, so I did nothing. ${NOTHING_CHANGED} Try again in a minute.`,
  NOT_YOURS: (w) =>
    w.detail.who === undefined
      ? `This button is not for you. ${NOTHING_CHANGED}`
      : `You may not retract this. ${NOTHING_CHANGED} Ask ${w.detail.who} to do it.`,
  UNKNOWN_CARD: () => `This button leads to nothing that I know. ${NOTHING_CHANGED} If you expected a draft here, ask again.`,
  STALE: (w) =>
    `The draft has changed since this card. Your click did nothing. ${
      isReviewer(w) ? `If ${w.requester} has approved what it is now, its card is below.` : 'The newest card is below.'
    }`,
  ALREADY_DECIDED: (w) => `${w.detail.what} Your click did nothing.`,
  NOT_NOW: (w) => `That is not possible now. ${w.detail.what} ${NOTHING_CHANGED}`,
  ENGAGED: engaged,
  NO_DESTINATION: () =>
    'You asked this in a direct message, so the answer stays with you. Nothing was posted. To publish an answer, ask in its channel.',
  AUDIENCE_UNKNOWN: (w) => `We could not find out who can read ${w.channel}, so it cannot be posted. ${NOTHING_CHANGED} Try again later.`,
  CANNOT_POST_THERE: (w) =>
    isReviewer(w)
      ? `${w.requester} may not post in ${w.channel}, so the answer cannot be posted there either. ${lookAgain(w)}`
      : `You may not post in ${w.channel}, so the answer cannot be posted there either. ${posted(w)} Approve it again when you may.`,
  REASON_NEEDED: () => `There was no reason. ${NOTHING_CHANGED} Please say why, in a few words: the person who asked reads it.`,
  TEXT_EMPTY: () => `There was no text. ${NOTHING_CHANGED} Write the answer, or keep the draft private.`,
  TEXT_REFUSED: (w) => `That cannot be posted. ${w.detail.reason} ${NOTHING_CHANGED} Please mend it and try again.`,
  TEXT_TOO_LONG: (w) =>
    w.detail.marks === 1
      ? `That text holds so many marks, links or names that it does not fit into one post. ${NOTHING_CHANGED} Please shorten it.`
      : `That text has ${w.detail.characters} characters; ${w.detail.most} are possible. ${NOTHING_CHANGED} Please shorten it.`,
  TOO_MANY_MENTIONS: (w) =>
    `That text would notify ${people(Number(w.detail.mentions))}; at most five are possible. ${NOTHING_CHANGED} Please name fewer.`,

  NOT_A_DESTINATION: (w) =>
    `Answers to questions in ${w.detail.asked} cannot be posted in ${w.detail.named}. ${NOTHING_CHANGED} ${
      w.detail.channels === 'none' ? 'There is no other channel to choose.' : `You can choose: ${w.detail.channels}.`
    }`,
  FROM_NARROWER: (w) =>
    `More people read ${w.detail.named} than ${w.detail.asked}, where you asked, and its rule does not accept that. ${NOTHING_CHANGED} Post it where you asked, or ask again in ${w.detail.named}.`,
  NO_NEW_POST: (w) =>
    `No new post can be made in ${w.detail.elsewhere ?? w.channel}${w.detail.lacks === undefined ? '' : `: ${w.detail.lacks}`}. ${w.detail.asking === 1 ? ASKED_NOBODY : posted(w)} ${beginning(w.operators)} can put that right${isReviewer(w) ? '' : '; then try again'}.`,

  AUDIENCE_WIDENED: (w) =>
    `${w.detail.readers ?? 'More people'} can now read ${w.channel}. The approvals were for fewer people, so they no longer count. ${lookAgain(w)}`,
  RULE_CHANGED: (w) => `What holds for posts in ${w.channel} changed, so earlier approvals no longer count. ${lookAgain(w)}`,
  RULE_GONE: (w) =>
    `No rule lets answers from ${w.agent} be posted in ${w.channel} any more. ${posted(w)} The draft stays with ${
      isReviewer(w) ? w.requester : 'you'
    }. ${beginning(w.operators)} can add a rule.`,
  REVIEWER_CHANGED: (w) =>
    `Somebody who approved may no longer review in ${w.channel}, so their approval no longer counts. ${lookAgain(w)}`,
  SWITCH_RELEASED: (w) => `Publishing was stopped for a while and is released now. Approvals from before no longer count. ${lookAgain(w)}`,
  COPY_RESTORED: (w) =>
    `${OURSELVES} went back to an older copy of its records, and approvals from before no longer count. Nothing more was posted. ${
      isReviewer(w)
        ? `If ${w.requester} approves it again, you get a new card.`
        : `The post may stand in ${w.channel} already: look there first, and approve only if it does not.`
    }`,

  NOTHING_FOUND: (w) => `${w.agent} found nothing about this. There is nothing to post.`,
  AGENT_TIMED_OUT: (w) => `${w.agent} did not answer within ${w.detail.within}. Nothing was posted.`,
  AGENT_FAILED: (w) =>
    `${w.agent} could not answer. Nothing was posted. ${beginning(w.operators)} can see why (error AGENT_FAILED, request ${w.detail.request}).`,
  AGENT_BROKE_CONTRACT: (w) =>
    `${w.agent}'s answer was not in the agreed form, so I showed it to nobody. ${beginning(w.operators)} can see why (error AGENT_BROKE_CONTRACT, request ${w.detail.request}).`,
  ANSWER_REFUSED: (w) =>
    `${w.agent}'s answer cannot be posted as it is, so I showed it to nobody. ${beginning(w.operators)} can see why (error ANSWER_REFUSED, request ${w.detail.request}).`,
  ANSWER_TOO_LONG: (w) =>
    `${w.agent}'s answer was longer than one post (${w.detail.most} characters; marks, links and names count, too), and nothing is ever cut. Nothing was posted. Ask again for a shorter one.`,
  RUN_LOST: (w) => `${w.agent} was interrupted before it answered. Nothing was posted. Ask again if you still need it.`,

  NO_PRIVATE_SURFACE: () =>
    'I cannot send you a direct message, so I showed the draft to nobody. Allow direct messages from Countersign, then ask again.',
  PUBLISH_FAILED: (w) =>
    `${w.platform} refused the post: ${w.detail.why} ${
      w.detail.mayStand === 1 ? `Nothing more was posted, but an earlier attempt may stand in ${w.channel}: look there first.` : posted(w)
    }`,
  NOT_FOUND_THERE: (w) =>
    `${w.platform} never confirmed the post, and it was not found in ${w.channel}. It is most likely not there. If you try again, it could appear twice.`,
  OUTCOME_UNKNOWN: (w) =>
    `${w.platform} did not confirm. The post may or may not be in ${w.channel}. We do not send it again; we look for it for about ${LOOKS_FOR}, longer if it does not answer, and tell you here. The operators were told.`,
  RETRACT_FAILED: (w) =>
    `${w.platform} refused to take the post in ${w.channel} away. It is still there. Press “Retract” again, or ask ${w.operators}.`,

  MEMBERS_ONLY: () =>
    `These commands are for members of the company, not for guests and people from outside. ${NOTHING_CHANGED} Ask a member for help.`,
  NOT_AN_OPERATOR: (w) =>
    `Only operators can do that. ${NOTHING_CHANGED} ${w.operators === AN_OPERATOR ? 'Ask a member of the company for help.' : `Operators here: ${w.operators}.`}`,
  UNKNOWN_COMMAND: (w) => `I do not know that command. ${NOTHING_CHANGED} Write one of these. ${w.detail.help}`,
  UNKNOWN_DRAFT: (w) =>
    `I know no draft or publication ${w.detail.named}. ${NOTHING_CHANGED} The reference stands under a publication (cs-…) or in \`countersign drafts\`.`,
  AGENT_CANNOT_CONNECT: (w) =>
    w.detail.calls === 1
      ? `${w.detail.agent} cannot be connected yet, because it has no secret. ${NOTHING_CHANGED} ${beginning(w.operators)} can give it one.`
      : `${w.detail.agent} cannot be connected, because it is no agent that calls us. ${NOTHING_CHANGED} To ask it, write its name and your question in the channel.`,
  UNKNOWN_SCOPE: (w) => `${w.detail.named} is nothing that the switch can stop. ${NOTHING_CHANGED} Name all, agent:NAME or channel:ID.`,
};

export function refusalSentence(code: RefusalCode, words: Words): string {
  return REFUSALS[code](words);
}

/**
 * The switch stopped a question (`asking`), a run of an agent (`run`), or a decision about a draft. `over`: it was released again
 * before this could be said. `waits`: its requester has nothing to approve. `by` is missing when the kill file stopped it; `stops` where it is not everything: `agent`, `channel`.
 */
function engaged(w: Words): string {
  const { detail, operators } = w;
  if (detail.run === 1) return `Publishing was stopped before ${w.agent} answered. ${posted(w)} Ask again when ${operators} releases it.`;
  if (detail.over === 1) return `Publishing was stopped, and is released by now. ${NOTHING_CHANGED} Try again.`;
  const stopped =
    detail.by === undefined
      ? `Publishing was stopped${stoppedWhat(w)}${because(String(detail.reason))}.`
      : `${detail.by} stopped publishing${stoppedWhat(w)} ${detail.when}${because(String(detail.reason))}.`;
  if (detail.asking === 1) return `${stopped} ${ASKED_NOBODY} Ask again when ${operators} releases it.`;
  const draft = detail.mayStand === 1 ? 'Nothing more is posted now.' : 'This draft stays private and safe.';
  if (detail.waits === 1)
    return `${stopped} ${draft} It can go on when ${operators} releases publishing; until then you can keep it private.`;
  return `${stopped} ${draft} You can ${isReviewer(w) ? 'reject it' : 'keep it private'} now, or approve it when ${operators} releases publishing.`;
}

/** Of everything, nothing is named. */
function stoppedWhat({ agent, channel, detail }: Words): string {
  if (detail.stops === 'channel') return ` in ${channel}`;
  return detail.stops === 'agent' ? ` answers from ${agent}` : '';
}

/** What became of a draft meanwhile, for a click that came too late. `by`: the person, `You` where it was they themselves. */
export const DECIDED = {
  asked_again: (by, when, agent) => `${by} asked ${agent} again ${when}.`,
  approved: (by, when) => `${by} approved this ${when}.`,
  rejected: (by, when) => `${by} rejected this ${when}.`,
  closed: (by, when) => `${by} closed this draft ${when}.`,
  retracted: (by, when) => `${by} retracted this ${when}.`,
} as const satisfies Record<string, (by: string, when: string, agent: string) => string>;

/** The same where nobody did it, or it does not matter who. */
export const HAPPENED = {
  working: (w) => `${w.agent} is still working on it.`,
  with_you: () => 'You have this draft now.',
  with_requester: (w) => `${w.requester} has this draft now.`,
  time_over: () => 'It closed because its time was over.',
  published: () => 'It is posted already.',
  publishing: () => 'It is being posted right now.',
  unknown: (w) => `${w.platform} has not confirmed the post, and we are looking for it.`,
  failed: () => 'The post failed.',
  retracted: () => 'It was retracted.',
  decided: () => 'Somebody else decided this already.',
} as const satisfies Record<string, (w: Pick<Words, 'agent' | 'requester' | 'platform'>) => string>;

/** A clear no for which the adapter had no words. */
export const NO_REASON_GIVEN = 'It gave no reason. Press “Try again” or “Keep private”.';

/** Whom a rule lets ask, behind “only”. */
export const MAY_ASK = {
  members: () => 'its members',
  workspace: (workspace: string) => `people of ${workspace}`,
  listed: () => 'certain people',
} as const;

/** Why a thing is not possible now, where it is not the state of a draft. */
export const NOT_NOW_BECAUSE = {
  cardOnItsWay: () => 'The card has not reached you yet; press it when it has.',
  movedOn: () => 'The draft has moved on since you looked.',
  tooManyAtOnce: () => 'Too many people acted on this at once.',
  killFile: () => 'The kill file is present on the server; remove it first.',
  notStopped: (scope: string) => `Publishing is not stopped for ${scope}.`,
} as const;

/** What stands for an operator's words. */
export const REASONS = {
  none: () => 'no reason given',
  killFile: () => 'the kill file is present on the server',
  bypass: () => 'our own bot wrote something that the log does not account for',
} as const;
