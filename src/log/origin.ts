import { base32 } from '../core/ids.ts';

/**
 * A log's name for ever: 16 random bytes, chosen when the database is made. Checkpoints carry it as their origin, entries as
 * `log`, and the signing key as its name, so that nothing of one log can be taken for another's.
 */
export function originFrom(random: Uint8Array): string {
  if (random.length !== 16) throw new RangeError('the origin of a log is made of 16 random bytes');
  return `countersign/${base32(random)}`;
}

export function isOrigin(text: unknown): text is string {
  return typeof text === 'string' && /^countersign\/[0-9A-HJKMNP-TV-Z]{26}$/.test(text);
}
