import { fieldsOf } from './json.ts';
import type { Fields } from './json.ts';
import type { Report } from './rules.ts';

/** One request of ours, as the platform saw it: an element of `GET /playground/api/wire`. */
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
}

/** A request, read. */
export interface Request extends WireEntry {
  /** Milliseconds since 1970. */
  time: number;
  /** `publish`, `card` …: the last word of its path; empty when the path is another one. */
  operation: string;
  /** Null when there was no object. */
  fields: Fields | null;
}

const BOT = '/playground/bot/';

export function readWire(wire: unknown, report: Report): Request[] {
  const entries = Array.isArray(wire) ? (wire as unknown[]) : [];
  if (!Array.isArray(wire)) report('input.form', 'the wire log is not a list');
  return entries.flatMap((one, index) => {
    if (!isWireEntry(one)) {
      report('input.form', `element ${index} of the wire log is not a request`);
      return [];
    }
    const operation = one.method === 'POST' && one.path.startsWith(BOT) ? one.path.slice(BOT.length) : '';
    return [{ ...one, time: Date.parse(one.at), operation, fields: fieldsOf(one.body) }];
  });
}

function isWireEntry(value: unknown): value is WireEntry {
  const { n, at, method, path, status, stored, message } = fieldsOf(value) ?? {};
  const texts = [at, method, path, message ?? ''].every((one) => typeof one === 'string');
  const isTimed = typeof at === 'string' && Number.isFinite(Date.parse(at));
  return texts && isTimed && Number.isInteger(n) && Number.isInteger(status) && typeof stored === 'boolean';
}
