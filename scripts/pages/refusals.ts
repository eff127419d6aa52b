import type { RefusalCode, RefusalGroup } from '../../src/core/errors.ts';
import { COMMANDS_HELP, DECIDED, HAPPENED, helpForAll, MAY_ASK, whyNoNewPost, type Words } from '../../src/core/sentences.ts';

/** One refusal as the page explains it. */
export interface ExplainedRefusal {
  /** Who reads the sentence. */
  reader: Reader;
  /** Sample words that its sentence needs besides the names. */
  words: Words['detail'];
  /** What helps, beyond the sentence itself. */
  help: string;
}

type Reader = 'who asked' | 'who pressed' | 'who asked or pressed' | 'requester' | 'who pressed, or the requester' | 'who gave the command';

const REQUEST = { request: 'rq-7KQ2M9XD' };

/** Without one of its keys this does not compile, so no refusal is without an explanation. */
export const REFUSALS_EXPLAINED: Record<RefusalCode, ExplainedRefusal> = {
  NO_RULE: {
    reader: 'who asked',
    words: {},
    help: 'Add a rule with `channel` or `match`. For direct messages add `direct_messages`. A channel without a rule is refused on purpose.',
  },
  RULE_AMBIGUOUS: { reader: 'who asked', words: {}, help: 'Two `match` patterns fit. A rule with the exact `channel` wins over both.' },
  UNKNOWN_AGENT: {
    reader: 'who asked',
    words: { named: 'oracle', agents: 'handbook' },
    help: 'A slip of the pen, or the agent is not in `agents`.',
  },
  AGENT_NOT_HERE: {
    reader: 'who asked',
    words: { agents: 'runbook' },
    help: 'The agent exists, but the rule of this channel does not list it in its `agents`.',
  },
  NOT_ALLOWED_TO_ASK: {
    reader: 'who asked',
    words: { who: MAY_ASK.members() },
    help: '`may_ask` of the rule. Guests, bots and people from outside never may, nor does anyone who could not post in the channel themselves.',
  },
  EMPTY_QUESTION: { reader: 'who asked', words: { agent: 'handbook' }, help: 'Write the question behind the name.' },
  QUESTION_TOO_LONG: {
    reader: 'who asked',
    words: { characters: 4218, most: 4000 },
    help: 'The limit is fixed. Characters that cannot be seen count as they are written out.',
  },
  AUDIENCE_TOO_WIDE: {
    reader: 'who asked or pressed',
    words: { asking: 1 },
    help: 'Also met at an approval and before the post is sent, then with “Nothing was posted.” Raise `widest_audience`, or close the channel to the others; then edit or ask again, because the post was made for those readers.',
  },
  NOBODY_CAN_REVIEW: {
    reader: 'who asked',
    words: { onlyYou: 1, able: 0, needed: 1 },
    help: 'Add people to `reviewers.from`. The requester, linked accounts, guests, bots and closed accounts do not count, and neither does `fallback`.',
  },
  TOO_MANY_ASKS: {
    reader: 'who asked',
    words: { asked: 20, within: '1 hour', when: 'in 12 minutes' },
    help: '`limits.asks`. Accounts of one human share it.',
  },
  TOO_MANY_OPEN_DRAFTS: { reader: 'who asked', words: { open: 10 }, help: '`limits.open_drafts`. Accounts of one human share it.' },

  LOOKUP_FAILED: {
    reader: 'who asked or pressed',
    words: {},
    help: 'The platform did not answer a question about a person, a group or a channel. Try again. The log file says which question, at level `warn`. If it is the rules that name somebody whom the platform does not know, the sentence says so instead, and `doctor` names them.',
  },
  NOT_YOURS: { reader: 'who pressed', words: {}, help: 'Nothing. If it is your draft, use the account that asked.' },
  UNKNOWN_CARD: {
    reader: 'who pressed',
    words: {},
    help: 'The button belongs to no card, or was copied onto another message; or its draft was forgotten a year after `retention`. A post that is as old can only be deleted in the chat.',
  },
  STALE: { reader: 'who pressed', words: {}, help: 'Read the newest card and decide about that text.' },
  ALREADY_DECIDED: {
    reader: 'who pressed',
    words: { what: DECIDED.rejected('Chloe', 'at 14:31') },
    help: 'Somebody was faster, or it was a second click.',
  },
  NOT_NOW: {
    reader: 'who pressed',
    words: { what: HAPPENED.publishing() },
    help: 'What the state of the draft does not allow: [lifecycle.md](lifecycle.md). On `release`: nothing is stopped there, or the kill file is still present. On `settle` from the operator’s corner: the draft has moved on since the operator looked.',
  },
  ENGAGED: {
    reader: 'who pressed, or the requester',
    words: { by: 'Olu', when: 'at 14:02', reason: 'wrong payroll answers' },
    help: 'The way forward is blocked, the way out is open: edit, reject, keep private, retract. An operator releases.',
  },
  NO_DESTINATION: { reader: 'who pressed', words: {}, help: 'Ask in the channel in which the answer should stand.' },
  AUDIENCE_UNKNOWN: {
    reader: 'who pressed',
    words: {},
    help: 'What cannot be found out counts as the widest. An approved draft waits and looks again by itself; operators get an alarm after five tries.',
  },
  CANNOT_POST_THERE: {
    reader: 'who pressed, or the requester',
    words: {},
    help: 'A requester publishes only where they could post themselves, as an active person of the company, now.',
  },
  REASON_NEEDED: { reader: 'who pressed', words: {}, help: 'Write why. It is sealed with the draft; the log holds its salted digest.' },
  TEXT_EMPTY: { reader: 'who pressed', words: {}, help: 'Write something that can be seen.' },
  TEXT_REFUSED: {
    reader: 'who pressed',
    words: { reason: 'The text holds U+0378, which is no character.' },
    help: 'The edited text holds something that nobody can say how it will look, or is too long to be read at all.',
  },
  TEXT_TOO_LONG: {
    reader: 'who pressed',
    words: { characters: 3112, most: 3000 },
    help: 'The limit is the platform’s (3,000 in the playground); for reasons 500, for the words of “Ask again” 1,000. Nothing that is approved is ever cut. The switch is never refused for its reason: of a longer one, the first 500 characters are kept.',
  },
  TOO_MANY_MENTIONS: {
    reader: 'who pressed',
    words: { mentions: 6 },
    help: 'Only people who were named in the question can be notified at all.',
  },
  NO_NEW_POST: {
    reader: 'who asked or pressed',
    words: { elsewhere: '#questions', lacks: whyNoNewPost({ kind: 'unknown_tag', tag: 'runbook' }) },
    help: '`new_post` of the rule of the channel: only a forum has new posts, a forum needs the key, and each tag must be there under this name. `doctor` says what does not fit.',
  },
  NOT_A_DESTINATION: {
    reader: 'who pressed',
    words: { asked: '#engineering', named: '#lobby', channels: '#random' },
    help: '`destinations` of the rule of the channel in which it was asked; the other channel needs a rule of its own that lists the agent.',
  },
  FROM_NARROWER: {
    reader: 'who pressed',
    words: { asked: '#team-payments', named: '#random' },
    help: '`from_narrower: allow` in the rule of the wider channel, if that is wanted. Or ask again in the wider channel.',
  },

  AUDIENCE_WIDENED: {
    reader: 'who pressed, or the requester',
    words: { readers: 'People outside Acme' },
    help: 'The draft is back with its requester, as a new post: look, and approve again.',
  },
  RULE_CHANGED: {
    reader: 'who pressed, or the requester',
    words: {},
    help: 'The rule demands more now, or the tags of a forum’s new posts are others. A rule that demands less voids nothing.',
  },
  RULE_GONE: {
    reader: 'who pressed, or the requester',
    words: {},
    help: 'The rule is gone, no longer lists the agent, or no longer lists the destination.',
  },
  REVIEWER_CHANGED: {
    reader: 'who pressed, or the requester',
    words: {},
    help: 'Somebody left the group, became a guest, was closed, or was linked to another reviewer. Approve again; the reviewers of today are asked.',
  },
  SWITCH_RELEASED: { reader: 'requester', words: {}, help: 'Releasing the switch publishes nothing by itself.' },
  COPY_RESTORED: {
    reader: 'requester',
    words: {},
    help: 'An older copy of the database was put in its place ([restore](deploy.md#restore)). When the switch is released, every draft of that copy that could still be posted goes back to its requester.',
  },

  NOTHING_FOUND: { reader: 'requester', words: {}, help: 'Ask again in other words.' },
  AGENT_TIMED_OUT: {
    reader: 'requester',
    words: { within: '30 seconds' },
    help: '`agents.<name>.time_limit`. A later answer is dropped.',
  },
  AGENT_FAILED: {
    reader: 'requester',
    words: REQUEST,
    help: 'Log file: “an agent gave no answer”, with `detail`. It never quotes the agent.',
  },
  AGENT_BROKE_CONTRACT: {
    reader: 'requester',
    words: REQUEST,
    help: 'Log file: “an agent broke its contract”, with `problem`: paths and types, never what the agent said.',
  },
  ANSWER_REFUSED: {
    reader: 'requester',
    words: REQUEST,
    help: 'Log file: “an answer could not become a post”, with `reason`.',
  },
  ANSWER_TOO_LONG: {
    reader: 'requester',
    words: { most: 3000 },
    help: '“Ask again”, and say “shorter”. Agents are told how long an answer may be.',
  },
  RUN_LOST: { reader: 'requester', words: {}, help: 'The process ended while the agent worked. Nothing was lost but the run.' },

  NO_PRIVATE_SURFACE: {
    reader: 'requester',
    words: {},
    help: 'A draft is never shown in a wider place instead. The requester reads this when a private way is open again.',
  },
  PUBLISH_FAILED: {
    reader: 'requester',
    words: { why: 'I am not a member of this channel. Add Countersign there, then press “Try again”.' },
    help: 'Do what the platform’s sentence says, then press “Try again”. The platform’s own codes stand [below](#what-the-playground-answers).',
  },
  NOT_FOUND_THERE: {
    reader: 'requester',
    words: {},
    help: 'Look in the channel first. Nobody but the requester sends it again.',
  },
  OUTCOME_UNKNOWN: {
    reader: 'requester',
    words: {},
    help: 'Wait: it is looked for. If it does not end, an operator looks and runs `npm run countersign -- settle`.',
  },
  RETRACT_FAILED: { reader: 'requester', words: {}, help: 'Press “Retract” again, or take the message away by hand.' },

  MEMBERS_ONLY: {
    reader: 'who gave the command',
    words: {},
    help: 'Guests, bots, people from outside and closed accounts learn neither how the switch stands nor who operates this. Named operators are never refused so.',
  },
  NOT_AN_OPERATOR: { reader: 'who gave the command', words: {}, help: '`operators.people` of the rules file.' },
  UNKNOWN_COMMAND: {
    reader: 'who gave the command',
    words: { help: `${helpForAll('handbook')} ${COMMANDS_HELP}` },
    help: '`/countersign help` lists them.',
  },
  UNKNOWN_DRAFT: {
    reader: 'who gave the command',
    words: { named: 'cs-00000000' },
    help: 'Take `cs-…` from under the post, or `rq-…` from `npm run countersign -- drafts`.',
  },
  AGENT_CANNOT_CONNECT: {
    reader: 'who gave the command',
    words: { agent: 'handbook', calls: 0 },
    help: 'Only an agent of the connector `api` or `http` calls us; its secret is made by `npm run countersign -- agent add NAME`.',
  },
  UNKNOWN_SCOPE: {
    reader: 'who gave the command',
    words: { named: 'agent:oracle' },
    help: 'A name that nothing has would stop nothing, so it is refused; so is a channel that a pattern covers and the platform does not know. Without a name everything is stopped.',
  },
};

