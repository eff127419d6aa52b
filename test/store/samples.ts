import { createHash, randomBytes } from 'node:crypto';
import type { CardRow, Draft, Revision } from '../../src/core/draft.ts';
import { idFrom, type IdOf, type PersonId } from '../../src/core/ids.ts';
import type { AttemptRow, EffectRow } from '../../src/store/store.ts';

/** What the contract's tests write: whole and believable, each with ids of its own. */
export function newId<K extends keyof IdOf>(prefix: K): IdOf[K] {
  return idFrom(prefix, randomBytes(16));
}

export const ana: PersonId = 'playground:acme:ana';
export const ben: PersonId = 'playground:acme:ben';

export function draftOf(changes: Partial<Draft> = {}): Draft {
  const createdAt = changes.createdAt ?? 1_000_000;
  return {
    id: newId('drf'),
    version: 1,
    state: 'awaiting_agent',
    request: {
      requester: ana,
      requesterHuman: ana,
      agent: 'handbook',
      questionDigest: 'dd'.repeat(32),
      asked: { platform: 'playground', workspace: 'acme', channel: 'engineering', thread: null, message: 'm1' },
      how: 'said',
      askedIn: 'engineering',
      originClass: 'workspace',
      mentions: [],
      at: createdAt,
    },
    destination: { platform: 'playground', workspace: 'acme', channel: 'engineering', thread: 'm1' },
    requirements: {
      v: 1,
      destination: 'playground:acme:engineering',
      reviewers: { from: [ben], needed: 1 },
      widestAudience: 'workspace',
      fallback: null,
    },
    requirementsDigest: 'aa'.repeat(32),
    audience: { class: 'workspace', count: 5, outside: [], channelName: 'engineering', workspaceName: 'Acme', observedAt: createdAt },
    revision: null,
    approvals: [],
    approvedUnder: null,
    run: newId('run'),
    publishing: { attempt: null, mayStandAlready: false, message: null, publishedAt: null, fillDigest: null },
    last: { kind: 'awaiting_agent', by: ana, code: null, reason: null, at: createdAt },
    createdAt,
    expiresAt: createdAt + 24 * 3_600_000,
    ...changes,
  };
}

export function revisionOf(changes: Partial<Revision> = {}): Revision {
  return {
    id: newId('rev'),
    number: 1,
    digest: 'bb'.repeat(32),
    previewDigest: 'cc'.repeat(32),
    publicationId: newId('pub'),
    editor: null,
    editorHuman: null,
    ...changes,
  };
}

export function entryOf(draft: Draft | null, words: string) {
  const bytes = Uint8Array.from(Buffer.from(words));
  const leafHash = Uint8Array.from(createHash('sha256').update(Uint8Array.of(0)).update(bytes).digest());
  return { id: newId('ent'), draft: draft?.id ?? null, bytes, leafHash };
}

export function effectOf(changes: Partial<EffectRow> = {}) {
  const id = newId('eff');
  return {
    id,
    kind: 'tell',
    key: `tell:${id}`,
    draft: null,
    payload: { code: 'EXPIRED' },
    dueAt: 0,
    ...changes,
  } satisfies Partial<EffectRow>;
}

export function cardOf(changes: Partial<CardRow> = {}): CardRow {
  return {
    id: newId('crd'),
    draft: newId('drf'),
    person: ana,
    role: 'requester',
    revision: 0,
    digest: null,
    ref: null,
    shared: null,
    open: true,
    shownAt: null,
    ...changes,
  };
}

export function attemptOf(changes: Partial<AttemptRow> = {}): AttemptRow {
  return {
    id: newId('att'),
    draft: newId('drf'),
    owner: 'p1',
    intent: newId('ent'),
    deadlineAt: 0,
    startedAt: null,
    ended: false,
    absentReads: 0,
    lastAbsentAt: null,
    ...changes,
  };
}
