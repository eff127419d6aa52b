import type { Entry } from './entry.ts';
import { momentsOf } from './history.ts';
import type { History } from './history.ts';
import type { Sent } from './sent.ts';
import type { Story } from './story.ts';

/** What the log says became of each attempt is what the platform's own record shows. */
export function checkOutcomes(story: Story, sent: readonly Sent[]): void {
  for (const history of story.histories.values()) {
    const stored = sent.filter((one) => one.history === history && one.request.stored);
    for (const { entry } of momentsOf(history, 'publication.confirmed', 'publication.settled')) {
      if (entry.refs['message'] !== undefined) checkMessage(story, history, entry, stored);
    }
    for (const { entry } of momentsOf(history, 'publication.refused', 'publication.abandoned')) checkNothing(story, entry, stored);
  }
}

/** The message that is named is one of this publication. */
function checkMessage({ report }: Story, history: History, entry: Entry, stored: readonly Sent[]): void {
  const begun = momentsOf(history, 'publication.intended').findLast(({ entry: intent }) => intent.index < entry.index);
  const isThere = stored.some(
    ({ request, intent }) =>
      request.message === entry.refs['message'] && intent.entry.refs['publication'] === begun?.entry.refs['publication'],
  );
  if (!isThere)
    report(
      'publication.outcome',
      `${entry.type} at ${entry.index} names ${entry.refs['message']}, which is not stored as this publication`,
    );
}

/**
 * Nothing was posted, says the log. A process that was paused may still send after it was given up; the platform stored nothing
 * before that, and nothing at all of an attempt that was abandoned.
 */
function checkNothing({ report }: Story, entry: Entry, stored: readonly Sent[]): void {
  const there = stored.find(
    ({ request, intent }) =>
      intent.entry.refs['attempt'] === entry.refs['attempt'] && (entry.type === 'publication.abandoned' || request.time < entry.at),
  );
  if (there) report('publication.outcome', `${entry.type} at ${entry.index} says that nothing was posted, and it was`, there.request.n);
}
