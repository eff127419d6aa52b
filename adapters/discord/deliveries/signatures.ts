/** Interactions over HTTP are signed (https://discord.com/developers/docs/interactions/overview#validating-security-request-headers). */
import { createPublicKey, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Evidence } from '#adapter';

/** What stands before the 32 bytes of an Ed25519 key in its DER form (RFC 8410). */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

/** Throws for what is no key of 32 bytes in hex. */
export function keyOf(hex: string): KeyObject {
  return createPublicKey({ key: Buffer.concat([SPKI, Buffer.from(hex, 'hex')]), format: 'der', type: 'spki' });
}

/** As far from now as a request may be dated, to both sides, in milliseconds. */
const MOST_APART_MS = 5 * 60_000;

export interface Signed {
  timestamp: string | undefined;
  signature: string | undefined;
  body: Buffer;
}

/** Whether Discord wrote exactly this, and lately: a request that somebody kept is not taken for ever. */
export function isDiscords(key: KeyObject, { timestamp, signature, body }: Signed, now: number): boolean {
  if (!timestamp || !/^\d{1,15}$/.test(timestamp) || !signature || !/^[0-9a-f]{128}$/i.test(signature)) return false;
  if (Math.abs(Number(timestamp) * 1000 - now) > MOST_APART_MS) return false;
  return verify(null, Buffer.concat([Buffer.from(timestamp), body]), key, Buffer.from(signature, 'hex'));
}

/** A request that is Discord's, to be kept. Null for one whose bytes no text gives back: it is taken, and there is nothing to show for it. */
export function evidenceOf(publicKey: string, { timestamp, signature, body }: Signed): Evidence | null {
  const text = body.toString('utf8');
  if (!timestamp || !signature || !Buffer.from(text, 'utf8').equals(body)) return null;
  return {
    scheme: 'discord-interaction/v1',
    publicKey: publicKey.toLowerCase(),
    timestamp,
    body: text,
    signature: signature.toLowerCase(),
  };
}
