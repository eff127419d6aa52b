/** A channel in which every post begins a thread of its own, with a title and with tags: what its rule says of them, and what is there. */

/** A tag of a forum, as the platform knows it and as people see it. */
export interface Tag {
  id: string;
  name: string;
}

/** What the platform says of a forum. */
export interface Forum {
  /** `mayUse`: ours, too; some tags only moderators may set. */
  tags: (Tag & { mayUse: boolean })[];
  /** A post without a tag is refused there. */
  needsTag: boolean;
  /** Of one post. */
  mostTags: number;
  /** In UTF-16 units. */
  longestTitle: number;
}

/** What a post that begins a thread of its own has beside its text. */
export interface NewPost {
  title: string;
  tags: Tag[];
}

/** What a channel's rule says of new posts: the names of their tags. */
export interface NewPostRule {
  tags: string[];
}

/** Why no new post can be made there. */
export type ForumProblem =
  | { kind: 'no_forum' }
  | { kind: 'no_rule' }
  | { kind: 'unknown_tag'; tag: string }
  | { kind: 'moderated_tag'; tag: string }
  | { kind: 'needs_tag' }
  | { kind: 'too_many_tags'; most: number };

/** What a post that begins a thread of its own is composed with; null for every other post. */
export type NewPostGround = { tags: Tag[]; longestTitle: number } | null;

/** `forum` is null for a channel that is none, and whose rule says nothing of new posts. */
export type Fit = { ok: true; forum: NewPostGround } | { ok: false; problem: ForumProblem };

/** Holds what the rule of a channel says of new posts against what the platform says of the channel. `forum` is null for any other channel. */
export function fitOf(rule: NewPostRule | null, forum: Forum | null): Fit {
  if (forum === null) return rule === null ? { ok: true, forum: null } : { ok: false, problem: { kind: 'no_forum' } };
  if (rule === null) return { ok: false, problem: { kind: 'no_rule' } };
  const tags: Tag[] = [];
  for (const name of rule.tags) {
    const found = forum.tags.find((tag) => tag.name === name);
    if (found === undefined) return { ok: false, problem: { kind: 'unknown_tag', tag: name } };
    if (!found.mayUse) return { ok: false, problem: { kind: 'moderated_tag', tag: name } };
    tags.push({ id: found.id, name: found.name });
  }
  if (tags.length > forum.mostTags) return { ok: false, problem: { kind: 'too_many_tags', most: forum.mostTags } };
  if (forum.needsTag && tags.length === 0) return { ok: false, problem: { kind: 'needs_tag' } };
  return { ok: true, forum: { tags, longestTitle: forum.longestTitle } };
}

/** Whether a post that was composed before is still what would be composed now, as far as its thread goes. */
export function hasSameTags(composed: NewPost | null, now: Pick<NewPost, 'tags'> | null): boolean {
  if (composed === null || now === null) return composed === null && now === null;
  return JSON.stringify(composed.tags.map(({ id }) => id)) === JSON.stringify(now.tags.map(({ id }) => id));
}
