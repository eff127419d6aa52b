/**
 * Every sentence that a person is told, in one place: whoever translates them or holds them against each other begins here. The
 * cards and the use cases choose and fill; they hold no sentence of their own.
 */

/** What a sentence is filled with, and what stands in it for a name that there is not. */
export { AN_OPERATOR, NO_CHANNEL, ON_BOTH_CARDS, OURSELVES, platformName, type Words } from './sentences/words.ts';
/** Every refusal says what happened, what did not, and what to do; what became of a draft meanwhile. */
export { DECIDED, HAPPENED, MAY_ASK, NO_REASON_GIVEN, NOT_NOW_BECAUSE, REASONS, refusalSentence } from './sentences/refusals.ts';
/** What people and operators are told besides refusals; why a draft ran out of time. */
export { ALARM_WHAT, ALARMS, GOES_WRONG, type NoticeCode, NOTICES, RAN_OUT, SETTLED_AS, SOME_ALARM } from './sentences/notices.ts';
/** The faces of the two cards. */
export { POINTER, REQUESTER, type SawBefore } from './sentences/requester-card.ts';
export { MADE } from './sentences/made.ts';
export { namedSpaces, REVIEWER } from './sentences/review-card.ts';
/** Posts that begin a thread of their own. */
export { FORUM_LACKS, newPostIn, whyNoNewPost } from './sentences/forum.ts';
/** A person's own page. */
export { HOME, HOME_STANDS } from './sentences/home.ts';
/** What stands on buttons, and what is asked before a click counts. */
export { afterEarlierAttempt, CONFIRMS, HANDS_IN, INPUTS, LABELS } from './sentences/buttons.ts';
/** Who can read it; who must review, who is asked, who saw it. */
export { readersNow, readersOf, readersThere, whereRead } from './sentences/readers.ts';
export { atCommandLine, named, NOBODY, whoIsAsked, whoMustReview } from './sentences/people.ts';
/** What agents that call us are told. */
export { DOOR_REFUSALS, type DoorCode } from './sentences/door.ts';
/** What everybody reads in the channel. */
export { creditLine, PREVIEWED, staysLine, tombstone } from './sentences/publication.ts';
/** What the curious read: the rule of a channel, the proof of a post. */
export { PROOF, WHY } from './sentences/curious.ts';
/** What operators read: the switch, drafts without their text, what an order did, what a check of the log found. */
export {
  BY_KILL_FILE,
  COMMANDS_HELP,
  helpForAll,
  ORDERED,
  OWN_KEY,
  scopeInWords,
  STANDS,
  SWITCH_STANDS,
  verdict,
} from './sentences/operators.ts';
