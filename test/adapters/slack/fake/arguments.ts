import { parseJson } from './bodies.ts';
import type { Fields } from './fields.ts';
import type { Kind } from './methods/method.ts';
import { Refusal } from './refusal.ts';

/**
 * The arguments of a request, in their kinds: in a form everything is text. Stricter than Slack, which overlooks what it does not know:
 * an argument that a method does not have is refused, so that no misspelt `unfurl_links` is overlooked.
 */
export function readArguments(given: Fields, kinds: Record<string, Kind>): Fields {
  const problems: string[] = [];
  const args: Fields = {};
  for (const [name, value] of Object.entries(given)) {
    const kind = kinds[name];
    const read = kind === undefined ? undefined : readOne(value, kind.replace('!', '') as Kind);
    if (kind === undefined) problems.push(`[ERROR] unsupported argument: ${name}`);
    else if (read === undefined) problems.push(`[ERROR] invalid value for ${name}`);
    else args[name] = read;
  }
  for (const [name, kind] of Object.entries(kinds)) {
    if (kind.endsWith('!') && (args[name] === undefined || args[name] === '')) problems.push(`[ERROR] missing required field: ${name}`);
  }
  if (problems.length > 0) throw new Refusal('invalid_arguments', { response_metadata: { messages: problems } });
  return args;
}

/** Undefined when it is not of this kind. */
function readOne(value: unknown, kind: Kind): unknown {
  switch (kind) {
    case 'flag':
      if (typeof value === 'boolean') return value;
      return value === 'true' || value === '1' ? true : value === 'false' || value === '0' ? false : undefined;
    case 'number': {
      const number = Number(value);
      return value !== '' && Number.isInteger(number) ? number : undefined;
    }
    case 'json':
      return typeof value === 'string' ? parseJson(value) : typeof value === 'object' && value !== null ? value : undefined;
    default:
      return typeof value === 'string' ? value : undefined;
  }
}

/** For the wire log: as read where that is possible, as sent where not, and never the token. */
export function loggedBody(given: Fields, kinds: Record<string, Kind>): Fields {
  const entries = Object.entries(given).filter(([name]) => name !== 'token');
  return Object.fromEntries(
    entries.map(([name, value]) => [name, kinds[name] ? (readOne(value, kinds[name].replace('!', '') as Kind) ?? value) : value]),
  );
}
