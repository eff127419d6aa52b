import type { Fields } from './fields.ts';

/** `{ok: false, error: code, …}`, as every method of the Web API says no. */
export class Refusal extends Error {
  readonly code: string;
  readonly more: Fields;
  constructor(code: string, more: Fields = {}) {
    super(code);
    this.code = code;
    this.more = more;
  }
}

/** A test asked the control API for something that cannot be. */
export class Impossible extends Error {}
