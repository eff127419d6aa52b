import { fieldsOf } from './json.ts';
import type { Report } from './rules.ts';
import type { Request, WireEntry } from './request.ts';
import { isSlack, readSlack } from './slack/requests.ts';
import type { Places } from './slack/places.ts';

export type { Request, WireEntry } from './request.ts';

const BOT = '/playground/bot/';

/** `places` tells which of the platform's channels are whose. */
export function readWire(wire: unknown, places: Places, report: Report): Request[] {
  const entries = Array.isArray(wire) ? (wire as unknown[]) : [];
  if (!Array.isArray(wire)) report('input.form', 'the wire log is not a list');
  return entries.flatMap((one, index) => {
    if (!isWireEntry(one)) {
      report('input.form', `element ${index} of the wire log is not a request`);
      return [];
    }
    const time = Date.parse(one.at);
    if (isSlack(one)) return [{ ...one, time, ...readSlack(one, places) }];
    const operation = one.method === 'POST' && one.path.startsWith(BOT) ? one.path.slice(BOT.length) : '';
    const fields = fieldsOf(one.body);
    return [{ ...one, time, operation, fields, sent: fields && { method: `${one.method} ${one.path}`, body: fields } }];
  });
}

function isWireEntry(value: unknown): value is WireEntry {
  const { n, at, method, path, status, stored, message } = fieldsOf(value) ?? {};
  const texts = [at, method, path, message ?? ''].every((one) => typeof one === 'string');
  const isTimed = typeof at === 'string' && Number.isFinite(Date.parse(at));
  return texts && isTimed && Number.isInteger(n) && Number.isInteger(status) && typeof stored === 'boolean';
}
