import type { AdapterErrorCode } from '../../src/adapter.ts';
import type { RefusalCode } from '../../src/core/errors.ts';
import {
  ALARM_WHAT,
  COMMANDS_HELP,
  GOES_WRONG,
  helpForAll,
  type NoticeCode,
  ORDERED,
  PROOF,
  scopeInWords,
  SETTLED_AS,
  SWITCH_STANDS,
  WHY,
  type Words,
} from '../../src/core/sentences.ts';
import type { FormatErrorCode } from '../../src/log/format-error.ts';
import type { StoreErrorCode } from '../../src/store/store-error.ts';

/** Sentences that come without being asked for: who reads them, and sample words. */
export const NOTICES_EXPLAINED: Record<NoticeCode, { reader: string; words: Words['detail'] }> = {
  NO_ANSWER: { reader: 'requester', words: { why: 'handbook found nothing about this. There is nothing to post.' } },
  REJECTED: { reader: 'requester', words: { by: 'Ben', reason: 'wrong vault path' } },
  EXPIRED: { reader: 'requester', words: {} },
  PUBLISHED: { reader: 'requester', words: { reference: 'cs-7KQ2M9XD' } },
  RETRACTED: { reader: 'requester', words: { by: 'Ben' } },
  SETTLED: { reader: 'requester', words: { by: 'Olu', outcome: SETTLED_AS.published } },
  WITHDRAWN_BY_OPERATOR: { reader: 'requester', words: { by: 'Olu', reason: 'asked in the wrong channel' } },
  WITHDRAWN_BY_AGENT: { reader: 'requester', words: {} },
  REMINDER: { reader: 'reviewer', words: { closes: 'tomorrow, 14:05' } },
  ALARM: {
    reader: '`operators.alarms`',
    words: { what: ALARM_WHAT.again(GOES_WRONG.publish), code: 'UNREACHABLE', request: 'rq-7KQ2M9XD' },
  },
  ALL_CLEAR: { reader: '`operators.alarms`', words: { reference: 'cs-7KQ2M9XD', request: 'rq-7KQ2M9XD' } },
  ALARMS_WORK: { reader: '`operators.alarms`, at every start', words: {} },
  SWITCH_ENGAGED: { reader: 'operator', words: { scope: scopeInWords('all'), reason: 'wrong payroll answers', inFlight: 0 } },
  SWITCH_IS_RELEASED: { reader: 'operator', words: { scope: scopeInWords('all'), voided: 2 } },
  STATUS: { reader: 'any member who asks for it', words: { switch: SWITCH_STANDS.notStopped(), open: 3, entries: 1234 } },
  RULES_KEPT: {
    reader: '`operators.alarms`',
    words: { problem: 'countersign.yaml:31:16 channels[0].expires: must be from 1 minute to 30 days, not 60 days' },
  },
  DONE: { reader: 'operator', words: { what: ORDERED.withdrawn('cs-7KQ2M9XD', false) } },
  CONNECT_CODE: {
    reader: 'whoever connects an agent',
    words: { agent: 'handbook', code: '7KQ2-M9XD-40TF-8ZRC', within: '5 minutes' },
  },
  CONNECT_CODE_SHOWN: { reader: 'whoever connected an agent, when the platform delivers that again', words: { agent: 'handbook' } },
  HELP: {
    reader: 'any member who asks for it; the second half, operators',
    words: { help: `${helpForAll('handbook')} ${COMMANDS_HELP}` },
  },
  CHANNEL_RULE: {
    reader: 'any member who asks for it in a channel in which they may post',
    words: { says: WHY.rule('#engineering', 'handbook', WHY.who.members, WHY.reviewed(1, 'Ben and Chloe'), '24 hours') },
  },
  PROOF: {
    reader: 'whoever reads the channel of the post, and asks for it',
    words: {
      says: PROOF.of({
        reference: 'cs-7KQ2M9XD',
        stands: PROOF.posted('#engineering', ' at 14:32'),
        credit: PROOF.credit('Ana', 'Ana and Ben'),
        entry: PROOF.entry(412, 790),
        digest: '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
      }),
    },
  },
};

