import { checkedBlocks, withIds } from '../block-kit/check.ts';
import type { Fields } from '../fields.ts';
import { isFields } from '../fields.ts';
import { Refusal } from '../refusal.ts';
import type { Slack } from '../slack.ts';

/** Of one argument; `!` where it must be given. */
export type Kind = 'text' | 'text!' | 'flag' | 'number' | 'json' | 'json!';

export interface Done {
  /** Beside `ok: true`. */
  body: Fields;
  /** The message or view that was made, changed or taken away. */
  stored?: string;
  /** Who sees it, where the request itself does not say. */
  person?: string;
}

export interface Method {
  token: 'bot' | 'app' | 'either';
  /** The scopes that it needs, given its arguments. */
  scopes: (args: Fields, slack: Slack) => string[];
  args: Record<string, Kind>;
  run(args: Fields, slack: Slack): Done;
}

export function text(args: Fields, name: string): string {
  const value = args[name];
  return typeof value === 'string' ? value : '';
}

export function optional(args: Fields, name: string): string | null {
  const value = args[name];
  return typeof value === 'string' ? value : null;
}

/** Null when none were given; the ids that were left out are made. */
export function blocksIn(args: Fields, slack: Slack): Fields[] | null {
  return args['blocks'] === undefined ? null : withIds(checkedBlocks(args['blocks']), () => slack.clock.id('b').toLowerCase());
}

const MOST_METADATA_BYTES = 16_000;

/** `event_type` and `event_payload`; null when none was given, an empty object where it is to be removed. */
export function metadataIn(args: Fields): Fields | null {
  const { metadata } = args;
  if (metadata === undefined) return null;
  if (!isFields(metadata)) throw new Refusal('invalid_metadata_format');
  if (Object.keys(metadata).length === 0) return metadata;
  const { event_type: type, event_payload: payload, ...rest } = metadata;
  if (typeof type !== 'string' || type === '' || !isFields(payload) || Object.keys(rest).length > 0) {
    throw new Refusal('invalid_metadata_format');
  }
  if (Buffer.byteLength(JSON.stringify(metadata)) > MOST_METADATA_BYTES) throw new Refusal('metadata_too_large');
  return metadata;
}
