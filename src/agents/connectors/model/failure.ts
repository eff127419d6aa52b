import { APICallError, InvalidResponseDataError, JSONParseError, ToolChoiceViolationError, TypeValidationError } from 'ai';
import { AgentError } from '../../agent-error.ts';

export const WHO = 'The model’s address';

/** What an operator reads of a failure: a status, and never a word of the other side's, which may hold the question or the answer. */
export function failureOf(error: unknown): AgentError {
  if (error instanceof AgentError) return error;
  if (APICallError.isInstance(error)) return error.cause === undefined ? ofStatus(error.statusCode) : failureOf(error.cause);
  if (JSONParseError.isInstance(error) || TypeValidationError.isInstance(error))
    return new AgentError(`${WHO} sent an event that is no part of a chat completion.`);
  if (InvalidResponseDataError.isInstance(error)) return new AgentError(`${WHO} broke off its answer.`);
  if (ToolChoiceViolationError.isInstance(error))
    return new AgentError('The model called a tool in its last step, in which it had to answer.');
  // An event `{"error":…}` in the stream is handed on as it came.
  return new AgentError(`${WHO} told of an error in the middle of its answer.`);
}

function ofStatus(status: number | undefined): AgentError {
  const what = status === 401 || status === 403 ? '; look at `key:`' : status === 404 ? '; look at `url:` and `model:`' : '';
  return new AgentError(`${WHO} answered with status ${status ?? 'unknown'}${what}.`);
}