/** What helps against an alarm about one draft; the sentences are those of `ALARMS`. */
export const ALARMS_HELP: Partial<Record<RefusalCode, string>> = {
  PUBLISH_FAILED: 'Remove what the platform names. The requester presses “Try again”.',
  NOT_FOUND_THERE: 'Look in the channel. The requester alone can try again, and is told that it may appear twice.',
  OUTCOME_UNKNOWN: 'Wait for the look. If it does not end: look yourself, then `settle`.',
  RETRACT_FAILED: 'Take the message away by hand, or remove what the platform names and press “Retract” again.',
  NO_PRIVATE_SURFACE: 'Ask the person to open direct messages.',
  AGENT_BROKE_CONTRACT: 'The line in the log file names the paths that are wrong. Mend the agent.',
  AGENT_FAILED: 'The line in the log file says how it failed.',
  ANSWER_REFUSED: 'The line in the log file says why.',
};

/** Alarms about work that does not succeed; `what` is one of those for which it comes. */
export const WORK_ALARMS: Record<string, { what: string; when: string; help: string }> = {
  UNREACHABLE: {
    what: ALARM_WHAT.again(GOES_WRONG.show_card),
    when: 'The platform does not answer. It is tried for as long as it takes, at most a minute apart.',
    help: 'See that the platform can be reached.',
  },
  REFUSED: {
    what: ALARM_WHAT.again(GOES_WRONG.update_card),
    when: 'The platform said no. Given up after 60 tries, with a second alarm.',
    help: 'The line in the log file holds the platform’s code.',
  },
  LOOKUP_FAILED: {
    what: ALARM_WHAT.again(GOES_WRONG.show_reviewers),
    when: 'The platform does not say who is who, or knows a group of the rules file no more.',
    help: 'See that the platform can be reached, and that the group is still there.',
  },
  AUDIENCE_UNKNOWN: {
    what: ALARM_WHAT.again(GOES_WRONG.publish),
    when: 'Nobody can say who reads the channel. The draft stays approved.',
    help: 'Let the platform tell it, or withdraw the draft.',
  },
  NOT_UNDER_CHECKPOINT: {
    what: ALARM_WHAT.again(GOES_WRONG.publish),
    when: 'The intent came under no signed checkpoint in 10 s, so nothing was sent.',
    help: 'Log file: “the log could not be extended”. Another process may hold the lease, or the last checkpoint was changed by hand: `verify`.',
  },
  RULES_ARE_OLD: {
    what: ALARM_WHAT.again(GOES_WRONG.publish),
    when: 'This process works under an older version of the rules than another one.',
    help: 'Give every process the same rules file.',
  },
  NOT_CONFIRMED: {
    what: ALARM_WHAT.again(GOES_WRONG.retract),
    when: 'The platform does not confirm a retraction. After 20 tries it is `RETRACT_FAILED`.',
    help: 'Look in the channel.',
  },
  EFFECT_FAILED: {
    what: ALARM_WHAT.over(GOES_WRONG.update_card),
    when: 'Anything else, a fault of the program included.',
    help: 'The line “an effect failed” in the log file holds the error.',
  },
  CONFIRMED_LATE: {
    what: ALARM_WHAT.confirmedLate('#engineering', 'cs-7KQ2M9XD'),
    when: 'A machine stood still while it sent, and woke after the post had been given up.',
    help: 'Look whether it should stand there. If not, retract it.',
  },
  TITLE_STANDS: {
    what: ALARM_WHAT.titleStands('#questions'),
    when: 'An answer that stood in a forum was retracted. Discord lets nobody but moderators change the title of a post that they locked.',
    help: 'Open the post in the forum: the text is gone. Change its title, or delete it.',
  },
  BYPASS: {
    what: ALARM_WHAT.bypass('slack:T01:C0123', '1700000000.000100'),
    when: 'The platform tells of something that our own bot wrote and that is no publication of ours. Publishing is stopped by it.',
    help: 'Somebody else may hold the bot’s token. Look at what was written, renew the token, then release.',
  },
  REVIEW_CHANNEL: {
    what: ALARM_WHAT.reviewChannel('#reviews', 'strangers'),
    when: 'The channel under `reviewers.channel` is read by others than those who may review this draft, or is not private.',
    help: 'Take them out of the channel, or take the channel out of the rule. Until then each reviewer is asked in a direct message.',
  },
};

