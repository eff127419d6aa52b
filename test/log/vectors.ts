import { readFileSync } from 'node:fs';
import type { Post, PostRequest } from '../../src/core/post.ts';
import type { PersonId } from '../../src/core/ids.ts';
import type { FactType } from '../../src/core/fact.ts';
import type { Requirements } from '../../src/core/requirements.ts';
import type { SaltedKind } from '../../src/log/digests.ts';

interface GoldenEntry {
  index: number;
  type: FactType;
  bytes: string;
  leafHash: string;
}

/** The committed vectors: they say what is already stored out there. A test that disagrees with one of them is never fixed by changing it. */
interface Vectors {
  'canonical-json': {
    accepted: { what: string; json: string; canonical: string }[];
    refused: { what: string; bytes: string; code: string }[];
  };
  digests: {
    posts: { name: string; post: Post; digest: string }[];
    fills: { name: string; request: PostRequest; digest: string }[];
    requirements: { name: string; requirements: Requirements; digest: string }[];
    salted: { name: string; kind: SaltedKind; salt: string; text: string; digest: string }[];
    rules: { text: string; digest: string }[];
    pseudonyms: { key: string; person: PersonId; pseudonym: string }[];
  };
  entries: {
    log: string;
    entries: GoldenEntry[];
    /** Of types that came after the tree of the others was signed. */
    later: GoldenEntry[];
    refused: { why: string; code: string; bytes: string }[];
  };
  frontier: { frontiers: { size: number; root: string; bytes: string }[] };
  checkpoint: { keyFile: string; verifierKey: string; checkpoints: { size: number; root: string; note: string }[] };
  tiles: { tiles: { path: string; bytes: string }[]; bundles: { path: string; length: number; sha256: string }[] };
  proof: { proofs: { index: number; extra: boolean; file: string }[] };
}

export function vectors<Name extends keyof Vectors>(name: Name): Vectors[Name] {
  return JSON.parse(readFileSync(new URL(`./vectors/${name}.json`, import.meta.url), 'utf8')) as Vectors[Name];
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function unhex(digits: string): Uint8Array {
  return new Uint8Array(Buffer.from(digits, 'hex'));
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** The code with which this is refused; fails when it is not refused, or with another error than a FormatError. */
export function refusalOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Error && error.name === 'FormatError' && 'code' in error) return String(error.code);
    throw error;
  }
  throw new Error('this should have been refused');
}
