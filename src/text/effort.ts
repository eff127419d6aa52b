/**
 * What keeps parsing quick. The Markdown parser's time grows with the square of some marks and of a paragraph's length, and its
 * stack with nesting; a hostile text of 100,000 characters would take minutes. Within these bounds it takes two seconds at
 * worst, and no text that fits into a chat message (3,000 characters) is beyond them.
 */

/** Longer texts are refused. In UTF-16 units. */
export const LONGEST = 150_000;
/** Marks that are matched with one another: `*` `_` `~` `]` `|`, those after a backslash left out. */
const MOST_MARKS = 3_000;
/** Lines that are not blank. */
const MOST_LINES = 3_000;
/** Between two blank lines, in UTF-16 units. */
const LONGEST_STRETCH = 8_000;
/** Quotes, list items and two columns of indentation each count as one level that a line may open. */
const MOST_LEVELS = 64;

const PREFIX = /^(?:[ \t]|>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t]))+/;

/** True when the Markdown parser may be let loose on this. Line ends are line feeds. */
export function isQuickToParse(markdown: string): boolean {
  return isOneCodeBlock(markdown) || (marksIn(markdown) <= MOST_MARKS && linesAreFew(markdown) && stretchesAreShort(markdown));
}

/** One fenced block and nothing else, as `printMarkdown` writes it: each of its lines costs the same. */
function isOneCodeBlock(markdown: string): boolean {
  const lines = markdown.replace(/\n$/, '').split('\n');
  const fence = /^`{3,}(?=[^`]*$)/.exec(lines[0] ?? '')?.[0];
  if (fence === undefined || lines.length < 2 || lines.at(-1) !== fence) return false;
  return !lines.slice(1, -1).some((line) => /^ {0,3}`{3,}[ \t]*$/.test(line) && line.trim().length >= fence.length);
}

function marksIn(markdown: string): number {
  let marks = 0;
  for (const found of markdown.matchAll(/\\.|[*_~\]|]/gs)) if (found[0].length === 1) marks += 1;
  return marks;
}

function linesAreFew(markdown: string): boolean {
  const lines = markdown.split('\n').filter((line) => line.trim() !== '');
  return lines.length <= MOST_LINES && lines.every((line) => levelsOf(line) <= MOST_LEVELS);
}

function stretchesAreShort(markdown: string): boolean {
  let length = 0;
  return markdown.split('\n').every((line) => {
    length = /^[ \t>]*$/.test(line) ? 0 : length + line.length;
    return length <= LONGEST_STRETCH;
  });
}

function levelsOf(line: string): number {
  const prefix = PREFIX.exec(line)?.[0] ?? '';
  const columns = prefix.replace(/[^ \t]/g, '').replace(/\t/g, '  ').length;
  const marks = prefix.match(/[>*+-]|\d+/g)?.length ?? 0;
  return marks + Math.floor(columns / 2);
}
