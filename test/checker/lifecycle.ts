import type { History, Moment } from './history.ts';
import { momentsOf } from './history.ts';
import { isMove } from './moves.ts';
import type { Story } from './story.ts';

const ENDS = ['publication.confirmed', 'publication.refused', 'publication.lost', 'publication.abandoned', 'publication.settled'];

/** Every draft moves as the lifecycle says, without a gap, and every attempt comes to an end. */
export function checkLifecycles(story: Story): void {
  const attempts = new Set<string>();
  for (const history of story.histories.values()) {
    for (const moment of history.moments) if (moment.entry.version !== null) checkMove(story, moment);
    for (const moment of momentsOf(history, 'publication.intended')) {
      const attempt = String(moment.entry.refs['attempt']);
      if (attempts.has(attempt)) story.report('attempt.once', `${attempt} of ${history.draft} was begun before`);
      attempts.add(attempt);
    }
    checkEnds(story, history);
    checkState(story, history);
  }
}

function checkMove({ report }: Story, { entry, state, version }: Moment): void {
  const { type, draft, refs } = entry;
  const [from, to, by] = [String(refs['from']), String(refs['to']), String(refs['by'])];
  if (entry.version !== version + 1) report('draft.version', `${type} is version ${entry.version} of ${draft}, after version ${version}`);
  if (from !== state) report('draft.chain', `${type} moves ${draft} from ${from}, but it was ${state}`);
  if (!isMove({ type, by, from, to })) report('draft.move', `${type} of ${draft} from ${from} to ${to} by ${by} is no move`);
  if (type === 'publication.settled' && refs['outcome'] !== to)
    report('draft.move', `${draft} was settled as ${refs['outcome']}, and became ${to}`);
}

/** What an entry says of an attempt is about the one that was begun last. */
function checkEnds({ report }: Story, history: History): void {
  const { draft } = history;
  let begun: string | null = null;
  for (const { entry } of history.moments) {
    const attempt = entry.refs['attempt'];
    if (entry.type === 'publication.intended') begun = String(attempt);
    else if (attempt !== undefined && attempt !== begun)
      report('attempt.end', `${entry.type} of ${draft} ends ${attempt}, which was not under way`);
  }
  const last = history.moments.findLast(({ entry }) => entry.type === 'publication.intended' || ENDS.includes(entry.type));
  if (last?.entry.type === 'publication.intended') report('attempt.end', `${begun} of ${draft} has no end`);
}

function checkState({ disclosed, report }: Story, { draft, state }: History): void {
  const claimed = disclosed.drafts.get(draft);
  if (claimed && claimed.state !== state) report('draft.state', `${draft} is said to be ${claimed.state}, and the log leads to ${state}`);
}
