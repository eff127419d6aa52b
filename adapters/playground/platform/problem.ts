export type ProblemStatus = 400 | 401 | 403 | 404 | 409 | 413 | 415 | 429 | 500 | 504;

/** A no, in the one error form of this platform: `{"code","message"}`. The message says what to do next. */
export class Problem extends Error {
  readonly status: ProblemStatus;
  readonly code: string;
  /** Seconds, for 429. */
  readonly retryAfter: number | null;
  constructor(status: ProblemStatus, code: string, message: string, retryAfter: number | null = null) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

export function notAMember(channelName: string): Problem {
  return new Problem(403, 'NOT_A_MEMBER', `You are not in #${channelName}. Ask somebody who is to add you, or choose another channel.`);
}
