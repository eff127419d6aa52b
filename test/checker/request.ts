import type { Fields } from './json.ts';

/** One request of ours, as the platform saw it: an element of `GET /playground/api/wire`, or of the fake Slack's `GET /fake/wire`. */
export interface WireEntry {
  n: number;
  /** ISO 8601, UTC: when the platform had done it or refused it. */
  at: string;
  method: string;
  path: string;
  body: unknown;
  /** 0 when the platform gave no answer. */
  status: number;
  /** Whether it changed what somebody can see. */
  stored: boolean;
  /** The message that was made, changed or taken away. */
  message?: string;
  /** Who sees it, where the request alone does not say. */
  person?: string;
}

/** A request, read. */
export interface Request extends WireEntry {
  /** Milliseconds since 1970. */
  time: number;
  /** `publish`, `card`, `update`, `retract`, `ack`, `form` or another word of the platform's; empty when the path is another one. */
  operation: string;
  /** In the form of the playground, whatever the platform; null when there was no object. */
  fields: Fields | null;
  /** As it was sent, in the form that digests are made of; null when there was no object. */
  sent: { method: string; body: Fields } | null;
}
