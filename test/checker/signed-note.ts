/** C2SP signed-note and tlog-checkpoint, as far as the log uses them: Ed25519, no extension lines. */
import { createHash, createPublicKey, verify } from 'node:crypto';

export interface VerifierKey {
  /** The log's name, and so the origin of its checkpoints. */
  name: string;
  /** The four bytes before each of its signatures. */
  id: Buffer;
  verifies(text: string, signature: Buffer): boolean;
}

export interface Checkpoint {
  size: number;
  root: Buffer;
}

const ED25519 = 1;

/** `name+id+base64(0x01 || public key)`; null when it is something else. */
export function readVerifierKey(text: string): VerifierKey | null {
  const [, name = '', id = '', encoded = ''] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/.exec(text) ?? [];
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.length !== 33 || bytes[0] !== ED25519 || bytes.toString('base64') !== encoded) return null;
  const expected = createHash('sha256').update(`${name}\n`).update(bytes).digest().subarray(0, 4);
  if (expected.toString('hex') !== id) return null;
  const key = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: bytes.subarray(1).toString('base64url') } });
  return { name, id: expected, verifies: (signed, signature) => verify(null, Buffer.from(signed, 'utf8'), key, signature) };
}

/** What the note says if this key signed it; else, in words, why it counts for nothing. */
export function openCheckpoint(note: string, key: VerifierKey): Checkpoint | string {
  const end = note.lastIndexOf('\n\n');
  if (end < 0) return 'is not a signed note';
  // The text is everything up to and with the newline before the empty line.
  const text = note.slice(0, end + 1);
  if (!isSignedBy(key, text, note.slice(end + 2))) return 'is not signed by the pinned key';
  const [, origin, size = '', root = ''] = /^([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n$/.exec(text) ?? [];
  if (origin === undefined) return 'has not the three lines of a checkpoint';
  if (origin !== key.name) return `is of another log, ${origin}`;
  return { size: Number(size), root: Buffer.from(root, 'base64') };
}

/** Lines of other signers, such as witnesses, may stand beside ours. */
function isSignedBy(key: VerifierKey, text: string, lines: string): boolean {
  const signatures = lines.split('\n').map((line) => /^\u2014 (\S+) ([A-Za-z0-9+/]+={0,2})$/.exec(line));
  return signatures.some((signature) => {
    const bytes = Buffer.from(signature?.[2] ?? '', 'base64');
    return (
      signature?.[1] === key.name && bytes.length === 68 && bytes.subarray(0, 4).equals(key.id) && key.verifies(text, bytes.subarray(4))
    );
  });
}
