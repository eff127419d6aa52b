import type { Audience } from './audience.ts';
import type { RefusalCode } from './errors.ts';
import { joinNames } from './post.ts';
import { count, people } from './times.ts';

/** What a sentence may hold besides its fixed words: names, numbers, times and an operator's quoted words, all escaped before. */
export interface Words {
  agent: string;
  /** `#engineering`, or `this conversation` where there is no channel. */
  channel: string;
  workspace: string;
  platform: string;
  requester: string;
  /** Who can help: `Olu`, `Olu or Pat`. */
  operators: string;
  /** What else this sentence needs; missing words are a bug that a test of the table finds. */
  detail: Record<string, string | number>;
}

type Sentence = (words: Words) => string;

const ASKED_NOBODY = 'Your question went to no agent.';
const NOTHING_CHANGED = 'Nothing was changed.';
const LOOK_AGAIN = 'Nothing was posted. Look again, and approve if that is right.';

/** Every refusal says what happened, what did not, and what to do. */
const REFUSALS: Record<RefusalCode, Sentence> = {
  NO_RULE: (w) => `Agents cannot be asked in ${w.channel}, because no rule covers it. ${ASKED_NOBODY} ${w.operators} can add a rule.`,
  RULE_AMBIGUOUS: (w) =>
    `Agents cannot be asked in ${w.channel}, because more than one rule fits it. ${ASKED_NOBODY} ${w.operators} can write a rule for exactly this channel.`,
  UNKNOWN_AGENT: (w) => `There is no agent called ${w.detail.named}. ${ASKED_NOBODY} Ask one of: ${w.detail.agents}.`,
  AGENT_NOT_HERE: (w) => `${w.agent} cannot be asked in ${w.channel}. ${ASKED_NOBODY} Here you can ask: ${w.detail.agents}.`,
  NOT_ALLOWED_TO_ASK: (w) => `In ${w.channel} only ${w.detail.who} may ask ${w.agent}. ${ASKED_NOBODY}`,
  EMPTY_QUESTION: (w) => `There was no question after the agent's name. ${ASKED_NOBODY} Write it like this: @${w.detail.agent} how do I …?`,
  QUESTION_TOO_LONG: (w) =>
    `That question has ${w.detail.characters} characters; ${w.detail.most} are possible. ${ASKED_NOBODY} Please ask more briefly.`,
  AUDIENCE_TOO_WIDE: (w) =>
    `${w.channel} can be read by more people than its rule accepts. ${w.detail.asking === 1 ? ASKED_NOBODY : 'Nothing was posted.'} Ask somewhere else, or ask ${w.operators} about the rule.`,
  NOBODY_CAN_REVIEW: (w) =>
    w.detail.onlyYou === 1
      ? `You are the only reviewer of ${w.channel}, and nobody reviews their own question. ${ASKED_NOBODY} ${w.operators} can add a reviewer.`
      : `The rule of ${w.channel} asks for ${count(Number(w.detail.needed), 'reviewer')}, and ${
          w.detail.able === 0 ? 'nobody' : `only ${people(Number(w.detail.able))}`
        } could review your question now. ${ASKED_NOBODY} ${w.operators} can add a reviewer.`,
  TOO_MANY_ASKS: (w) =>
    `You have asked ${count(Number(w.detail.asked), 'time')} within ${w.detail.within}, which is the limit. ${ASKED_NOBODY} You can ask again ${w.detail.when}.`,
  TOO_MANY_OPEN_DRAFTS: (w) =>
    `You have ${count(Number(w.detail.open), 'open draft')}, which is the limit. ${ASKED_NOBODY} Approve one or keep one private, then ask again.`,
  NO_PRIVATE_SURFACE: () =>
    'I cannot send you a direct message, so I showed the draft to nobody. Allow direct messages from Countersign, then ask again.',
  LOOKUP_FAILED: (w) => `${w.platform} did not say who is who, so I did nothing. ${NOTHING_CHANGED} Try again in a minute.`,

  NOT_YOURS: () => `This button is not for you. ${NOTHING_CHANGED}`,
  UNKNOWN_CARD: () => `This button leads to nothing that I know. ${NOTHING_CHANGED} If you expected a draft here, ask again.`,
  STALE: () => 'The draft has changed since this card. Your click did nothing. The newest card is below.',
  ALREADY_DECIDED: (w) => `${w.detail.what} Your click did nothing.`,
  NOT_NOW: (w) => `That is not possible now. ${w.detail.what} ${NOTHING_CHANGED}`,
  ENGAGED: (w) => {
    if (w.detail.run === 1)
      return `Publishing was stopped before ${w.agent} answered. Nothing was posted. Ask again when ${w.operators} releases.`;
    const draft = `This draft stays private and safe. You can keep it private now, or approve it when ${w.operators} releases.`;
    return `${w.detail.by} stopped publishing ${w.detail.when}: “${w.detail.reason}”. ${w.detail.asking === 1 ? ASKED_NOBODY : draft}`;
  },
  NO_DESTINATION: () =>
    'You asked this in a direct message, so the answer stays with you. Nothing was posted. To publish an answer, ask in its channel.',
  AUDIENCE_UNKNOWN: (w) => `We could not find out who can read ${w.channel}, so it cannot be posted. ${NOTHING_CHANGED} Try again later.`,
  CANNOT_POST_THERE: (w) =>
    `${w.requester} may not post in ${w.channel}, so the answer cannot be posted there either. Nothing was posted. Approve it again when they may.`,
  REASON_NEEDED: () => `Please say why, in a few words: the person who asked reads it. ${NOTHING_CHANGED}`,
  TEXT_EMPTY: () => `There was no text. ${NOTHING_CHANGED} Write the answer, or keep the draft private.`,
  TEXT_REFUSED: (w) => `That cannot be posted. ${w.detail.reason} ${NOTHING_CHANGED} Please mend it and try again.`,
  TEXT_TOO_LONG: (w) =>
    `That text has ${w.detail.characters} characters; ${w.detail.most} are possible. ${NOTHING_CHANGED} Please shorten it.`,
  TOO_MANY_MENTIONS: (w) =>
    `That text would notify ${people(Number(w.detail.mentions))}; at most five are possible. ${NOTHING_CHANGED} Please name fewer.`,

  NOT_A_DESTINATION: (w) =>
    `Answers to questions in ${w.detail.asked} cannot be posted in ${w.detail.named}. ${NOTHING_CHANGED} You can choose: ${w.detail.channels}.`,
  FROM_NARROWER: (w) =>
    `More people read ${w.detail.named} than ${w.detail.asked}, where you asked, and its rule does not accept that. ${NOTHING_CHANGED}`,

  AUDIENCE_WIDENED: (w) =>
    `${w.detail.readers} can now read ${w.channel}. The approvals were for fewer people, so they no longer count. ${LOOK_AGAIN}`,
  RULE_CHANGED: (w) => `The rule of ${w.channel} changed, so earlier approvals no longer count. ${LOOK_AGAIN}`,
  RULE_GONE: (w) =>
    `No rule lets answers from ${w.agent} be posted in ${w.channel} any more. Nothing was posted. The draft stays with you. ${w.operators} can add a rule.`,
  REVIEWER_CHANGED: (w) => `Somebody who approved may no longer review in ${w.channel}, so their approval no longer counts. ${LOOK_AGAIN}`,
  SWITCH_RELEASED: () => `Publishing was stopped for a while and is released now. Approvals from before no longer count. ${LOOK_AGAIN}`,

  NOTHING_FOUND: (w) => `${w.agent} found nothing about this. There is nothing to post.`,
  AGENT_TIMED_OUT: (w) => `${w.agent} did not answer within ${w.detail.within}. Nothing was posted.`,
  AGENT_FAILED: (w) =>
    `${w.agent} could not answer. Nothing was posted. ${w.operators} can see why (error AGENT_FAILED, request ${w.detail.request}).`,
  AGENT_BROKE_CONTRACT: (w) =>
    `${w.agent}'s answer was not in the agreed form, so I showed it to nobody. ${w.operators} can see why (error AGENT_BROKE_CONTRACT, request ${w.detail.request}).`,
  ANSWER_REFUSED: (w) =>
    `${w.agent}'s answer cannot be posted as it is, so I showed it to nobody. ${w.operators} can see why (error ANSWER_REFUSED, request ${w.detail.request}).`,
  ANSWER_TOO_LONG: (w) =>
    `${w.agent}'s answer was longer than one post (${w.detail.most} characters), and nothing is ever cut. Nothing was posted. Ask again for a shorter one.`,
  RUN_LOST: (w) => `${w.agent} was interrupted before it answered. Nothing was posted. Ask again if you still need it.`,

  PUBLISH_FAILED: (w) => `${w.platform} refused the post: ${w.detail.why} Nothing was posted.`,
  NOT_FOUND_THERE: (w) =>
    `${w.platform} never confirmed the post, and it was not found in ${w.channel}. It is most likely not there. If you try again, it could appear twice.`,
  OUTCOME_UNKNOWN: (w) =>
    `${w.platform} did not confirm. The post may or may not be in ${w.channel}. We do not send it again; we are looking, and tell you here.`,
  RETRACT_FAILED: (w) =>
    `${w.platform} refused to take the post in ${w.channel} away. It is still there. Try again, or ask ${w.operators}.`,

  NOT_AN_OPERATOR: (w) => `Only operators can do that. ${NOTHING_CHANGED} Operators here: ${w.operators}.`,
  UNKNOWN_COMMAND: (w) => `I do not know that command. ${NOTHING_CHANGED} ${w.detail.help}`,
  UNKNOWN_DRAFT: (w) =>
    `I know no draft or publication ${w.detail.named}. ${NOTHING_CHANGED} The reference stands under a publication (cs-…) or in \`countersign drafts\`.`,
  UNKNOWN_SCOPE: (w) => `${w.detail.named} is nothing that the switch can stop. ${NOTHING_CHANGED} Name all, agent:NAME or channel:ID.`,
};

