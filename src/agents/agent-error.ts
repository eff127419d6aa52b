/**
 * A failure that a connector describes itself. Its message is for operators and may be logged, so it is made of fixed words and
 * of what the operator configured, never of what an agent said. Messages of all other errors are not passed on.
 */
export class AgentError extends Error {
  override readonly name = 'AgentError';
}
