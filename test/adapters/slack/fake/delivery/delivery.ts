import type { Fields } from '../fields.ts';
import { textIn } from '../fields.ts';

/** What Slack sends to an app; the names are those of Socket Mode's envelopes. */
export type DeliveryKind = 'events_api' | 'interactive' | 'slash_commands';

export interface Delivery {
  kind: DeliveryKind;
  payload: Fields;
}

export interface Answer {
  /** `acked` within three seconds; everything else is a failure, after which events come again. */
  outcome: 'acked' | 'refused' | 'late' | 'failed' | 'no_connection' | 'lost';
  /** Of the answer over HTTP; 200 for an acknowledgement over a socket; 0 for none. */
  status: number;
  body: unknown;
}

/** What stands in the list of deliveries: one for each try. */
export interface DeliveryRecord extends Answer {
  n: number;
  at: string;
  kind: DeliveryKind;
  /** `app_mention`, `block_actions`, `/countersign`. */
  type: string;
  /** `event_id`, which stays the same over all tries; `trigger_id` of what is no event. */
  id: string;
  transport: 'http' | 'socket';
  attempt: number;
  ms: number;
}

/** How a delivery goes wrong on purpose. The last three are for HTTP, where deliveries are signed. */
export type DeliveryMode = 'duplicate' | 'delay' | 'reorder' | 'lose' | 'wrong_signature' | 'old' | 'future';

export interface DeliveryFault {
  mode: DeliveryMode;
  times: number;
  /** For `delay`. */
  ms: number;
  /** How far away the time of the signature is, for `old` and `future`. */
  seconds: number;
  /** Only these; null for every kind. */
  kind: DeliveryKind | null;
}

export interface Transport {
  send(delivery: Delivery, attempt: number, reason: string | null, fault: DeliveryFault | null): Promise<Answer>;
}

export function typeOf({ kind, payload }: Delivery): string {
  if (kind === 'slash_commands') return String(payload['command']);
  const event = payload['event'] as Fields | undefined;
  return String(kind === 'events_api' ? event?.['type'] : payload['type']);
}

export function idOf({ payload }: Delivery): string {
  return textIn(payload, 'event_id') || textIn(payload, 'trigger_id');
}
