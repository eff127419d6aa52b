/**
 * What an agent that calls us is told when it is refused. Programs read the code; whoever writes one reads the sentence. None says more
 * than the agent knows already: what is somebody else's, is over or never was, is told alike.
 */
export const DOOR_REFUSALS = {
  AGENT_NOT_KNOWN: {
    status: 401,
    title: 'No agent has this secret',
    detail: 'Send your own secret as “Authorization: Bearer csa_…”. An operator makes one: npm run countersign -- agent add NAME',
  },
  GRANT_NOT_VALID: {
    status: 403,
    title: 'This grant does not allow that',
    detail: 'It is not yours, does not cover this, or is over. A person can make another: /countersign connect AGENT QUESTION',
  },
  CODE_NOT_VALID: {
    status: 403,
    title: 'This gives no grant',
    detail: 'A code counts once, for five minutes, for one agent; a run, as long as it waits for you.',
  },
  GRANT_SPENT: {
    status: 403,
    title: 'The grant is used up',
    detail: 'It had room for so many drafts and bytes. A person can make another: /countersign connect AGENT QUESTION',
  },
  NOT_ALLOWED_NOW: {
    status: 403,
    title: 'The rules do not allow this question now',
    detail: 'Your requester can see why: /countersign why',
  },
  NOT_FOUND: { status: 404, title: 'There is nothing of yours here', detail: 'Either it does not exist, or it is not for you.' },
  NOT_AWAITED: {
    status: 409,
    title: 'No answer is awaited',
    detail: 'A draft takes another answer only after its requester has asked you again, and only one.',
  },
  CANNOT_WITHDRAW: {
    status: 409,
    title: 'It cannot be taken back',
    detail: 'It is being posted, posted or closed, or a person has written it anew.',
  },
  SUBMISSION_UNDER_WAY: {
    status: 409,
    title: 'This is being done',
    detail: 'The first request with this Idempotency-Key has no answer yet. Send it again in a few seconds.',
  },
  KEY_NEEDED: {
    status: 400,
    title: 'An Idempotency-Key is needed',
    detail: 'Send a header “Idempotency-Key”: 8 to 128 letters, digits, “-”, “_”, “.” or “:”, another for each thing that you hand in.',
  },
  KEY_USED: {
    status: 422,
    title: 'This Idempotency-Key stands for something else',
    detail: 'Within 24 hours, one key stands for one request: the same path, grant and body.',
  },
  AGENT_BROKE_CONTRACT: { status: 422, title: 'That is no answer in the agreed form', detail: 'See the schema of the body.' },
  ANSWER_REFUSED: { status: 422, title: 'That text cannot be posted', detail: 'Mend the text.' },
  ANSWER_TOO_LONG: {
    status: 422,
    title: 'That is longer than one post',
    detail: 'Nothing is ever cut. “max_characters” of the request says how long it may be.',
  },
  TOO_MANY_CALLS: { status: 429, title: 'Too many requests', detail: 'Wait as long as “Retry-After” says.' },
  LOOKUP_FAILED: { status: 503, title: 'The platform does not answer', detail: 'Nothing was done. Send it again in a minute.' },
  UNAVAILABLE: { status: 503, title: 'Countersign cannot take this now', detail: 'Nothing was done. Send it again in a minute.' },
} as const satisfies Record<string, { status: number; title: string; detail: string }>;
export type DoorCode = keyof typeof DOOR_REFUSALS;
