import { fillDigest } from './digests.ts';
import { momentsOf } from './history.ts';
import type { History, Moment } from './history.ts';
import type { Story } from './story.ts';
import type { Request } from './wire.ts';

/** A request to publish, with the intent that it carries out. */
export interface Sent {
  request: Request;
  history: History;
  intent: Moment;
}

/**
 * Finds for every request to publish, also for those that the platform refused, the intent of the log that it carries out: whatever is
 * sent must have been written down before. Those without one are reported, and judged no further.
 */
export function matchIntents(story: Story): Sent[] {
  const intents = [...story.histories.values()].flatMap((history) =>
    momentsOf(history, 'publication.intended').map((intent) => ({ history, intent })),
  );
  const used = new Set<Moment>();
  const sent: Sent[] = [];
  for (const request of story.wire.filter(({ operation, body }) => operation === 'publish' && body !== null)) {
    const digest = digestOf(request);
    const fitting = intents.filter(({ intent }) => intent.entry.digests['fill'] === digest);
    const before = fitting.filter(({ intent }) => intent.entry.at <= request.time);
    const unused = before.filter(({ intent }) => !used.has(intent));
    const found = likeliest(unused, request);
    if (fitting.length === 0) story.report('publication.intent', 'what was sent is not what any intent says', request.n);
    else if (before.length === 0) story.report('publication.intent', 'it was sent before its intent was written', request.n);
    else if (!found) story.report('publication.sends', 'no attempt was left that could send it: each sends once', request.n);
    if (!found) continue;
    used.add(found.intent);
    sent.push({ request, ...found });
  }
  return sent;
}

/**
 * Attempts of one publication send the same bytes, and nothing on the wire tells them apart. Taken is the one whose end names the message
 * that was stored, else one whose end fits, else the first; the others are left for the other requests.
 */
function likeliest<Begun extends { history: History; intent: Moment }>(
  begun: readonly Begun[],
  { stored, message }: Request,
): Begun | undefined {
  const endOf = ({ history, intent }: Begun) => history.moments.findLast((one) => isEndOf(one, intent))?.entry;
  return (
    begun.find((one) => stored && endOf(one)?.refs['message'] === message) ??
    begun.find((one) => stored !== (endOf(one)?.type === 'publication.abandoned')) ??
    begun[0]
  );
}

/** Whether this moment tells what became of the attempt that was begun at the other. */
export function isEndOf(one: Moment, { entry }: Moment): boolean {
  return one.entry.index > entry.index && one.entry.refs['attempt'] === entry.refs['attempt'];
}

function digestOf({ sent }: Request): string | null {
  try {
    return sent && fillDigest(sent);
  } catch (error) {
    // A body that canonical JSON does not have was never digested by anybody.
    if (error instanceof RangeError) return null;
    throw error;
  }
}
