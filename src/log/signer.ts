import { createPrivateKey, createPublicKey, randomBytes, sign } from 'node:crypto';
import { fromBase64, toBase64, utf8 } from './bytes.ts';
import { FormatError } from './format-error.ts';
import { formatVerifierKey } from './verifier-key.ts';

/** What stands before the 32 bytes of an Ed25519 seed in its PKCS #8 form (RFC 8410). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const SEED_LINE = 'countersign-ed25519-seed-v1:';
const SEED_BYTES = 32;

/** Signs for one log. Whoever holds its seed can sign anything in that log's name. */
export interface Signer {
  /** The log's origin. */
  readonly name: string;
  /** What to pin: see `parseVerifierKey`. */
  readonly verifierKey: string;
  /** 64 bytes of Ed25519 (RFC 8032) over the text in UTF-8; the same text always gives the same bytes. */
  sign(text: string): Uint8Array;
}

export function createSigner(name: string, seed: Uint8Array): Signer {
  if (seed.length !== SEED_BYTES) throw new FormatError('BAD_KEY', `a seed has ${SEED_BYTES} bytes, this has ${seed.length}`);
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' });
  // The raw public key is the end of its SPKI form.
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
  return { name, verifierKey: formatVerifierKey(name, publicKey), sign: (text) => sign(null, utf8(text), key) };
}

export function generateSeed(): Uint8Array {
  return randomBytes(SEED_BYTES);
}

/** The whole content of a key file: one line that says what it is, so that no other secret is taken for it. */
export function formatSeed(seed: Uint8Array): string {
  return `${SEED_LINE}${toBase64(seed)}\n`;
}

/** Reads a key file. Its errors quote nothing of it. */
export function parseSeed(text: string): Uint8Array {
  const line = text.replace(/\r?\n$/, '');
  if (!line.startsWith(SEED_LINE)) {
    throw new FormatError('BAD_KEY', `a key file is one line that begins with “${SEED_LINE}”; this one begins with something else`);
  }
  const seed = fromBase64(line.slice(SEED_LINE.length));
  if (seed?.length !== SEED_BYTES)
    throw new FormatError('BAD_KEY', `after “${SEED_LINE}” come ${SEED_BYTES} bytes in base64 (44 characters) and nothing else`);
  return seed;
}
