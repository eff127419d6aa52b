import type { Clicked, Evidence } from '../adapter.ts';
import type { DraftId, EntryId } from '../core/ids.ts';
import type { Tables } from '../store/store.ts';
import { salted } from './compose.ts';
import { appendFact } from './entries.ts';
import type { Ports } from './ports.ts';

/** In characters. A card with its buttons comes back to us with each press, in some tens of thousands. */
const LARGEST_BODY = 200_000;

/**
 * What the platform signed of a delivery is sealed with the draft that it moved, and bound by an entry of its own to the move's. It is
 * there to be shown one day, and never asked about a right: without it, or where it cannot be kept, the move counts all the same.
 */
export async function keepEvidence(
  ports: Ports,
  tx: Tables,
  moved: { draft: DraftId; move: EntryId },
  { person, evidence, verb, target }: Pick<Clicked, 'person' | 'evidence'> & { verb: string; target: Clicked['target'] | null },
): Promise<void> {
  // A line of a person's own list speaks of other drafts, which are erased at other times: the platform signs all that stood there.
  if (evidence === null || target?.kind === 'draft') return;
  if (!isWhole(evidence)) return ports.logger.warn({ draft: moved.draft }, 'evidence has no form that can be kept');
  // Under a key that was deleted nothing more is kept: the post can still be taken away.
  if (await tx.texts.isErased(moved.draft)) return;
  const { scheme, publicKey, timestamp, body, signature } = evidence;
  const kept = salted(ports, 'evidence', JSON.stringify({ scheme, publicKey, timestamp, body, signature } satisfies Evidence));
  await tx.texts.put(moved.draft, `evidence:${kept.digest}`, kept.sealed);
  await appendFact(
    ports,
    tx,
    {
      type: 'evidence.kept',
      draft: moved.draft,
      actor: person,
      refs: { ...(target?.kind === 'card' ? { card: target.card } : {}), move: moved.move, verb },
      digests: { evidence: kept.digest },
    },
    ports.clock.now(),
  );
}

function isWhole({ publicKey, timestamp, body, signature }: Evidence): boolean {
  return (
    /^[0-9a-f]{64}$/.test(publicKey) &&
    /^\d{1,15}$/.test(timestamp) &&
    /^[0-9a-f]{128}$/.test(signature) &&
    body.length <= LARGEST_BODY &&
    body.isWellFormed()
  );
}
