import { findDraft } from '../app/operate.ts';
import type { Ports } from '../app/ports.ts';
import type { Entry } from '../core/fact.ts';
import { utf8 } from '../log/bytes.ts';
import { decodeEntry } from '../log/entry.ts';
import { inclusionProof } from '../log/merkle-proofs.ts';
import { formatProof, parseProof, verifyProof } from '../log/proof.ts';
import type { VerifierKey } from '../log/verifier-key.ts';
import type { EntryRow, ReadTables } from '../store/store.ts';
import { storedCopy } from '../stored-log.ts';
import { CliError } from './command.ts';

/** The proof of one publication: that the intent to post exactly this, under these approvals, was in the log before it was sent. */
export async function proofOf(ports: Ports, read: ReadTables, reference: string): Promise<Uint8Array> {
  const draft = await findDraft(ports, reference);
  const intent = draft && (await read.entries.ofDraft(draft.id)).findLast((row) => decodeEntry(row.bytes).type === 'publication.intended');
  if (!intent) throw new CliError(1, `There is no publication ${reference}. Its reference stands under the post: cs-…`);
  return (await proofsIn(read))(intent);
}

/** Proofs of as many entries as are wanted, all under the same checkpoint. */
export async function proofsIn(read: ReadTables): Promise<(entry: EntryRow) => Uint8Array> {
  const checkpoint = await read.checkpoints.latest();
  const leaves: Uint8Array[] = [];
  for await (const { leafHash } of (await storedCopy(read)).entries()) if (leafHash) leaves.push(leafHash);
  const size = checkpoint?.size ?? 0;
  return (entry) => {
    const index = positionOf(entry, size);
    return formatProof({
      extra: entry.bytes,
      index,
      hashes: inclusionProof(leaves, index, size),
      checkpoint: utf8(checkpoint?.note ?? ''),
    });
  };
}

function positionOf({ index }: EntryRow, size: number): number {
  if (index === null || index >= size) throw new CliError(1, 'That entry is not yet under a checkpoint. Try again in a moment.');
  return index;
}

export function isProof(text: string): boolean {
  return text.startsWith('c2sp.org/tlog-proof@');
}

/** The entry that a `.tlog-proof` text shows to be in the log of whoever's key was pinned. A FormatError when it shows nothing. */
export function provenIn(text: string, key: VerifierKey): { entry: Entry; index: number; size: number } {
  const proof = parseProof(utf8(text));
  if (proof.extra === null) throw new CliError(1, 'This proof does not carry its entry; ask for one made by Countersign.');
  const { size } = verifyProof(proof, proof.extra, key);
  return { entry: decodeEntry(proof.extra), index: proof.index, size };
}

/** The same in one sentence. */
export function readProof(text: string, key: VerifierKey): string {
  const { entry, index, size } = provenIn(text, key);
  return `Entry ${index} of ${size}: ${entry.type}, ${entry.at}, post ${entry.digests.post ?? '–'}. It is in the log.`;
}
