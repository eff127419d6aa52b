import type { Entry } from './entry.ts';
import { approvalsOf, humanOf, humansOf, isBy, momentsOf } from './history.ts';
import type { History, Moment } from './history.ts';
import type { Story } from './story.ts';

/** The digests of an approval say what was approved; who approved is told by pseudonyms of humans. No disclosure is needed here. */
export function checkApprovals(story: Story): void {
  for (const history of story.histories.values()) {
    for (const moment of momentsOf(history, 'draft.approved')) checkApproval(story, history, moment);
    for (const moment of momentsOf(history, 'publication.intended')) checkIntent(story, history, moment);
  }
}

function checkApproval({ report }: Story, history: History, moment: Moment): void {
  const { entry, post } = moment;
  const { digests, refs } = entry;
  const what = `the approval at ${entry.index}`;
  if (!post || digests['post'] !== post.digest || digests['preview'] !== post.preview || refs['number'] !== post.number) {
    report('approval.post', `${what} is not of the post of ${history.draft} that stood then`);
  }
  const wasShown = momentsOf(history, 'card.shown').some(
    ({ entry: shown }) => shown.index < entry.index && shown.actor === entry.actor && shown.digests['post'] === digests['post'],
  );
  if (!wasShown) report('approval.seen', `${what} is by somebody who was not shown that post`);
  const wrong = wrongPerson(history, moment);
  if (wrong) report('approval.person', `${what} ${wrong}`);
  checkQuorum(report, moment);
}

/** I5: counted by human, so that two accounts of one person are one. */
function wrongPerson(history: History, moment: Moment): string | null {
  const { entry } = moment;
  const standing = approvalsOf(moment, entry.digests['post'] ?? '');
  if (isBy('requester')(entry)) return entry.actor === history.opened.actor ? null : 'is not by the requester';
  if (!standing.some(isBy('requester'))) return 'is by a reviewer before the requester approved';
  if (whoAskedOrEdited(history, moment).has(String(entry.refs['human']))) return 'is a review by whoever asked or edited the text';
  return humansOf(standing).has(String(entry.refs['human'])) ? 'is by somebody who had approved already' : null;
}

function whoAskedOrEdited(history: History, { entry, post }: Moment): Set<string> {
  const own = [history.opened, ...(post?.editor ? [post.editor] : [])];
  return new Set(own.map((one) => String(humanOf(history, one, entry))));
}

function checkQuorum(report: Story['report'], moment: Moment): void {
  const { entry, post } = moment;
  const approvals = [...approvalsOf(moment, entry.digests['post'] ?? ''), entry];
  const isEnough = humansOf(approvals.filter(isBy('reviewer'))).size >= (post?.needed ?? Infinity);
  if ((entry.refs['to'] === 'approved') !== isEnough) {
    report('approval.quorum', `the approval at ${entry.index} leads to ${entry.refs['to']}; ${post?.needed} reviewers are demanded`);
  }
}

/** I1: the requester and as many other humans as the post demands, all of exactly this post, with nothing since that voids them. */
function checkIntent({ report }: Story, history: History, moment: Moment): void {
  const { entry, post } = moment;
  const what = `the intent at ${entry.index}`;
  if (!post || entry.digests['post'] !== post.digest) {
    report('intent.approved', `${what} is for another post than the one of ${history.draft} that stood then`);
    return;
  }
  const standing = approvalsOf(moment, post.digest);
  const isApproved = standing.some((one) => isBy('requester')(one) && one.actor === history.opened.actor);
  const own = whoAskedOrEdited(history, moment);
  const reviewers = [...humansOf(standing.filter(isBy('reviewer')))].filter((human) => !own.has(human));
  if (!isApproved) report('intent.approved', `${what} is without the approval of its requester`);
  if (reviewers.length < post.needed) report('intent.approved', `${what} has ${reviewers.length} reviewers of ${post.needed}`);
}

/** All that stand for this intent: the requester first, then the reviewers in the order in which they approved. */
export function creditedApprovals(moment: Moment): Entry[] {
  const standing = approvalsOf(moment, moment.entry.digests['post'] ?? '');
  return [...standing.filter(isBy('requester')), ...standing.filter(isBy('reviewer'))];
}
