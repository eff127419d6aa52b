import type { NewPost } from '../core/forum.ts';
import type { Tree } from '../core/text.ts';
import { escaped, isHidden, visible } from './code-points.ts';
import { defuse, looksDefused, writeDefused } from './defuse.ts';
import { previewOf } from './preview.ts';

export interface PostParts {
  tree: Tree;
  /** Where it would stand, in words. */
  destinationLine: string;
  /** Where it begins a thread of its own. */
  newPost: NewPost | null;
  /** The line under the post. */
  creditLine: string;
  /** Names of the people whom it would notify. */
  notify: string[];
}

/**
 * The whole post as a card shows it: the text, its credit, its place, and whom it notifies. Two posts that differ in any of them
 * have different previews: the last lines are always these, and hold no line feed. What only a post that begins a thread has stands between
 * its place and whom it notifies, so the last line but one tells which of the two it is.
 */
export function previewOfPost({ tree, destinationLine, newPost, creditLine, notify }: PostParts): string {
  return [
    previewOf(tree),
    '',
    writeLine(creditLine),
    `Goes to: ${writeLine(destinationLine)}`,
    ...(newPost === null ? [] : [`Begins a new post: ${writeLine(newPost.title)}`, tagsLine(newPost)]),
    notify.length === 0 ? 'Notifies nobody.' : `Notifies: ${notify.map(writeName).join(', ')}`,
  ].join('\n');
}

function tagsLine({ tags }: NewPost): string {
  return tags.length === 0 ? 'Has no tags.' : `Tags: ${tags.map(({ name }) => writeName(name)).join(', ')}`;
}

/** Any string, on one line, without a live URL, and no two alike. */
function writeLine(text: string): string {
  const seen = Array.from(text, (character) => (isHidden(character) ? escaped(character) : character.replace(/[\\⟨]/, '\\$&'))).join('');
  const defused = defuse(visible(seen), { hosts: true });
  return writeDefused(defused.replace(/\[/g, (bracket, at: number, whole: string) => (looksDefused(whole, at) ? '\\[' : bracket)));
}

function writeName(name: string): string {
  return writeLine(name).replaceAll(',', '\\,');
}
