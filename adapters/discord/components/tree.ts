/**
 * The tree as Discord's Markdown. A post and a card have the same layout; how words, links and people are written is theirs (`Leaves`).
 */
import type { Block, Inline, Tree } from '#adapter';
import { bold, codeBlock, codeLines, linesEscaped, quoted } from './markdown.ts';

export interface Leaves {
  text(words: string): string;
  code(words: string): string;
  link(label: string, url: string): string;
  mention(person: string, name: string): string;
  /** The text of a code block. */
  block(words: string): string;
}

interface Style {
  isBold: boolean;
  isItalic: boolean;
}

const NONE: Style = { isBold: false, isItalic: false };

export function layOut(tree: Tree, leaves: Leaves): string {
  return blocksOf(tree.blocks, leaves, 0).join('\n\n');
}

/** `quotes`: within how many. */
function blocksOf(blocks: Block[], leaves: Leaves, quotes: number): string[] {
  return blocks.map((block) => blockOf(block, leaves, quotes));
}

function blockOf(block: Block, leaves: Leaves, quotes: number): string {
  switch (block.kind) {
    case 'paragraph':
      return linesEscaped(inlines(block.children, leaves, NONE));
    case 'heading':
      return bold(inlines(block.children, leaves, { ...NONE, isBold: true }));
    case 'code':
      return quotes > 1 ? codeLines(leaves.block(block.text)) : codeBlock(leaves.block(block.text), block.language);
    case 'quote':
      // Discord knows no quote within a quote: the inner mark is shown, and what is in it are lines.
      return quoted(
        block.blocks
          .map((one) => (one.kind === 'quote' ? blockOf(one, leaves, quotes + 1).replace(/^>/gm, '\\>') : blockOf(one, leaves, quotes + 1)))
          .join('\n\n'),
      );
    case 'list':
      return block.items.map((item, index) => listItem(block.ordered ? `${index + 1}. ` : '- ', blocksOf(item, leaves, quotes))).join('\n');
  }
}

/** What follows the first line of an item is set in below it. */
function listItem(mark: string, item: string[]): string {
  const [first = '', ...rest] = item.join('\n').split('\n');
  // A code block begins on a line of its own, at its start: set in, its fences would be words.
  if (first.startsWith('```') || rest.some((line) => line.startsWith('```'))) return [mark.trimEnd(), first, ...rest].join('\n');
  return [`${mark}${first}`, ...rest.map((line) => (line === '' ? '' : `${' '.repeat(mark.length)}${line}`))].join('\n');
}

function inlines(nodes: Inline[], leaves: Leaves, style: Style): string {
  return nodes.map((node) => inline(node, leaves, style)).join('');
}

function inline(node: Inline, leaves: Leaves, style: Style): string {
  switch (node.kind) {
    case 'text':
      return leaves.text(node.text);
    case 'strong': {
      const words = inlines(node.children, leaves, { ...style, isBold: true });
      return style.isBold ? words : bold(words);
    }
    case 'emphasis': {
      const words = inlines(node.children, leaves, { ...style, isItalic: true });
      return style.isItalic || words === '' ? words : `_${words}_`;
    }
    case 'code':
      return leaves.code(node.text);
    case 'link':
      return leaves.link(node.label, node.url);
    case 'mention':
      return leaves.mention(node.person, node.name);
    case 'break':
      return '\n';
  }
}
