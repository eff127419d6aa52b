import { createHash, timingSafeEqual } from 'node:crypto';
import type { Secrets } from './app/ports.ts';

/** What is hashed has at least 80 random bits of its own, so it needs no salt, and no slow hash. */
export const secrets: Secrets = {
  hash: (token) => Uint8Array.from(createHash('sha256').update(`countersign/secret/v1\n${token}`).digest()),
  same: (a, b) => a.length === b.length && timingSafeEqual(a, b),
};
