import type { Draft } from '../core/draft.ts';
import type { DraftId } from '../core/ids.ts';
import { LOOKING } from '../core/timers.ts';
import type { AttemptRow, EffectRow } from '../store/store.ts';
import { advance } from './advance.ts';
import type { Carried } from './carried.ts';
import { lookFor } from './look-for.ts';
import { addAllClear } from './notices.ts';
import type { Ports } from './ports.ts';

/** Of looks that count: how long people are told that it is looked for follows from `LOOKING`. */
const ABSENT_READS_NEEDED = 2;
/** A send that was started may last this long past the start's deadline. */
const SEND_GRACE_MS = 15_000;

/** Attempts past their deadline: one that never started is given back, one that started has an unknown outcome. */
export async function reconcileAttempts(ports: Ports): Promise<void> {
  for (const attempt of await ports.store.read.attempts.overdue(100)) {
    if (attempt.startedAt !== null && ports.clock.now() < attempt.startedAt + SEND_GRACE_MS) continue;
    const done = await advance(ports, {
      draft: attempt.draft,
      actor: { kind: 'system' },
      command: () =>
        attempt.startedAt === null ? { kind: 'abandon', attempt: attempt.id, retryInMs: 0 } : { kind: 'lose', attempt: attempt.id },
      alsoSave: (tx) => tx.attempts.end(attempt.id),
    });
    if (!done.ok) await ports.store.transact((tx) => tx.attempts.end(attempt.id));
  }
}

/** Looks for a publication whose outcome is unknown. Finding it settles it; not finding it never leads to a second send. */
export async function findPublication(ports: Ports, effect: EffectRow): Promise<Carried> {
  const draft = await ports.store.read.drafts.get(effect.draft as DraftId);
  if (!draft || draft.state !== 'outcome_unknown' || draft.destination === null || draft.revision === null) return 'done';
  const attempt = draft.publishing.attempt === null ? undefined : await ports.store.read.attempts.get(draft.publishing.attempt);
  if (!attempt) return 'done';
  const lookedAt = ports.clock.now();
  const found = await lookFor(ports, draft, attempt.startedAt ?? draft.last.at);
  if (found.kind === 'found') {
    await advance(ports, {
      draft: draft.id,
      actor: { kind: 'system' },
      command: () => ({ kind: 'confirm', attempt: attempt.id, message: found.message }),
      alsoSave: (tx, saved) => addAllClear(ports, tx, saved.draft),
    });
    return 'done';
  }
  return found.kind === 'absent' ? countAbsence(ports, draft, attempt, lookedAt) : { laterMs: 10_000, countsAttempt: false };
}

/** A look counts from when it began: a process may have stood still between asking and being told. */
async function countAbsence(ports: Ports, draft: Draft, attempt: AttemptRow, lookedAt: number): Promise<Carried> {
  const countsFrom = Math.max(attempt.deadlineAt + LOOKING.quietMs, (attempt.lastAbsentAt ?? 0) + LOOKING.betweenMs);
  if (lookedAt < countsFrom) return { laterMs: Math.min(10_000, countsFrom - lookedAt), countsAttempt: false };
  await ports.store.transact((tx) => tx.attempts.noteAbsence(attempt.id, lookedAt));
  if (attempt.absentReads + 1 < ABSENT_READS_NEEDED) return { laterMs: LOOKING.betweenMs, countsAttempt: false };
  await advance(ports, {
    draft: draft.id,
    actor: { kind: 'system' },
    command: () => ({ kind: 'refuse', attempt: attempt.id, code: 'NOT_FOUND_THERE', platformCode: 'absent' }),
  });
  return 'done';
}
