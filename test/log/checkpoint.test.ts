import { describe, expect, it } from 'vitest';
import { formatCheckpoint, openCheckpoint, parseCheckpoint, signCheckpoint } from '../../src/log/checkpoint.ts';
import { signNote } from '../../src/log/note.ts';
import { createSigner, parseSeed } from '../../src/log/signer.ts';
import { parseVerifierKey } from '../../src/log/verifier-key.ts';
import { bytesOf, hex, refusalOf, unhex, vectors } from './vectors.ts';

const { keyFile, verifierKey, checkpoints } = vectors('checkpoint');
const { log } = vectors('entries');
const key = parseVerifierKey(verifierKey);
const signer = createSigner(log, parseSeed(keyFile));
const ROOT = Buffer.alloc(32, 0xa5).toString('base64');

describe('checkpoints', () => {
  it.each(checkpoints)(
    'sign a log of $size entries as it was always signed, and are opened with the pinned key',
    ({ size, root, note }) => {
      expect(signCheckpoint({ origin: log, size, root: unhex(root) }, signer)).toEqual(bytesOf(note));
      const opened = openCheckpoint(bytesOf(note), key);
      expect({ ...opened, root: hex(opened.root) }).toEqual({ origin: log, size, root });
    },
  );

  it('have the form of C2SP tlog-checkpoint', () => {
    const text = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
    const checkpoint = parseCheckpoint(text);
    expect({ ...checkpoint, root: Buffer.from(checkpoint.root).toString('base64') }).toEqual({
      origin: 'example.com/behind-the-sofa',
      size: 20852163,
      root: 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=',
    });
    expect(formatCheckpoint(checkpoint)).toBe(text);
  });

  it.each([
    ['an extension line', `${log}\n1\n${ROOT}\nextension\n`],
    ['a blank line', `${log}\n1\n${ROOT}\n\n`],
    ['no newline at its end', `${log}\n1\n${ROOT}`],
    ['two lines', `${log}\n1\n`],
    ['no origin', `\n1\n${ROOT}\n`],
    ['an origin with a space', `a log\n1\n${ROOT}\n`],
    ['a leading zero', `${log}\n01\n${ROOT}\n`],
    ['a sign', `${log}\n+1\n${ROOT}\n`],
    ['a negative size', `${log}\n-1\n${ROOT}\n`],
    ['a size in hex', `${log}\n0x1\n${ROOT}\n`],
    ['an exponent', `${log}\n1e3\n${ROOT}\n`],
    ['a size with a space', `${log}\n1 \n${ROOT}\n`],
    ['no size', `${log}\n\n${ROOT}\n`],
    ['a size beyond 2^53 - 1', `${log}\n9007199254740992\n${ROOT}\n`],
    ['a size beyond all', `${log}\n99999999999999999999\n${ROOT}\n`],
    ['a short root', `${log}\n1\n${Buffer.alloc(31).toString('base64')}\n`],
    ['a long root', `${log}\n1\n${Buffer.alloc(33).toString('base64')}\n`],
    ['a root in hex', `${log}\n1\n${'a5'.repeat(32)}\n`],
    ['a root without padding', `${log}\n1\n${ROOT.replace('=', '')}\n`],
    ['nothing', ''],
  ])('are refused with %s, also when they are signed', (_what, text) => {
    expect(refusalOf(() => parseCheckpoint(text))).toBe('BAD_CHECKPOINT');
    if (text.endsWith('\n')) expect(refusalOf(() => openCheckpoint(signNote(text, signer), key))).toBe('BAD_CHECKPOINT');
  });

  it('speak for the log of their key alone', () => {
    const other = createSigner('countersign/00000000000000000000000000', parseSeed(keyFile));
    const root = unhex(checkpoints[0]?.root ?? '');
    expect(refusalOf(() => signCheckpoint({ origin: log, size: 0, root }, other))).toBe('WRONG_ORIGIN');
    const foreign = signNote(formatCheckpoint({ origin: other.name, size: 0, root }), signer);
    expect(refusalOf(() => openCheckpoint(foreign, key))).toBe('WRONG_ORIGIN');
    const theirs = signCheckpoint({ origin: other.name, size: 0, root }, other);
    expect(refusalOf(() => openCheckpoint(theirs, key))).toBe('NO_KNOWN_SIGNATURE');
  });

  it('keep the signatures of witnesses beside their own', () => {
    const witness = createSigner('witness.example', new Uint8Array(32).fill(3));
    const [{ note, root } = { note: '', root: '' }] = checkpoints;
    const [text = ''] = note.split('\n\n');
    const cosigned = note + new TextDecoder().decode(signNote(`${text}\n`, witness)).split('\n\n')[1];
    expect(hex(openCheckpoint(bytesOf(cosigned), key).root)).toBe(root);
  });

  it('are not made of numbers or roots that are none', () => {
    for (const size of [-1, 0.5, NaN, 2 ** 53]) {
      expect(refusalOf(() => formatCheckpoint({ origin: log, size, root: new Uint8Array(32) }))).toBe('BAD_CHECKPOINT');
    }
    expect(refusalOf(() => formatCheckpoint({ origin: log, size: 1, root: new Uint8Array(20) }))).toBe('BAD_CHECKPOINT');
    expect(refusalOf(() => formatCheckpoint({ origin: `${log}\n0`, size: 1, root: new Uint8Array(32) }))).toBe('BAD_CHECKPOINT');
  });

  it('find every changed byte', () => {
    const bytes = bytesOf(checkpoints.at(-1)?.note ?? '');
    for (let place = 0; place < bytes.length; place += 1) {
      const changed = Uint8Array.from(bytes);
      changed[place] = (changed[place] ?? 0) ^ 1;
      expect(refusalOf(() => openCheckpoint(changed, key))).toMatch(/^(BAD_NOTE|BAD_SIGNATURE|NO_KNOWN_SIGNATURE)$/);
    }
  });
});
