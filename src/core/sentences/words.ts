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
  /**
   * What else this sentence needs; missing words are a bug that a test of the table finds. Two may stand in any of them:
   * `reader: 'reviewer'` where somebody else than the requester reads it, and `mayStand: 1` where an earlier attempt was never
   * confirmed, so that nobody may be told that nothing was posted.
   */
  detail: Record<string, string | number>;
}

export type Sentence = (words: Words) => string;

export const ASKED_NOBODY = 'Your question went to no agent.';
export const NOTHING_CHANGED = 'Nothing was changed.';

/** True also where an earlier attempt was never confirmed. */
export function nothingPosted(mayStand: boolean): string {
  return mayStand ? 'Nothing more was posted.' : 'Nothing was posted.';
}

/** What a reviewer may expect once the requester approves; nobody is promised a card who may not review any more. */
export function newCard(requester: string, mayReview: boolean, what: string): string {
  return `If ${requester} approves ${what}, ${mayReview ? 'you get a new card' : 'its reviewers get new cards'}.`;
}

/** `: “wrong vault path”`, or that nobody can read it any more. */
export function because(reason: string | null): string {
  return reason === null ? '; the reason was erased' : `: ${quoted(reason)}`;
}

/** Somebody's words within a sentence of ours: they can neither end the quotes nor begin a line of their own. */
export function quoted(words: string): string {
  const inside = words
    .replaceAll('“', '‘')
    .replaceAll('”', '’')
    .replaceAll(/\s*[\n\r\u2028\u2029]\s*/g, ' ');
  return `“${inside}”`;
}

/** Nobody ever confirmed an earlier attempt, so nothing may be said of who can read it. */
export interface MayStand {
  mayStand: boolean;
}

/** What a card says to whoever reads it, its requester or a reviewer. */
export const ON_BOTH_CARDS = {
  approvedSoFar: (names: string) => `Approved so far by ${names}.`,
  closes: (when: string, { mayStand }: MayStand) =>
    `If nobody acts: ${mayStand ? 'nothing more is posted' : 'it stays private'}. Closes ${when}.`,
  fallbackFrom: (time: string, people: string) => `If it still waits ${time}, ${people} can see and review it as well.`,
  addressesDefused: (isPosted: boolean) =>
    `Addresses are written so that nobody can click them here${isPosted ? '; in the post they are as usual' : ''}.`,
  earlierAttempt: (channel: string, platform: string) =>
    `An earlier attempt may stand in ${channel} already. ${platform} never confirmed it: look there first.`,
} as const;

/** Who did what no person did. */
export const OURSELVES = 'Countersign';

/** Who can help, for whoever is not told names; at the beginning of a sentence, `capital` it. */
export const AN_OPERATOR = 'an operator';

/** What stands where the name of a channel would. */
export const NO_CHANNEL = { conversation: 'this conversation', directMessage: 'a direct message' } as const;

/** `slack` → `Slack`, `playground` → `The playground`: how sentences name a platform. */
export function platformName(platform: string): string {
  return platform === 'playground' ? 'The playground' : capital(platform);
}

export function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
