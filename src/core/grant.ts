/**
 * What a grant can let an agent do for one person: hand in a draft, answer when it is asked again, take back its own, read what was
 * asked. There is no word here for approving, publishing, rules, keys or the switch.
 */
export const GRANT_VERBS = ['draft', 'revise', 'withdraw', 'read'] as const;
export type GrantVerb = (typeof GRANT_VERBS)[number];

/** How much one grant holds: new drafts, and bytes of answers. */
export interface GrantSize {
  verbs: readonly GrantVerb[];
  drafts: number;
  bytes: number;
}

const MOST_BYTES = 64 * 1024;

/** By a person's code: for their drafts in one place. */
export const CONNECTED: GrantSize = { verbs: GRANT_VERBS, drafts: 3, bytes: MOST_BYTES };
/** Because a person asked: for the draft of that run alone. */
export const FOR_RUN: GrantSize = { verbs: ['read', 'revise'], drafts: 0, bytes: MOST_BYTES };

/** The longest life of a grant, and that of the code that leads to one, in milliseconds. */
export const GRANT_LIVES_MS = 10 * 60_000;
export const CODE_LIVES_MS = 5 * 60_000;

/** How agents that call us are reached by the rules: these connectors leave room for an answer that comes through the door. */
export const CALLING_CONNECTORS: readonly string[] = ['api', 'http'];
