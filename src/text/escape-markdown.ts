/** Text as Markdown that is read back as this text, with backslashes only where something else would be read. */

export interface TextPlace {
  startsLine: boolean;
  /** Nothing follows in the same list of nodes. */
  isLast: boolean;
  endsHeading: boolean;
  /** Within the brackets of a link. */
  label: boolean;
  /** Within marks written with `_`. */
  underscored: boolean;
}

export function escapeText(text: string, place: TextPlace): string {
  const edges = wordsAtEnds(text, place);
  const escaped = text.replace(/[\\`*_[\]<&~!@:.]/g, (mark, at: number) => (isRead(mark, text, at, place, edges) ? `\\${mark}` : mark));
  const begun = place.startsLine ? escapeLineStart(escaped) : escaped;
  return place.endsHeading && begun.endsWith('#') ? `${begun.slice(0, -1)}\\#` : begun;
}

/** Whether a Markdown parser would see more in this mark than the character. */
function isRead(mark: string, text: string, at: number, place: TextPlace, edges: { first: number; last: number }): boolean {
  const next = text[at + 1] ?? '';
  switch (mark) {
    case ']':
      return place.label;
    case '_':
      return place.underscored || !isWithinWord(text, at);
    case '<':
      return /[A-Za-z/!?]/.test(next);
    case '&':
      return /[#A-Za-z0-9]/.test(next);
    case '~':
      return next === '~' || text[at - 1] === '~';
    case '!':
      return next === '' && !place.isLast;
    case '@':
      return place.underscored || at === edges.first || at === edges.last;
    case ':':
      return text.startsWith('//', at + 1);
    case '.':
      return /www$/i.test(text.slice(Math.max(0, at - 3), at));
    default:
      return true;
  }
}

/** `_` between two letters is no mark; at the ends of a text, a letter may turn into a character reference, which is none. */
function isWithinWord(text: string, at: number): boolean {
  return at >= 2 && at <= text.length - 3 && /^[A-Za-z0-9]_[A-Za-z0-9]$/.test(text.slice(at - 1, at + 2));
}

/**
 * Where the word that touches another node ends and begins. An e-mail address there reaches for the `_` of a mark beside the
 * text and would take it in, so its `@` is escaped.
 */
function wordsAtEnds(text: string, place: TextPlace): { first: number; last: number } {
  const isWord = (at: number): boolean => /[\w.+-]/.test(text[at] ?? ' ');
  let first = place.startsLine ? -1 : 0;
  while (first >= 0 && isWord(first)) first += 1;
  let last = place.isLast ? -1 : text.length - 1;
  while (last >= 0 && isWord(last)) last -= 1;
  return { first, last };
}

/** Headings, quotes, lists, rulers, underlines, fences and the second line of a table. */
function escapeLineStart(text: string): string {
  return text.replace(/^[#>+\-=|:]/, '\\$&').replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2');
}