/** How the page calls each group of `REFUSAL_GROUPS`, and what is true of all its codes. */
export const REFUSALS_INTRODUCED: Record<RefusalGroup, { heading: string; lead: string }> = {
  asking: {
    heading: 'Before an agent is asked',
    lead: 'The question went to no agent, there is no draft, and nobody but the person reads the answer.',
  },
  clicking: {
    heading: 'About a click',
    lead: 'The click did nothing. The person alone reads why. `LOOKUP_FAILED`, `ENGAGED` and `NO_NEW_POST` are also met when asking.',
  },
  changed: {
    heading: 'What an approval rests on changed',
    lead: 'The approvals no longer count. The draft is back with its requester as a post made anew, and its card says why. `AUDIENCE_TOO_WIDE`, `CANNOT_POST_THERE` and `NO_NEW_POST` do the same.',
  },
  agent: {
    heading: 'What an agent did',
    lead: 'Nothing of the answer was shown to anybody. The requester reads the sentence on the card and can ask again.',
  },
  platform: {
    heading: 'What the platform did',
    lead: 'The requester reads the sentence on the card; operators get an [alarm](#alarms).',
  },
  commands: {
    heading: 'Commands of operators',
    lead: 'The answer to `/countersign …`, in that person’s private place; at the command line with the code before it and exit code 1.',
  },
};
