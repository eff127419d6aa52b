import type { DraftId } from '../core/ids.ts';
import type { Tree } from '../core/text.ts';
import type { StoredPost } from './compose.ts';
import type { Store } from '../store/store.ts';

/** All that opening a text needs of the ports. */
interface Reading {
  store: Pick<Store, 'read'>;
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

export async function readPost(ports: Reading, draft: DraftId, digest: string): Promise<StoredPost | null> {
  const sealed = await ports.store.read.texts.get(draft, `post:${digest}`);
  return sealed === undefined ? null : (JSON.parse(sealed) as StoredPost);
}
