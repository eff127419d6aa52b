import type { ForumProblem, Tag } from '../forum.ts';
import { count } from '../times.ts';
import { quoted } from './words.ts';

/** Why no new post can be made in a channel, within a sentence. Keys of the rules file are for operators: `FORUM_LACKS`. */
export function whyNoNewPost(problem: ForumProblem): string {
  switch (problem.kind) {
    case 'no_forum':
      return 'its rule takes it for a forum, and it is none';
    case 'no_rule':
      return 'answers from elsewhere may not be posted there yet';
    case 'unknown_tag':
      return `its rule names the tag ${quoted(problem.tag)}, and the forum has no such tag`;
    case 'moderated_tag':
      return `its rule names the tag ${quoted(problem.tag)}, which only people who manage threads there may set`;
    case 'needs_tag':
      return 'posts in this forum need a tag, and its rule names none';
    case 'too_many_tags':
      return `its rule names more than ${count(problem.most, 'tag')}, and a post there can have no more`;
  }
}

/** For whoever set this installation up: what is wrong with the rule of a channel, and where to mend it. */
export const FORUM_LACKS = {
  noForum: (channel: string) => `${channel} is no forum, but its rule says \`new_post\`. Take that out of the rules file.`,
  noRule: (channel: string) =>
    `${channel} is a forum, and answers may be posted there from elsewhere, but its rule does not say \`new_post\`. Add \`new_post: { tags: [] }\` to its rule, or take it out of \`destinations\`.`,
  unknownTag: (channel: string, tag: string, there: string) =>
    `${channel} has no tag ${quoted(tag)}, which its rule names under \`new_post\`. ${there === '' ? 'It has no tags at all.' : `It has: ${there}.`} Correct the rules file, or add the tag in the forum’s settings.`,
  moderatedTag: (channel: string, tag: string) =>
    `Only people who manage threads may set the tag ${quoted(tag)} in ${channel}, which its rule names under \`new_post\`. Name another one, or change the tag in the forum’s settings.`,
  needsTag: (channel: string) => `Posts in ${channel} need a tag, and its rule names none. Name one under \`new_post\` in the rules file.`,
  tooManyTags: (channel: string, most: number) =>
    `A post in ${channel} can have at most ${count(most, 'tag')}, and its rule names more under \`new_post\`. Take some out of the rules file.`,
} as const;

/** `tags: runbook, answered`, or that there are none; behind the name of a forum. */
function withTags(tags: readonly Tag[]): string {
  return tags.length === 0 ? 'without tags' : `tags: ${tags.map(({ name }) => name).join(', ')}`;
}

/** `a new post “How to rotate …” in #questions, tags: runbook` */
export function newPostIn(title: string, channel: string, tags: readonly Tag[]): string {
  return `a new post ${quoted(title)} in ${channel}, ${withTags(tags)}`;
}
