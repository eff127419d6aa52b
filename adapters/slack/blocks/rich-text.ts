/** Pieces of Block Kit, as plain data: what is sent is also what is digested, so nothing here knows a class or a builder. */
import type { Json } from '#adapter';

export type Piece = { [key: string]: Json };

export interface TextStyle {
  bold?: true;
  italic?: true;
  strike?: true;
  code?: true;
}

/** The longest text of one element, in UTF-16 units. Slack's limit for a text object; `rich_text` has none that is documented. */
const LONGEST_TEXT = 3000;

/** A long text in as many elements as it takes; an empty one in none, because Slack accepts no empty element. */
export function text(words: string, style: TextStyle = {}): Piece[] {
  const styled: Piece = Object.keys(style).length === 0 ? {} : { style: { ...style } };
  return chunksOf(words).map((chunk) => ({ type: 'text', text: chunk, ...styled }));
}

export function section(elements: Piece[]): Piece {
  return { type: 'rich_text_section', elements: joined(elements) };
}

export function quote(elements: Piece[]): Piece {
  return { type: 'rich_text_quote', elements: joined(elements) };
}

/** Words of one style that follow each other are one element. */
function joined(elements: Piece[]): Piece[] {
  const out: Piece[] = [];
  for (const element of elements) {
    const both = bothWords(out.at(-1), element);
    if (both === null) out.push(element);
    else out[out.length - 1] = { ...element, text: both };
  }
  return out;
}

function bothWords(last: Piece | undefined, next: Piece): string | null {
  if (last?.['type'] !== 'text' || next['type'] !== 'text' || JSON.stringify(last['style']) !== JSON.stringify(next['style'])) return null;
  const [before, after] = [last['text'], next['text']];
  return typeof before === 'string' && typeof after === 'string' && before.length + after.length <= LONGEST_TEXT ? before + after : null;
}

export function preformatted(words: string): Piece {
  return { type: 'rich_text_preformatted', elements: text(words === '' ? ' ' : words) };
}

export function richText(elements: Piece[]): Piece {
  return { type: 'rich_text', elements };
}

/** A refusal's code, for whoever looks at what was shown; people see the sentence. */
export const refusalId = (code: string): string => `cs:refusal:${code}`;

/** A sentence as a block of its own. */
export function sentence(words: string, style: TextStyle = {}): Piece {
  return richText([section(text(words, style))]);
}

export const divider: Piece = { type: 'divider' };

/** Plain text of Slack's own parts: buttons, dialogs, forms. */
export function plain(words: string): Piece {
  return { type: 'plain_text', text: words, emoji: false };
}

/** Never between the two halves of one character. */
function chunksOf(words: string): string[] {
  const chunks: string[] = [];
  for (let rest = words; rest !== '';) {
    const isWithin = rest.length > LONGEST_TEXT && /[\uD800-\uDBFF]/.test(rest.charAt(LONGEST_TEXT - 1));
    const end = isWithin ? LONGEST_TEXT - 1 : LONGEST_TEXT;
    chunks.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return chunks;
}

/** Where Slack would read marks of its own (https://docs.slack.dev/messaging/formatting-message-text#escaping). */
export function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** `https://x` becomes `https[:]//x`, which no client makes a link of. */
export function inert(words: string): string {
  return words.replaceAll('://', '[:]//');
}
