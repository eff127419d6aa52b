import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { canonical, readCanonical } from './canonical-json.ts';
import { examine } from './check.ts';
import { fillDigest, postDigest, requirementsDigest, rulesDigest, saltedDigest } from './digests.ts';
import { decodeEntry } from './entry.ts';
import { createTree } from './merkle.ts';
import { openCheckpoint, readVerifierKey } from './signed-note.ts';

interface Entry {
  draft?: string;
  version?: number;
  type: string;
  actor?: string;
  refs: Record<string, string>;
  digests: Record<string, string>;
}

interface Vectors {
  'canonical-json': { accepted: { what: string; json: string; canonical: string }[]; refused: { what: string; bytes: string }[] };
  digests: {
    posts: { post: { salt: string }; digest: string }[];
    fills: { request: { method: string; body: unknown }; digest: string }[];
    requirements: { requirements: unknown; digest: string }[];
    salted: { kind: string; salt: string; text: string; digest: string }[];
    rules: { text: string; digest: string }[];
    pseudonyms: { person: string; pseudonym: string }[];
  };
  entries: {
    entries: { index: number; type: string; bytes: string; leafHash: string }[];
    later: { index: number; type: string; bytes: string; leafHash: string }[];
    refused: { why: string; bytes: string }[];
  };
  frontier: { frontiers: { size: number; root: string }[] };
  checkpoint: { verifierKey: string; checkpoints: { size: number; root: string; note: string }[] };
}

/** The committed vectors of the formats. They are only read: whatever the product makes of them is no business of this test. */
function vectors<Name extends keyof Vectors>(name: Name): Vectors[Name] {
  return JSON.parse(readFileSync(new URL(`../log/vectors/${name}.json`, import.meta.url), 'utf8')) as Vectors[Name];
}

const entries = vectors('entries');
const digests = vectors('digests');
const checkpoint = vectors('checkpoint');
const key = readVerifierKey(checkpoint.verifierKey);

describe('the checker agrees with the committed vectors about', () => {
  it.each(vectors('canonical-json').accepted)('canonical JSON: $what', (one) => {
    expect(canonical(JSON.parse(one.json))).toBe(one.canonical);
    expect(canonical(readCanonical(Buffer.from(one.canonical)))).toBe(one.canonical);
  });

  it.each(vectors('canonical-json').refused)('what is not canonical JSON: $what', (one) => {
    expect(() => readCanonical(Buffer.from(one.bytes, 'hex'))).toThrow(Error);
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
    for (const { index, type, bytes, leafHash } of [...entries.entries, ...entries.later]) {
      expect(decodeEntry(Buffer.from(bytes)), `entry ${index}`).toMatchObject({ type });
      expect(createHash('sha256').update(`\0${bytes}`).digest('hex')).toBe(leafHash);
      tree.add(Buffer.from(bytes));
      roots.push(tree.root().toString('hex'));
    }
    for (const { size, root } of [...vectors('frontier').frontiers, ...checkpoint.checkpoints])
      expect(roots[size], `size ${size}`).toBe(root);
  });

  it.each(entries.refused)('what is no entry: $why', ({ bytes }) => {
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

it('finds nothing in the golden log but what it is known not to hold: some posts, a platform, and a rule that allows readers from outside', () => {
  const { violations, looked } = examine({ exported: goldenExport(), wire: [], world: goldenWorld(), verifierKey: checkpoint.verifierKey });
  expect(new Set(violations.map(({ rule }) => rule))).toEqual(new Set(['disclosure.whole', 'publication.outcome', 'approval.audience']));
  expect(looked).toMatchObject({ entries: entries.entries.length, checkpoints: checkpoint.checkpoints.length, publications: 0 });
});

/** Everything that the vectors disclose of the golden log. */
function goldenExport(): string {
  const { posts, pseudonyms, requirements, salted } = digests;
  const decoded = entries.entries.map(({ bytes }) => JSON.parse(bytes) as Entry);
  const drafts = decoded.filter(({ type }) => type === 'draft.requested');
  const lines = [
    ...entries.entries.map(({ index, bytes }) => ({ kind: 'entry', index, bytes })),
    ...checkpoint.checkpoints.map(({ size, note }) => ({ kind: 'checkpoint', size, note })),
    ...pseudonyms.map(({ person, pseudonym }) => ({ kind: 'person', pseudonym, person })),
    ...drafts.map(({ draft, actor }) => {
      const state = decoded.findLast((one) => one.draft === draft && one.version !== undefined)?.refs['to'];
      return { kind: 'draft', draft, requester: pseudonyms.find(({ pseudonym }) => pseudonym === actor)?.person, state };
    }),
    ...drafts.flatMap(({ draft, digests: { requirements: digest } }) =>
      requirements.filter((one) => one.digest === digest).map((one) => ({ kind: 'requirements', draft, ...one })),
    ),
    ...posts.map(({ post, digest }) => {
      const { draft } = decoded.find((one) => one.digests['post'] === digest) ?? {};
      return {
        kind: 'post',
        draft,
        digest,
        post,
        preview: salted.find(({ kind, salt }) => kind === 'preview' && salt === post.salt)?.text,
      };
    }),
  ];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

function goldenWorld(): unknown {
  const somebody = { active: true, bot: false, guest: false, external: false };
  return { people: digests.pseudonyms.map(({ person }) => ({ id: person, ...somebody })), groups: [] };
}