/** What people are told besides refusals. */
export const NOTICES = {
  REJECTED: (w) =>
    `${w.detail.by} did not approve your answer from ${w.agent}. Nothing was posted in ${w.channel}. The card above says why.`,
  EXPIRED: (w) =>
    `Your draft from ${w.agent} for ${w.channel} closed without posting: nobody decided in time. Ask again if you still need it.`,
  PUBLISHED: (w) => `Your answer from ${w.agent} is posted in ${w.channel}. Proof: ${w.detail.reference}.`,
  RETRACTED: (w) => `The answer from ${w.agent} in ${w.channel} was retracted by ${w.detail.by}.`,
  SETTLED: (w) => `${w.detail.by} looked and settled it: the answer from ${w.agent} ${w.detail.outcome} in ${w.channel}.`,
  WITHDRAWN_BY_OPERATOR: (w) =>
    `${w.detail.by} closed your draft from ${w.agent} for ${w.channel}: “${w.detail.reason}”. Nothing was posted.`,
  REMINDER: (w) =>
    `${w.requester} is waiting for your review of an answer from ${w.agent} for ${w.channel}. The card is above. It closes ${w.detail.closes}.`,
  ALARM: (w) => `Alarm: ${w.detail.what} (error ${w.detail.code}${w.detail.request === undefined ? '' : `, request ${w.detail.request}`}).`,
  ALARMS_WORK: () => 'Countersign has started. Alarms reach you here.',
  SWITCH_ENGAGED: (w) =>
    `Publishing is stopped (${w.detail.scope}): “${w.detail.reason}”. Posts that were already on their way: ${w.detail.inFlight}.`,
  SWITCH_IS_RELEASED: (w) =>
    `Publishing is released (${w.detail.scope}). Drafts that had been approved went back to the people who asked: ${w.detail.voided}.`,
  STATUS: (w) =>
    `${w.detail.switch} ${count(Number(w.detail.open), 'open draft')}. Log: ${count(Number(w.detail.entries), 'entry', 'entries')} under the last checkpoint.`,
  RULES_KEPT: (w) =>
    `The rules file changed but is not valid, so the old rules stay in force. The first problem: ${w.detail.problem}. All of them: “npm run countersign -- check”.`,
  DONE: (w) => `Done: ${w.detail.what}`,
  HELP: (w) => `${w.detail.help}`,
} as const satisfies Record<string, Sentence>;
export type NoticeCode = keyof typeof NOTICES;

