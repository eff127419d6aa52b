/** What only its requester is told of how the agent works. */
import type { CardPart } from './card.ts';
import { type CardView, differencePart, sentence } from './card-view.ts';
import { MADE, REQUESTER } from './sentences.ts';
import type { DifferencePart } from './text.ts';

/** A text of which hardly a word is left is read anew: what was removed and added would be both texts once more. */
const LEAST_KEPT = 0.25;

/** What the agent changed when it was asked again. */
export function changes({ difference, draft, agent }: CardView): CardPart[] {
  if (difference === null || draft.revision === null) return [];
  const { since, parts } = difference;
  const sizeOf = (kind: DifferencePart['kind']): number =>
    parts.filter((part) => part.kind === kind).reduce((size, { text }) => size + text.trim().length, 0);
  const [same, removed, added] = [sizeOf('same'), sizeOf('removed'), sizeOf('added')];
  if (removed === 0 && added === 0) return [sentence(REQUESTER.changedNothing(agent, since))];
  if (same < LEAST_KEPT * (same + Math.max(removed, added))) return [sentence(REQUESTER.wroteAnew(agent, since))];
  return [differencePart(REQUESTER.changedSince(since), parts)];
}

export function partial({ partial: text, agent }: CardView): CardPart[] {
  return text === null ? [] : [{ kind: 'partial', lead: MADE.soFar(agent), text }];
}

/** The names are the agent's own words, so no reviewer reads them. */
export function refusedTools({ made, agent }: CardView): CardPart[] {
  return made === null || made.refused.length === 0 ? [] : [sentence(MADE.refused(agent, made.refused))];
}
