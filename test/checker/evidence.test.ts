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
  expect(wrongWith({}, { refs: { ...entry.refs, verb: 'reject' } })).toEqual(['is another button than its entry says']);
});
