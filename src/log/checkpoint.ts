import { fromBase64, fromDecimal, toBase64 } from './bytes.ts';
import { FormatError } from './format-error.ts';
import { openNote, signNote } from './note.ts';
import type { Signer } from './signer.ts';
import type { VerifierKey } from './verifier-key.ts';
import { isKeyName } from './verifier-key.ts';

/** The head of a log at one size. Signed, it commits the log to every entry before it. */
export interface Checkpoint {
  origin: string;
  /** How many entries the log had. */
  size: number;
  /** Root of their Merkle tree, 32 bytes. */
  root: Uint8Array;
}

/** C2SP tlog-checkpoint: origin, size, root in base64, a line each. We write no extension lines. */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  const text = `${origin}\n${size}\n${toBase64(root)}\n`;
  parseCheckpoint(text);
  return text;
}

/** The text of a checkpoint, without its signatures. Extension lines are refused: we never wrote one, and nothing would check them. */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin = '', decimal = '', base64 = '', end, ...more] = text.split('\n');
  const size = fromDecimal(decimal);
  const root = fromBase64(base64);
  if (!isKeyName(origin) || size === undefined || root?.length !== 32 || end !== '' || more.length > 0) {
    throw new FormatError('BAD_CHECKPOINT', 'a checkpoint has three lines: origin, size, root hash in base64');
  }
  return { origin, size, root };
}

/**
 * Its result may leave the process only after the checkpoint is committed: a log never signs two heads of which one is not
 * the beginning of the other.
 */
export function signCheckpoint(checkpoint: Checkpoint, signer: Signer): Uint8Array {
  demandOrigin(checkpoint.origin, signer.name);
  return signNote(formatCheckpoint(checkpoint), signer);
}

/** `bytes` may be an attacker's, `key` is pinned, and its name is the origin of the only log it may speak for. */
export function openCheckpoint(bytes: Uint8Array, key: VerifierKey): Checkpoint {
  const checkpoint = parseCheckpoint(openNote(bytes, [key]).text);
  demandOrigin(checkpoint.origin, key.name);
  return checkpoint;
}

function demandOrigin(origin: string, name: string): void {
  if (origin !== name) throw new FormatError('WRONG_ORIGIN', `this checkpoint is of the log ${origin}, the key is of ${name}`);
}