/** What an operator reads in an alarm, for each thing that goes wrong without a person at hand. */
export const ALARMS: Partial<Record<RefusalCode, Sentence>> = {
  PUBLISH_FAILED: (w) => `${w.platform} refused to post an answer in ${w.channel}: ${w.detail.why ?? ''} ${w.requester} can try again.`,
  NOT_FOUND_THERE: (w) => `a post in ${w.channel} was never confirmed and not found; ${w.requester} may try again.`,
  OUTCOME_UNKNOWN: (w) =>
    `${w.platform} did not confirm a post in ${w.channel}. It is being looked for; settle it by hand if that does not end.`,
  RETRACT_FAILED: (w) => `${w.platform} refused to take a post in ${w.channel} away. It is still there.`,
  NO_PRIVATE_SURFACE: (w) => `${w.requester} cannot be sent a direct message, so a draft was shown to nobody.`,
  AGENT_BROKE_CONTRACT: (w) => `${w.agent} answered outside the contract: ${w.detail.problem ?? 'see the log file'}.`,
  AGENT_FAILED: (w) => `${w.agent} failed: see the log file.`,
  ANSWER_REFUSED: (w) => `${w.agent} gave an answer that cannot be posted: see the log file.`,
};

export function refusalSentence(code: RefusalCode, words: Words): string {
  return REFUSALS[code](words);
}

