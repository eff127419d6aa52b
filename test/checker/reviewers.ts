import type { Entry } from './entry.ts';
import { approvalsOf, isBy, momentsOf } from './history.ts';
import type { History, Moment } from './history.ts';
import type { Fields } from './json.ts';
import { fieldsOf, textsIn } from './json.ts';
import type { Story } from './story.ts';
import { personOf, requirementsOf } from './story.ts';

/** Showings and reviews: only to and by people whom the requirements name, and only while the requester's approval stands (I5, I13). */
export function checkReviewers(story: Story): void {
  for (const history of story.histories.values()) {
    for (const moment of momentsOf(history, 'card.shown')) {
      if (moment.entry.refs['role'] !== 'requester') checkShowing(story, history, moment);
      else if (moment.entry.actor !== history.opened.actor) {
        story.report('showing.entitled', `the card shown at ${moment.entry.index} was shown as to the requester, to somebody else`);
      }
    }
    for (const moment of momentsOf(history, 'draft.approved')) {
      if (!isBy('reviewer')(moment.entry)) continue;
      const problem = notEntitled(story, history, moment, moment.entry.refs['fallback'] === 1);
      if (problem) story.report('approval.entitled', `the approval at ${moment.entry.index} is by ${problem}`);
    }
  }
}

function checkShowing(story: Story, history: History, moment: Moment): void {
  const { entry, post } = moment;
  const what = `the card shown at ${entry.index}`;
  const { digests, refs } = entry;
  const isCurrent = digests['post'] === post?.digest && digests['preview'] === post?.preview && refs['number'] === post?.number;
  if (!isCurrent) story.report('showing.approved', `${what} is not of the post of ${history.draft} that stood then`);
  else if (!approvalOfRequester(moment)) story.report('showing.approved', `${what} was shown before its requester approved it`);
  const problem = notEntitled(story, history, moment, true);
  if (problem) story.report('showing.entitled', `${what} was shown to ${problem}`);
}

function approvalOfRequester(moment: Moment): Entry | undefined {
  return approvalsOf(moment, moment.entry.digests['post'] ?? '').find(isBy('requester'));
}

/**
 * Why this person is none of the reviewers; null when they are one. Requirements that a draft has no longer may be undisclosed, and are
 * then not judged; those of its newest post must be there (`disclosure.whole`).
 */
function notEntitled(story: Story, history: History, moment: Moment, asFallback: boolean): string | null {
  const { world } = story;
  const { entry } = moment;
  const person = personOf(story, entry);
  if (person === '') return 'somebody who is not disclosed';
  if (entry.actor === history.opened.actor) return 'the requester';
  if (!world.mayReview(person)) return `${person}, who never reviews: a bot, a guest, from outside, or gone`;
  const requirements = requirementsOf(story, history.draft, history.posts.get(entry.digests['post'] ?? '')?.requirements ?? '');
  if (!requirements || world.isNamed(person, textsIn(fieldsOf(requirements['reviewers']), 'from'))) return null;
  return asFallback ? notYetFallback(story, requirements, moment, person) : `${person}, whom the requirements do not name`;
}

function notYetFallback({ world }: Story, requirements: Fields, moment: Moment, person: string): string | null {
  const fallback = fieldsOf(requirements['fallback']);
  if (!fallback || !world.isNamed(person, textsIn(fallback, 'from'))) return `${person}, whom the requirements do not name`;
  const from = (approvalOfRequester(moment)?.at ?? Infinity) + Number(fallback['afterMs']);
  return moment.entry.at < from ? `${person}, a fallback, before its time` : null;
}
