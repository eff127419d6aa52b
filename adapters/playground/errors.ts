/** What the platform's answers mean on our side of the port. */
import { AdapterError } from '#adapter';
import type { PublishOutcome } from '#adapter';
import { z } from 'zod';
import type { Answer } from './wire.ts';

const problemShape = z.object({ code: z.string().regex(/^[A-Z][A-Z_]{0,60}$/), message: z.string() });

/** The platform's code of refusal; null when this is not a refusal in the platform's own form. */
export function refusalCode(answer: Answer): string | null {
  if (answer.kind === 'unanswered' || answer.status < 400 || answer.status > 499) return null;
  const problem = problemShape.safeParse(answer.body);
  return problem.success ? problem.data.code : null;
}

export function isAccepted(answer: Answer): answer is Extract<Answer, { kind: 'answered' }> {
  return answer.kind === 'answered' && answer.status >= 200 && answer.status < 300;
}

/** How long to wait before asking again; null when the platform did not say that it was asked too often. */
export function waitOf(answer: Answer): number | null {
  return answer.kind === 'answered' && isTooOften(answer) ? (answer.retryAfterMs ?? 1000) : null;
}

export function isTooOften(answer: Answer): boolean {
  return answer.kind === 'answered' && answer.status === 429;
}

/** No private way leads to this person. */
const NOT_PRIVATELY = ['DIRECT_MESSAGES_CLOSED', 'PERSON_INACTIVE', 'PERSON_NOT_FOUND'];

/** Asked too often is no answer yet. The message holds the platform's code and nothing that was sent. */
function errorOf(answer: Answer): AdapterError {
  const code = refusalCode(answer);
  if (code === null || isTooOften(answer)) {
    const cause = answer.kind === 'unanswered' ? { cause: answer.cause } : undefined;
    return new AdapterError('UNREACHABLE', 'The playground did not answer. See that it runs; this is tried again.', cause);
  }
  if (NOT_PRIVATELY.includes(code)) {
    return new AdapterError('NO_PRIVATE_SURFACE', `The playground has no private way to this person (${code}).`);
  }
  return new AdapterError('REFUSED', `The playground refused (${code}).`);
}

/** The answer, read in the form that it must have; anything else is an AdapterError. */
export function read<Shape extends z.ZodType>(answer: Answer, shape: Shape): z.infer<Shape> {
  const result = isAccepted(answer) ? shape.safeParse(answer.body) : null;
  if (result?.success) return result.data;
  throw errorOf(answer);
}

/** What was refused, in the first sentence, and behind it what the requester can do with the buttons of such a card. */
export const WHAT_TO_DO: Record<string, string> = {
  NOT_A_MEMBER: 'I am not a member of this channel. Add Countersign there, then press “Try again”.',
  CHANNEL_NOT_FOUND: 'The channel does not exist any more. Press “Keep private”, and write the question in another channel.',
  THREAD_NOT_FOUND: 'The message that the thread hangs on is gone. Press “Keep private”, and write the question in the channel again.',
  PERSON_NOT_FOUND: 'Somebody named in the text is not known here any more. Press “Edit”, take the name out, then approve again.',
  TEXT_TOO_LONG: 'The text is too long for one message here. Press “Edit”, shorten it, then approve again.',
  RATE_LIMITED: 'The playground takes no more messages for a moment. Press “Try again” in a minute.',
  NOT_COMPOSED_HERE: 'This post was not made for the playground, so it was not sent. Press “Keep private”, and write the question again.',
  WRONG_TOKEN: 'The playground does not accept my token. An operator can set PLAYGROUND_TOKEN; then press “Try again”.',
};

/** `retryAfterMs` is the platform's own wish, for a post that came too soon. */
export function refusedPost(code: string, retryAfterMs: number | null): PublishOutcome {
  const sentence = WHAT_TO_DO[code] ?? `It gave no reason beyond ${code}. Press “Try again” or “Keep private”.`;
  return { kind: 'refused', code, sentence, retryAfterMs };
}
