/** What an operator may do to one draft, wherever they say so. It is always logged; closing and settling need a reason. */
import type { Draft } from '../core/draft.ts';
import { type Refusal, refusal } from '../core/errors.ts';
import { isId, type PersonId } from '../core/ids.ts';
import { advance, type Advanced } from './advance.ts';
import { salted } from './compose.ts';
import { actorOn } from './lookups.ts';
import { lookFor } from './look-for.ts';
import type { Ports } from './ports.ts';
import { MOST_REASON, tooLongFor } from './prepare.ts';
import { nameInWords } from './shortened.ts';

export type Operated = { ok: true; draft: Draft } | { ok: false; refusal: Refusal };

/** `drf_…`, `cs-…` (a publication's reference) or `rq-…` (a request's). */
export async function findDraft(ports: Ports, named: string): Promise<Draft | undefined> {
  if (isId('drf', named)) return ports.store.read.drafts.get(named);
  return /^(cs|rq)-[0-9A-Z]{8}$/.test(named) ? ports.store.read.drafts.byPublication({ reference: named }) : undefined;
}

export async function withdrawDraft(ports: Ports, order: { named: string; by: PersonId; reason: string }): Promise<Operated> {
  return withReason(ports, order, async (draft, reason) =>
    advance(ports, {
      draft: draft.id,
      actor: await actorOn(ports, order.by, draft),
      command: () => ({ kind: 'withdraw', reason: `reason:${reason.digest}`, reasonDigest: reason.digest }),
      texts: [[`reason:${reason.digest}`, reason.sealed]],
    }),
  );
}

/**
 * Only for an unknown outcome: an operator looked in the channel and says what is there. With the draft's `version` of then, it
 * counts for that attempt alone: another may have been made since.
 */
export async function settleDraft(
  ports: Ports,
  order: { named: string; by: PersonId; outcome: 'published' | 'publish_failed'; reason: string; version?: number | undefined },
): Promise<Operated> {
  return withReason(ports, order, async (draft, reason) => {
    const found = order.outcome === 'published' ? await lookFor(ports, draft, draft.createdAt) : null;
    const message = found?.kind === 'found' ? found.message : null;
    return advance(ports, {
      draft: draft.id,
      actor: await actorOn(ports, order.by, draft),
      command: () => ({
        kind: 'settle',
        version: order.version ?? draft.version,
        outcome: order.outcome,
        message,
        reason: `reason:${reason.digest}`,
        reasonDigest: reason.digest,
      }),
      texts: [[`reason:${reason.digest}`, reason.sealed]],
    });
  });
}

export async function retractByOperator(ports: Ports, order: { named: string; by: PersonId }): Promise<Operated> {
  return toDraft(ports, order.named, async (draft) =>
    advance(ports, { draft: draft.id, actor: await actorOn(ports, order.by, draft), command: () => ({ kind: 'retract' }) }),
  );
}

async function withReason(
  ports: Ports,
  { named, reason }: { named: string; reason: string },
  act: (draft: Draft, reason: { digest: string; sealed: string }) => Promise<Advanced>,
): Promise<Operated> {
  if (reason.trim() === '') return { ok: false, refusal: refusal('REASON_NEEDED') };
  const tooLong = tooLongFor(ports, reason, MOST_REASON);
  if (tooLong) return { ok: false, refusal: tooLong };
  return toDraft(ports, named, async (draft) => act(draft, salted(ports, 'reason', reason.trim())));
}

async function toDraft(ports: Ports, named: string, act: (draft: Draft) => Promise<Advanced>): Promise<Operated> {
  const draft = await findDraft(ports, named);
  if (!draft) return { ok: false, refusal: refusal('UNKNOWN_DRAFT', { named: nameInWords(ports, named) }) };
  const done = await act(draft);
  return done.ok ? { ok: true, draft: done.draft } : { ok: false, refusal: done.refusal };
}
