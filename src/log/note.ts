import { concat, fromBase64, textOf, toBase64, toHex, utf8 } from './bytes.ts';
import { FormatError } from './format-error.ts';
import type { Signer } from './signer.ts';
import { demandName, isKeyName, parseVerifierKey } from './verifier-key.ts';
import type { VerifierKey } from './verifier-key.ts';

const LARGEST_BYTES = 1_000_000;
const MOST_SIGNATURES = 100;
/** An em dash and a space. */
const SIGNATURE_MARK = '\u2014 ';

/** A text whose signature was checked: signed by at least one of the keys that we asked for. */
export interface OpenedNote {
  /** With its final newline, without the blank line after it. */
  text: string;
  /** Names of the known keys that signed it. Signatures of other keys say nothing and are left out. */
  signedBy: string[];
}

interface Signature {
  name: string;
  keyId: string;
  bytes: Uint8Array;
}

/** C2SP signed-note: the text, a blank line, `— name base64(key id || signature)`. */
export function signNote(text: string, signer: Signer): Uint8Array {
  demandText(text);
  demandName(signer.name);
  const { id } = parseVerifierKey(signer.verifierKey);
  const signature = toBase64(concat([Buffer.from(id, 'hex'), signer.sign(text)]));
  return utf8(`${text}\n${SIGNATURE_MARK}${signer.name} ${signature}\n`);
}

/**
 * Every byte of `bytes` may be an attacker's; `keys` are pinned. Signatures of unknown keys are ignored, as C2SP asks
 * (witnesses add theirs). A signature that names a known key must fit, and each known key signs once.
 */
export function openNote(bytes: Uint8Array, keys: readonly VerifierKey[]): OpenedNote {
  const { text, signatures } = parsed(bytes);
  const signedBy: VerifierKey[] = [];
  for (const { name, keyId, bytes: signature } of signatures) {
    const [key, another] = keys.filter((known) => known.name === name && known.id === keyId);
    if (another) throw new FormatError('BAD_KEY', `two of the pinned keys are called ${name}+${keyId}`);
    if (!key) continue;
    if (signedBy.includes(key)) throw new FormatError('BAD_NOTE', `the key ${name}+${keyId} signed this note twice`);
    if (!key.verifies(text, signature)) throw new FormatError('BAD_SIGNATURE', `the signature of ${name}+${keyId} does not fit the text`);
    signedBy.push(key);
  }
  if (signedBy.length === 0) throw new FormatError('NO_KNOWN_SIGNATURE', 'none of the pinned keys signed this note');
  return { text, signedBy: signedBy.map((key) => key.name) };
}

function parsed(bytes: Uint8Array): { text: string; signatures: Signature[] } {
  if (bytes.length > LARGEST_BYTES) throw new FormatError('TOO_LARGE', `a note has at most ${LARGEST_BYTES} bytes`);
  const note = textOf(bytes);
  if (note === undefined) throw new FormatError('BAD_NOTE', 'this note is not UTF-8');
  // The last blank line: a text may have blank lines of its own.
  const border = note.lastIndexOf('\n\n');
  if (border < 0) throw new FormatError('BAD_NOTE', 'this note has no blank line before its signatures');
  const text = note.slice(0, border + 1);
  demandText(text);
  return { text, signatures: signatureLines(note.slice(border + 2)).map(signatureOf) };
}

function signatureLines(block: string): string[] {
  if (!block.endsWith('\n')) throw new FormatError('BAD_NOTE', 'this note does not end with a newline');
  const lines = block.slice(0, -1).split('\n', MOST_SIGNATURES + 1);
  if (lines.length > MOST_SIGNATURES) throw new FormatError('TOO_LARGE', `a note has at most ${MOST_SIGNATURES} signatures`);
  return lines;
}

function signatureOf(line: string): Signature {
  const [name = '', base64 = '', ...more] = line.startsWith(SIGNATURE_MARK) ? line.slice(SIGNATURE_MARK.length).split(' ') : [];
  const bytes = fromBase64(base64);
  if (!isKeyName(name) || more.length > 0 || !bytes || bytes.length < 5) {
    throw new FormatError('BAD_NOTE', 'a signature line of this note is not “— name base64”');
  }
  return { name, keyId: toHex(bytes.subarray(0, 4)), bytes: bytes.subarray(4) };
}

function demandText(text: string): void {
  if (!text.endsWith('\n')) throw new FormatError('BAD_NOTE', 'the text of a note ends with a newline');
  if (!text.isWellFormed() || /[\u0000-\u0009\u000b-\u001f]/.test(text)) {
    throw new FormatError('BAD_NOTE', 'the text of a note has no control character but the newline');
  }
}