/** The line under a publication. The approvers' slot is put in by `fill`. */
export function creditLine(credit: { agent: string; requester: string; editor: string | null; slot: string; reference: string }): string {
  const edited = credit.editor === null ? '' : ` Edited by ${credit.editor}.`;
  return `Written by ${credit.agent} (AI). Asked by ${credit.requester}.${edited} Approved by ${credit.slot}. ${credit.reference}`;
}

export function tombstone(words: { agent: string; by: string; time: string }): string {
  return `An answer from ${words.agent} was retracted by ${words.by} ${words.time}.`;
}

/** Who could read it: `212 people at Acme`. */
export function readersOf(audience: Audience): string {
  const number = audience.count === null ? 'Everybody' : people(audience.count);
  switch (audience.class) {
    case 'requester':
      return 'Only you';
    case 'restricted':
      return `${number} in #${audience.channelName}`;
    case 'workspace':
      return `${number} at ${audience.workspaceName}`;
    case 'external': {
      const outside = audience.outside.length > 0 ? `: ${joinNames(audience.outside)}` : '';
      return `People outside ${audience.workspaceName} can read this channel${outside}. ${audience.count === null ? '' : `${people(audience.count)} in all.`}`.trim();
    }
    case 'unknown':
      return 'We could not find out who can read this channel, so it cannot be posted.';
  }
}

/** Behind the name of the channel: `where 212 people at Acme can read it`. */
export function whereRead(audience: Audience): string {
  const readers = readersOf(audience);
  const atCompany = `${readers.charAt(0).toLowerCase()}${readers.slice(1)}`;
  return `where ${audience.class === 'workspace' ? atCompany : readersThere(audience)} can read it`;
}

/** What a button's question says: `212 people`, `230 people, Globex among them,`. */
export function readersThere(audience: Audience): string {
  const number = audience.count === null ? 'everybody there' : people(audience.count);
  switch (audience.class) {
    case 'requester':
      return 'only you';
    case 'restricted':
    case 'workspace':
      return number;
    case 'external':
      return `${number}, ${audience.outside.length > 0 ? joinNames(audience.outside) : `people outside ${audience.workspaceName}`} among them,`;
    case 'unknown':
      return 'nobody knows who';
  }
}

/** Longer lists of names are counted instead: what a person must read is never cut. */
const MOST_NAMES = 160;

/** `Ben`, `Ben or Chloe`, `2 of Ben, Chloe and Dan`, `one of 7 reviewers`. */
export function whoMustReview(names: readonly string[], needed: number): string {
  if (names.length === 0) return needed === 1 ? 'a reviewer' : `${needed} reviewers`;
  if (names.length > 4 || names.join('').length > MOST_NAMES) return `${needed === 1 ? 'one' : needed} of ${names.length} reviewers`;
  if (needed >= names.length) return joinNames(names);
  return needed === 1 ? joinNames(names, 'or') : `${needed} of ${joinNames(names)}`;
}
