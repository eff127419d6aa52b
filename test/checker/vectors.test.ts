import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { canonical, readCanonical } from './canonical-json.ts';
import { examine } from './check.ts';
import { fillDigest, postDigest, requirementsDigest, rulesDigest, saltedDigest } from './digests.ts';
import { decodeEntry } from './entry.ts';
import { createTree } from './merkle.ts';
import { openCheckpoint, readVerifierKey } from './signed-note.ts';

/** The committed vectors of the formats. They are only read: whatever the product makes of them is no business of this test. */
function vectors(name: string): any {
  return JSON.parse(readFileSync(new URL(`../log/vectors/${name}.json`, import.meta.url), 'utf8'));
}

const entries = vectors('entries');
const digests = vectors('digests');
const checkpoint = vectors('checkpoint');
const key = readVerifierKey(checkpoint.verifierKey);

describe('the checker agrees with the committed vectors about', () => {
  it.each(vectors('canonical-json').accepted)('canonical JSON: $what', (one: any) => {
    expect(canonical(JSON.parse(one.json))).toBe(one.canonical);
    expect(canonical(readCanonical(Buffer.from(one.canonical)))).toBe(one.canonical);
  });

  it.each(vectors('canonical-json').refused)('what is not canonical JSON: $what', (one: any) => {
    expect(() => readCanonical(Buffer.from(one.bytes, 'hex'))).toThrow();
  });

  it('every digest', () => {
    for (const one of digests.posts) expect(postDigest(one.post)).toBe(one.digest);
    for (const one of digests.fills) expect(fillDigest(one.request)).toBe(one.digest);
    for (const one of digests.requirements) expect(requirementsDigest(one.requirements)).toBe(one.digest);
    for (const one of digests.salted) expect(saltedDigest(one.kind, one.salt, one.text)).toBe(one.digest);
    for (const one of digests.rules) expect(rulesDigest(one.text)).toBe(one.digest);
    expect(digests.posts.length * digests.fills.length * digests.salted.length).toBeGreaterThan(0);
  });

  it('every entry, its leaf and the roots over them', () => {
    const tree = createTree();
    const roots = [tree.root().toString('hex')];
    for (const { index, type, bytes, leafHash } of entries.entries) {
      expect(decodeEntry(Buffer.from(bytes)), `entry ${index}`).toMatchObject({ type });
      expect(createHash('sha256').update(`\0${bytes}`).digest('hex')).toBe(leafHash);
      tree.add(Buffer.from(bytes));
      roots.push(tree.root().toString('hex'));
    }
    for (const { size, root } of [...vectors('frontier').frontiers, ...checkpoint.checkpoints]) expect(roots[size], `size ${size}`).toBe(root);
  });

  it.each(entries.refused)('what is no entry: $why', ({ bytes }: any) => {
    expect(decodeEntry(Buffer.from(bytes))).toBeTypeOf('string');
  });

  it('every checkpoint, and nothing that is signed by another key', () => {
    if (!key) throw new Error('the verifier key of the vectors is refused');
    for (const { size, root, note } of checkpoint.checkpoints) {
      expect(openCheckpoint(note, key)).toEqual({ size, root: Buffer.from(root, 'hex') });
      expect(openCheckpoint(note.replace(`\n${size}\n`, `\n${size + 1}\n`), key)).toBe('is not signed by the pinned key');
    }
  });

  it('a signed note of somebody else: the example of Go’s note package', () => {
    const peter = readVerifierKey('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
    expect(peter?.name).toBe('PeterNeumann');
    const text = 'If you think cryptography is the answer to your problem,\nthen you don’t know what your problem is.\n'.replace('’', "'");
    const signature = Buffer.from('x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=', 'base64');
    expect(peter?.verifies(text, signature.subarray(4))).toBe(true);
    expect(peter?.verifies(`${text} `, signature.subarray(4))).toBe(false);
  });
});

it('finds nothing wrong in the golden log, but that there is no platform that could have stored its publication', () => {
  const { violations, looked } = examine({ exported: goldenExport(), wire: [], world: goldenWorld(), verifierKey: checkpoint.verifierKey });
  expect(violations.map(({ rule }) => rule)).toEqual(['publication.outcome']);
  expect(looked).toMatchObject({ entries: entries.entries.length, checkpoints: checkpoint.checkpoints.length, publications: 0 });
});

/** Disclosed are the posts and the people of the vectors; a draft whose post is not among them had its texts erased. */
function goldenExport(): string {
  const lines: unknown[] = entries.entries.map(({ index, bytes }: any) => ({ kind: 'entry', index, bytes }));
  for (const { size, note } of checkpoint.checkpoints) lines.push({ kind: 'checkpoint', size, note });
  const people = new Map<string, string>(digests.pseudonyms.map(({ person, pseudonym }: any) => [pseudonym, person]));
  for (const [pseudonym, person] of people) lines.push({ kind: 'person', pseudonym, person });
  const decoded = entries.entries.map(({ bytes }: any) => JSON.parse(bytes));
  for (const { draft, actor, digests: of } of decoded.filter(({ type }: any) => type === 'draft.requested')) {
    const state = decoded.findLast((one: any) => one.draft === draft && one.version !== undefined).refs.to;
    lines.push({ kind: 'draft', draft, requester: people.get(actor), state });
    const { requirements } = digests.requirements.find((one: any) => one.digest === of.requirements);
    lines.push({ kind: 'requirements', draft, digest: of.requirements, requirements });
  }
  for (const { post, digest } of digests.posts) {
    const { draft } = decoded.find((one: any) => one.digests.post === digest);
    const preview = digests.salted.find((one: any) => one.kind === 'preview' && one.salt === post.salt).text;
    lines.push({ kind: 'post', draft, digest, post, preview });
  }
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

function goldenWorld(): unknown {
  const somebody = { active: true, bot: false, guest: false, external: false };
  return { people: digests.pseudonyms.map(({ person }: any) => ({ id: person, ...somebody })), groups: [] };
}
