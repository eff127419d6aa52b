/**
 * Every code that a person, a script or an operator can be answered with, by what it is about: each stands in one group. The
 * sentence of each stands in `sentences.ts`; what helps against it in `docs/errors.md`, written from `scripts/pages/refusals.ts`.
 */
export const REFUSAL_GROUPS = {
  /** Before an agent is asked. */
  asking: [
    'NO_RULE',
    'RULE_AMBIGUOUS',
    'UNKNOWN_AGENT',
    'AGENT_NOT_HERE',
    'NOT_ALLOWED_TO_ASK',
    'EMPTY_QUESTION',
    'QUESTION_TOO_LONG',
    'AUDIENCE_TOO_WIDE',
    'NOBODY_CAN_REVIEW',
    'TOO_MANY_ASKS',
    'TOO_MANY_OPEN_DRAFTS',
  ],
  /** About a click. */
  clicking: [
    'LOOKUP_FAILED',
    'NOT_YOURS',
    'UNKNOWN_CARD',
    'STALE',
    'ALREADY_DECIDED',
    'NOT_NOW',
    'ENGAGED',
    'NO_DESTINATION',
    'AUDIENCE_UNKNOWN',
    'CANNOT_POST_THERE',
    'REASON_NEEDED',
    'TEXT_EMPTY',
    'TEXT_REFUSED',
    'TEXT_TOO_LONG',
    'TOO_MANY_MENTIONS',
    'NOT_A_DESTINATION',
    'FROM_NARROWER',
    'NO_NEW_POST',
  ],
  /** What an approval rests on changed. */
  changed: ['AUDIENCE_WIDENED', 'RULE_CHANGED', 'RULE_GONE', 'REVIEWER_CHANGED', 'SWITCH_RELEASED', 'COPY_RESTORED'],
  /** What an agent did. */
  agent: ['NOTHING_FOUND', 'AGENT_TIMED_OUT', 'AGENT_FAILED', 'AGENT_BROKE_CONTRACT', 'ANSWER_REFUSED', 'ANSWER_TOO_LONG', 'RUN_LOST'],
  /** What the platform did. */
  platform: ['NO_PRIVATE_SURFACE', 'PUBLISH_FAILED', 'NOT_FOUND_THERE', 'OUTCOME_UNKNOWN', 'RETRACT_FAILED'],
  /** Commands of operators. */
  commands: ['MEMBERS_ONLY', 'NOT_AN_OPERATOR', 'UNKNOWN_COMMAND', 'UNKNOWN_DRAFT', 'UNKNOWN_SCOPE', 'AGENT_CANNOT_CONNECT'],
} as const;
export type RefusalGroup = keyof typeof REFUSAL_GROUPS;
export type RefusalCode = (typeof REFUSAL_GROUPS)[RefusalGroup][number];
export const REFUSAL_CODES: readonly RefusalCode[] = Object.values(REFUSAL_GROUPS).flat();

/** An expected no. `detail` is what its sentence needs besides the draft: never an agent's text. */
export interface Refusal {
  code: RefusalCode;
  detail: Record<string, string | number>;
}

export function refusal(code: RefusalCode, detail: Refusal['detail'] = {}): Refusal {
  return { code, detail };
}
