import { postDigest, requirementsDigest, saltedDigest } from './digests.ts';
import type { DisclosedPost } from './export.ts';
import type { History } from './history.ts';
import { fieldsOf, textIn } from './json.ts';
import { checkEvidence } from './evidence.ts';
import type { Story } from './story.ts';
import { postOf, requesterOf, requirementsOf } from './story.ts';

/** What was disclosed is held against the log's digests, so that nobody is judged by something that was made up afterwards. */
export function checkDisclosures(story: Story): void {
  const { disclosed, histories, report } = story;
  for (const post of disclosed.posts) checkPost(story, post);
  for (const evidence of disclosed.evidence) checkEvidence(story, evidence);
  for (const { draft, digest, requirements } of disclosed.requirements) {
    const isKnown = histories.get(draft)?.moments.some(({ entry }) => entry.digests['requirements'] === digest);
    if (!isKnown) report('disclosure.true', `the requirements of ${draft} are disclosed under a digest that the log has not for it`);
    if (requirementsDigest(requirements) !== digest)
      report('disclosure.true', `the requirements of ${draft} are not those of their digest`);
  }
  for (const [draft, { requester }] of disclosed.drafts) {
    const history = histories.get(draft);
    if (!history) report('disclosure.true', `${draft} is disclosed, and is not in the log`);
    else if (requesterOf(story, history) !== requester) report('disclosure.true', `${draft} is not by ${requester}, says the log`);
  }
  for (const history of histories.values()) checkWhole(story, history);
}

function checkPost(story: Story, { draft, digest, post, preview }: DisclosedPost): void {
  const { histories, report } = story;
  const made = histories.get(draft)?.posts.get(digest);
  if (!made) {
    report('disclosure.true', `a post of ${draft} is disclosed under a digest that the log has not for it`);
    return;
  }
  if (postDigest(post) !== digest) report('disclosure.true', `a post of ${draft} is not the one of its digest`);
  if (saltedDigest('preview', textIn(post, 'salt'), preview) !== made.preview)
    report('disclosure.true', `a preview of ${draft} is not the one of its digest`);
  checkRequirements(story, draft, post, made);
}

/** The post, the log and the requirements speak of one and the same demand. */
function checkRequirements(story: Story, draft: string, post: DisclosedPost['post'], made: { requirements: string; needed: number }): void {
  const { report } = story;
  const what = `the post of ${draft}`;
  if (textIn(post, 'requirementsDigest') !== made.requirements)
    report('post.requirements', `${what} is bound to other requirements than its entry`);
  const requirements = requirementsOf(story, draft, made.requirements);
  if (!requirements) return;
  const reviewers = fieldsOf(requirements['reviewers']);
  const needed = requirements['reviewers'] === 'not_required' ? 0 : reviewers?.['needed'];
  if (needed !== made.needed)
    report('post.requirements', `${what} demands ${made.needed} reviewers in the log, and ${String(needed)} in the rules`);
  const destination = requirements['destination'];
  if (destination !== null && destination !== channelOf(post))
    report('post.requirements', `${what} goes elsewhere than its requirements say`);
}

/** `platform:workspace:channel` of the place where it would stand. */
export function channelOf(post: DisclosedPost['post']): string {
  const { platform, workspace, channel } = fieldsOf(post['destination']) ?? {};
  return `${String(platform)}:${String(workspace)}:${String(channel)}`;
}

/** The states in which nobody waits for anything any more. */
const OVER = ['published', 'retract_failed', 'withdrawn', 'expired', 'retracted'];

/**
 * A draft of which something is missing cannot be judged, and what cannot be judged is not clean. Only erased texts may be missing, and
 * of an erased draft that is over, all of it: it was forgotten.
 */
function checkWhole(story: Story, history: History): void {
  const { disclosed, report } = story;
  const { draft, opened, posts, post, state } = history;
  if (history.erased && OVER.includes(state) && !disclosed.drafts.has(draft)) return;
  if (!disclosed.drafts.has(draft)) report('disclosure.whole', `${draft} is not disclosed`);
  if (requesterOf(story, history) === '') report('disclosure.whole', `nobody is disclosed who asked for ${draft}`);
  const newest = post?.requirements ?? opened.digests['requirements'] ?? '';
  if (!requirementsOf(story, draft, newest)) report('disclosure.whole', `the requirements of ${draft} are not disclosed`);
  if (history.erased) return;
  for (const { digest } of posts.values())
    if (!postOf(story, draft, digest)) report('disclosure.whole', `a post of ${draft} is not disclosed: ${digest}`);
}
