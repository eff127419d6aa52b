import { generateKeyPairSync, sign } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Entry } from '../../src/core/fact.ts';
import { saltedDigest } from '../../src/log/digests.ts';
import { readEvidence, verifyEvidence } from '../../src/log/evidence.ts';
import { goldenEntries, logOf, problemsOf, upTo } from './copies.ts';
import { like, wrongWithLast } from './replaying.ts';
import { refusalOf, vectors } from './vectors.ts';

const golden = vectors('entries').later.map(({ bytes }) => JSON.parse(bytes) as Entry);
const [signed] = golden.filter(({ type }) => type === 'evidence.kept');
const [kept] = vectors('digests').salted.filter(({ kind }) => kind === 'evidence');
if (!signed || !kept) throw new Error('the vectors hold no evidence');
const evidence = readEvidence(kept.text);
/** The first draft until its requester approved it, the card that they pressed among it. */
const UNTIL_APPROVED = goldenEntries(...upTo(6, 2));

it('the golden one is by the person, of the verb and on the card that Discord signed', () => {
  expect(verifyEvidence(signed, evidence, evidence.publicKey)).toEqual({
    person: 'discord:100789',
    verb: 'approve',
    card: signed.refs.card,
  });
});

it.each<[what: string, entry: Entry, changed: object, code: string]>([
  ['another body', signed, { body: evidence.body.replace('100789', '100790') }, 'BAD_SIGNATURE'],
  ['another time', signed, { timestamp: '1772460187' }, 'BAD_SIGNATURE'],
  [
    'a signature that was changed',
    signed,
    { signature: evidence.signature.replace(/^./, (c) => (c === '0' ? '1' : '0')) },
    'BAD_SIGNATURE',
  ],
  ['an entry of another verb', { ...signed, refs: { ...signed.refs, verb: 'reject' } }, {}, 'BAD_EVIDENCE'],
  ['an entry of another card', { ...signed, refs: { ...signed.refs, card: 'crd_00000000000000000000000000' } }, {}, 'BAD_EVIDENCE'],
])('is not shown by %s', (_what, entry, changed, code) => {
  expect(refusalOf(() => verifyEvidence(entry, { ...evidence, ...changed }, evidence.publicKey))).toBe(code);
});

it('is no approval where somebody was only asked whether they mean it, signed or not', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const hex = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('hex');
  const pressed = (step: string) => {
    const body = evidence.body.replace('cs:yes:approve:', `cs:${step}approve:`);
    const signature = sign(null, Buffer.from(evidence.timestamp + body), privateKey).toString('hex');
    return verifyEvidence(signed, { ...evidence, body, signature }, hex);
  };
  for (const step of ['', 'at:', 'form:']) expect(refusalOf(() => pressed(step))).toBe('BAD_EVIDENCE');
  expect(pressed('yes:').verb).toBe('approve');
});

it.each<[what: string, text: string, code: string]>([
  ['what is no JSON', 'x', 'UNKNOWN_VERSION'],
  ['another scheme', JSON.stringify({ ...evidence, scheme: 'discord-interaction/v2' }), 'UNKNOWN_VERSION'],
  ['a key that is none', JSON.stringify({ ...evidence, publicKey: '00' }), 'BAD_EVIDENCE'],
  ['no body', JSON.stringify({ ...evidence, body: undefined }), 'BAD_EVIDENCE'],
])('is not read from %s', (_what, text, code) => {
  expect(refusalOf(() => readEvidence(text))).toBe(code);
});

it('belongs to a move that its person made', () => {
  expect(wrongWithLast(...UNTIL_APPROVED, signed)).toEqual([]);
  const not = ['speaks of a move that this person did not make'];
  expect(wrongWithLast(...UNTIL_APPROVED, { ...signed, actor: 'ab'.repeat(32) })).toEqual(not);
  expect(wrongWithLast(...UNTIL_APPROVED, { ...signed, refs: { ...signed.refs, move: like(3).id } })).toEqual(not);
});

it('is missed by “verify” when it was changed, and found false when the log itself was made to fit what nobody signed', async () => {
  const problems = async (text: string, digest = signed.digests.evidence ?? ''): Promise<string[]> => {
    const sealed = JSON.stringify({ salt: kept.salt, text });
    const parts = logOf([...UNTIL_APPROVED, { ...signed, digests: { evidence: digest } }]);
    const texts = (_draft: string, name: string): Promise<string | undefined> =>
      Promise.resolve(name === `evidence:${digest}` ? sealed : undefined);
    return (await problemsOf({ ...parts, texts })).filter((one) => /evidence|signature/.test(one));
  };
  expect(await problems(kept.text)).toEqual([]);
  const forged = kept.text.replace('100789', '100790');
  const last = UNTIL_APPROVED.length;
  expect(await problems(forged)).toContain(`entry ${last}: the stored evidence is not the one that was logged`);
  expect(await problems(forged, saltedDigest('evidence', kept.salt, forged))).toEqual([
    `entry ${last}: the platform’s signature does not fit what was kept`,
  ]);
});
