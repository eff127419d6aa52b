import type { Block, Inline, Tree } from '../core/text.ts';

/** What stands over a text that has no words for a title. */
const UNTITLED = 'Answer';
const ELLIPSIS = '…';

/**
 * A title for a text, as plain words on one line: its first heading, else its first line. `longest` is in UTF-16 units; a longer one is
 * shortened between two characters as people see them. Never empty.
 */
export function titleOf({ blocks }: Tree, longest: number): string {
  const words = [...headingsIn(blocks), ...linesIn(blocks)];
  const title = words.find((one) => one !== '') ?? UNTITLED;
  return shortened(title, longest);
}

function* headingsIn(blocks: readonly Block[]): Generator<string> {
  for (const block of blocks) {
    if (block.kind === 'heading') yield wordsIn(block.children);
    if (block.kind === 'quote') yield* headingsIn(block.blocks);
    if (block.kind === 'list') for (const item of block.items) yield* headingsIn(item);
  }
}

function* linesIn(blocks: readonly Block[]): Generator<string> {
  for (const block of blocks) {
    if (block.kind === 'heading' || block.kind === 'paragraph') yield* lines(block.children).map(wordsIn);
    if (block.kind === 'code') yield* block.text.split('\n').map(onOneLine);
    if (block.kind === 'quote') yield* linesIn(block.blocks);
    if (block.kind === 'list') for (const item of block.items) yield* linesIn(item);
  }
}

/** Between the breaks that stand by themselves. */
function lines(nodes: readonly Inline[]): Inline[][] {
  const found: Inline[][] = [[]];
  for (const node of nodes) {
    if (node.kind === 'break') found.push([]);
    else found.at(-1)?.push(node);
  }
  return found;
}

function wordsIn(nodes: readonly Inline[]): string {
  return onOneLine(nodes.map(wordsOf).join(''));
}

function wordsOf(node: Inline): string {
  switch (node.kind) {
    case 'text':
    case 'code':
      return node.text;
    case 'strong':
    case 'emphasis':
      return node.children.map(wordsOf).join('');
    case 'link':
      return node.label === '' ? node.url : node.label;
    case 'mention':
      return `@${node.name}`;
    case 'break':
      return ' ';
  }
}

function onOneLine(words: string): string {
  return words.replaceAll(/\s+/gu, ' ').trim();
}

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

function shortened(words: string, longest: number): string {
  if (words.length <= longest) return words;
  let kept = '';
  for (const { segment } of characters.segment(words)) {
    if (kept.length + segment.length > longest - ELLIPSIS.length) break;
    kept += segment;
  }
  return kept.trim() === '' ? UNTITLED : `${kept.trimEnd()}${ELLIPSIS}`;
}
