import type { FindOutcome } from '../adapter.ts';
import type { Draft } from '../core/draft.ts';
import { referenceOf } from '../core/ids.ts';
import { adapterOf } from './names.ts';
import type { Ports } from './ports.ts';

/** Whether this draft's publication stands in its channel, as the platform says; nothing older than `startedAt` (ms) is looked at. */
export async function lookFor(ports: Ports, draft: Draft, startedAt: number): Promise<FindOutcome> {
  if (draft.destination === null || draft.revision === null) return { kind: 'absent' };
  const { publicationId } = draft.revision;
  return adapterOf(ports, draft.destination.platform).find({
    publicationId,
    reference: referenceOf(publicationId),
    destination: draft.destination,
    startedAt,
  });
}
