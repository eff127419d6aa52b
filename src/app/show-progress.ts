import type { Draft } from '../core/draft.ts';
import type { RunId } from '../core/ids.ts';
import { addUpdate } from './add-update.ts';
import type { Ports } from './ports.ts';
import type { StoredProgress } from './sealed.ts';

export interface Progress {
  /** Whole each time; the newest counts. */
  take(text: string): void;
  /** Resolves when nothing of it is on its way any more. */
  finish(): Promise<void>;
}

/** Each waits a little longer: platforms count how often a message is changed. */
const REST_MS = [1_000, 2_000, 3_000, 5_000];

/** Brings partial text to the requester's card: the newest of what came, now and then, and nothing after the end. */
export function createProgress(ports: Ports, draft: Draft, run: RunId): Progress {
  const over = new AbortController();
  let newest: string | null = null;
  let told: string | null = null;
  let telling: Promise<void> | null = null;

  async function tell(): Promise<void> {
    for (let times = 0; !over.signal.aborted && newest !== told; times += 1) {
      const text = newest ?? '';
      try {
        await write(text);
        told = text;
      } catch (error) {
        // Only a convenience: the answer itself does not depend on it.
        ports.logger.warn({ error, draft: draft.id }, 'partial text could not be brought to its card');
      }
      await ports.clock.sleep(REST_MS[Math.min(times, REST_MS.length - 1)] ?? 0, over.signal);
    }
    telling = null;
  }

  async function write(text: string): Promise<void> {
    await ports.store.transact(async (tx) => {
      const now = await tx.drafts.hold(draft.id);
      if (now?.run !== run || now.state !== 'awaiting_agent') return;
      await tx.texts.put(draft.id, 'progress', JSON.stringify({ run, text } satisfies StoredProgress));
      for (const card of await tx.cards.ofDraft(draft.id)) {
        if (card.role === 'requester' && card.revision === 0 && card.open && card.ref !== null) await addUpdate(ports, tx, card, 0);
      }
    });
  }

  return {
    take(text: string): void {
      newest = text;
      if (!over.signal.aborted) telling ??= tell();
    },
    async finish(): Promise<void> {
      over.abort();
      await telling;
    },
  };
}
