/**
 * Why a format was refused, when it was read or when it should have been written:
 * - `NOT_JSON` the bytes are not JSON in UTF-8 · `NOT_CANONICAL` they are, but RFC 8785 writes that value in another way
 * - `VALUE_REFUSED` a value that our formats never hold: a fraction, a lone surrogate, NUL, undefined, a salt or key of the wrong length
 * - `TOO_DEEP`, `TOO_LARGE` over a limit
 * - `UNKNOWN_VERSION`, `UNKNOWN_TYPE` perhaps written by a newer release; never guessed at
 * - `BAD_ENTRY`, `BAD_KEY`, `BAD_NOTE`, `BAD_CHECKPOINT`, `BAD_FRONTIER`, `BAD_PROOF`, `BAD_EVIDENCE` not of the form
 * - `NO_KNOWN_SIGNATURE` nobody whose key we hold signed it · `BAD_SIGNATURE` a known key is named, but its signature does not fit
 * - `WRONG_ORIGIN` it is of another log · `NOT_INCLUDED` the proof does not lead from this entry to the signed root
 */
export type FormatErrorCode =
  | 'NOT_JSON'
  | 'NOT_CANONICAL'
  | 'VALUE_REFUSED'
  | 'TOO_DEEP'
  | 'TOO_LARGE'
  | 'UNKNOWN_VERSION'
  | 'UNKNOWN_TYPE'
  | 'BAD_ENTRY'
  | 'BAD_KEY'
  | 'BAD_NOTE'
  | 'BAD_CHECKPOINT'
  | 'BAD_FRONTIER'
  | 'BAD_PROOF'
  | 'BAD_EVIDENCE'
  | 'NO_KNOWN_SIGNATURE'
  | 'BAD_SIGNATURE'
  | 'WRONG_ORIGIN'
  | 'NOT_INCLUDED';

/** Its message says which rule was broken and, at most, names a log or a key. It never quotes what was refused: that may be a secret or an attacker's. */
export class FormatError extends Error {
  override readonly name = 'FormatError';
  readonly code: FormatErrorCode;
  constructor(code: FormatErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
