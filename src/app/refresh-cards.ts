import { type Draft, HELD_STATES, type State } from '../core/draft.ts';
import type { DraftId } from '../core/ids.ts';
import type { KillScope } from '../store/store.ts';
import type { Ports } from './ports.ts';
import { addUpdate } from './add-update.ts';

const AT_ONCE = 100;
/** One after the other, a hundred a second: whoever asks or decides meanwhile waits for none of them. */
const EACH_AFTER_MS = 10;
/** So long as it took to look through a page it rests before the next, so often: with 100,000 drafts nobody else got a word in. */
const RESTS = 2;

/**
 * Has the cards of open drafts that the switch speaks of written anew: they say that publishing is stopped, or no longer do. The switch
 * holds already when this begins, so a failure is logged, and a card that was missed refuses in words when it is pressed.
 */
export async function refreshCardsIn(ports: Ports, scope: KillScope): Promise<void> {
  let nth = 0;
  try {
    for (let after: DraftId | null = null; !ports.stopping.aborted;) {
      const where = { ...filterOf(scope, HELD_STATES), limit: AT_ONCE };
      const begunAt = performance.now();
      const page: Draft[] = await ports.store.read.drafts.list(after === null ? where : { ...where, after });
      await ports.store.transact(async (tx) => {
        for (const draft of page) {
          for (const card of await tx.cards.ofDraft(draft.id)) {
            if (card.open && card.ref !== null && card.digest !== null && card.digest === draft.revision?.digest)
              await addUpdate(ports, tx, card, EACH_AFTER_MS * nth++);
          }
        }
      });
      after = page.at(-1)?.id ?? null;
      if (page.length < AT_ONCE) return;
      await ports.clock.sleep(RESTS * (performance.now() - begunAt), ports.stopping);
    }
  } catch (error) {
    ports.logger.error({ error, scope }, 'cards could not be told of the switch');
  }
}

/** Which drafts a scope of the switch speaks of. */
export function filterOf(scope: KillScope, states: readonly State[]) {
  if (scope.startsWith('agent:')) return { states, agent: scope.slice('agent:'.length) };
  if (scope.startsWith('channel:')) return { states, channel: scope.slice('channel:'.length) as `${string}:${string}` };
  return { states };
}