export const ADAPTER_ERRORS: Record<AdapterErrorCode, { means: string; follows: string }> = {
  NO_PRIVATE_SURFACE: {
    means: 'There is no private way to this person.',
    follows: 'The card is shown to nobody; operators hear of it at once; it is tried again.',
  },
  REFUSED: { means: 'The platform said no.', follows: 'Tried again, 60 times. At start: the bot does not start.' },
  UNREACHABLE: { means: 'The platform did not answer.', follows: 'Tried again until it does. At start: the bot does not start.' },
  UNKNOWN_GROUP: {
    means: 'A group that the rules name is gone, or a person of that id.',
    follows: 'Nothing is decided while it is so (`LOOKUP_FAILED`). Correct the rules file.',
  },
};

/** What the store’s instruction does not say. */
export const STORE_ERRORS: Record<StoreErrorCode, string> = {
  STORE_FULL: 'SQLITE_FULL, or 53100 of PostgreSQL',
  STORE_READ_ONLY: 'SQLITE_READONLY, or 25006',
  STORE_LOCKED: 'SQLITE_BUSY or SQLITE_LOCKED, 55P03, 57014',
  STORE_CONFLICT: 'a deadlock or a serialisation failure, after five tries',
  STORE_CORRUPT: 'SQLITE_CORRUPT, SQLITE_NOTADB, XX001, XX002',
  STORE_UNAVAILABLE: 'no connection, wrong password, I/O error, or the store was closed',
  COMMIT_UNKNOWN: 'the one case that is not tried again by itself',
  DATABASE_NEWER: 'at start',
  WRONG_DATA_KEY: 'at start',
  SEALED_UNREADABLE: 'somebody changed the database',
  TEXT_ERASED: 'retention was over',
};

export const FORMAT_ERRORS: Record<FormatErrorCode, string> = {
  NOT_JSON: 'The bytes are not JSON in UTF-8.',
  NOT_CANONICAL: 'They are JSON, but RFC 8785 writes that value in another way: somebody wrote it again.',
  VALUE_REFUSED: 'A fraction, half a surrogate pair, NUL, or a salt or key of the wrong length.',
  TOO_DEEP: 'JSON that nests more than 32 deep.',
  TOO_LARGE: 'An entry, a note or a proof over its limit.',
  UNKNOWN_VERSION: 'Perhaps written by a newer release; never guessed at.',
  UNKNOWN_TYPE: 'An entry of a type that this release does not know.',
  BAD_ENTRY: 'An entry without a field that its type has, or with one that it has not.',
  BAD_KEY: 'A key file or verifier key that is not of the form. Make keys with `keygen`.',
  BAD_NOTE: 'A signed note that is not of the form.',
  BAD_CHECKPOINT: 'A checkpoint that is not of the form.',
  BAD_FRONTIER:
    'The last checkpoint does not fit what it signs: the database was changed by hand. Nothing is signed on top of it; run `verify`.',
  BAD_PROOF: 'A `.tlog-proof` file that is not of the form.',
  BAD_EVIDENCE: 'What should be evidence, a delivery as a platform signed it, is not of the form, or does not say what its entry says.',
  NO_KNOWN_SIGNATURE: 'Nobody whose key was given has signed it. Is it the right `--key`?',
  BAD_SIGNATURE: 'It names a key that was given, but the signature does not fit: it was changed.',
  WRONG_ORIGIN: 'A checkpoint of another log.',
  NOT_INCLUDED: 'The proof does not lead from this entry to the signed root.',
};

/** In the field `problem` of the log line “a page of a handbook is left out”. The agent answers from the other pages. */
export const PAGE_PROBLEMS: Record<string, string> = {
  TOO_LARGE: 'It has more than 1 MB.',
  NOT_TEXT: 'It is not UTF-8, or holds a NUL.',
  TOO_DEEP: 'Its quotations or lists nest too deeply to be parsed.',
  UNREADABLE: 'It cannot be opened. Look at its permissions.',
  TOO_MANY: 'The folder has more than 10,000 pages; this one and those after it are left out.',
};

