import { createPublicKey, verify } from 'node:crypto';
import { concat, fromBase64, toBase64, toHex, utf8 } from './bytes.ts';
import { sha256 } from './digests.ts';
import { FormatError } from './format-error.ts';

/** Signature type 0x01 of C2SP signed-note: plain Ed25519. */
const ED25519 = Uint8Array.of(0x01);
/** What stands before the 32 bytes of a raw Ed25519 public key in its SPKI form (RFC 8410). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** The public half of a key: what people pin. Its name is the origin of the log that signs with it. */
export interface VerifierKey {
  readonly name: string;
  /** 8 hex digits, to find the right key for a signature. Easily forged: it proves nothing. */
  readonly id: string;
  verifies(text: string, signature: Uint8Array): boolean;
}

/** `name+id+base64(0x01 || public key)`, as Go's sumdb/note writes it. */
export function formatVerifierKey(name: string, publicKey: Uint8Array): string {
  demandName(name);
  return `${name}+${keyIdOf(name, publicKey)}+${toBase64(concat([ED25519, publicKey]))}`;
}

export function parseVerifierKey(text: string): VerifierKey {
  const [name = '', id = '', ...rest] = text.split('+');
  // The standard base64 alphabet has a plus of its own.
  const key = fromBase64(rest.join('+'));
  if (!isKeyName(name) || !/^[0-9a-f]{8}$/.test(id) || key?.length !== 33) {
    throw new FormatError('BAD_KEY', 'a verifier key looks like name+1a2b3c4d+AbC…=, with 33 bytes in base64 at its end');
  }
  if (key[0] !== ED25519[0]) throw new FormatError('BAD_KEY', 'this verifier key is not of type 1 (Ed25519)');
  const publicKey = key.subarray(1);
  if (keyIdOf(name, publicKey) !== id) throw new FormatError('BAD_KEY', 'the id in this verifier key does not fit its name and key');
  const spki = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, publicKey]), format: 'der', type: 'spki' });
  return { name, id, verifies: (signed, signature) => verify(null, utf8(signed), spki, signature) };
}

/** The first four bytes of SHA-256(name, newline, type, public key). */
function keyIdOf(name: string, publicKey: Uint8Array): string {
  return toHex(sha256(utf8(`${name}\n`), ED25519, publicKey).subarray(0, 4));
}

/** C2SP signed-note: not empty, no Unicode space, no plus; and, as all of a note, no control character. */
export function isKeyName(name: string): boolean {
  return name.isWellFormed() && /^[^\p{White_Space}+\u0000-\u001f]+$/u.test(name);
}

export function demandName(name: string): void {
  if (!isKeyName(name)) throw new FormatError('BAD_KEY', 'the name of a key has no spaces, no plus and no control characters');
}
