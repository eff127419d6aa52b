import type { Tree } from '../core/text.ts';
import { escaped, isHidden, visible } from './code-points.ts';
import { defuse, looksDefused, writeDefused } from './defuse.ts';
import { previewOf } from './preview.ts';

export interface PostParts {
  tree: Tree;
  /** Where it would stand, in words. */
  destinationLine: string;
  /** The line under the post. */
  creditLine: string;
  /** Names of the people whom it would notify. */
  notify: string[];
}

/**
 * The whole post as a card shows it: the text, its credit, its place, and whom it notifies. Two posts that differ in any of them
 * have different previews: the last three lines are always these, and hold no line feed.
 */
export function previewOfPost({ tree, destinationLine, creditLine, notify }: PostParts): string {
  return [
    previewOf(tree),
    '',
    writeLine(creditLine),
    `Goes to: ${writeLine(destinationLine)}`,
    notify.length === 0 ? 'Notifies nobody.' : `Notifies: ${notify.map(writeName).join(', ')}`,
  ].join('\n');
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