/** What a terminal says when it does not start, or a command cannot run; `…` stands for what differs. */
export const START_ERRORS: readonly [says: string, help: string][] = [
  ['The rules cannot be used: …', 'Every problem stands below it, with its line. `check` says the same.'],
  ['The folder … cannot be written (…). Let this user write there, or name another one in DATA_DIR.', 'As it says.'],
  ['Port … is in use. Stop the program that holds it, or choose another: PORT=…', 'As it says.'],
  ['… is not an address of this machine. Correct ….', '`HOST` or `HEALTH_HOST`; left empty, it is 127.0.0.1.'],
  ['This user may not listen on port …. Choose one above 1023 in ….', 'As it says.'],
  ['Slack does not accept the bot’s token. …', 'As it says; `doctor` looks at the rest.'],
  [
    'Slack does not answer. …',
    'The machine may have no way out, or Slack is down. Whatever starts the process again is all that it needs.',
  ],
  ['Slack opens no connection for deliveries. …', 'The app-level token needs the scope `connections:write`.'],
  [
    'Discord does not accept the bot’s token. …',
    'As it says. A process that runs ends with it, too, so whatever starts it again must not do so without end.',
  ],
  [
    'Discord does not answer. …',
    'The machine may have no way out, or Discord is down. Whatever starts the process again is all that it needs.',
  ],
  ['Discord opens no gateway. …', 'The same; or the bot was started so often today that Discord lets it in no more until tomorrow.'],
  [
    'Discord refused (…).',
    'At the registration of the commands: 50001 means that DISCORD_APPLICATION_ID is not that of this bot. `doctor` looks at the rest.',
  ],
  ['DATA_KEY must be 32 bytes in base64 (44 characters).', 'Take the line of `keygen` as it is.'],
  ['LOG_KEY cannot be used: …', 'Take the line of `keygen` as it is.'],
  [
    'LOG_KEY is not the key that this log was signed with. Set the right one; with another nothing can be published.',
    'A log has one key for ever.',
  ],
  ['The agent … names the connector “…”, which does not exist. Known are: …', 'Correct `connector` in the rules file.'],
  ['The playground does not answer. Start it, or set its address.', 'Only with `PLAYGROUND_URL`.'],
  ['The playground refuses this bot. Set the same PLAYGROUND_TOKEN on both sides.', 'Only with `PLAYGROUND_URL`.'],
  ['The token of the playground needs at least 16 characters. Set PLAYGROUND_TOKEN.', 'Or leave it empty: then one is made.'],
  [
    '… was written by a newer playground (format …).',
    'Use that version, or move the file away: it holds the playground’s chat and nothing else.',
  ],
  [
    'This database is an older copy: … entries were signed here, and it holds … of them. … run: npm run countersign -- restore --in-place',
    'The machine’s [anchor](deploy.md#anchors) is ahead of the database. Put the newer one back, or [settle the copy](deploy.md#restore).',
  ],
  [
    'This database is not the one that signed … entries here: at that place it holds others. …',
    'The same: an older copy that went on by itself.',
  ],
  [
    'This database holds another log than the one that was signed here, or LOG_KEY is another. …',
    'A wrong `DATABASE_URL`, `DATA_DIR` or `LOG_KEY`; or you began anew on purpose, then move the anchor away.',
  ],
  ['The folder of the anchor … cannot be written (…). Let this user write there, or name another file in ANCHOR_FILE.', 'As it says.'],
  [
    'There is no database in … Set DATA_DIR to the folder of the bot, or start it first: npm start',
    'Commands only. A wrong folder must not look like an empty installation.',
  ],
];

/** Exit codes of `npm run countersign -- …`: what the command line's own comment says, and examples. */
export const EXIT_EXAMPLES: Record<string, string> = {
  '0': '`verify` found that everything fits; `engage` engaged.',
  '1': '`check` found problems; `verify` found something changed; `doctor` has something to mend; a refusal, with its code before the sentence; rules that are not valid. Also `npm start` when it cannot start (`start` as a command: 3).',
  '2': 'An unknown command or option, a state that does not exist, a configuration with a problem.',
  '3': 'A file that cannot be read, no database, no platform.',
};
