import type { History } from './history.ts';
import { momentsOf } from './history.ts';
import { textIn } from './json.ts';
import { postOf, requirementsOf } from './story.ts';
import type { Story } from './story.ts';

/** From the narrowest to the widest. */
const AUDIENCES = ['requester', 'restricted', 'workspace', 'external', 'unknown'];

export function checkAudiences(story: Story): void {
  for (const history of story.histories.values()) checkApprovals(story, history);
}

/** I4: an approval was given for readers no wider than the post says, and the rule allows those. */
function checkApprovals(story: Story, history: History): void {
  const { report } = story;
  for (const { entry } of momentsOf(history, 'draft.approved')) {
    const post = postOf(story, history.draft, entry.digests['post'] ?? '');
    if (!post) continue;
    const audience = textIn(post.post, 'audience');
    const requirements = requirementsOf(story, history.draft, textIn(post.post, 'requirementsDigest'));
    const widest = requirements ? textIn(requirements, 'widestAudience') : audience;
    const given = String(entry.refs['audience']);
    if (isWider(given, audience) || isWider(audience, widest) || audience === 'unknown') {
      report('approval.audience', `the approval at ${entry.index} is for ${given}, its post for ${audience}, its rule for ${widest}`);
    }
  }
}

/** Whether the first class of readers is wider than the second. What is unknown is the widest. */
function isWider(audience: string, than: string): boolean {
  return AUDIENCES.indexOf(audience) > AUDIENCES.indexOf(than) || !AUDIENCES.includes(audience);
}
