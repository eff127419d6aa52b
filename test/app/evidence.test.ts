import { randomBytes } from 'node:crypto';
import { expect, it, onTestFinished } from 'vitest';
import type { Evidence } from '#adapter';
import { keepEvidence } from '../../src/app/evidence.ts';
import type { Ports } from '../../src/app/ports.ts';
import { saltedDigest, type SaltedKind } from '../../src/log/digests.ts';
import { decodeEntry, encodeEntry } from '../../src/log/entry.ts';
import { leafHash } from '../../src/log/merkle.ts';
import { createSqliteStore } from '../../src/store/kysely-store.ts';
import { DATA_KEY } from '../store/harness.ts';
import { ana, draftOf, newId } from '../store/samples.ts';

const LOG = `countersign/${'0'.repeat(26)}`;
const SIGNED: Evidence = {
  scheme: 'discord-interaction/v1',
  publicKey: 'ab'.repeat(32),
  timestamp: '1772460186',
  body: '{"type":3}',
  signature: 'cd'.repeat(64),
};

/** What is kept of a press that came with this, on a draft whose texts may be erased: types of entries, and a warning in the program's log. */
async function kept(evidence: Evidence | null, isErased = false): Promise<{ types: string[]; warnings: number; sealed: boolean }> {
  const store = await createSqliteStore({ file: ':memory:', now: () => 100, dataKey: DATA_KEY });
  onTestFinished(() => store.close());
  let warnings = 0;
  const ports = {
    randomBytes: (count: number) => new Uint8Array(randomBytes(count)),
    clock: { now: () => 100 },
    digests: { salted: (kind: string, salt: string, text: string) => saltedDigest(kind as SaltedKind, salt, text) },
    logger: { warn: () => (warnings += 1) },
    log: {
      encode: (entry: object, at: number) => {
        const bytes = encodeEntry({ ...(entry as Parameters<typeof encodeEntry>[0]), v: 1, log: LOG, at: new Date(at).toISOString() });
        return { bytes, leafHash: leafHash(bytes) };
      },
    },
  } as unknown as Ports;
  const draft = draftOf();
  const card = newId('crd');
  await store.transact(async (tx) => {
    await tx.drafts.insert(draft);
    if (isErased) await tx.texts.erase(draft.id);
  });
  const moved = { draft: draft.id, move: newId('ent') };
  const target = { kind: 'card' as const, card, message: 'm' };
  await store.transact((tx) => keepEvidence(ports, tx, moved, { person: ana, verb: 'approve', target, evidence }));
  const entries = (await store.read.entries.ofDraft(draft.id)).map(({ bytes }) => decodeEntry(bytes));
  const sealed = await store.read.texts.get(draft.id, `evidence:${entries[0]?.digests.evidence}`);
  if (entries[0]) expect(entries[0].refs).toEqual({ card, move: moved.move, verb: 'approve' });
  return { types: entries.map(({ type }) => type), warnings, sealed: sealed?.includes(SIGNED.signature) === true };
}

it('what a platform signed is sealed with the draft, and bound to the move and the card by an entry of its own', async () => {
  expect(await kept(SIGNED)).toEqual({ types: ['evidence.kept'], warnings: 0, sealed: true });
  expect(await kept(null)).toEqual({ types: [], warnings: 0, sealed: false });
});

it('what is too large or has no form is not kept, and does not hinder the move', async () => {
  const nothing = { types: [], warnings: 1, sealed: false };
  expect(await kept({ ...SIGNED, body: 'x'.repeat(200_001) })).toEqual(nothing);
  expect(await kept({ ...SIGNED, body: '\ud800' })).toEqual(nothing);
  expect(await kept({ ...SIGNED, signature: '' })).toEqual(nothing);
  expect(await kept({ ...SIGNED, publicKey: 'ab' })).toEqual(nothing);
});

it('where the texts of a draft were erased nothing more of it is kept', async () => {
  expect(await kept(SIGNED, true)).toEqual({ types: [], warnings: 0, sealed: false });
});
