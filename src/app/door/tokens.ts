import { base32 } from '../../core/ids.ts';
import type { Ports } from '../ports.ts';

/** 256 random bits behind what they are. */
export function tokenFrom(prefix: string, random: Uint8Array): string {
  return `${prefix}${Buffer.from(random).toString('base64url')}`;
}

const SECRET = /^csa_([0-9A-HJKMNP-TV-Z]{26})_[A-Za-z0-9_-]{43}$/;
const GRANT = /^csg_[A-Za-z0-9_-]{43}$/;

/** The public half of an agent's secret; null for what is none. */
export function keyIdOf(secret: string): string | null {
  return SECRET.exec(secret)?.[1] ?? null;
}

export function isGrant(token: string): boolean {
  return GRANT.test(token);
}

/** How a token is looked up: what it was cannot be told from it. */
export function hexHash(ports: Pick<Ports, 'secrets'>, token: string): string {
  return Buffer.from(ports.secrets.hash(token)).toString('hex');
}

/** 80 random bits in four groups, `7KQ2-M9XD-…`: a person copies it, or types it. */
export function codeFrom(random: Uint8Array): string {
  return base32(random).match(/.{4}/g)?.join('-') ?? '';
}

export const CODE_BYTES = 10;

/** As it was made, however it was typed: Crockford base32 reads `o` as 0, `i` and `l` as 1. Null for what is no code. */
export function readCode(typed: string): string | null {
  const bare = typed.toUpperCase().replaceAll(/[-\s]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  return /^[0-9A-HJKMNP-TV-Z]{16}$/.test(bare) ? (bare.match(/.{4}/g)?.join('-') ?? null) : null;
}
