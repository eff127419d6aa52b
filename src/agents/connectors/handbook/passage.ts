import type { Block } from './markdown.ts';
import type { Section } from './page.ts';

/** The longest title of a source that the contract allows. */
const LONGEST_TITLE = 200;

/** `Page, “Heading” (folder/page.md)`, on one line and short enough for a source. */
export function titleOf({ pageTitle, heading, file }: Section): string {
  const where = ` (${short(file, 90)})`;
  const named = heading === null ? short(pageTitle, 100) : `${short(pageTitle, 50)}, “${short(heading, 50)}”`;
  return short(`${named}${where}`, LONGEST_TITLE);
}

/** The whole text of a section, for comparing. */
export function wholeOf(section: Section): string {
  return section.blocks.map(textOf).join('\n\n');
}

/**
 * As much of a section as fits, in whole blocks; of a block that does not fit, its first items or sentences. Nothing is cut in the
 * middle of a sentence. What is left out is said at the end. Null when not even that fits.
 */
export function passageOf(section: Section, wantedCharacters: number, mostCharacters: number): string | null {
  const whole = wholeOf(section);
  if (whole.length <= Math.min(wantedCharacters, mostCharacters)) return whole;
  const rest = `The rest is in ${escaped(titleOf(section))}.`;
  const room = mostCharacters - rest.length - 2;
  const kept = leading(section.blocks, Math.min(wantedCharacters, room)) ?? leadingPiece(section.blocks, room);
  if (kept !== null) return whole.length <= Math.min(mostCharacters, kept.length + rest.length + 2) ? whole : `${kept}\n\n${rest}`;
  const only = `The passage is too long for one message. It is in ${escaped(titleOf(section))}.`;
  return only.length <= mostCharacters ? only : null;
}

function leading(blocks: Block[], room: number): string | null {
  const kept: string[] = [];
  let left = room;
  for (const block of blocks) {
    const text = textOf(block);
    const fitting = text.length <= left ? text : leadingPieces(block, left);
    if (fitting !== null) kept.push(fitting);
    if (fitting !== text) break;
    left -= text.length + 2;
  }
  // What announces something that was left out would be a promise: a heading, or a sentence that ends with a colon.
  while (kept.length > 1 && (kept.length < blocks.length ? announces(kept, blocks) : false)) kept.pop();
  return kept.length === 0 ? null : kept.join('\n\n');
}

function announces(kept: string[], blocks: Block[]): boolean {
  return blocks[kept.length - 1]?.heading === true || kept.at(-1)?.endsWith(':') === true;
}

/** The first piece alone, for a wish so short that not even that fits it. */
function leadingPiece(blocks: Block[], room: number): string | null {
  const first = blocks[0]?.pieces[0]?.trimEnd();
  return first !== undefined && first.length <= room && blocks[0]?.heading === false ? first : null;
}

function leadingPieces(block: Block, room: number): string | null {
  let text = '';
  for (const piece of block.pieces) {
    if ((text + piece).trimEnd().length > room) break;
    text += piece;
  }
  return text === '' ? null : text.trimEnd();
}

function textOf(block: Block): string {
  return block.pieces.join('').trimEnd();
}

/** Names come from files and are not Markdown. */
function escaped(name: string): string {
  return name.replace(/[\\`*_[\]<>&]/g, '\\$&');
}

function short(name: string, most: number): string {
  const line = name.replace(/[\p{Cc}\p{Cs}\u2028\u2029]+/gu, ' ').trim();
  return line.length <= most
    ? line
    : `${line
        .slice(0, most - 1)
        .replace(/[\ud800-\udbff]$/, '')
        .trimEnd()}…`;
}
