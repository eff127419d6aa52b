import { generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { saltedDigest } from './digests.ts';
import { decodeEntry, type Entry } from './entry.ts';
import { historiesOf } from './history.ts';
import { checkEvidence } from './evidence.ts';
import type { Story } from './story.ts';

interface Vectors {
  later: { type: string; bytes: string }[];
  salted: { kind: string; salt: string; text: string; digest: string }[];
}

const read = (name: string): Vectors =>
  JSON.parse(readFileSync(new URL(`../log/vectors/${name}.json`, import.meta.url), 'utf8')) as Vectors;
const golden = read('entries').later.find(({ type }) => type === 'evidence.kept');
const kept = read('digests').salted.find(({ kind }) => kind === 'evidence');
const decoded = decodeEntry(Buffer.from(golden?.bytes ?? ''));
if (typeof decoded === 'string' || kept === undefined) throw new Error('the vectors hold no evidence');
const entry: Entry = { ...decoded, index: 0 };
const draft = String(entry.draft);

/** What is wrong with this delivery in a log that holds only its entry, by a person of this id. */
function wrongWith(disclosed: Partial<typeof kept> = {}, of: Partial<Entry> = {}, person = 'discord:100789'): string[] {
  const found: string[] = [];
  const story = {
    histories: historiesOf([{ ...entry, ...of }]),
    disclosed: { people: new Map([[String(entry.actor), person]]) },
    report: (_rule: string, what: string) => found.push(what.replace(`the evidence of ${draft} `, '')),
  } as unknown as Story;
  checkEvidence(story, { draft, ...kept!, ...disclosed });
  return found;
}

it('takes evidence when it is what its entry is about', () => {
  expect(wrongWith()).toEqual([]);
});

it('finds what the log does not know, what was changed, and what is by somebody else or another button', () => {
  const { salt, text } = kept;
  const forged = text.replace('100789', '100790');
  const digest = saltedDigest('evidence', salt, forged);
  expect(wrongWith({ digest: '0'.repeat(64) })).toEqual(['is disclosed under a digest that the log has not for it']);
  expect(wrongWith({ text: forged })).toContain('is not the one of its digest');
  expect(wrongWith({ text: forged, digest }, { digests: { evidence: digest } })).toEqual([
    'has a signature that does not fit',
    'is by somebody else than its entry says',
  ]);
  expect(wrongWith({}, {}, 'discord:1')).toEqual(['is by somebody else than its entry says']);
  expect(wrongWith({}, { refs: { ...entry.refs, verb: 'reject' } })).toEqual(['is another deed than its entry says']);
  expect(wrongWith({}, { refs: { ...entry.refs, card: `crd_${'0'.repeat(26)}` } })).toEqual(['is another deed than its entry says']);
  const { card: _, ...cardless } = entry.refs as Record<string, string>;
  expect(wrongWith({}, { refs: cardless })).toEqual(['is another deed than its entry says']);
});

it.each([
  ['the command /ask', 2, { name: 'ask' }, 'ask', 'retract'],
  ['Retract in the menu of a post', 2, { name: 'Retract' }, 'retract', 'ask'],
  ['the form by which a post is asked about', 5, { custom_id: 'cs:ask:1:2' }, 'ask', 'edit'],
  ['the button under a post', 3, { custom_id: `cs:retract:pub_${'0'.repeat(26)}` }, 'retract', 'approve'],
])('takes %s for what it is, and finds an entry that says another verb', (_what, type, data, verb, other) => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const body = JSON.stringify({ type, data, member: { user: { id: '100789' } } });
  const signature = sign(null, Buffer.from(`1772460186${body}`), privateKey).toString('hex');
  const hex = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('hex');
  const text = JSON.stringify({ scheme: 'discord-interaction/v1', publicKey: hex, timestamp: '1772460186', body, signature });
  const digest = saltedDigest('evidence', kept.salt, text);
  const found = (named: string): string[] =>
    wrongWith({ text, digest }, { digests: { evidence: digest }, refs: { move: String(entry.refs['move']), verb: named } });
  expect(found(verb)).toEqual([]);
  expect(found(other)).toEqual(['is another deed than its entry says']);
});

it('finds a command that is none of those', () => {
  const text = kept.text.replace(/\\"type\\":\d+/, '\\"type\\":2');
  expect(wrongWith({ text })).toContain('is another deed than its entry says');
});
