import type { RefusalCode } from '../core/errors.ts';

export type ProblemStatus = 400 | 403 | 404 | 409 | 413 | 415 | 500 | 503;

/** A no, in the one error form: `{"code","message"}`. The message says what to do next. */
export class Problem extends Error {
  readonly status: ProblemStatus;
  readonly code: string;
  constructor(status: ProblemStatus, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export function problemAnswer({ status, code, message }: Problem): Response {
  return Response.json({ code, message }, { status, headers: { 'cache-control': 'no-store' } });
}

/** What there is no such thing of is 404, what is not this person's to do 403, and every other refusal 409: not as things are now. */
export function statusOf(code: RefusalCode): ProblemStatus {
  if (code === 'NOT_AN_OPERATOR' || code === 'NOT_YOURS') return 403;
  return code === 'UNKNOWN_DRAFT' || code === 'UNKNOWN_SCOPE' ? 404 : 409;
}
