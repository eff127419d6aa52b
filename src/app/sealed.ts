import type { DraftId, PersonId, RunId } from '../core/ids.ts';
import type { Made } from '../core/made.ts';
import type { Tree } from '../core/text.ts';
import type { StoredPost } from './compose.ts';
import type { Texts } from '../store/store.ts';

/** All that opening a text needs of the ports. */
interface Reading {
  store: { read: { texts: Pick<Texts, 'get'> } };
}

/** Reads these texts of a draft at once, so that opening them costs one statement. Any other is none. */
export async function readTogether(
  { store }: { store: { read: { texts: Pick<Texts, 'some'> } } },
  draft: DraftId,
  names: readonly (string | null)[],
): Promise<Reading> {
  const known = await store.read.texts.some(
    draft,
    names.filter((name) => name !== null),
  );
  return { store: { read: { texts: { get: async (_, name) => known.get(name) } } } };
}

/** A text that is sealed with its salt (`question:…`, `reason:…`, `wish:…`); null when there is none or it was erased. */
export async function readText(ports: Reading, draft: DraftId, name: string): Promise<string | null> {
  const sealed = await ports.store.read.texts.get(draft, name);
  return sealed === undefined ? null : (JSON.parse(sealed) as { text: string }).text;
}

export async function readTree(ports: Reading, draft: DraftId, number: number): Promise<Tree | null> {
  const sealed = await ports.store.read.texts.get(draft, `tree:${number}`);
  return sealed === undefined ? null : (JSON.parse(sealed) as Tree);
}

/** Under this name it is sealed that somebody rejected this post: their card says so, whatever becomes of the draft. */
export function rejectedBy(person: PersonId, digest: string | null): string {
  return `rejected:${person}:${digest ?? ''}`;
}

/** What is sealed as `rejected:…`. */
export interface StoredRejection {
  at: number;
  /** The digest of the reason. */
  reason: string;
}

export async function readRejection(ports: Reading, draft: DraftId, name: string): Promise<StoredRejection | null> {
  const sealed = await ports.store.read.texts.get(draft, name);
  return sealed === undefined ? null : (JSON.parse(sealed) as StoredRejection);
}

export async function readPost(ports: Reading, draft: DraftId, digest: string): Promise<StoredPost | null> {
  const sealed = await ports.store.read.texts.get(draft, `post:${digest}`);
  return sealed === undefined ? null : (JSON.parse(sealed) as StoredPost);
}

/** What the last answer was made with; null where nothing was told of that, or it was erased. */
export async function readMade(ports: Reading, draft: DraftId): Promise<Made | null> {
  const sealed = await ports.store.read.texts.get(draft, 'made');
  return sealed === undefined ? null : (JSON.parse(sealed) as Made);
}

/** What is sealed as `progress`: what a run has written so far. It stays when the run is over, and is nothing then. */
export interface StoredProgress {
  run: RunId;
  text: string;
}

export async function readProgress(ports: Reading, draft: DraftId): Promise<StoredProgress | null> {
  const sealed = await ports.store.read.texts.get(draft, 'progress');
  return sealed === undefined ? null : (JSON.parse(sealed) as StoredProgress);
}
