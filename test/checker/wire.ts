import { fieldsOf } from './json.ts';
import type { Report } from './rules.ts';
import type { Request, WireEntry } from './request.ts';
import type { DiscordPlaces } from './discord/places.ts';
import { createDiscordReader, isDiscord } from './discord/requests.ts';
import { isSlack, readSlack } from './slack/requests.ts';
import type { Places } from './slack/places.ts';

export type { Request, WireEntry } from './request.ts';

const BOT = '/playground/bot/';

/** Tells which of the platform's channels are whose. */
export interface PlacesOf {
  slack: Places;
  discord: DiscordPlaces;
}

export function readWire(wire: unknown, places: PlacesOf, report: Report): Request[] {
  const readDiscord = createDiscordReader(places.discord);
  const entries = Array.isArray(wire) ? (wire as unknown[]) : [];
  if (!Array.isArray(wire)) report('input.form', 'the wire log is not a list');
  return entries.flatMap((one, index) => {
    if (!isWireEntry(one)) {
      report('input.form', `element ${index} of the wire log is not a request`);
      return [];
    }
    const time = Date.parse(one.at);
    if (isDiscord(one)) return [{ ...one, time, ...readDiscord(one) }];
    if (isSlack(one)) return [{ ...one, time, ...readSlack(one, places.slack) }];
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
