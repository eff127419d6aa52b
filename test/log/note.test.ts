import { describe, expect, it } from 'vitest';
import { openNote, signNote } from '../../src/log/note.ts';
import { createSigner } from '../../src/log/signer.ts';
import { parseVerifierKey } from '../../src/log/verifier-key.ts';
import { bytesOf, refusalOf } from './vectors.ts';

/** Keys, text and signatures of the documentation and the tests of Go's golang.org/x/mod/sumdb/note. */
const peter = parseVerifierKey('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
const enoch = parseVerifierKey('EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop');
const petersSeed = Buffer.from('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz', 'base64').subarray(1);
const TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const PETERS = '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
const ENOCHS = '— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n';
const NOTE = `${TEXT}\n${PETERS}`;

const open = (note: string, keys = [peter]) => openNote(bytesOf(note), keys);

describe('signed notes', () => {
  it('are byte for byte those that Go signs', () => {
    const signer = createSigner('PeterNeumann', petersSeed);
    expect(signNote(TEXT, signer)).toEqual(bytesOf(NOTE));
  });

  it('are opened with the key that is pinned', () => {
    expect(open(NOTE)).toEqual({ text: TEXT, signedBy: ['PeterNeumann'] });
    expect(open(`${TEXT}\n${PETERS}${ENOCHS}`)).toEqual({ text: TEXT, signedBy: ['PeterNeumann'] });
    expect(open(`${TEXT}\n${PETERS}${ENOCHS}`, [enoch])).toEqual({ text: TEXT, signedBy: ['EnochRoot'] });
    expect(open(`${TEXT}\n${PETERS}${ENOCHS}`, [peter, enoch]).signedBy).toEqual(['PeterNeumann', 'EnochRoot']);
  });

  it('say nothing when only strangers signed, whatever name they give themselves', () => {
    expect(refusalOf(() => open(`${TEXT}\n${ENOCHS}`))).toBe('NO_KNOWN_SIGNATURE');
    expect(refusalOf(() => open(NOTE, []))).toBe('NO_KNOWN_SIGNATURE');
    const impostor = createSigner('PeterNeumann', new Uint8Array(32));
    expect(refusalOf(() => openNote(signNote(TEXT, impostor), [peter]))).toBe('NO_KNOWN_SIGNATURE');
  });

  it('are refused when a known key’s signature does not fit, even beside one that does', () => {
    const broken = ENOCHS.replace('5n2t', '5n2u');
    expect(refusalOf(() => open(`${TEXT}\n${PETERS}${broken}`, [peter, enoch]))).toBe('BAD_SIGNATURE');
    expect(open(`${TEXT}\n${PETERS}${broken}`).signedBy).toEqual(['PeterNeumann']);
    expect(refusalOf(() => open(NOTE.replace('cryptography', 'cryptographie')))).toBe('BAD_SIGNATURE');
    expect(refusalOf(() => open(`\n${NOTE}`))).toBe('BAD_SIGNATURE');
  });

  it('are refused when one key signs twice, or two pinned keys cannot be told apart', () => {
    expect(refusalOf(() => open(`${TEXT}\n${PETERS}${PETERS}`))).toBe('BAD_NOTE');
    expect(open(`${TEXT}\n${PETERS}${ENOCHS}${ENOCHS}`).signedBy).toEqual(['PeterNeumann']);
    expect(refusalOf(() => open(NOTE, [peter, peter]))).toBe('BAD_KEY');
    expect(open(NOTE, [peter, enoch, enoch]).signedBy).toEqual(['PeterNeumann']);
  });

  it.each([
    ['no signatures', TEXT],
    ['an empty block of signatures', `${TEXT}\n`],
    ['no blank line', `${TEXT}${PETERS}`],
    ['no newline at its end', NOTE.slice(0, -1)],
    ['a carriage return', NOTE.replace(',\n', ',\r\n')],
    ['a tab', NOTE.replace('you ', 'you\t')],
    ['NUL', `\0${NOTE}`],
    ['a control character', `\u0001${NOTE}`],
    ['a line that is no signature', `${NOTE}Unexpected line.\n`],
    ['a blank line behind', `${NOTE}\n`],
    ['a hyphen for the dash', NOTE.replace('—', '-')],
    ['a name with a space', `${TEXT}\n${PETERS.replace('PeterN', 'Peter N')}`],
    ['a name with a plus', `${TEXT}\n${PETERS.replace('PeterN', 'Peter+N')}`],
    ['no name', `${TEXT}\n${PETERS.replace('PeterNeumann', '')}`],
    ['a no-break space', `${TEXT}\n${PETERS.replace('PeterNeumann', 'Peter\u00a0Neumann')}`],
    ['base64 that is none', `${TEXT}\n${PETERS.replace('x08g', 'x08!')}`],
    ['base64 without padding', `${TEXT}\n${PETERS.replace('=', '')}`],
    ['base64 with spare bits', `${TEXT}\n${PETERS.replace('nAM=', 'nAN=')}`],
    ['a space at the end of a line', `${TEXT}\n${PETERS.replace('=\n', '= \n')}`],
    ['a key id and nothing else', `${TEXT}\n— PeterNeumann x08gow==\n`],
  ])('are refused with %s', (_what, note) => {
    expect(refusalOf(() => open(note))).toBe('BAD_NOTE');
  });

  it('are refused when they are not UTF-8, and read a byte order mark as part of the text', () => {
    expect(refusalOf(() => openNote(Uint8Array.of(0xff, ...bytesOf(NOTE)), [peter]))).toBe('BAD_NOTE');
    expect(refusalOf(() => open(`\ufeff${NOTE}`))).toBe('BAD_SIGNATURE');
  });

  it('have at most 100 signatures and a million bytes', () => {
    const strangers = (count: number): string => Array.from({ length: count }, (_, nth) => ENOCHS.replace('Enoch', `Enoch${nth}`)).join('');
    expect(open(`${NOTE}${strangers(99)}`).signedBy).toEqual(['PeterNeumann']);
    expect(refusalOf(() => open(`${NOTE}${strangers(100)}`))).toBe('TOO_LARGE');
    const long = (length: number): Uint8Array => {
      const signer = createSigner('PeterNeumann', petersSeed);
      return signNote(`${'x'.repeat(length - 1 - NOTE.length + TEXT.length)}\n`, signer);
    };
    expect(openNote(long(1_000_000 - 2), [peter]).signedBy).toEqual(['PeterNeumann']);
    expect(refusalOf(() => openNote(long(1_000_001), [peter]))).toBe('TOO_LARGE');
  });

  it('end their text at the last blank line', () => {
    const signer = createSigner('PeterNeumann', petersSeed);
    const text = 'one\n\n— two three\n\nfour\n';
    expect(openNote(signNote(text, signer), [peter]).text).toBe(text);
  });

  it.each(['', 'no newline', 'a\ttab\n', 'half\ud800\n'])('are not made of the text “%s”', (text) => {
    expect(refusalOf(() => signNote(text, createSigner('PeterNeumann', petersSeed)))).toBe('BAD_NOTE');
  });

  it('find every changed byte', () => {
    const bytes = bytesOf(NOTE);
    for (let place = 0; place < bytes.length; place += 1) {
      const changed = Uint8Array.from(bytes);
      changed[place] = (changed[place] ?? 0) ^ 1;
      expect(refusalOf(() => openNote(changed, [peter]))).toMatch(/^(BAD_NOTE|BAD_SIGNATURE|NO_KNOWN_SIGNATURE)$/);
    }
  });
});
