import { readPost, readProgress } from '../app/sealed.ts';
import { approverName } from '../app/prepare.ts';
import type { DraftId } from '../core/ids.ts';
import type { ReadTables } from '../store/store.ts';
import { decodeEntry } from '../log/entry.ts';
import type { HeldBack } from './held-back.ts';

const PAGE = 500;

/**
 * What opens the log to somebody who may read it all: who stands behind a pseudonym, the posts behind their digests, the names that
 * filled them. The independent checker joins these with the platform's own record.
 */
export async function* disclosures(read: ReadTables, heldBack: Pick<HeldBack, 'holds'>): AsyncGenerator<string> {
  for (const person of await read.people.known()) yield JSON.stringify({ kind: 'person', ...person });
  let after: DraftId | undefined;
  for (;;) {
    const page = await read.drafts.list({ limit: PAGE, ...(after ? { after } : {}) });
    for (const draft of page) {
      yield JSON.stringify({ kind: 'draft', draft: draft.id, requester: draft.request.requester, state: draft.state });
      yield JSON.stringify({ kind: 'requirements', draft: draft.id, digest: draft.requirementsDigest, requirements: draft.requirements });
      yield* textsOf(read, draft.id, heldBack);
    }
    after = page.at(-1)?.id;
    if (page.length < PAGE) return;
  }
}

async function* textsOf(read: ReadTables, draft: DraftId, heldBack: Pick<HeldBack, 'holds'>): AsyncGenerator<string> {
  const people = new Map((await read.people.known()).map(({ person, pseudonym }) => [pseudonym, person]));
  const posts = new Set<string>();
  const outputs = new Set<string>();
  const approvers = new Set<string>();
  const evidence = new Set<string>();
  for (const { bytes } of await read.entries.ofDraft(draft)) {
    const entry = decodeEntry(bytes);
    if (entry.digests.post) posts.add(entry.digests.post);
    if (entry.digests.output) outputs.add(`output:${entry.digests.output}`);
    // What a tool said is no more anybody's than what the agent made of it.
    if (entry.digests.result) outputs.add(`result:${entry.digests.result}`);
    if (entry.digests.evidence) evidence.add(entry.digests.evidence);
    if (entry.type === 'draft.approved' && entry.actor) approvers.add(people.get(entry.actor) ?? '');
  }
  for (const digest of posts) {
    const stored = await readPost({ store: { read } }, draft, digest);
    if (stored) yield JSON.stringify({ kind: 'post', draft, digest, ...stored });
  }
  for (const name of outputs) {
    const sealed = await read.texts.get(draft, name);
    if (sealed !== undefined) yield JSON.stringify({ kind: 'output', draft, text: (JSON.parse(sealed) as { text: string }).text });
  }
  const progress = await readProgress({ store: { read } }, draft);
  if (progress !== null) yield JSON.stringify({ kind: 'output', draft, text: progress.text });
  for (const person of approvers) {
    const name = await read.texts.get(draft, approverName(person as `${string}:${string}`));
    if (name !== undefined) yield JSON.stringify({ kind: 'approver', draft, person, name });
  }
  for (const digest of evidence) {
    const sealed = await read.texts.get(draft, `evidence:${digest}`);
    const kept = sealed === undefined ? null : (JSON.parse(sealed) as { text: string });
    if (kept !== null && !heldBack.holds(kept.text)) yield JSON.stringify({ kind: 'evidence', draft, digest, ...kept });
  }
}
